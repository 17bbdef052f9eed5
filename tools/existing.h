/* SPDX-License-Identifier: MIT */
/* Existing: what a device or its server holds already, and what a translation does about it. */
#ifndef EXISTING_H
#define EXISTING_H

#include "tree-source.h"

struct existing {
    struct options options; /* those of the file: neither secrets nor a content type are its */
    struct tree_source source;
};

/* Options that need --existing, or exclude each other with --nonce-reset. 0 or the exit code. */
int existing_check_options(const struct options *options);

/* Obeys --existing, --rebootstrap and --nonce-reset: refuses what is there already, moves the accounts of known servers
 * to their nodes, or makes another tree. The tree borrows from `existing` then. Returns 0 or the exit code; close in
 * either case. */
int existing_obey(struct existing *existing, const struct session *session, const cpdm_tables *tables,
                  cpdm_tree **tree);
void existing_close(struct existing *existing);

#endif
