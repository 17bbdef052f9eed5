/* SPDX-License-Identifier: MIT */
/*
 * Where a usual case has a short way of its own, the long way gives the same: leaves of direct rows and of rows with a
 * path, names that share their bit, small and hashed indices, groups of base64 digits.
 */
#include <glib.h>

#include "base64.h"
#include "cp-index.h"
#include "dm-tree.h"
#include "map-table.h"

static void set_up(struct job *job)
{
    *job = (struct job){.salt = 0x5EED, .limits = limits_for(NULL, 0)};
    job_init(job, NULL);
    diag_init(&job->diag, &job->arena);
}

/* ---- The tree and the index ---- */

/* a00b, a01b …: all have the bit of a99b. */
static void test_names_of_one_bit(void)
{
    struct job job;
    struct cpdm_tree tree;
    struct dm_node *made[DM_TREE_WIDE + 16];
    char names[G_N_ELEMENTS(made)][8];
    set_up(&job);
    const struct dm_marks marks = {.format = CPDM_FORMAT_CHR};
    dm_tree_init(&tree);
    for (unsigned i = 0; i < G_N_ELEMENTS(made); i++) {
        g_snprintf(names[i], sizeof names[i], "a%02ub", i);
        cpdm_slice name = slice_of(names[i]);
        g_assert_cmpuint(slice_bit(name), ==, slice_bit(SLICE("a99b")));
        g_assert_null(dm_tree_child(&tree, &tree.root, name));
        made[i] = i % 2 ? dm_tree_add(&job, &tree, &tree.root, name, slice_bit(name), CPDM_FORMAT_CHR)
                        : dm_tree_add_leaf(&job, &tree, &tree.root, &name, slice_bit(name), marks);
        g_assert_nonnull(made[i]);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(made); i++)
        g_assert_true(dm_tree_child(&tree, &tree.root, slice_of(names[i])) == made[i]);
    g_assert_null(dm_tree_child(&tree, &tree.root, SLICE("a99b")));
    g_assert_null(dm_tree_child(&tree, &tree.root, SLICE("a")));
    g_assert_nonnull(tree.hash);
    job_free(&job);
}

/* From one entry, searched, to forty, hashed and grown. */
static void test_index_sizes(void)
{
    struct job job;
    struct cp_node nodes[40];
    char ids[G_N_ELEMENTS(nodes)][8];
    for (size_t count = 1; count <= G_N_ELEMENTS(nodes); count++) {
        struct cp_index index = {0};
        set_up(&job);
        for (size_t i = 0; i < count; i++) {
            g_snprintf(ids[i], sizeof ids[i], "NAP%zu", i);
            struct cp_index_entry **place = cp_index_place(&index, &job, slice_of(ids[i]));
            g_assert_null(*place);
            g_assert_nonnull(cp_index_add(&index, &job, place, slice_of(ids[i]), &nodes[i]));
        }
        for (size_t i = 0; i < count; i++)
            g_assert_true((*cp_index_place(&index, &job, slice_of(ids[i])))->node == &nodes[i]);
        g_assert_null(*cp_index_place(&index, &job, SLICE("NAP")));
        g_assert_cmpint(index.slots != NULL, ==, count > CP_INDEX_FEW);
        job_free(&job);
    }
}

/* SipHash-1-3 with a second key of 0: those without a salt are what CPython 3.11 makes with PYTHONHASHSEED=0. */
static void test_hashes(void)
{
    static const struct {
        uint64_t salt;
        const char *text;
        uint64_t hash;
    } rows[] = {
        {0, "N", 0xA07804094C3ECF2D},
        {0, "NAP0001", 0xBFD4972CF5F78A40},
        {0, "NAP00001", 0x2DF0B141D5CCFEDF},
        {0, "./SyncML/DMAcc/dm0001.operator.example", 0x71F9F6B641D9A29C},
        {0x5EED0123456789AB, "", 0xA741022E0FF9292B},
        {0x5EED0123456789AB, "NAP0001", 0x9413B7310999EA76},
        {0x5EED0123456789AB, "./SyncML/DMAcc/dm0001.operator.example", 0x0BB5276FEC0DA3B0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmphex(slice_hash(slice_of(rows[i].text), rows[i].salt), ==, rows[i].hash);
}

/* ---- base64 ---- */

/* A text is decoded in groups of four digits; from a blank on, digit by digit. */
static void test_base64_with_a_blank(void)
{
    struct job job;
    char octets[48], spaced[72];
    for (size_t length = 0; length <= sizeof octets; length++) {
        set_up(&job);
        for (size_t i = 0; i < length; i++)
            octets[i] = (char)(i * 37 + length * 11);
        struct bytes_writer out = bytes_writer(&job.arena, 72);
        cpdm_slice text, whole, same;
        base64_put(&out, slice(octets, length));
        g_assert_true(bytes_finish(&out, &text));
        g_assert_cmpint(base64_decode(&job.arena, text, &whole), ==, BASE64_CANONICAL);
        g_assert_true(slice_equal(whole, slice(octets, length)));
        for (size_t at = 0; at < text.length; at++) {
            memcpy(spaced, text.data, at);
            spaced[at] = ' ';
            memcpy(spaced + at + 1, text.data + at, text.length - at);
            g_assert_cmpint(base64_decode(&job.arena, slice(spaced, text.length + 1), &same), ==, BASE64_OTHER);
            g_assert_true(slice_equal(same, whole));
        }
        job_free(&job);
    }
}

/* ---- Rows ---- */

/* The same rows, straight below the section's node and below one more. */
#define ROWS(path)                                                                                \
    " NAME <-> " path "Name chr ?\n AACCEPT -> " path "Accept chr ? not-empty\n APREF <-> " path  \
    "Pref int ? range 1..9\n APROTOCOL <-> " path "Protocol chr ? values v\n TO-APPREF <-> " path \
    "Nonce bin ? base64\n"
#define TABLE                                                                                                     \
    "cpdm-map 1\ntarget t \"T\"\n syncml 1.1\n verproto DM/1.1\n command Replace\nvalues v\n ONE 1\n TWO - loss " \
    "\"none\"\n[APPLICATION] ./SyncML/DMAcc/{PROVIDER-ID} when APPID = w7\n PROVIDER-ID <-> ServerId chr 1\n"

#define GIVEN " APPREF <-> Given chr 1 default \"d\"\n"

static cpdm_tables *load(const char *text)
{
    cpdm_table_file file = {"test.map", slice_of(text)};
    cpdm_tables *tables = NULL;
    g_assert_cmpint(cpdm_tables_load(&tables, &file, 1, NULL, NULL, NULL, NULL), ==, CPDM_OK);
    return tables;
}

/* Leaves by their last segment. */
static bool tell_node(void *data, const cpdm_node *node)
{
    const char *name = memrchr(node->uri.data, '/', node->uri.length);
    int length = (int)(node->uri.data + node->uri.length - name);
    if (node->format != CPDM_FORMAT_NODE)
        g_string_append_printf(data, "%.*s %d %.*s\n", length, name, (int)node->format, (int)node->value.length,
                               node->value.length ? node->value.data : "");
    return true;
}

static bool tell_fate(void *data, const cpdm_parm_fate *parm)
{
    g_string_append_printf(data, "%s %s %s\n", parm->path, cpdm_fate_name(parm->fate), parm->reason);
    return true;
}

static char *translate(const cpdm_tables *tables, const char *xml)
{
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    GString *told = g_string_new(NULL);
    cpdm_message *message;
    cpdm_document *document;
    cpdm_tree *tree;
    cpdm_report *report;
    g_assert_cmpint(cpdm_message_open(translator, xml, strlen(xml), CPDM_FORM_XML, NULL, &message), ==, CPDM_OK);
    g_assert_cmpint(cpdm_document_parse(translator, message, &document), ==, CPDM_OK);
    g_assert_cmpint(cpdm_map_to_tree(translator, tables, document, NULL, &tree, &report), ==, CPDM_OK);
    g_assert_cmpint(cpdm_tree_walk(translator, tree, tell_node, told), ==, CPDM_OK);
    g_assert_cmpint(cpdm_report_walk(translator, report, tell_fate, NULL, told), ==, CPDM_OK);
    cpdm_translator_free(translator);
    return g_string_free(told, FALSE);
}

static void compare(const cpdm_tables *direct, const cpdm_tables *other)
{
    static const char *const values[] = {"", "1", "007", "-3", "ONE", "TWO", "x", "bm9uY2U=", "bm9u Y2U=", "****"};
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        const char *v = values[i], *second = values[(i + 1) % G_N_ELEMENTS(values)];
        char *xml = g_strdup_printf("<wap-provisioningdoc><characteristic type=\"APPLICATION\"><parm name=\"APPID\" "
                                    "value=\"w7\"/><parm name=\"PROVIDER-ID\" value=\"a\"/><parm name=\"NAME\" "
                                    "value=\"%s\"/><parm name=\"AACCEPT\" value=\"%s\"/><parm name=\"APREF\" "
                                    "value=\"%s\"/><parm name=\"APROTOCOL\" value=\"%s\"/><parm name=\"TO-APPREF\" "
                                    "value=\"%s\"/><parm name=\"APROTOCOL\" value=\"%s\"/><parm name=\"NAME\" "
                                    "value=\"%s\"/></characteristic></wap-provisioningdoc>",
                                    v, v, v, v, v, second, second);
        char *straight = translate(direct, xml), *detour = translate(other, xml);
        g_assert_cmpstr(straight, ==, detour);
        g_assert_nonnull(strstr(straight, "its node has a value already")); /* the second NAME */
        g_free(straight);
        g_free(detour);
        g_free(xml);
    }
}

static void test_direct_rows(void)
{
    cpdm_tables *direct = load(TABLE ROWS("")), *below = load(TABLE ROWS("Ext/"));
    g_assert_cmpuint(direct->rows[1].node_segments, ==, 1);
    g_assert_cmpuint(below->rows[1].node_segments, ==, 2);
    compare(direct, below);
    cpdm_tables_free(direct);
    cpdm_tables_free(below);
}

/* Rows behind so many others that they have neither a bit nor a taker's number of their own; one has a default. */
static void test_rows_far_behind(void)
{
    GString *text = g_string_new(TABLE);
    for (unsigned i = 0; i < 300; i++)
        g_string_append_printf(text, " X-%u <-> X%u chr ?\n", i, i);
    g_string_append(text, ROWS("") GIVEN);
    cpdm_tables *direct = load(TABLE ROWS("") GIVEN), *far = load(text->str);
    uint16_t section = far->root_of[CP_NAME_APPLICATION];
    g_assert_cmpuint(far->fronts[section].taker_of[CP_NAME_PROVIDER_ID], !=, MAP_NO_TAKER);
    g_assert_cmpuint(far->fronts[section].taker_of[CP_NAME_NAME], ==, MAP_NO_TAKER);
    g_assert_cmpuint(direct->fronts[direct->root_of[CP_NAME_APPLICATION]].taker_of[CP_NAME_NAME], !=, MAP_NO_TAKER);
    compare(direct, far);
    g_string_free(text, TRUE);
    cpdm_tables_free(direct);
    cpdm_tables_free(far);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fast-paths/hashes", test_hashes);
    g_test_add_func("/fast-paths/names-of-one-bit", test_names_of_one_bit);
    g_test_add_func("/fast-paths/index-sizes", test_index_sizes);
    g_test_add_func("/fast-paths/base64-with-a-blank", test_base64_with_a_blank);
    g_test_add_func("/fast-paths/direct-rows", test_direct_rows);
    g_test_add_func("/fast-paths/rows-far-behind", test_rows_far_behind);
    return g_test_run();
}
