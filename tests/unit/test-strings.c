/* SPDX-License-Identifier: MIT */
/* The string table: what pays for its place, exactly; and which package the library takes by itself. */
#include <glib.h>

#include "limits.h"
#include "sms-capacity.h"
#include "wbxml-strings.h"

/* Texts and how often they come; the table that they shall make. */
static void check_table(const char *const *texts, const char *table, size_t length, size_t saved)
{
    struct arena arena;
    struct wbxml_strings strings;
    cpdm_slice made;
    size_t count = 0, octets = 0, inline_octets = 0;
    arena_init(&arena, NULL);
    while (texts[count])
        count++;
    g_assert_true(wbxml_strings_begin(&strings, &arena, count, 0));
    for (size_t i = 0; i < count; i++)
        wbxml_strings_note(&strings, slice_of(texts[i]));
    wbxml_strings_place(&strings, SIZE_MAX);
    g_assert_true(bytes_finish(&strings.table, &made) && slice_equal(made, slice(table, length)));
    for (size_t i = 0; i < count; i++) {
        struct bytes_writer out = bytes_writer(&arena, 64);
        wbxml_strings_put(&strings, &out, slice_of(texts[i]));
        octets += (size_t)(out.next - out.start);
        inline_octets += strlen(texts[i]) + 2;
    }
    octets += wbxml_number_length(length) + length;
    g_assert_cmpuint(wbxml_strings_saved(&strings), ==, saved);
    g_assert_cmpuint(inline_octets + 1 - octets, ==, saved);
    arena_free(&arena);
}

#define TABLE(text) text, sizeof(text) - 1

static void test_worth(void)
{
    static const char *const once[] = {"a long text that comes once", "another one", NULL};
    static const char *const twice[] = {"abc", "abc", "ab", "ab", "ab", "x", NULL};          /* 3 twice: 6 - 4 */
    static const char *const parts[] = {"abc", "abcd", "abcd", "bcd", "abc", "abcde", NULL}; /* 8 - 5, 6 - 4 */
    check_table(once, TABLE(""), 0);
    check_table(twice, TABLE("abc\0"), 2);
    check_table(parts, TABLE("abc\0abcd\0"), 5);
}

/* Behind 127 octets an index has two: three octets twice are no longer worth four. */
static void test_index(void)
{
    char big[128];
    memset(big, 'x', 127);
    big[127] = '\0';
    const char *const far[] = {big, big, "abc", "abc", "abcd", "abcd", NULL};
    char table[128 + 5];
    memcpy(table, big, 128);
    memcpy(table + 128, "abcd", 5);
    check_table(far, table, sizeof table, 2 * 127 - 128 + 2 * 3 - 5 - 1); /* the table's length has two octets */
}

/* More different texts than are remembered, and texts that all have the same hash: no table, and no harm. */
static void test_bounds(void)
{
    struct arena arena;
    struct wbxml_strings strings;
    enum { MANY = 20000 };
    arena_init(&arena, NULL);
    g_assert_true(wbxml_strings_begin(&strings, &arena, MANY, 0));
    size_t fixed = arena_used(&arena);
    for (unsigned i = 0; i < MANY; i++)
        wbxml_strings_note(&strings, slice_of(arena_printf(&arena, "the same%08uat both ends", i)));
    g_assert_cmpuint(strings.count, ==, WBXML_TEXT_PLACES);
    wbxml_strings_clear(&strings);
    g_assert_true(wbxml_strings_begin(&strings, &arena, MANY, 0));
    for (unsigned i = 0; i < MANY; i++)
        wbxml_strings_note(&strings, slice_of(arena_printf(&arena, "%08u", i)));
    g_assert_cmpuint(strings.count, <=, WBXML_TEXTS_MAX);
    g_assert_cmpuint(fixed, <, 64 * 1024);
    wbxml_strings_place(&strings, SIZE_MAX);
    g_assert_cmpuint(wbxml_strings_saved(&strings), ==, 0);
    arena_free(&arena);
}

/* 3GPP TS 23.040 section 9.2.3.24: 140 octets, ports of 7, concatenation of 5 or 6. */
static void test_segments(void)
{
    static const struct {
        size_t octets;
        unsigned bits;
        size_t segments;
    } rows[] = {{0, 8, 1},    {133, 8, 1},  {134, 8, 2},  {256, 8, 2}, {257, 8, 3},
                {133, 16, 1}, {254, 16, 2}, {255, 16, 3}, {256, 0, 2}, {257, 0, 3}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_cmpuint(sms_segments(rows[i].octets, rows[i].bits), ==, rows[i].segments);
        g_assert_cmpuint(cpdm_sms_segments(rows[i].octets, rows[i].bits), ==, rows[i].segments);
    }
}

/* ---- The package that the library takes ---- */

static const char document[] =
    "<wap-provisioningdoc version=\"1.1\"><characteristic type=\"NAPDEF\"><parm name=\"NAPID\" value=\"N\"/>"
    "<parm name=\"BEARER\" value=\"GSM-GPRS\"/><parm name=\"NAP-ADDRESS\" value=\"internet\"/>"
    "<parm name=\"NAP-ADDRTYPE\" value=\"APN\"/></characteristic><characteristic type=\"APPLICATION\">"
    "<parm name=\"APPID\" value=\"w7\"/><parm name=\"PROVIDER-ID\" value=\"p\"/><parm name=\"TO-NAPID\" value=\"N\"/>"
    "<characteristic type=\"APPADDR\"><parm name=\"ADDR\" value=\"http://dm.example/\"/></characteristic>"
    "<characteristic type=\"APPAUTH\"><parm name=\"AAUTHLEVEL\" value=\"CLIENT\"/>"
    "<parm name=\"AAUTHSECRET\" value=\"internet\"/><parm name=\"AAUTHDATA\" value=\"Tm9uY2U=\"/></characteristic>"
    "</characteristic></wap-provisioningdoc>";

struct subject {
    cpdm_translator *translator;
    cpdm_tables *tables;
    cpdm_tree *tree;
};

static cpdm_slice write_package(const struct subject *subject, cpdm_package_options options)
{
    cpdm_slice octets;
    g_assert_cmpint(
        cpdm_package_write(subject->translator, subject->tables, subject->tree, &options, CPDM_FORM_WBXML, &octets), ==,
        CPDM_OK);
    return octets;
}

static bool equal(cpdm_slice a, cpdm_slice b)
{
    return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

/* With any header before it the package that needs fewer segments is taken; so is the one for a reader of text, whose
 * binary values count as the octets that they are. */
static void check_choice(const struct subject *subject, bool items)
{
    cpdm_package_options options = {.items = items, .acl_items = true};
    cpdm_slice packages[2][2];
    unsigned taken[2] = {0, 0};
    for (unsigned text = 0; text < 2; text++)
        for (unsigned table = 0; table < 2; table++) {
            options.text_binary = text;
            options.strings = table ? CPDM_STRINGS_TABLE : CPDM_STRINGS_INLINE;
            packages[text][table] = write_package(subject, options);
        }
    g_assert_cmpuint(packages[0][1].length, <, packages[0][0].length);
    options.strings = CPDM_STRINGS_AUTO;
    for (size_t head = 1; head < 300; head++) {
        options.push_head = head;
        options.reference_bits = head % 2 ? 8 : 16;
        bool table = sms_segments(head + packages[0][1].length, options.reference_bits) <
                     sms_segments(head + packages[0][0].length, options.reference_bits);
        taken[table]++;
        options.text_binary = false;
        g_assert_true(equal(write_package(subject, options), packages[0][table]));
        options.text_binary = true;
        g_assert_true(equal(write_package(subject, options), packages[1][table]));
    }
    g_assert_cmpuint(taken[1], >, 0);
}

static void test_choice(gconstpointer target)
{
    const cpdm_table_file *file = cpdm_tables_find_embedded(target);
    const cpdm_limits limits = {.memory = 64u << 20};
    struct subject subject = {.translator = cpdm_translator_new(&limits, NULL)};
    cpdm_message *message;
    cpdm_document *parsed;
    cpdm_report *report;
    g_assert_cmpint(cpdm_tables_load(&subject.tables, file, 1, NULL, NULL, NULL, NULL), ==, CPDM_OK);
    g_assert_cmpint(cpdm_message_open(subject.translator, document, sizeof document - 1, CPDM_FORM_XML, NULL, &message),
                    ==, CPDM_OK);
    g_assert_cmpint(cpdm_document_parse(subject.translator, message, &parsed), ==, CPDM_OK);
    g_assert_cmpint(cpdm_map_to_tree(subject.translator, subject.tables, parsed, NULL, &subject.tree, &report), ==,
                    CPDM_OK);
    check_choice(&subject, false);
    check_choice(&subject, true);
    cpdm_translator_free(subject.translator);
    cpdm_tables_free(subject.tables);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/strings/worth", test_worth);
    g_test_add_func("/strings/index", test_index);
    g_test_add_func("/strings/bounds", test_bounds);
    g_test_add_func("/strings/segments", test_segments);
    g_test_add_data_func("/strings/choice/dm-1.1.2", "dm-1.1.2", test_choice);
    g_test_add_data_func("/strings/choice/dm-1.2", "dm-1.2", test_choice);
    g_test_add_data_func("/strings/choice/windows", "windows", test_choice);
    return g_test_run();
}
