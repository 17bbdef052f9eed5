/* SPDX-License-Identifier: MIT */
/* A management tree into `-f tree` and `-f json` (design section 8): secrets as ******** unless they are asked for. */
#include "tree-text.h"

#include "text.h"

struct printer {
    GString *out;
    bool show_secrets;
    bool any;
};

static const char mask[] = "********";

void tree_text_value(GString *out, const cpdm_node *node, bool show_secrets)
{
    g_string_append_printf(out, "\t%s\t", cpdm_format_name(node->format));
    if (node->format == CPDM_FORMAT_NODE)
        return;
    if (node->secret && !show_secrets)
        g_string_append(out, mask);
    else if (node->format == CPDM_FORMAT_BIN)
        text_append_base64(out, node->value);
    else
        text_append_escaped(out, node->value);
}

static bool append_tree_node(void *data, const cpdm_node *node)
{
    struct printer *printer = data;
    text_append_escaped(printer->out, node->uri);
    tree_text_value(printer->out, node, printer->show_secrets);
    g_string_append_c(printer->out, '\n');
    return true;
}

static void append_json_value(const struct printer *printer, const cpdm_node *node)
{
    if (node->secret && !printer->show_secrets && node->format != CPDM_FORMAT_NODE) {
        g_string_append_printf(printer->out, "\"%s\"", mask);
    } else if (node->format == CPDM_FORMAT_BIN) {
        g_string_append_c(printer->out, '"');
        text_append_base64(printer->out, node->value);
        g_string_append_c(printer->out, '"');
    } else {
        text_append_json(printer->out, node->value);
    }
}

static bool append_json_node(void *data, const cpdm_node *node)
{
    struct printer *printer = data;
    g_string_append(printer->out, printer->any ? ",\n  {\"uri\": " : "\n  {\"uri\": ");
    printer->any = true;
    text_append_json(printer->out, node->uri);
    g_string_append_printf(printer->out, ", \"format\": \"%s\", \"value\": ", cpdm_format_name(node->format));
    append_json_value(printer, node);
    g_string_append_c(printer->out, '}');
    return true;
}

int tree_text(const struct session *session, const cpdm_tree *tree, GString *out)
{
    struct printer printer = {.out = out, .show_secrets = session->options->show_secrets};
    return session_check(session, cpdm_tree_walk(session->translator, tree, append_tree_node, &printer));
}

int tree_json(const struct session *session, const cpdm_tree *tree, GString *out)
{
    struct printer printer = {.out = out, .show_secrets = session->options->show_secrets};
    g_string_append_c(out, '[');
    int code = session_check(session, cpdm_tree_walk(session->translator, tree, append_json_node, &printer));
    g_string_append(out, printer.any ? "\n]\n" : "]\n");
    return code;
}
