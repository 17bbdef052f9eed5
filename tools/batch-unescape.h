/* SPDX-License-Identifier: MIT */
/* The escapes of JSON strings (RFC 8259 section 7). */
#ifndef BATCH_UNESCAPE_H
#define BATCH_UNESCAPE_H

#include <stddef.h>
#include <stdint.h>

#define UNESCAPE_OTHER SIZE_MAX

/* How long the text will be; UNESCAPE_OTHER where an escape is none, U+0000, or half a surrogate pair. */
size_t unescape_length(const char *text, size_t length);

/* Decodes a text that unescape_length() has found sound, where it stands. Returns its new length. */
size_t unescape(char *text, size_t length);

#endif
