/* SPDX-License-Identifier: MIT */
/* Management trees from what others wrote: bootstrap packages, TNDS documents, the lines of `-f tree`. */
#ifndef DM_READ_H
#define DM_READ_H

#include "syncml-doc.h"

struct dm_read_options {
    bool any_session; /* SessionID need not be "0": the package was written with --session-id */
};

/* dm-read-syncml.c: refused by name where it breaks seed 000 section 6.3.1. `options` may be NULL. */
cpdm_status dm_read_syncml(struct job *job, struct xml_reader *xml, const struct cpdm_package *package,
                           const struct dm_read_options *options, struct cpdm_tree **tree);

/* dm-read-tnds.c: a document of its own. */
cpdm_status dm_read_tnds(struct job *job, const struct cpdm_package *package, struct cpdm_tree **tree);

/* dm-read-tree.c: PATH<TAB>FORMAT<TAB>VALUE. */
cpdm_status dm_read_tree(struct job *job, cpdm_slice text, struct cpdm_tree **tree);

/* What the readers share (dm-read.c). */
struct dm_reader {
    struct job *job;
    struct xml_reader *xml;
    struct cpdm_tree *tree;
    enum diag_rule rule; /* why dm_read_place() made no node; `sentence` is NULL when it has called diag_fail() */
    const char *sentence;
};

/* False after diag_fail(). */
bool dm_read_begin(struct dm_reader *reader, struct job *job, struct xml_reader *xml);

/* The format of this name; "b64" is bin. */
bool dm_read_format(cpdm_slice name, cpdm_format *format);

/* The node at the end of a path below `parent`, the interior nodes on the way made where they are not there. NULL where
 * there is no place for it, or where the value does not fit the format. */
struct dm_node *dm_read_place(struct dm_reader *reader, struct dm_node *parent, cpdm_slice path, cpdm_format format,
                              cpdm_slice value);

/* The interior node at the end of a path, made where it is not there. NULL as above. */
struct dm_node *dm_read_walk(struct dm_reader *reader, struct dm_node *parent, cpdm_slice path);

/* "./a/b" without "./"; false when it does not begin so. */
bool dm_read_strip(struct dm_reader *reader, cpdm_slice uri, cpdm_slice *path);

/* The MgmtTree and what is in it, into the reader's tree. */
cpdm_status dm_read_mgmt_tree(struct dm_reader *reader, const struct syncml_node *mgmt_tree);

/* diag_fail() at an element: the sentence and what it is about. */
cpdm_status dm_read_fail(struct dm_reader *reader, enum diag_rule rule, const struct syncml_node *node,
                         const char *sentence, cpdm_slice detail);
cpdm_status dm_read_fail_value(struct dm_reader *reader, enum diag_rule rule, const struct syncml_node *node,
                               const char *must);

/* Whether it is the path that dm_read_place() found no place for, and is to follow the sentence; else it is the value.
 */
bool dm_read_blames_path(const struct dm_reader *reader);

/* diag_fail() for what dm_read_place() found, at the element that has the path or the one that has the value. */
cpdm_status dm_read_fail_place(struct dm_reader *reader, const struct syncml_node *path,
                               const struct syncml_node *value);

#endif
