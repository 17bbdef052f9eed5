/* SPDX-License-Identifier: MIT */
/* Trees as text: a line, or a JSON object, for each node. */
#ifndef TREE_TEXT_H
#define TREE_TEXT_H

#include "session.h"

#include <glib.h>

/* PATH<TAB>FORMAT<TAB>VALUE. Returns 0 or the exit code. */
int tree_text(const struct session *session, const cpdm_tree *tree, GString *out);

/* [{"uri", "format", "value"}, …]. Returns 0 or the exit code. */
int tree_json(const struct session *session, const cpdm_tree *tree, GString *out);

/* <TAB>FORMAT<TAB>VALUE of one node: ******** for a secret unless it is shown. */
void tree_text_value(GString *out, const cpdm_node *node, bool show_secrets);

#endif
