/* SPDX-License-Identifier: MIT */
/*
 * law-feed TARGET|FILE FIRST COUNT: random documents (unit/cp-generator.h) to the tree of a target and back, for
 * cli/law.py, which knows what must be true of them. For each document that is translated, on stdout: a line with its
 * number and four lengths, then the document, its report (a line `FATE TAB REASON` for each parm), the document that
 * came back, and a line for each node that did not.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cpdm.h"
#include "unit/cp-generator.h"

struct feed {
    cpdm_translator *translator;
    cpdm_tables *tables;
    struct generator documents;
    GString *report, *left; /* of the document; nodes that do not come back */
};

/* A reason may show a value with line ends. */
static bool put_fate(void *data, const cpdm_parm_fate *fate)
{
    char *reason = g_strdelimit(g_strdup(fate->reason), "\r\n", ' ');
    g_string_append_printf(data, "%s\t%s\n", cpdm_fate_name(fate->fate), reason);
    g_free(reason);
    return true;
}

/* False where the document is refused. */
static bool translate(struct feed *feed, cpdm_tree **tree)
{
    const GString *xml = feed->documents.xml;
    cpdm_message *message;
    cpdm_document *document;
    cpdm_report *report;
    cpdm_translator_reset(feed->translator);
    g_string_truncate(feed->report, 0);
    return cpdm_message_open(feed->translator, xml->str, xml->len, CPDM_FORM_XML, NULL, &message) == CPDM_OK &&
           cpdm_document_parse(feed->translator, message, &document) == CPDM_OK &&
           cpdm_map_to_tree(feed->translator, feed->tables, document, NULL, tree, &report) == CPDM_OK &&
           cpdm_report_walk(feed->translator, report, put_fate, NULL, feed->report) == CPDM_OK;
}

static bool put_left(void *data, const cpdm_node_fate *fate)
{
    if (fate->fate == CPDM_FATE_UNMAPPED || fate->fate == CPDM_FATE_INVALID)
        g_string_append_printf(data, "%.*s: %s\n", (int)fate->uri.length, fate->uri.data, fate->reason);
    return true;
}

static cpdm_slice reverse(struct feed *feed, const cpdm_tree *tree, guint32 number)
{
    cpdm_document *back;
    cpdm_node_report *report;
    cpdm_slice text;
    if (cpdm_map_to_document(feed->translator, feed->tables, tree, &back, &report) != CPDM_OK ||
        cpdm_document_write(feed->translator, back, CPDM_FORM_XML, &text) != CPDM_OK)
        g_error("document %u: the tree does not come back: %s", number,
                cpdm_translator_error(feed->translator)->sentence);
    g_string_truncate(feed->left, 0);
    g_assert_cmpint(cpdm_node_report_walk(feed->translator, report, put_left, feed->left), ==, CPDM_OK);
    return text;
}

static void put(struct feed *feed, guint32 number)
{
    cpdm_tree *tree;
    generate(&feed->documents, number);
    if (!translate(feed, &tree))
        return;
    cpdm_slice back = reverse(feed, tree, number);
    const GString *xml = feed->documents.xml;
    printf("%u %zu %zu %zu %zu\n", number, xml->len, feed->report->len, back.length, feed->left->len);
    fwrite(xml->str, 1, xml->len, stdout);
    fwrite(feed->report->str, 1, feed->report->len, stdout);
    fwrite(back.data, 1, back.length, stdout);
    fwrite(feed->left->str, 1, feed->left->len, stdout);
}

/* An embedded table, or one of a file, whose text is to be freed. */
static cpdm_status load(cpdm_tables **tables, const char *name, char **text)
{
    const cpdm_table_file *embedded = cpdm_tables_find_embedded(name);
    cpdm_table_file file = {.name = name};
    *text = NULL;
    if (!embedded && g_file_get_contents(name, text, &file.text.length, NULL))
        file.text.data = *text;
    return cpdm_tables_load(tables, embedded ? embedded : &file, 1, NULL, NULL, NULL, NULL);
}

int main(int argc, char **argv)
{
    char *text;
    if (argc != 4)
        g_error("usage: law-feed TARGET|FILE FIRST COUNT");
    guint32 first = (guint32)strtoul(argv[2], NULL, 10), count = (guint32)strtoul(argv[3], NULL, 10);
    struct feed feed = {.translator = cpdm_translator_new(NULL, NULL), .documents = generator_new()};
    feed.report = g_string_new(NULL);
    feed.left = g_string_new(NULL);
    if (!feed.translator || load(&feed.tables, argv[1], &text) != CPDM_OK)
        g_error("the table does not load");
    for (guint32 number = first; number < first + count; number++)
        put(&feed, number);
    g_free(text);
    g_string_free(feed.report, TRUE);
    g_string_free(feed.left, TRUE);
    generator_free(&feed.documents);
    cpdm_tables_free(feed.tables);
    cpdm_translator_free(feed.translator);
    return 0;
}
