/* SPDX-License-Identifier: MIT */
/* The layers around a message for `cpdm inspect`: SMS, PAP, OBEX, MIME, push PDU. */
#ifndef INSPECT_TRANSPORT_H
#define INSPECT_TRANSPORT_H

#include <glib.h>

#include "cpdm.h"

/* Appends `name: value` lines, the outermost layer first; nothing for a bare body. */
void inspect_transport(GString *out, const cpdm_message_info *info);

#endif
