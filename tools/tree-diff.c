/* SPDX-License-Identifier: MIT */
/*
 * Two sorted lists of nodes, merged. An interior node of which the other tree has something below is there too: which
 * interior nodes are sent and which are taken for granted is the package's manner, not its meaning.
 */
#include "tree-diff.h"

#include <string.h>

#include "text.h"
#include "tree-text.h"

bool tree_diff_keep(void *data, const cpdm_node *node)
{
    g_array_append_vals(data, node, 1);
    return true;
}

static unsigned char at(cpdm_slice text, size_t index)
{
    return (unsigned char)text.data[index];
}

/* The order of the tree: a node before what is below it, and that before its neighbours: "/" comes before all. */
static int compare_uris(cpdm_slice a, cpdm_slice b)
{
    size_t same = 0;
    while (same < a.length && same < b.length && a.data[same] == b.data[same])
        same++;
    int left = same == a.length ? -2 : a.data[same] == '/' ? -1 : at(a, same);
    int right = same == b.length ? -2 : b.data[same] == '/' ? -1 : at(b, same);
    return left < right ? -1 : left > right;
}

static gint compare_nodes(gconstpointer a, gconstpointer b)
{
    return compare_uris(((const cpdm_node *)a)->uri, ((const cpdm_node *)b)->uri);
}

static int list_nodes(const struct tree_source *source, GArray *nodes)
{
    const struct session *session = &source->session;
    return session_check(session, cpdm_tree_walk(session->translator, source->tree, tree_diff_keep, nodes));
}

/* Where a merge is in one of the two lists. */
struct side {
    GArray *nodes;
    guint next;
};

static const cpdm_node *node_at(const struct side *side)
{
    return side->next < side->nodes->len ? &g_array_index(side->nodes, cpdm_node, side->next) : NULL;
}

struct merge {
    struct side first, second;
    tree_difference *function;
    void *data;
};

static bool is_below(cpdm_slice uri, cpdm_slice top)
{
    return uri.length > top.length && memcmp(uri.data, top.data, top.length) == 0 && uri.data[top.length] == '/';
}

/* A node that the other list does not have; what comes next there is `other`. */
static void say_alone(const struct merge *merge, struct side *side, const cpdm_node *other)
{
    const cpdm_node *node = node_at(side);
    side->next++;
    if (node->format != CPDM_FORMAT_NODE || !other || !is_below(other->uri, node->uri))
        merge->function(merge->data, side == &merge->first ? node : NULL, side == &merge->first ? NULL : node);
}

static bool same_value(const cpdm_node *a, const cpdm_node *b)
{
    return a->format == b->format && a->value.length == b->value.length &&
           (a->value.length == 0 || memcmp(a->value.data, b->value.data, a->value.length) == 0);
}

static void step(struct merge *merge)
{
    const cpdm_node *first = node_at(&merge->first), *second = node_at(&merge->second);
    int order = !first ? 1 : !second ? -1 : compare_uris(first->uri, second->uri);
    if (order < 0) {
        say_alone(merge, &merge->first, second);
    } else if (order > 0) {
        say_alone(merge, &merge->second, first);
    } else {
        if (!same_value(first, second))
            merge->function(merge->data, first, second);
        merge->first.next++;
        merge->second.next++;
    }
}

void tree_diff_nodes(GArray *first, GArray *second, tree_difference *function, void *data)
{
    struct merge merge = {.first.nodes = first, .second.nodes = second, .function = function, .data = data};
    g_array_sort(first, compare_nodes);
    g_array_sort(second, compare_nodes);
    while (node_at(&merge.first) || node_at(&merge.second))
        step(&merge);
}

struct printer {
    GString *out; /* or NULL */
    bool show_secrets;
    size_t count;
};

static void print_difference(void *data, const cpdm_node *first, const cpdm_node *second)
{
    struct printer *printer = data;
    const cpdm_node *node = first ? first : second;
    printer->count++;
    if (!printer->out)
        return;
    g_string_append(printer->out, first && second ? "! " : first ? "- " : "+ ");
    text_append_escaped(printer->out, node->uri);
    tree_text_value(printer->out, node, printer->show_secrets);
    if (first && second)
        tree_text_value(printer->out, second, printer->show_secrets);
    g_string_append_c(printer->out, '\n');
}

int tree_diff(const struct tree_source *first, const struct tree_source *second, GString *out, size_t *count)
{
    GArray *nodes[] = {g_array_new(FALSE, FALSE, sizeof(cpdm_node)), g_array_new(FALSE, FALSE, sizeof(cpdm_node))};
    struct printer printer = {.out = out, .show_secrets = first->session.options->show_secrets};
    int code = list_nodes(first, nodes[0]);
    if (!code)
        code = list_nodes(second, nodes[1]);
    if (!code)
        tree_diff_nodes(nodes[0], nodes[1], print_difference, &printer);
    *count = printer.count;
    g_array_free(nodes[0], TRUE);
    g_array_free(nodes[1], TRUE);
    return code;
}
