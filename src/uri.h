/* SPDX-License-Identifier: MIT */
/* The two parts of a URI that CP says twice: its scheme and its port (RFC 3986 sections 3.1, 3.2.3). */
#ifndef URI_H
#define URI_H

#include "slice.h"

/* "https" of https://h/; empty where there is none. As written: compare ignoring case. */
cpdm_slice uri_scheme(cpdm_slice uri);

/* The explicit port; false where there is none (or an empty or unusable one). */
bool uri_port(cpdm_slice uri, unsigned *port);

#endif
