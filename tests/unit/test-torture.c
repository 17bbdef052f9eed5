/* SPDX-License-Identifier: MIT */
/*
 * Every allocation fails in turn: a whole translation (open, verify, parse, map, write, sign, push, report; XML and
 * WBXML; and the loading of a table) survives it with an error of class MEMORY, leaks nothing, and the next call works.
 */
#include <glib.h>

#include "cpdm.h"
#include "failing-fixture.h"
#include "slice.h"

/* A w7 document with everything that makes the engine allocate: references, copies, warnings, base64, long names. */
static const char document_xml[] =
    "<wap-provisioningdoc version='1.1'><characteristic type='APPLICATION'><parm name='APPID' value='w7'/>"
    "<parm name='PROVIDER-ID' value='a server with blanks'/><parm name='TO-PROXY' value='gw'/>"
    "<parm name='TO-NAPID' value='gone'/><parm name='VENDOR' value='v' datatype='string'/>"
    "<characteristic type='APPADDR'><parm name='ADDR' value='http://h:8080/&amp;'/></characteristic>"
    "<characteristic type='APPAUTH'><parm name='AAUTHLEVEL' value='APPSRV'/><parm name='AAUTHTYPE' "
    "value='DIGEST,BASIC'/><parm name='AAUTHNAME' value='u'/><parm name='AAUTHDATA' value='90200'/></characteristic>"
    "</characteristic><characteristic type='NAPDEF'><parm name='NAPID' value='n'/><parm name='BEARER' "
    "value='GSM-GPRS'/></characteristic><characteristic type='PXLOGICAL'><parm name='PROXY-ID' value='gw'/>"
    "<characteristic type='PXPHYSICAL'><parm name='PXADDR' value='1.2.3.4'/><parm name='TO-NAPID' value='n'/>"
    "</characteristic><characteristic type='PXPHYSICAL'><parm name='PXADDR' value='1.2.3.5'/></characteristic>"
    "</characteristic></wap-provisioningdoc>";

static bool see_parm(void *data, const cpdm_parm_fate *fate)
{
    (void)fate;
    ++*(size_t *)data;
    return true;
}

static bool see_node(void *data, const cpdm_node_fate *fate)
{
    *(size_t *)data += fate->fate == CPDM_FATE_MAPPED && fate->parm[0];
    return true;
}

static const cpdm_secrets secrets = {.pin = {"1234", 4}};

/* XML in; document as WBXML, signed, out as `octets` of a push PDU. */
static cpdm_status make_push(cpdm_translator *translator, cpdm_slice *octets)
{
    cpdm_message *message;
    cpdm_document *document;
    cpdm_signature signature;
    cpdm_slice body;
    cpdm_status status =
        cpdm_message_open(translator, document_xml, sizeof document_xml - 1, CPDM_FORM_AUTO, NULL, &message);
    status = status ? status : cpdm_document_parse(translator, message, &document);
    status = status ? status : cpdm_document_write(translator, document, CPDM_FORM_WBXML, &body);
    status = status ? status : cpdm_message_sign(translator, body, CPDM_SECURITY_USERPIN, &secrets, &signature);
    return status ? status : cpdm_push_write(translator, CPDM_CONTENT_CP, &signature, body, NULL, octets);
}

static bool see_trial(void *data, const cpdm_trial *trial)
{
    (void)data;
    return trial->text[0] != '\0';
}

static void see_finding(void *data, const cpdm_diagnostic *finding)
{
    size_t *count = data;
    *count += finding->sentence[0] != '\0';
}

/* A package of ours is the tree again. */
static cpdm_status read_back(cpdm_translator *translator, const cpdm_tree *tree, cpdm_slice octets)
{
    cpdm_message *message;
    cpdm_tree *again;
    cpdm_status status = cpdm_message_open(translator, octets.data, octets.length, CPDM_FORM_AUTO, NULL, &message);
    status = status ? status : cpdm_tree_parse(translator, message, &again);
    return status ? status : cpdm_tree_compare(translator, tree, again);
}

/* And can be written again with a string table. */
static cpdm_status rewrite(cpdm_translator *translator, cpdm_slice octets)
{
    cpdm_message *message;
    cpdm_package *package;
    cpdm_status status = cpdm_message_open(translator, octets.data, octets.length, CPDM_FORM_AUTO, NULL, &message);
    status = status ? status : cpdm_package_parse(translator, message, &package);
    return status ? status : cpdm_package_rewrite(translator, package, CPDM_FORM_WBXML, CPDM_STRINGS_TABLE, &octets);
}

static cpdm_status translate(cpdm_translator *translator, const cpdm_tables *tables, cpdm_slice push)
{
    static const cpdm_package_options table = {.strings = CPDM_STRINGS_TABLE, .items = true, .acl_items = true};
    static const cpdm_package_options cut = {.push_head = 6};
    cpdm_message *message;
    cpdm_document *document, *back;
    cpdm_tree *tree;
    cpdm_report *report;
    cpdm_node_report *nodes;
    cpdm_slice xml, wbxml;
    static const cpdm_lint_options everything = {CPDM_DELIVERY_OTA, true, true, &secrets, 0};
    bool digest = strcmp(cpdm_tables_target(tables), "dm-test") == 0; /* a name of 74 octets, which cannot be cut */
    const cpdm_map_options wishes = {"all", true, "7", digest ? 80 : 12, digest ? 127 : 60};
    size_t parms = 0, findings = 0, came_back = 0;
    cpdm_status status = cpdm_message_open(translator, push.data, push.length, CPDM_FORM_AUTO, NULL, &message);
    status = status ? status : cpdm_message_verify(translator, message, &secrets);
    status = status ? status : cpdm_document_parse(translator, message, &document);
    status = status ? status : cpdm_document_lint(translator, message, document, &everything, see_finding, &findings);
    status = status ? status : cpdm_map_to_tree(translator, tables, document, &wishes, &tree, &report);
    status = status ? status : cpdm_report_walk(translator, report, see_parm, NULL, &parms);
    for (size_t i = 0; i < parms && !status; i++)
        status = cpdm_report_explain(translator, tables, report, i, see_trial, NULL);
    status = status ? status : cpdm_package_write(translator, tables, tree, &table, CPDM_FORM_WBXML, &wbxml);
    status = status ? status : rewrite(translator, wbxml);
    status = status ? status : cpdm_package_write(translator, tables, tree, &cut, CPDM_FORM_WBXML, &wbxml);
    status = status ? status : cpdm_package_write(translator, tables, tree, NULL, CPDM_FORM_XML, &xml);
    status = status ? status : read_back(translator, tree, wbxml);
    status = status ? status : read_back(translator, tree, xml);
    status = status ? status : cpdm_map_to_document(translator, tables, tree, &back, &nodes);
    status = status ? status : cpdm_node_report_walk(translator, nodes, see_node, &came_back);
    status = status ? status : cpdm_document_write(translator, back, CPDM_FORM_XML, &xml);
    if (!status)
        g_assert_true(parms == 16 && findings > 5 && came_back > 5);
    return status;
}

/* A target that sends a TNDS, with the words of the table language that dm-1.1.2 does without. */
static const char tnds_map[] =
    "cpdm-map 1\ntarget dm-test \"a table of a test\"\n syncml 1.2\n verproto DM/1.3\n command Add\n payload tnds\n"
    " inbox ./Inbox\n atomic yes\n source account\n final yes\n"
    "values level\n APPSRV CLCRED\n CLIENT SRVCRED\n"
    "[APPLICATION] ./DMAcc/{PROVIDER-ID sha256-utf16} when APPID = w7 type \"urn:a\"\n PROVIDER-ID <-> ServerID chr 1\n"
    " TO-ACCESS <-> PrefConRef chr ? first ref-uri\n TO-ACCESS <-> ToConRef/{#}/ConRef chr * several ref-uri\n"
    " - -> FirstSesId int 1 default 1 setting first-session-id\n"
    "[APPLICATION/APPADDR] AppAddr/{#}\n ADDR <-> Addr chr 1\n"
    "[APPLICATION/APPAUTH] AppAuth/{AAUTHLEVEL values level}\n AAUTHLEVEL <-> {AAUTHLEVEL} key\n"
    " AAUTHNAME <-> AAuthName chr 1\n AAUTHDATA <-> AAuthData bin ? base64\n"
    " AAUTHDATA -> Key chr ? secret digest md5 AAUTHNAME\n"
    "[NAPDEF] ./NAP/{NAPID} type \"urn:n\"\n NAPID <-> NapId chr 1\n BEARER <-> Bearer/{#}/Type chr *\n"
    "[PROXY] ./Proxy/{name} type \"urn:p\"\n[PROXY/PXLOGICAL] same node\n PROXY-ID <-> {name} key\n"
    "[PROXY/PXPHYSICAL] same node\n PXADDR <-> IPv6 chr ? family ipv6\n PXADDR <-> IPv4 chr ? family ipv4\n"
    " TO-NAPID <-> ConRefs/{#}/ConRef chr * ref-uri\n";

static const cpdm_table_file tnds_file = {"test.map", {tnds_map, sizeof tnds_map - 1}};

static cpdm_tables *load_file(const cpdm_table_file *file, const cpdm_allocator *allocator)
{
    cpdm_tables *tables = NULL;
    cpdm_tables_load(&tables, file, 1, NULL, NULL, NULL, allocator);
    return tables;
}

/* Runs with the n-th allocation failing, for every n until none fails. The first chunk is made tiny by a new translator
 * each time, so that every chunk is asked for again. */
static void test_translation(gconstpointer data)
{
    cpdm_tables *tables = load_file(data, NULL);
    cpdm_translator *maker = cpdm_translator_new(NULL, NULL);
    cpdm_slice push;
    g_assert_cmpint(make_push(maker, &push), ==, CPDM_OK);
    bool all_succeeded = false;
    for (long fail_at = 1; !all_succeeded; fail_at++) {
        struct failing failing = {0, fail_at, 0};
        cpdm_allocator allocator = {failing_allocate, failing_release, &failing};
        cpdm_translator *translator = cpdm_translator_new(NULL, &allocator);
        if (translator) {
            cpdm_slice ignored;
            cpdm_status first = make_push(translator, &ignored);
            cpdm_status status = first ? first : translate(translator, tables, push);
            all_succeeded = failing.calls < fail_at;
            g_assert_cmpint(status, ==, all_succeeded ? CPDM_OK : CPDM_ERROR_MEMORY);
            failing.fail_at = 0;
            cpdm_translator_reset(translator);
            g_assert_cmpint(translate(translator, tables, push), ==, CPDM_OK);
            cpdm_translator_free(translator);
        }
        g_assert_cmpint(failing.live, ==, 0);
    }
    cpdm_translator_free(maker);
    cpdm_tables_free(tables);
}

static void test_tables(gconstpointer data)
{
    bool succeeded = false;
    for (long fail_at = 1; !succeeded; fail_at++) {
        struct failing failing = {0, fail_at, 0};
        cpdm_tables *tables = load_file(data, &(cpdm_allocator){failing_allocate, failing_release, &failing});
        succeeded = failing.calls < fail_at;
        g_assert_true((tables != NULL) == succeeded);
        cpdm_tables_free(tables);
        g_assert_cmpint(failing.live, ==, 0);
    }
}

/* At steady state a document costs no allocation at all (design section 3). */
static void test_no_allocation_per_document(void)
{
    struct failing failing = {0, 0, 0};
    cpdm_tables *tables = load_file(cpdm_tables_find_embedded("dm-1.1.2"), NULL);
    cpdm_translator *translator =
        cpdm_translator_new(NULL, &(cpdm_allocator){failing_allocate, failing_release, &failing});
    cpdm_translator *maker = cpdm_translator_new(NULL, NULL);
    cpdm_slice push, ignored;
    g_assert_cmpint(make_push(maker, &push), ==, CPDM_OK);
    long warm = 0;
    for (int round = 0; round < 10; round++) {
        g_assert_cmpint(translate(translator, tables, push), ==, CPDM_OK);
        cpdm_translator_reset(translator);
        g_assert_cmpint(make_push(translator, &ignored), ==, CPDM_OK);
        cpdm_translator_reset(translator);
        if (round == 2)
            warm = failing.calls;
    }
    g_assert_cmpint(failing.calls, ==, warm);
    cpdm_translator_free(translator);
    cpdm_translator_free(maker);
    cpdm_tables_free(tables);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/torture/translation", cpdm_tables_find_embedded("dm-1.1.2"), test_translation);
    g_test_add_data_func("/torture/tnds", &tnds_file, test_translation);
    g_test_add_data_func("/torture/tables", cpdm_tables_find_embedded("dm-1.1.2"), test_tables);
    g_test_add_data_func("/torture/tables-tnds", &tnds_file, test_tables);
    g_test_add_func("/torture/no-allocation-per-document", test_no_allocation_per_document);
    return g_test_run();
}
