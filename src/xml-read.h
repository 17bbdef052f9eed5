/* SPDX-License-Identifier: MIT */
/*
 * XML in, through expat (the only owner of <expat.h> is xml-read.c). No internal DTD subset, no entity beyond XML's own
 * five, no external anything. One parser per translator, recycled: no malloc and no system call per document.
 */
#ifndef XML_READ_H
#define XML_READ_H

#include "job.h"

struct xml_attribute {
    const char *name, *value; /* NUL-ended UTF-8, valid during the call only */
    size_t length;            /* of the value */
};

/* Called in document order. `offset` is the octet offset of the event in the input. A status other than CPDM_OK stops
 * the parse and is returned; it must have been made by diag_fail(). Strings are valid during the call only: copy them.
 */
struct xml_handler {
    void *self;
    cpdm_status (*start)(void *self, const char *element, const struct xml_attribute *attributes, size_t count,
                         size_t offset);
    cpdm_status (*end)(void *self, size_t offset);
    cpdm_status (*text)(void *self, cpdm_slice text, size_t offset); /* may come in pieces */
    bool leave_out_blanks;                                           /* no texts of nothing but blanks */
};

struct xml_reader;
struct xml_reader *xml_reader_new(const cpdm_allocator *allocator, uint64_t salt); /* NULL: no memory */
void xml_reader_free(struct xml_reader *reader);

/* Depth and attribute limits are the job's. Sets job->diag.text to the input, so that errors have a line. */
cpdm_status xml_read(struct xml_reader *reader, struct job *job, cpdm_slice input, const struct xml_handler *handler);

#endif
