/* SPDX-License-Identifier: MIT */
/* What memory holds once a document is done with (threats E4): no block that is given back, and none that is kept after
 * a reset, has a password, nonce, PIN or key in it, whatever was done with the document and wherever it broke. */
#include <glib.h>
#include <stdalign.h>
#include <stddef.h>
#include <string.h>

#include "cpdm.h"

#define CANARY       "cAnArY"           /* in passwords */
#define NONCE        "nOnCe=nOnCe=nOnC" /* 16 octets of AAUTHDATA */
#define NONCE_BASE64 "bk9uQ2U9bk9uQ2U9bk9uQw=="
#define PIN          "90417263"
#define IMSI         "466923103145252"
#define NETWORK_KEY  "\x49\x66\x29\x13\x30\x41\x25\x25" /* of that IMSI (GSM 11.11 section 10.2.2) */

static const char document[] =
    "<wap-provisioningdoc version=\"1.1\"><characteristic type=\"APPLICATION\"><parm name=\"APPID\" value=\"w7\"/>"
    "<parm name=\"PROVIDER-ID\" value=\"dm.example\"/><parm name=\"ADDR\" value=\"https://dm.example/\"/>"
    "<parm name=\"TO-NAPID\" value=\"nap\"/>"
    "<characteristic type=\"APPAUTH\"><parm name=\"AAUTHLEVEL\" value=\"APPSRV\"/><parm name=\"AAUTHNAME\" "
    "value=\"u\"/>"
    "<parm name=\"AAUTHSECRET\" value=\"" CANARY "&amp;1\"/><parm name=\"AAUTHDATA\" value=\"" NONCE_BASE64 "\"/>"
    "</characteristic><characteristic type=\"APPAUTH\"><parm name=\"AAUTHLEVEL\" value=\"CLIENT\"/>"
    "<parm name=\"AAUTHSECRET\" value=\"" CANARY "2\"/></characteristic></characteristic>"
    "<characteristic type=\"NAPDEF\"><parm name=\"NAPID\" value=\"nap\"/><parm name=\"BEARER\" value=\"GSM-GPRS\"/>"
    "<characteristic type=\"NAPAUTHINFO\"><parm name=\"AUTHTYPE\" value=\"PAP\"/>"
    "<parm name=\"AUTHSECRET\" value=\"" CANARY "3\"/></characteristic></characteristic></wap-provisioningdoc>";

static const cpdm_secrets secrets = {.imsi = {IMSI, sizeof IMSI - 1}, .pin = {PIN, sizeof PIN - 1}};

/* ---- an allocator that looks at what it gets back ---- */

struct block {
    alignas(max_align_t) struct block *next; /* what stands behind it is for any use */
    struct block **link;
    size_t size;
};

struct watch {
    struct block *blocks;
    size_t found;
};

static const cpdm_slice canaries[] = {
    {CANARY, sizeof CANARY - 1},
    {"c\0A\0n\0A\0r\0Y", 11},
    {NONCE, 8},
    {NONCE_BASE64, 8},
    {PIN, sizeof PIN - 1},
    {IMSI, sizeof IMSI - 1},
    {NETWORK_KEY, sizeof NETWORK_KEY - 1},
};

static size_t look(const struct block *block)
{
    size_t found = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(canaries); i++)
        found += memmem(block + 1, block->size, canaries[i].data, canaries[i].length) ? 1 : 0;
    return found;
}

static void *watch_allocate(void *data, size_t size)
{
    struct watch *watch = data;
    struct block *block = g_malloc0(sizeof *block + size);
    *block = (struct block){watch->blocks, &watch->blocks, size};
    if (block->next)
        block->next->link = &block->next;
    watch->blocks = block;
    return block + 1;
}

static void watch_release(void *data, void *memory)
{
    struct watch *watch = data;
    if (!memory)
        return;
    struct block *block = (struct block *)memory - 1;
    watch->found += look(block);
    *block->link = block->next;
    if (block->next)
        block->next->link = block->link;
    g_free(block);
}

static size_t look_at_all(const struct watch *watch)
{
    size_t found = watch->found;
    for (const struct block *block = watch->blocks; block; block = block->next)
        found += look(block);
    return found;
}

/* ---- what is done with a document ---- */

static void see_finding(void *data, const cpdm_diagnostic *found)
{
    *(bool *)data = *(bool *)data || strstr(found->sentence, CANARY) || strstr(found->hint, CANARY);
}

static cpdm_tables *load_tables(const char *target)
{
    cpdm_tables *tables;
    g_assert_cmpint(cpdm_tables_load(&tables, cpdm_tables_find_embedded(target), 1, NULL, NULL, NULL, NULL), ==,
                    CPDM_OK);
    return tables;
}

static cpdm_status sign_all(cpdm_translator *translator, cpdm_slice body)
{
    static const cpdm_security methods[] = {CPDM_SECURITY_NETWPIN, CPDM_SECURITY_USERPIN, CPDM_SECURITY_USERNETWPIN};
    cpdm_status status = CPDM_OK;
    for (size_t i = 0; i < G_N_ELEMENTS(methods) && !status; i++) {
        cpdm_signature signature;
        cpdm_message *message;
        cpdm_slice push;
        status = cpdm_message_sign(translator, body, methods[i], &secrets, &signature);
        status = status ? status : cpdm_push_write(translator, CPDM_CONTENT_DM, &signature, body, NULL, &push);
        status =
            status ? status : cpdm_message_open(translator, push.data, push.length, CPDM_FORM_PUSH, NULL, &message);
        status = status ? status : cpdm_message_verify(translator, message, &secrets);
    }
    return status;
}

static cpdm_status use(cpdm_translator *translator, const cpdm_tables *tables, cpdm_slice input)
{
    const cpdm_lint_options lint = {CPDM_DELIVERY_OTA, true, true, &secrets, 0};
    cpdm_message *message;
    cpdm_document *parsed, *back;
    cpdm_tree *tree;
    cpdm_report *report;
    cpdm_node_report *nodes;
    cpdm_slice xml, wbxml;
    bool shown = false;
    cpdm_status status = cpdm_message_open(translator, input.data, input.length, CPDM_FORM_AUTO, NULL, &message);
    status = status ? status : cpdm_document_parse(translator, message, &parsed);
    status = status ? status : cpdm_document_lint(translator, message, parsed, &lint, see_finding, &shown);
    status = status ? status : cpdm_document_write(translator, parsed, CPDM_FORM_WBXML, &wbxml);
    status = status ? status : cpdm_map_to_tree(translator, tables, parsed, NULL, &tree, &report);
    status = status ? status : cpdm_package_write(translator, tables, tree, NULL, CPDM_FORM_XML, &xml);
    status = status ? status : cpdm_package_write(translator, tables, tree, NULL, CPDM_FORM_WBXML, &wbxml);
    status = status ? status : sign_all(translator, wbxml);
    status = status ? status : cpdm_map_to_document(translator, tables, tree, &back, &nodes);
    g_assert_false(shown);
    return status;
}

static void test_targets(void)
{
    static const char *const targets[] = {"dm-1.1", "dm-1.1.2", "dm-1.2", "dm-1.3", "windows"};
    struct watch watch = {NULL, 0};
    const cpdm_allocator allocator = {watch_allocate, watch_release, &watch};
    cpdm_translator *translator = cpdm_translator_new(NULL, &allocator);
    for (size_t i = 0; i < G_N_ELEMENTS(targets); i++) {
        cpdm_tables *tables = load_tables(targets[i]);
        cpdm_status status = use(translator, tables, (cpdm_slice){document, sizeof document - 1});
        g_assert_cmpint(status, ==, CPDM_OK);
        g_assert_cmpuint(look_at_all(&watch), >, 0); /* while the document is there, so are its secrets */
        cpdm_translator_reset(translator);
        cpdm_tables_free(tables);
    }
    cpdm_translator_free(translator);
    g_assert_null(watch.blocks);
    g_assert_cmpuint(watch.found, ==, 0);
}

/* All that a reset keeps, but for the XML reader's buffers and the key of the last MAC. */
static void test_reset(void)
{
    struct watch watch = {NULL, 0};
    const cpdm_allocator allocator = {watch_allocate, watch_release, &watch};
    cpdm_translator *converter = cpdm_translator_new(NULL, NULL), *translator = cpdm_translator_new(NULL, &allocator);
    cpdm_tables *tables = load_tables("dm-1.1.2");
    cpdm_message *message;
    cpdm_document *parsed;
    cpdm_tree *tree;
    cpdm_report *report;
    cpdm_slice wbxml, written;
    cpdm_status status = cpdm_message_open(converter, document, sizeof document - 1, CPDM_FORM_XML, NULL, &message);
    status = status ? status : cpdm_document_parse(converter, message, &parsed);
    status = status ? status : cpdm_document_write(converter, parsed, CPDM_FORM_WBXML, &wbxml);
    status = status ? status : cpdm_message_open(translator, wbxml.data, wbxml.length, CPDM_FORM_AUTO, NULL, &message);
    status = status ? status : cpdm_document_parse(translator, message, &parsed);
    status = status ? status : cpdm_map_to_tree(translator, tables, parsed, NULL, &tree, &report);
    status = status ? status : cpdm_package_write(translator, tables, tree, NULL, CPDM_FORM_XML, &written);
    g_assert_cmpint(status, ==, CPDM_OK);
    g_assert_cmpuint(look_at_all(&watch), >, 0);
    cpdm_translator_reset(translator);
    g_assert_cmpuint(look_at_all(&watch), ==, 0);
    cpdm_translator_free(translator);
    cpdm_translator_free(converter);
    cpdm_tables_free(tables);
}

/* Cut anywhere, in each encoding, and freed without a reset. */
static void test_broken(void)
{
    cpdm_tables *tables = load_tables("dm-1.1.2");
    gsize wide;
    char *utf16 = g_convert(document, sizeof document - 1, "UTF-16", "UTF-8", NULL, &wide, NULL);
    const cpdm_slice inputs[] = {{document, sizeof document - 1}, {utf16, wide}};
    for (size_t i = 0; i < G_N_ELEMENTS(inputs); i++)
        for (size_t length = 0; length < inputs[i].length; length += 29) {
            struct watch watch = {NULL, 0};
            const cpdm_allocator allocator = {watch_allocate, watch_release, &watch};
            cpdm_translator *translator = cpdm_translator_new(NULL, &allocator);
            g_assert_cmpint(use(translator, tables, (cpdm_slice){inputs[i].data, length}), !=, CPDM_OK);
            g_assert_nonnull(cpdm_translator_error(translator));
            g_assert_null(strstr(cpdm_translator_error(translator)->sentence, CANARY));
            cpdm_translator_free(translator);
            g_assert_cmpuint(watch.found, ==, 0);
        }
    g_free(utf16);
    cpdm_tables_free(tables);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hygiene/targets", test_targets);
    g_test_add_func("/hygiene/reset", test_reset);
    g_test_add_func("/hygiene/broken", test_broken);
    return g_test_run();
}
