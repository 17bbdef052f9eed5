/* SPDX-License-Identifier: MIT */
/* A line of JSON into members: a flat scanner for plain lines, which are nearly all. */
#ifndef BATCH_SCAN_H
#define BATCH_SCAN_H

#include "batch-members.h"

/*
 * False where the line is not plain: then nothing was written to it, and the JSON library decides. Plain is one object
 * whose members are strings, integers of up to 18 digits, true, false and null, with "secret" and "options" objects of
 * the same; no name twice, none with an escape; no U+0000. Strings are decoded where they stand, and a NUL is put
 * behind each.
 */
bool batch_scan(char *line, size_t length, struct members *members);

#endif
