/* SPDX-License-Identifier: MIT */
/*
 * An OBEX PUT (IrOBEX 1.2 sections 2 and 3.3.3; SyncML OBEX Binding 1.1): packets one after the other,
 *
 *   packet = opcode (0x02, the last 0x82) length header...
 *
 * with the headers Type (the content type, SEC and MAC in it), Length, Body … End-of-Body.
 */
#ifndef OBEX_H
#define OBEX_H

#include "envelope.h"

cpdm_status obex_read(struct job *job, cpdm_slice input, struct cpdm_message *message, cpdm_transport *transport);
cpdm_status obex_write(struct job *job, cpdm_slice content_type, cpdm_slice body, size_t max_packet,
                       cpdm_slice *octets);

/* PUT packets that reach to the end of the octets, or, where these begin with a final one, at least a header. */
bool obex_is_put(cpdm_slice octets);

#endif
