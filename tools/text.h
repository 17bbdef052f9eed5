/* SPDX-License-Identifier: MIT */
/* Text on its way out: what would break a line or drive a terminal is escaped; JSON is written by hand, always the
 * same. */
#ifndef TEXT_H
#define TEXT_H

#include <glib.h>

#include "cpdm.h"

cpdm_slice text_slice(const char *string); /* of a string that ends with NUL */
cpdm_slice text_of(const GString *string); /* valid until the string changes */

/* Appends with \\ \n \r \t, and \xNN for other control characters, for line separators (U+2028, U+2029) and for octets
 * that are not UTF-8. */
void text_append_escaped(GString *out, cpdm_slice text);

/* The same for messages: no octet is doubled, only what drives a terminal is replaced. */
void text_append_safe(GString *out, const char *text);

/* A JSON string with its quotes; octets that are not UTF-8 become U+FFFD. */
void text_append_json(GString *out, cpdm_slice text);
void text_append_base64(GString *out, cpdm_slice octets);

/* Overwrites and frees. */
void text_wipe(GString *string);

#endif
