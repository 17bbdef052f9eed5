/* SPDX-License-Identifier: MIT */
/* The base layer: arena, octets, base64, numbers, text checks, names, diagnostics, URIs, limits. */
#include <glib.h>

#include "base64.h"
#include "bytes.h"
#include "cp-names.h"
#include "failing-fixture.h"
#include "ip-address.h"
#include "job.h"
#include "uri.h"

static void test_names_are_sorted(void)
{
    for (unsigned i = 2; i < CP_NAME_COUNT; i++) {
        cpdm_slice a = cp_name_text(i - 1), b = cp_name_text(i);
        g_assert_true(a.length < b.length || (a.length == b.length && memcmp(a.data, b.data, a.length) < 0));
    }
}

static void test_names_are_found(void)
{
    for (unsigned i = 1; i < CP_NAME_COUNT; i++) {
        bool is_virtual = cp_name_flags(i) & CP_NAME_IS_VIRTUAL;
        g_assert_cmpint(cp_name_find(cp_name_text(i)), ==, is_virtual ? CP_NAME_UNKNOWN : (int)i);
        g_assert_cmpint(cp_name_find_virtual(cp_name_text(i)), ==, is_virtual ? (int)i : CP_NAME_UNKNOWN);
    }
    g_assert_cmpint(cp_name_find(SLICE("napid")), ==, CP_NAME_UNKNOWN);
    g_assert_cmpint(cp_name_find_ignoring_case(SLICE("napid")), ==, CP_NAME_NAPID);
    g_assert_cmpint(cp_name_find(SLICE("")), ==, CP_NAME_UNKNOWN);
    g_assert_cmpint(cp_name_find(SLICE("CONNECTION")), ==, CP_NAME_UNKNOWN); /* no document can say it */
}

static void test_secrets_are_known(void)
{
    g_assert_true(cp_name_is_secret(CP_NAME_AAUTHSECRET, SLICE("AAUTHSECRET")));
    g_assert_true(cp_name_is_secret(CP_NAME_PXAUTH_PW, SLICE("PXAUTH-PW")));
    g_assert_true(cp_name_is_secret(CP_NAME_UNKNOWN, SLICE("WifiPassword")));
    g_assert_true(cp_name_is_secret(CP_NAME_UNKNOWN, SLICE("WPA-PRES-KEY-ASC")));
    g_assert_true(cp_name_is_secret(CP_NAME_UNKNOWN, SLICE("DATA")));
    g_assert_false(cp_name_is_secret(CP_NAME_AAUTHNAME, SLICE("AAUTHNAME")));
    g_assert_false(cp_name_is_secret(CP_NAME_UNKNOWN, SLICE("ROLE")));
}

/* Counts what is taken and given back; refuses from the n-th on. */
struct counted {
    int live, calls, refuse_from;
};

static void *counted_allocate(void *data, size_t size)
{
    struct counted *counted = data;
    if (++counted->calls == counted->refuse_from)
        return NULL;
    counted->live++;
    void *memory = malloc(size);
    return memory ? memset(memory, 'd', size) : NULL; /* as it may be after another's use */
}

static bool is_clear(const char *memory, size_t size)
{
    while (size > 0 && memory[size - 1] == 0)
        size--;
    return size == 0;
}

static void counted_release(void *data, void *memory)
{
    ((struct counted *)data)->live--;
    free(memory);
}

static void test_arena_recycles(void)
{
    struct counted counted = {0, 0, 0};
    struct arena arena;
    arena_init(&arena, &(cpdm_allocator){counted_allocate, counted_release, &counted});
    int warm = 0;
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 3000; i++) {
            size_t size = i % 1000 == 999 ? 20000 : 40; /* some are larger than what is cleared at a time */
            char *memory = arena_alloc(&arena, size);
            g_assert_nonnull(memory);
            g_assert_cmpint((int)((uintptr_t)memory % 16), ==, 0);
            g_assert_true(is_clear(memory, size)); /* new or not */
            memset(memory, 'x', size);
        }
        if (round == 0)
            warm = counted.calls;
        arena_reset(&arena);
    }
    g_assert_cmpint(counted.calls, ==, warm);
    arena_free(&arena);
    g_assert_cmpint(counted.live, ==, 0);
}

static void test_arena_cleanses(void)
{
    struct arena arena;
    arena_init(&arena, NULL);
    char *secret = arena_alloc(&arena, 32);
    memcpy(secret, "the-canary-of-this-test", 23);
    arena_reset(&arena);
    for (int i = 0; i < 32; i++)
        g_assert_cmpint(secret[i], ==, 0); /* the chunk is still the arena's */
    arena_free(&arena);
}

/* Who does not look at one failure, as a warning that only goes without its path, meets the next. */
static void test_arena_refuses(void)
{
    struct failing failing = {0, 1, 0};
    struct arena arena;
    arena_init(&arena, &(cpdm_allocator){failing_allocate, failing_release, &failing});
    g_assert_null(arena_alloc(&arena, 16));
    g_assert_null(arena_alloc(&arena, 16));
    arena_reset(&arena);
    g_assert_nonnull(arena_alloc(&arena, 16));
    failing.fail_at = 3;
    g_assert_null(arena_alloc(&arena, 100000));
    g_assert_null(arena_alloc(&arena, 16)); /* for which there was room */
    arena_reset(&arena);
    g_assert_nonnull(arena_alloc(&arena, 16));
    arena_free(&arena);
    g_assert_cmpint(failing.live, ==, 0);
}

static void test_arena_limit(void)
{
    struct job job = {.salt = 1};
    job_init(&job, NULL);
    diag_init(&job.diag, &job.arena);
    g_assert_nonnull(arena_alloc(&job.arena, 16));
    job.arena.limit = 20000;
    g_assert_null(arena_alloc(&job.arena, 1000000));
    g_assert_cmpint(diag_no_memory(&job.diag), ==, CPDM_ERROR_LIMIT);
    g_assert_cmpuint(job.diag.error.rule, ==, CPDM_RULE_MEMORY_LIMIT);
    g_assert_null(arena_array(&job.arena, SIZE_MAX / 2, 16));
    job_free(&job);
}

/* The limit is about what is handed out, whatever sizes of chunks are there, new or recycled from a larger document. */
static void test_arena_limit_is_exact(void)
{
    struct arena arena;
    arena_init(&arena, NULL);
    for (int round = 0; round < 3; round++) {
        size_t count = 0;
        g_assert_nonnull(arena_alloc(&arena, 16));
        arena.limit = 100000;
        while (arena_alloc(&arena, 160))
            count++;
        g_assert_true(arena.limited);
        g_assert_cmpuint(arena_used(&arena), <=, 100000);
        g_assert_cmpuint(count, >,
                         (100000 - 16) / 160 - 4); /* less than one allocation is lost at the end of each chunk */
        arena.limit = SIZE_MAX;
        g_assert_nonnull(arena_alloc(&arena, 500000));
        arena_reset(&arena);
    }
    arena_free(&arena);
}

/* What is taken back is cleansed, over chunks too, and handed out again. */
static void test_arena_rewinds(void)
{
    struct arena arena;
    arena_init(&arena, NULL);
    g_assert_nonnull(arena_alloc(&arena, 16));
    struct arena_mark mark = arena_mark(&arena);
    char *first = arena_alloc(&arena, 64), *far = NULL;
    memset(first, 'x', 64);
    for (int i = 0; i < 1000; i++) {
        far = arena_alloc(&arena, 64);
        memset(far, 'y', 64);
    }
    arena_rewind(&arena, &mark);
    g_assert_cmpuint(arena_used(&arena), ==, 16);
    for (int i = 0; i < 64; i++)
        g_assert_true(first[i] == 0 && far[i] == 0);
    g_assert_true(arena_alloc(&arena, 64) == first);
    arena_free(&arena);
}

/* What a writer did not use is handed out again, and is clear. */
static void test_arena_takes_back(void)
{
    struct arena arena;
    arena_init(&arena, NULL);
    for (size_t length = 0; length < 40; length++) {
        struct bytes_writer out = bytes_writer(&arena, 100);
        cpdm_slice written;
        for (size_t i = 0; i < length; i++)
            bytes_put(&out, 'x');
        g_assert_true(bytes_close(&out, &written));
        const char *behind = arena_alloc(&arena, 100);
        g_assert_true(behind >= written.data + length && behind < written.data + length + 16);
        for (size_t i = 0; i < 100; i++)
            g_assert_cmpint(behind[i], ==, 0);
    }
    arena_free(&arena);
}

/* RFC 4648 section 10 */
static void test_base64_vectors(void)
{
    static const char *const rows[][2] = {{"", ""},
                                          {"f", "Zg=="},
                                          {"fo", "Zm8="},
                                          {"foo", "Zm9v"},
                                          {"foob", "Zm9vYg=="},
                                          {"fooba", "Zm9vYmE="},
                                          {"foobar", "Zm9vYmFy"}};
    struct arena arena;
    arena_init(&arena, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        cpdm_slice text;
        struct bytes_writer out = bytes_writer(&arena, 1);
        base64_put(&out, slice_of(rows[i][0]));
        g_assert_true(bytes_finish(&out, &text));
        g_assert_true(slice_is(text, rows[i][1]));
        g_assert_cmpint(base64_decode(&arena, text, &text), ==, BASE64_CANONICAL);
        g_assert_true(slice_is(text, rows[i][0]));
    }
    arena_free(&arena);
}

static void test_base64_odd(void)
{
    static const struct {
        const char *text;
        enum base64_result result;
    } rows[] = {{"90200", BASE64_INVALID},   {"Zg=", BASE64_INVALID},       {"Zg===", BASE64_INVALID},
                {"Z===", BASE64_INVALID},    {"=", BASE64_INVALID},         {"Zm9v=", BASE64_INVALID},
                {"Zm=v", BASE64_INVALID},    {"Zm9-", BASE64_INVALID},      {"Zh==", BASE64_OTHER},
                {" Zm9v\r\n", BASE64_OTHER}, {"Zm 9v", BASE64_OTHER},       {"Zg==Zg==", BASE64_INVALID},
                {"nonce", BASE64_INVALID},   {"Tm9uY2U=", BASE64_CANONICAL}};
    struct arena arena;
    arena_init(&arena, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        cpdm_slice octets;
        g_assert_cmpint(base64_decode(&arena, slice_of(rows[i].text), &octets), ==, rows[i].result);
    }
    arena_free(&arena);
}

/* WBXML 1.3 section 5.1: 0xA0 is 0x81 0x20; 0x60 is 0x60. */
static void test_multibyte(void)
{
    static const struct {
        const char *octets;
        size_t length;
        enum bytes_number result;
        uint32_t number;
    } rows[] = {{"\x81\x20", 2, BYTES_NUMBER_OK, 0xA0},
                {"\x60", 1, BYTES_NUMBER_OK, 0x60},
                {"\x80\x80\x80\x80\x00", 5, BYTES_NUMBER_OK, 0},
                {"\x8F\xFF\xFF\xFF\x7F", 5, BYTES_NUMBER_OK, 0xFFFFFFFF},
                {"\x90\x80\x80\x80\x00", 5, BYTES_NUMBER_TOO_BIG, 0},
                {"\x80\x80\x80\x80\x80\x00", 6, BYTES_NUMBER_TOO_BIG, 0},
                {"\x81", 1, BYTES_NUMBER_TRUNCATED, 0},
                {"", 0, BYTES_NUMBER_TRUNCATED, 0}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct bytes_reader in = bytes_reader(slice(rows[i].octets, rows[i].length));
        uint32_t number = 0;
        g_assert_cmpint(bytes_get_multibyte(&in, &number), ==, rows[i].result);
        if (rows[i].result == BYTES_NUMBER_OK)
            g_assert_cmpuint(number, ==, rows[i].number);
    }
    struct arena arena;
    arena_init(&arena, NULL);
    struct bytes_writer out = bytes_writer(&arena, 1);
    bytes_put_multibyte(&out, 0xA0);
    bytes_put_multibyte(&out, 0x60);
    bytes_put_multibyte(&out, 0xFFFFFFFF);
    cpdm_slice written;
    g_assert_true(bytes_finish(&out, &written));
    g_assert_true(slice_equal(written, slice("\x81\x20\x60\x8F\xFF\xFF\xFF\x7F", 8)));
    arena_free(&arena);
}

static void test_numbers(void)
{
    uint64_t number;
    g_assert_true(slice_to_number(SLICE("65535"), 65535, &number));
    g_assert_cmpuint(number, ==, 65535);
    g_assert_true(slice_to_number(SLICE("007"), 9, &number));
    g_assert_cmpuint(number, ==, 7);
    static const char *const bad[] = {"", "65536", "-1", "+1", " 1", "1 ", "1a", "0x1", "99999999999999999999999"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(slice_to_number(slice_of(bad[i]), 65535, &number));
}

static void test_xml_text(void)
{
    static const struct {
        const char *text;
        size_t length, bad; /* bad == length: all good */
    } rows[] = {{"plain\t\n\r", 8, 8},
                {"\xC3\xA9", 2, 2},
                {"\xE2\x82\xAC", 3, 3},
                {"\xF0\x9F\x98\x80", 4, 4},
                {"a\0b", 3, 1},
                {"a\x1F", 2, 1},
                {"\xC0\x80", 2, 0},
                {"\xED\xA0\x80", 3, 0},
                {"\xEF\xBF\xBE", 3, 0},
                {"ab\xE2\x82", 4, 2},
                {"\xF4\x90\x80\x80", 4, 0},
                {"\xE0\x80\x80", 3, 0},
                {"\xF0\x80\x80\x80", 4, 0},
                {"\x80", 1, 0},
                {"\xC3x", 2, 0}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        size_t bad = rows[i].length;
        g_assert_true(slice_is_xml_text(slice(rows[i].text, rows[i].length), &bad) == (rows[i].bad == rows[i].length));
        g_assert_cmpuint(bad, ==, rows[i].bad);
    }
}

static void test_uris(void)
{
    static const struct {
        const char *uri, *scheme;
        unsigned port; /* 0: none */
    } rows[] = {{"https://dm.example.com/dm", "https", 0},
                {"http://127.0.0.1:8080/", "http", 8080},
                {"http://[2001:db8::1]/x", "http", 0},
                {"http://[2001:db8::1]:81/x", "http", 81},
                {"http://user:80@h/x", "http", 0},
                {"http://user:80@h:82/x", "http", 82},
                {"http://h/a:90", "http", 0},
                {"http://h?x=:90", "http", 0},
                {"http://h:/", "http", 0},
                {"http://h:99999/", "http", 0},
                {"dm.example.com:443", "", 0},
                {"", "", 0},
                {"://x", "", 0}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        unsigned port = 0;
        g_assert_true(slice_is(uri_scheme(slice_of(rows[i].uri)), rows[i].scheme));
        g_assert_true(uri_port(slice_of(rows[i].uri), &port) == (rows[i].port != 0));
        g_assert_cmpuint(port, ==, rows[i].port);
    }
}

/* RFC 3986 IPv4address and IPv6address are the second opinion: its grammar, and the examples of RFC 4291 section 2.2.
 */
static void test_ip_addresses(void)
{
    static const char *const v4[] = {"0.0.0.0", "192.0.2.1", "255.255.255.255"},
                             *const v6[] = {"::",
                                            "::1",
                                            "1::",
                                            "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789",
                                            "2001:DB8:0:0:8:800:200C:417A",
                                            "2001:db8::8:800:200C:417A",
                                            "FF01::101",
                                            "0:0:0:0:0:0:13.1.68.3",
                                            "::FFFF:129.144.52.38",
                                            "1:2:3:4:5:6:7::",
                                            "::2:3:4:5:6:7:8"},
                             *const neither[] = {"",
                                                 ".",
                                                 "1.2.3",
                                                 "1.2.3.4.",
                                                 "1.2.3.4.5",
                                                 "01.2.3.4",
                                                 "256.1.1.1",
                                                 "1.2.3.a",
                                                 " 1.2.3.4",
                                                 "1..2.3",
                                                 ":",
                                                 ":::",
                                                 ":1",
                                                 "1:",
                                                 "1:2",
                                                 "1::2::3",
                                                 "12345::",
                                                 "g::",
                                                 "::1.2.3",
                                                 "::1%1",
                                                 "1.2.3.4::",
                                                 "1:2:3:4:5:6:7:8:9",
                                                 "1:2:3:4:5:6:7:8::",
                                                 "2001:db8::/32",
                                                 "dns.example.com"};
    for (size_t i = 0; i < G_N_ELEMENTS(v4); i++)
        g_assert_true(ip_address_is_v4(slice_of(v4[i])) && !ip_address_is_v6(slice_of(v4[i])));
    for (size_t i = 0; i < G_N_ELEMENTS(v6); i++)
        g_assert_true(ip_address_is_v6(slice_of(v6[i])) && !ip_address_is_v4(slice_of(v6[i])));
    for (size_t i = 0; i < G_N_ELEMENTS(neither); i++)
        g_assert_false(ip_address_is_v4(slice_of(neither[i])) || ip_address_is_v6(slice_of(neither[i])));
}

static void test_positions(void)
{
    struct diag_cursor cursor = diag_cursor(SLICE("ab\ncd\xC3\xA9"
                                                  "f\n"));
    static const struct {
        size_t offset;
        unsigned line, column;
    } rows[] = {{0, 1, 1}, {2, 1, 3}, {3, 2, 1}, {7, 2, 4}, {9, 3, 1}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        diag_cursor_move(&cursor, rows[i].offset);
        g_assert_cmpuint(cursor.line, ==, rows[i].line);
        g_assert_cmpuint(cursor.column, ==, rows[i].column);
    }
    cursor = diag_cursor(slice("\xFF\xFE"
                               "a\0\n\0b\0",
                               8));
    diag_cursor_move(&cursor, 6);
    g_assert_cmpuint(cursor.line, ==, 2);
    g_assert_cmpuint(cursor.column, ==, 1);
}

static void test_first_failure_stays(void)
{
    struct arena arena;
    struct diag diag;
    arena_init(&arena, NULL);
    diag_init(&diag, &arena);
    diag.text = SLICE("line one\nline two");
    g_assert_cmpint(diag_fail(&diag, CPDM_RULE_XML_SYNTAX, 14, NULL, NULL, "a \x1B[31m bad %s", "thing"), ==,
                    CPDM_ERROR_DOCUMENT);
    g_assert_cmpint(diag_fail(&diag, CPDM_RULE_MAC_WRONG, 0, NULL, NULL, "later"), ==, CPDM_ERROR_DOCUMENT);
    g_assert_cmpuint(diag.error.rule, ==, 200);
    g_assert_cmpuint(diag.error.line, ==, 2);
    g_assert_cmpuint(diag.error.column, ==, 6);
    g_assert_cmpstr(diag.error.sentence, ==, "a ?[31m bad thing"); /* a terminal is not played with */
    arena_free(&arena);
}

static void test_rules_are_explained(void)
{
    static const unsigned numbers[] = {
#define RULE(name, number, status, explanation) number,
#include "diag-codes.h"
#undef RULE
    };
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_assert_nonnull(diag_explanation(numbers[i]));
        for (size_t j = 0; j < i; j++)
            g_assert_cmpuint(numbers[i], !=, numbers[j]);
    }
    g_assert_null(diag_explanation(1));
}

static void test_limits(void)
{
    cpdm_limits limits = limits_for(NULL, 1000);
    g_assert_cmpuint(limits.document, ==, 65536);
    g_assert_cmpuint(limits.text, ==, 64 * 1000 + 4096);
    g_assert_cmpuint(limits.memory, ==, 16 * 1000 + 65536);
    g_assert_cmpuint(limits_for(NULL, 65536).text, ==, 256 * 1024);
    g_assert_cmpuint(limits_for(NULL, SIZE_MAX).memory, ==, SIZE_MAX);
    g_assert_cmpuint(limits_for(&(cpdm_limits){.depth = 1000}, 1).depth, ==, LIMIT_DEPTH_MAX);
    const cpdm_limits given = {.parms = 1, .connections = 2, .nodes = 300, .same_name = SIZE_MAX, .memory = 5};
    limits = limits_for(&given, 1000);
    g_assert_cmpuint(limits.parms, ==, 1);
    g_assert_cmpuint(limits.connections, ==, 2);
    g_assert_cmpuint(limits.nodes, ==, 300);
    g_assert_cmpuint(limits.same_name, ==, LIMIT_COUNT_MAX);
    limits_change(&limits, &given, 2000);
    g_assert_cmpuint(limits.text, ==, 64 * 2000 + 4096);
    g_assert_cmpuint(limits.memory, ==, 5);
    g_assert_cmpuint(limits.nodes, ==, 300);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/names/sorted", test_names_are_sorted);
    g_test_add_func("/base/names/found", test_names_are_found);
    g_test_add_func("/base/names/secret", test_secrets_are_known);
    g_test_add_func("/base/arena/recycles", test_arena_recycles);
    g_test_add_func("/base/arena/cleanses", test_arena_cleanses);
    g_test_add_func("/base/arena/limit", test_arena_limit);
    g_test_add_func("/base/arena/limit-is-exact", test_arena_limit_is_exact);
    g_test_add_func("/base/arena/refuses", test_arena_refuses);
    g_test_add_func("/base/arena/rewinds", test_arena_rewinds);
    g_test_add_func("/base/arena/takes-back", test_arena_takes_back);
    g_test_add_func("/base/base64/vectors", test_base64_vectors);
    g_test_add_func("/base/base64/odd", test_base64_odd);
    g_test_add_func("/base/bytes/multibyte", test_multibyte);
    g_test_add_func("/base/slice/numbers", test_numbers);
    g_test_add_func("/base/slice/xml-text", test_xml_text);
    g_test_add_func("/base/uri", test_uris);
    g_test_add_func("/base/ip-address", test_ip_addresses);
    g_test_add_func("/base/diag/positions", test_positions);
    g_test_add_func("/base/diag/first", test_first_failure_stays);
    g_test_add_func("/base/diag/rules", test_rules_are_explained);
    g_test_add_func("/base/limits", test_limits);
    return g_test_run();
}
