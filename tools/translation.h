/* SPDX-License-Identifier: MIT */
/* A translation: an open session on its way to a tree, a package, and what a sender hands over. */
#ifndef TRANSLATION_H
#define TRANSLATION_H

#include "session.h"

struct translation {
    struct session session;
    const cpdm_tables *tables;
    bool authenticated;
    cpdm_document *document;
    cpdm_tree *tree;
    cpdm_report *report;
    char session_id[24];
    cpdm_package_options package;
    cpdm_signature signature;
    cpdm_slice body; /* what goes out */
    cpdm_slice content_type;
};

/* The format that is asked for: xml where nothing is said. */
enum option_word translation_format(const struct options *options);

/* Options that the chosen format cannot obey are refused, not forgotten. Returns 0 or the exit code. */
int translation_check_options(const struct options *options);

/* The message's document into `tree` and `report`. Returns 0 or the exit code. */
int translation_map(struct translation *translation);

/* The tree into `body`: a package as XML, or signed and in what carries it. Not for -f tree and json. 0 or exit code.
 */
int translation_write(struct translation *translation);

/* Decodes the package with another codec and compares. By default what goes through the air is checked; --cross-check
 * asks for it with any format. Returns 0 or the exit code. */
int translation_cross_check(const struct translation *translation);

/* After translation_write() or for -f tree: what the package will say besides its nodes. */
void translation_choose_package_options(struct translation *translation);

#endif
