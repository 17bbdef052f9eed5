/* SPDX-License-Identifier: MIT */
/* Whether a text is an address as a literal: IPv4 in dotted decimal (RFC 3986, IPv4address), IPv6 (RFC 4291 section
 * 2.2). */
#ifndef IP_ADDRESS_H
#define IP_ADDRESS_H

#include "slice.h"

bool ip_address_is_v4(cpdm_slice text);
bool ip_address_is_v6(cpdm_slice text);

#endif
