/* SPDX-License-Identifier: MIT */
/*
 * Random documents through the engine's short ways and, with the same table told to know none, through its long ones:
 * tree, report and warnings are the same. The short ones: parms that are alone with their row, values of which nothing
 * is to be said, a NAPDEF that stands in a connection again.
 */
#include "map-table.h"

#include "cp-generator.h"

enum { DOCUMENTS = 400 };

static cpdm_tables *load(const cpdm_table_file *file, bool short_ways)
{
    cpdm_tables *tables = NULL;
    g_assert_cmpint(cpdm_tables_load(&tables, file, 1, NULL, NULL, NULL, NULL), ==, CPDM_OK);
    for (uint16_t i = 0; !short_ways && i < tables->row_count; i++)
        tables->takers[i].way = MAP_WAY_ANY;
    for (uint16_t i = 0; !short_ways && i < tables->section_count; i++)
        tables->sections[i].copied = false;
    return tables;
}

static bool tell_node(void *data, const cpdm_node *node)
{
    g_string_append_len(data, node->uri.data, (gssize)node->uri.length);
    g_string_append_printf(data, " %d %d ", (int)node->format, node->secret);
    if (node->value.length)
        g_string_append_len(data, node->value.data, (gssize)node->value.length);
    g_string_append_c(data, '\n');
    return true;
}

static bool tell_fate(void *data, const cpdm_parm_fate *parm)
{
    g_string_append_printf(data, "%s %s %s\n", parm->path, cpdm_fate_name(parm->fate), parm->reason);
    for (size_t i = 0; i < parm->node_count; i++)
        g_string_append_printf(data, "  %.*s\n", (int)parm->nodes[i].length, parm->nodes[i].data);
    return true;
}

static bool tell_supplied(void *data, const cpdm_supplied *supplied)
{
    g_string_append_printf(data, "%.*s %s\n", (int)supplied->uri.length, supplied->uri.data, supplied->why);
    return true;
}

static void translate(cpdm_translator *translator, const cpdm_tables *tables, const GString *xml, GString *told)
{
    cpdm_message *message;
    cpdm_document *document;
    cpdm_tree *tree;
    cpdm_report *report;
    cpdm_translator_reset(translator);
    g_string_truncate(told, 0);
    if (!cpdm_message_open(translator, xml->str, xml->len, CPDM_FORM_XML, NULL, &message) &&
        !cpdm_document_parse(translator, message, &document) &&
        !cpdm_map_to_tree(translator, tables, document, NULL, &tree, &report)) {
        g_assert_cmpint(cpdm_tree_walk(translator, tree, tell_node, told), ==, CPDM_OK);
        g_assert_cmpint(cpdm_report_walk(translator, report, tell_fate, tell_supplied, told), ==, CPDM_OK);
    }
    const cpdm_diagnostic *said = cpdm_translator_error(translator);
    if (said)
        g_string_append_printf(told, "%u %zu %s %s\n", said->rule, said->offset, said->path, said->sentence);
    for (size_t i = 0; (said = cpdm_translator_warning(translator, i)) != NULL; i++)
        g_string_append_printf(told, "%u %zu %s %s\n", said->rule, said->offset, said->path, said->sentence);
}

static void test_table(gconstpointer data)
{
    const cpdm_table_file *file = data;
    cpdm_tables *tables[] = {load(file, true), load(file, false)};
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    struct generator documents = generator_new();
    GString *told[] = {g_string_new(NULL), g_string_new(NULL)};
    for (guint32 number = 1; number <= DOCUMENTS; number++) {
        generate(&documents, number);
        for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
            translate(translator, tables[i], documents.xml, told[i]);
        if (!g_string_equal(told[0], told[1]))
            g_error("document %u\n%s\nshort ways:\n%s\nlong ways:\n%s", number, documents.xml->str, told[0]->str,
                    told[1]->str);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
        g_string_free(told[i], TRUE);
        cpdm_tables_free(tables[i]);
    }
    generator_free(&documents);
    cpdm_translator_free(translator);
}

/* The default table has them all: there is something to compare. */
static void test_ways(void)
{
    cpdm_tables *tables = load(cpdm_tables_find_embedded("dm-1.1.2"), true);
    unsigned ways[MAP_WAY_ANY + 1] = {0}, copied = 0;
    for (uint16_t i = 0; i < tables->row_count; i++)
        ways[tables->takers[i].way % MAP_WAY_VIEWED]++;
    for (uint16_t i = 0; i < tables->section_count; i++)
        copied += tables->sections[i].copied;
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
        g_assert_cmpuint(ways[i], >, 0);
    g_assert_cmpuint(copied, ==, 1); /* [CONNECTION/NAPDEF] */
    cpdm_tables_free(tables);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/engine-ways/ways", test_ways);
    for (size_t i = 0; cpdm_tables_embedded(i); i++) {
        const cpdm_table_file *file = cpdm_tables_embedded(i);
        cpdm_tables *tables = NULL;
        if (cpdm_tables_load(&tables, file, 1, NULL, NULL, NULL, NULL) == CPDM_OK) { /* no overlay */
            char *name = g_strdup_printf("/engine-ways/%s", file->name);
            g_test_add_data_func(name, file, test_table);
            g_free(name);
        }
        cpdm_tables_free(tables);
    }
    return g_test_run();
}
