/* SPDX-License-Identifier: MIT */
/* A row of columns into members, for those whose pipelines carry keys and values. */
#ifndef BATCH_ROW_H
#define BATCH_ROW_H

#include "batch-members.h"

/* The columns of a line, which is written to and has room for a NUL behind it: id, doc_b64, content_type, secret,
 * options. NULL, or the sentence of what is wrong. */
const char *batch_row_read(char *line, size_t length, struct members *members);

/* A frame of octets: with "cpdm" and a TAB before them a row of id, content_type, secret and options, a line end, and
 * the document behind it; else all of it is the document. */
const char *batch_frame_read(char *octets, size_t length, struct members *members);

#endif
