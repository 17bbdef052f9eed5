/* SPDX-License-Identifier: MIT */
/*
 * cp-read-everyday.c takes what the general reader would take, and nothing else: random documents, sound, spoilt and
 * near the limits, are read with it and without it, to the same elements or to the same complaint at the same octet.
 */
#include "cp-fixture.h"

/* The general reader alone: the same source, without the short way. */
#define cp_read_everyday(reader, builder) ((void)(reader))
#define cp_read_wbxml                     read_without
#include "cp-read-wbxml.c"
#undef cp_read_wbxml

enum { ROUNDS = 20000 };

typedef cpdm_status read_function(struct job *job, cpdm_slice input, struct cpdm_document **document);

/* ---- Documents ---- */

#define PICK(random, list) ((list)[g_rand_int_range((random), 0, (gint32)G_N_ELEMENTS(list))])

static bool chance(GRand *random, int percent)
{
    return g_rand_int_range(random, 0, 100) < percent;
}

static void put(GString *out, int octet)
{
    g_string_append_c(out, (char)octet);
}

static void put_page(GRand *random, GString *out)
{
    if (chance(random, 25)) {
        put(out, 0);
        put(out, g_rand_int_range(random, 0, chance(random, 2) ? 3 : 2));
    }
}

static void put_string(GRand *random, GString *out)
{
    static const char *const texts[] = {
        "",
        "w7",
        "APPSRV",
        "a text of some length",
        "seven..",
        "eight...",
        "nine.....",
        "\xC3\xA9t\xC3\xA9",
        "tab\there",
        "a text that is longer than the memory of an element, so that the next one stands a good deal behind it",
    };
    put(out, WBXML_STR_I);
    const char *text = PICK(random, texts);
    g_string_append_len(out, text, (gssize)strlen(text) + 1);
}

static void put_fragment(GRand *random, GString *out)
{
    static const int values[] = {0x85, 0x86, 0x8D, 0x90, 0x93};
    switch (g_rand_int_range(random, 0, 12)) {
    case 0:
    case 1:
        put(out, WBXML_STR_T);
        put(out, g_rand_int_range(random, 0, chance(random, 2) ? 130 : 28));
        if (chance(random, 10)) { /* the same in two octets, or in three */
            out->str[out->len - 1] = (char)0x80;
            if (chance(random, 30))
                put(out, 0x80);
            put(out, g_rand_int_range(random, 0, 28));
        }
        break;
    case 2:
    case 3:
    case 4:
        put_page(random, out);
        put(out, chance(random, 2) ? 0x84 : PICK(random, values));
        break;
    case 5:
        put(out, WBXML_ENTITY_TOKEN);
        put(out, 'x');
        break;
    default: put_string(random, out);
    }
}

static void put_attributes(GRand *random, GString *out, bool parm)
{
    static const int names[] = {0x05, 0x07, 0x11, 0x14, 0x2A, 0x30, 0x33, 0x36},
                     types[] = {0x50, 0x51, 0x53, 0x55, 0x57};
    put_page(random, out);
    put(out, chance(random, 3) ? 0x04 : parm ? PICK(random, names) : PICK(random, types));
    if ((uint8_t)out->str[out->len - 1] == 0x05 || chance(random, 3))
        put_fragment(random, out);
    if (parm && chance(random, 85)) {
        put_page(random, out);
        put(out, 0x06);
        for (int count = chance(random, 80) ? 1 : g_rand_int_range(random, 0, chance(random, 10) ? 40 : 5); count;
             count--)
            put_fragment(random, out);
    }
    if (chance(random, 2))
        put(out, 0x06);
    put(out, WBXML_END_TOKEN);
}

static void put_elements(GRand *random, GString *out, int depth)
{
    for (int count = g_rand_int_range(random, 0, 6); count; count--) {
        bool parm = chance(random, 70);
        if (chance(random, 2))
            put_page(random, out);
        if (chance(random, 2)) { /* content where there is none, none where there is some, and text */
            put(out, PICK(random, ((const int[]){0xC7, 0x86, 0x07, 0x46, 0x84, 0xC4, WBXML_STR_I})));
            put(out, g_rand_int_range(random, 0, 8));
            continue;
        }
        bool content = !parm || chance(random, 2);
        put(out, (parm ? 0x87 : 0x86) | (content ? WBXML_HAS_CONTENT : 0));
        put_attributes(random, out, parm);
        if (content && depth < 6)
            put_elements(random, out, depth + 1);
        if (content)
            put(out, WBXML_END_TOKEN);
    }
}

/* A string table of 30 octets; what is behind it is whole in three of four documents. */
static GString *make_document(GRand *random)
{
    GString *out = g_string_new_len("\x03\x0B\x6A\x1E"
                                    "proxy0007\0NAP0007\0Operator\0\xC3\xA9\0",
                                    34);
    g_string_append_len(out, "\xC5\x46\x01", 3);
    put_elements(random, out, 0);
    put(out, WBXML_END_TOKEN);
    if (chance(random, 15))
        out->str[g_rand_int_range(random, 0, (gint32)out->len)] = (char)g_rand_int_range(random, 0, 256);
    if (chance(random, 10))
        g_string_truncate(out, (gsize)g_rand_int_range(random, 0, (gint32)out->len));
    return out;
}

/* ---- What was read ---- */

static void tell_slice(GString *told, const char *before, cpdm_slice text)
{
    g_string_append(told, before);
    g_string_append_len(told, text.length ? text.data : "", (gssize)text.length);
}

static void tell_node(GString *told, const struct cp_node *node)
{
    g_string_append_printf(told, "\n%d %u %d ", (int)node->kind, (unsigned)node->offset, (int)node->name);
    tell_slice(told, "", node->text);
    if (node->has_value)
        tell_slice(told, "=", node->kind == CPDM_ELEMENT_PARM ? node->value : node->text);
    for (const cpdm_attribute *extra = cp_extras(node); extra; extra = extra->next) {
        tell_slice(told, " ", extra->name);
        tell_slice(told, "=", extra->value);
    }
}

static void tell_document(GString *told, const struct cpdm_document *document)
{
    const struct cp_node *parm = cp_doc_next_parm(document, NULL), *node = &document->root;
    for (size_t index = 0; node; node = cp_doc_next(&document->root, node)) {
        tell_node(told, node);
        g_string_append_printf(told, " in %u", node->parent ? (unsigned)node->parent->offset : 0);
        if (node->kind != CPDM_ELEMENT_PARM)
            continue;
        g_assert_true(node == parm);
        g_assert_cmpuint(node->index, ==, index++);
        parm = cp_doc_next_parm(document, parm);
    }
    g_assert_null(parm);
    g_string_append_printf(told, "\n%zu %zu %zu", document->parm_count, document->characteristic_count,
                           document->other_count);
}

static void set_limits(cpdm_limits *limits, unsigned round)
{
    *limits = limits_for(NULL, 200);
    if (round % 4 == 1)
        limits->parms = 1 + round / 4 % 9;
    if (round % 8 == 2)
        limits->depth = 1 + round / 8 % 5;
    if (round % 8 == 3)
        limits->value = 1 + round / 8 % 30;
    if (round % 8 == 7)
        limits->text = 20 + round / 8 % 200;
    if (round % 64 == 6)
        limits->attributes = 1 + round / 64 % 2;
}

static char *tell(read_function *read, cpdm_slice input, unsigned round)
{
    struct job job = {.salt = 1};
    struct cpdm_document *document;
    GString *told = g_string_new(NULL);
    set_limits(&job.limits, round);
    job_init(&job, NULL);
    diag_init(&job.diag, &job.arena);
    if (round % 16 < 4) /* little room in the chunk */
        arena_alloc(&job.arena, 16 * 1024 - 16 * (round / 16 % 100));
    if (read(&job, input, &document) == CPDM_OK)
        tell_document(told, document);
    else
        g_string_append_printf(told, "%u at %zu: %s", job.diag.error.rule, job.diag.error.offset,
                               job.diag.error.sentence);
    cp_expect_clear(&job.arena);
    job_free(&job);
    return g_string_free(told, FALSE);
}

static void test_both_ways(void)
{
    GRand *random = g_rand_new_with_seed(20261121);
    unsigned sound = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        GString *document = make_document(random);
        char *octets = g_memdup2(document->str, document->len); /* and nothing behind them */
        char *with = tell(cp_read_wbxml, slice(octets, document->len), round);
        char *without = tell(read_without, slice(octets, document->len), round);
        g_assert_cmpstr(with, ==, without);
        sound += with[0] == '\n';
        g_free(with);
        g_free(without);
        g_free(octets);
        g_string_free(document, TRUE);
    }
    g_test_message("%u of %d documents are sound", sound, ROUNDS);
    g_assert_cmpuint(sound, >, ROUNDS / 10);
    g_assert_cmpuint(sound, <, ROUNDS / 10 * 9);
    g_rand_free(random);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/everyday/both-ways", test_both_ways);
    return g_test_run();
}
