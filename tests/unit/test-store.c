/* SPDX-License-Identifier: MIT */
/*
 * The store of a device through the public face: a random history of messages against a model that knows whole objects
 * only, wide enough that the tree has its hash table and loses it again; and every allocation failing in turn.
 */
#include <glib.h>

#include "cpdm.h"
#include "failing-fixture.h"
#include "slice.h"

enum { OBJECTS = 60, LEAVES = 6, ROUNDS = 60 };

/* A store that goes through its file after every message. */
struct device {
    GString *text;
    GString *model[OBJECTS]; /* the lines of an object; NULL: it is not there */
};

static cpdm_status open_store(cpdm_translator *translator, const GString *text, cpdm_store **store)
{
    cpdm_message *message = NULL;
    cpdm_status status = CPDM_OK;
    if (text->len)
        status = cpdm_message_open(translator, text->str, text->len, CPDM_FORM_XML, NULL, &message);
    return status ? status : cpdm_store_open(translator, message, store);
}

static cpdm_status apply_lines(cpdm_translator *translator, cpdm_store *store, const char *lines,
                               const cpdm_store_options *options)
{
    cpdm_message *message;
    cpdm_tree *tree;
    cpdm_status status = cpdm_message_open(translator, lines, strlen(lines), CPDM_FORM_TREE, NULL, &message);
    status = status ? status : cpdm_message_to_tree(translator, NULL, message, NULL, &tree);
    return status ? status : cpdm_store_apply(translator, store, tree, options);
}

static void keep(GString *text, cpdm_slice written)
{
    g_string_truncate(text, 0);
    g_string_append_len(text, written.data, (gssize)written.length);
}

/* One message of some objects with some leaves; `source` of its own now and then. */
static GString *make_message(struct device *device, GRand *random)
{
    GString *message = g_string_new(NULL);
    for (int object = 0; object < OBJECTS; object++) {
        if (g_rand_int_range(random, 0, 4))
            continue;
        GString *lines = g_string_new(NULL);
        g_string_append_printf(lines, "./A/o%d\tnode\t\n", object);
        for (int leaf = 0; leaf < LEAVES; leaf++)
            if (g_rand_boolean(random))
                g_string_append_printf(lines, "./A/o%d/%sl%d\tint\t%d\n", object, leaf % 2 ? "in/" : "", leaf,
                                       g_rand_int_range(random, 0, 3));
        g_string_append(message, lines->str);
        if (device->model[object])
            g_string_free(device->model[object], TRUE);
        device->model[object] = lines;
    }
    return message;
}

static bool add_line(void *data, const cpdm_node *node)
{
    if (node->format != CPDM_FORMAT_NODE && !slice_starts_with(node->uri, SLICE("./CpdmStore")))
        g_ptr_array_add(data, g_strdup_printf("%.*s\tint\t%.*s", (int)node->uri.length, node->uri.data,
                                              (int)node->value.length, node->value.data));
    return true;
}

static gint compare_lines(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The leaves of the model and those of the file, read as any TNDS. */
static void check(const struct device *device)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free), *meant = g_ptr_array_new_with_free_func(g_free);
    cpdm_translator *translator = cpdm_translator_new(&(cpdm_limits){.document = 1 << 20, .text = 1 << 20}, NULL);
    cpdm_message *message;
    cpdm_tree *tree;
    g_assert_cmpint(cpdm_message_open(translator, device->text->str, device->text->len, CPDM_FORM_AUTO, NULL, &message),
                    ==, 0);
    g_assert_cmpint(cpdm_tree_parse(translator, message, &tree), ==, 0);
    g_assert_cmpint(cpdm_tree_walk(translator, tree, add_line, found), ==, 0);
    for (int object = 0; object < OBJECTS; object++) {
        char **lines = g_strsplit(device->model[object] ? device->model[object]->str : "", "\n", -1);
        for (char **line = lines; *line; line++)
            if (strstr(*line, "\tint\t"))
                g_ptr_array_add(meant, g_strdup(*line));
        g_strfreev(lines);
    }
    g_ptr_array_sort(found, compare_lines);
    g_ptr_array_sort(meant, compare_lines);
    g_assert_cmpuint(found->len, ==, meant->len);
    for (guint i = 0; i < found->len; i++)
        g_assert_cmpstr(g_ptr_array_index(found, i), ==, g_ptr_array_index(meant, i));
    cpdm_translator_free(translator);
    g_ptr_array_free(found, TRUE);
    g_ptr_array_free(meant, TRUE);
}

static void play(struct device *device, GRand *random, bool forget)
{
    const cpdm_limits limits = {.document = 1 << 20, .text = 1 << 20};
    const cpdm_store_options options = {.rebootstrap = true};
    cpdm_translator *own = cpdm_translator_new(&limits, NULL), *other = cpdm_translator_new(NULL, NULL);
    cpdm_store *store;
    cpdm_slice written;
    g_assert_cmpint(open_store(own, device->text, &store), ==, CPDM_OK);
    GString *message = NULL;
    if (forget)
        g_assert_cmpint(cpdm_store_forget(store, "ota"), ==, CPDM_OK);
    for (int object = 0; forget && object < OBJECTS; object++)
        g_string_free(g_steal_pointer(&device->model[object]), TRUE);
    message = make_message(device, random);
    if (message->len)
        g_assert_cmpint(apply_lines(other, store, message->str, &options), ==, CPDM_OK);
    g_assert_cmpint(cpdm_store_write(store, &written), ==, CPDM_OK);
    keep(device->text, written);
    cpdm_translator_free(own);
    cpdm_translator_free(other);
    g_string_free(message, TRUE);
}

static void test_history(void)
{
    struct device device = {.text = g_string_new(NULL)};
    GRand *random = g_rand_new_with_seed(4711);
    for (int object = 0; object < OBJECTS; object++)
        device.model[object] = g_string_new(NULL);
    for (int round = 0; round < ROUNDS; round++) {
        play(&device, random, round % 16 == 15);
        check(&device);
        for (int object = 0; object < OBJECTS; object++)
            device.model[object] = device.model[object] ? device.model[object] : g_string_new(NULL);
    }
    for (int object = 0; object < OBJECTS; object++)
        g_string_free(device.model[object], TRUE);
    g_rand_free(random);
    g_string_free(device.text, TRUE);
}

/* ---- Every allocation fails in turn ---- */

static const char document_xml[] =
    "<wap-provisioningdoc version='1.1'><characteristic type='BOOTSTRAP'><parm name='PROVURL' value='tps/x'/>"
    "<parm name='CONTEXT-ALLOW' value='3'/></characteristic><characteristic type='APPLICATION'>"
    "<parm name='APPID' value='w7'/><parm name='PROVIDER-ID' value='s'/><characteristic type='APPADDR'>"
    "<parm name='ADDR' value='http://h'/></characteristic><characteristic type='APPAUTH'>"
    "<parm name='AAUTHLEVEL' value='APPSRV'/><parm name='AAUTHDATA' value='Tm9uY2U='/></characteristic>"
    "</characteristic><characteristic type='NAPDEF'><parm name='NAPID' value='n'/><parm name='BEARER' "
    "value='GSM-GPRS'/></characteristic></wap-provisioningdoc>";
static const char existing_lines[] = "./SyncML/DMAcc/elsewhere\tnode\t\n./SyncML/DMAcc/elsewhere/ServerId\tchr\ts\n"
                                     "./SyncML/DMAcc/elsewhere/Name\tchr\told\n./SyncML/Con/n\tnode\t\n"
                                     "./SyncML/Con/n/NAP/Addr\tchr\tapn\n";
static const char user_lines[] = "./SyncML/DMAcc/elsewhere/Ext/Note\tchr\tmine\n";

static cpdm_status read_tree(cpdm_translator *translator, const cpdm_tables *tables, const char *text, cpdm_tree **tree)
{
    cpdm_message *message;
    cpdm_status status = cpdm_message_open(translator, text, strlen(text), CPDM_FORM_AUTO, NULL, &message);
    return status ? status : cpdm_message_to_tree(translator, tables, message, NULL, tree);
}

/* What a server asks before it sends. */
static cpdm_status meet(cpdm_translator *translator, const cpdm_tables *tables)
{
    cpdm_tree *existing, *tree, *nonces;
    cpdm_status status = read_tree(translator, tables, existing_lines, &existing);
    status = status ? status : read_tree(translator, tables, document_xml, &tree);
    status = status ? status : cpdm_tree_reset_nonces(translator, tree, existing, &nonces);
    return status ? status : cpdm_tree_meet(translator, tree, existing, true);
}

/* What a device does. */
static cpdm_status device(cpdm_translator *own, cpdm_translator *other, const cpdm_tables *tables, GString *text)
{
    const cpdm_store_options first = {.privileged = true, .tps = "tps/x"}, user = {.source = "user"};
    const cpdm_store_options again = {.privileged = true, .precedence = CPDM_PRECEDENCE_DM_OVER_CP};
    cpdm_store *store;
    cpdm_tree *tree;
    cpdm_slice written;
    cpdm_status status = open_store(own, text, &store);
    status = status || text->len ? status : apply_lines(other, store, existing_lines, &first);
    status = status || text->len ? status : apply_lines(other, store, user_lines, &user);
    if (!status)
        cpdm_store_allow_rebootstrap(store);
    status = status ? status : read_tree(other, tables, document_xml, &tree);
    status = status ? status : cpdm_store_apply(other, store, tree, &again);
    status = status ? status : cpdm_store_write(store, &written);
    if (!status)
        keep(text, written);
    return status;
}

static bool survive(const cpdm_tables *tables, GString *text, long number)
{
    struct failing failing = {.fail_at = number};
    const cpdm_allocator allocator = {failing_allocate, failing_release, &failing};
    cpdm_translator *own = cpdm_translator_new(NULL, &allocator), *other = cpdm_translator_new(NULL, &allocator);
    cpdm_status status = CPDM_ERROR_MEMORY;
    if (own && other)
        status = meet(other, tables);
    if (!status)
        cpdm_translator_reset(other);
    status = status ? status : device(own, other, tables, text);
    g_assert_true(status == CPDM_OK || status == CPDM_ERROR_MEMORY);
    if (other && status && own && !cpdm_translator_error(own))
        g_assert_nonnull(cpdm_translator_error(other));
    cpdm_translator_free(own);
    cpdm_translator_free(other);
    g_assert_cmpint(failing.live, ==, 0);
    return failing.calls >= number;
}

static void test_torture(void)
{
    cpdm_tables *tables;
    g_assert_cmpint(cpdm_tables_load(&tables, cpdm_tables_find_embedded("dm-1.1.2"), 1, NULL, NULL, NULL, NULL), ==,
                    CPDM_OK);
    GString *text = g_string_new(NULL);
    long number = 1;
    while (survive(tables, text, number)) {
        g_assert_cmpuint(text->len, ==, 0);
        number++;
    }
    g_assert_cmpuint(text->len, >, 0);
    g_assert_nonnull(strstr(text->str, "elsewhere"));
    g_assert_nonnull(strstr(text->str, "Note"));
    g_assert_cmpint(number, >, 10);
    g_string_free(text, TRUE);
    cpdm_tables_free(tables);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/history", test_history);
    g_test_add_func("/store/torture", test_torture);
    return g_test_run();
}
