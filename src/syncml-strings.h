/* SPDX-License-Identifier: MIT */
/* The string table of a SyncML message or TNDS document that was read: the beginnings of its items' LocURIs, and what
 * else comes more than once. */
#ifndef SYNCML_STRINGS_H
#define SYNCML_STRINGS_H

#include "syncml-doc.h"
#include "syncml-prefixes.h"

struct syncml_strings {
    struct wbxml_strings strings;
    struct prefixes prefixes;
    struct job *job;
    uint32_t *slots; /* numbers of prefixes by a hash of their URI; 0: free, for nobody looks for the root's */
    size_t slot_mask;
    uint32_t *uris; /* the prefix of each LocURI that was noted, in order */
    size_t noted, read;
};

/* Whether the element's text is written as a string. */
bool syncml_is_string(const struct syncml_node *node);

/* The text that is written: Format says bin of what XML calls b64. */
cpdm_slice syncml_written_text(const struct syncml_node *node);

/* Notes all texts of a package in document order and chooses the table. False when there is no memory. */
bool syncml_strings_choose(struct syncml_strings *strings, struct job *job, const struct cpdm_package *package);

/* The next text in document order, in place or by its reference. */
void syncml_strings_put(struct syncml_strings *strings, struct bytes_writer *out, const struct syncml_node *node);

#endif
