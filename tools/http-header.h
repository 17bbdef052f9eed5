/* SPDX-License-Identifier: MIT */
/* The x-syncml-hmac header for `cpdm sign` and `cpdm verify` (OMA DM Security 1.3 section 5.6.1). */
#ifndef HTTP_HEADER_H
#define HTTP_HEADER_H

#include "options.h"

/* sign --http-header, verify --http-header TEXT: of any message, in the octets as it is sent. The exit code. */
int http_header_sign(const struct options *options);
int http_header_verify(const struct options *options);

#endif
