/* SPDX-License-Identifier: MIT */
/*
 * The WBXML reader against the grammar of WAP-192: what it allows reads as it should, everything else is refused at its
 * octet, and nothing hostile costs more than it weighs.
 */
#include "wbxml-fixture.h"

static void test_header(void)
{
    for (unsigned version = 0; version < 256; version++) {
        char *source = g_strdup_printf("%02X 0B 6A 00 05", version);
        if (version >= 1 && version <= 3)
            expect(source, "<wap-provisioningdoc/>");
        else
            expect_failure(source, CPDM_RULE_WBXML_VERSION, 0);
        g_free(source);
    }
    expect("03 0B 03 00 05", "<wap-provisioningdoc/>"); /* US-ASCII */
    expect("03 00 00 6A 1E '-//WAPFORUM//DTD PROV 1.0//EN' 00 05", "<wap-provisioningdoc/>");
    expect("02 00 00 6A 1D '-//SYNCML//DTD SyncML 1.1//EN' 2D", "<SyncML/>"); /* deployed: the table without NUL */
    expect("02 00 02 6A 20 'x' 00 '-//SYNCML//DTD SyncML 1.2//EN' 00 2D", "<SyncML/>");
    expect_failure("03 01 6A 00 05", CPDM_RULE_WBXML_PUBLIC_ID, 1);
    expect_failure("03 02 6A 00 05", CPDM_RULE_WBXML_PUBLIC_ID, 1);
    expect_failure("03 A20E 6A 00 05", CPDM_RULE_WBXML_PUBLIC_ID, 1);
    expect_failure("03 00 00 6A 04 'PROV' 05", CPDM_RULE_WBXML_PUBLIC_ID, 1);
    expect_failure("03 00 04 6A 04 'PROV' 05", CPDM_RULE_WBXML_STRING_TABLE, 1);
    expect_failure("03 0B 04 00 05", CPDM_RULE_WBXML_CHARSET, 2);
    expect_failure("03 0B 87 68 00 05", CPDM_RULE_WBXML_CHARSET, 2);
    expect_failure("03 0B 6A 03 05 05", CPDM_RULE_WBXML_STRING_TABLE, 3);
    expect_failure("03 0B 6A 8F FF FF FF 7F 05", CPDM_RULE_WBXML_STRING_TABLE, 3);
    expect_failure("", CPDM_RULE_WBXML_TRUNCATED, 0);
    expect_failure("03", CPDM_RULE_WBXML_TRUNCATED, 1);
    expect_failure("03 0B", CPDM_RULE_WBXML_TRUNCATED, 2);
    expect_failure("03 0B 6A", CPDM_RULE_WBXML_TRUNCATED, 3);
    expect_failure("03 0B 6A 00", CPDM_RULE_WBXML_TRUNCATED, 4);
}

static const struct wbxml_language *recognise(const char *source)
{
    GString *input = octets(source);
    const struct wbxml_language *language = wbxml_recognise(slice(input->str, input->len));
    g_string_free(input, TRUE);
    return language;
}

static void test_recognise(void)
{
    g_assert_true(recognise("03 0B 6A 00 45 01") == &wbxml_prov10);
    g_assert_true(recognise("01 0B 04") == &wbxml_prov10); /* the reader shall say what is wrong with it */
    g_assert_true(recognise("02 9F53 6A 00") == &wbxml_syncml11);
    g_assert_true(recognise("02 A401 6A 00") == &wbxml_syncml12);
    g_assert_true(recognise("02 00 00 6A 1D '-//SYNCML//DTD SyncML 1.2//EN'") == &wbxml_syncml12);
    g_assert_null(recognise("02 9F51 6A 00"));
    g_assert_null(recognise("'<?xml'"));
    g_assert_null(recognise("01 06 03 B6 91 83"));
    g_assert_null(recognise(""));
}

/* ProvCont 1.1 section 7: both ways in which senders come back to value= after a name of page 1. */
static void test_pages(void)
{
    const char *expected = "<wap-provisioningdoc><characteristic type=APPLICATION><parm name=APPID value=w7/>"
                           "<parm name=ADDRTYPE value=IPV4/></></>";
    expect("030B6A00 45 C6 0001 55 01 87 36 0000 06 03'w7'00 01 87 0001 35 0000 06 85 01 01 01", expected);
    expect("030B6A00 45 C6 0001 55 01 87 36 06 03'w7'00 01 87 35 06 0000 85 01 01 01", expected);
    /* the pages of tags and of attributes are two states, and both persist */
    expect("030B6A00 45 0001 C6 55 01 87 11 01 01 0000 86 50 03'X'00 01 01",
           "<wap-provisioningdoc><characteristic type=NAPDEF><parm name=NAPID/></><characteristic type=X/></>");
    expect("030B6A00 85 45 90 0001 91 92 90 93 01", "<wap-provisioningdoc version=ANALOG-MODEMHTTP-BASIC,DIGEST/>");
    expect_failure("030B6A00 45 87 0001 0000 05 01 01", CPDM_RULE_WBXML_GLOBAL, 8);
    expect_failure("030B6A00 45 0001 0001 07 01", CPDM_RULE_WBXML_GLOBAL, 7);
    expect_failure("030B6A00 45 87 0002 05 01 01", CPDM_RULE_WBXML_PAGE, 7);
    expect_failure("030B6A00 45 00FF 07 01", CPDM_RULE_WBXML_PAGE, 6);
    expect_failure("030B6A00 45 0001 01", CPDM_RULE_WBXML_GLOBAL,
                   7); /* [switchPage] stands before a token of the page */
    expect_failure("030B6A00 45 00", CPDM_RULE_WBXML_TRUNCATED, 6);
    expect_failure("030B6A00 45 0001", CPDM_RULE_WBXML_TRUNCATED, 7);
}

static void test_strings(void)
{
    expect("030B6A05'NAP1'00 85 45 03'1.1'00 01", "<wap-provisioningdoc version=1.1/>");
    expect("030B6A05'NAP1'00 85 45 8300 01", "<wap-provisioningdoc version=NAP1/>");
    expect("030B6A05'NAP1'00 85 45 8302 03'-'00 8300 01", "<wap-provisioningdoc version=P1-NAP1/>");
    expect("030B6A05'NAP1'00 85 45 8304 01", "<wap-provisioningdoc version=/>"); /* the empty rest of a string */
    expect("030B6A00 85 45 01", "<wap-provisioningdoc version=/>");
    expect("030B6A00 85 46 03'.1'00 01", "<wap-provisioningdoc version=1.0.1/>"); /* prefix and fragment */
    expect("030B6A00 85 45 C303'a=b' 03 'c' 00 01", "<wap-provisioningdoc version=a=bc/>");
    expect("030B6A00 85 45 03'z'C3A9E282AC'.'00 01", "<wap-provisioningdoc version=z\xC3\xA9\xE2\x82\xAC./>");
    expect("030B6A00 85 45 0226 028169 02C12C 0287E87F 01",
           "<wap-provisioningdoc version=&\xC3\xA9\xE2\x82\xAC\xF0\x9F\x91\xBF/>");
    expect_failure("030B6A05'NAP1'00 85 45 8305 01", CPDM_RULE_WBXML_STRING_TABLE, 12);
    expect_failure("030B6A05'NAP1'00 85 45 83 8FFFFFFF7F 01", CPDM_RULE_WBXML_STRING_TABLE, 12);
    expect_failure("030B6A04'NAP1' 85 45 8300 01", CPDM_RULE_WBXML_STRING_TABLE, 11);
    expect_failure("030B6A00 85 45 03'abc'", CPDM_RULE_WBXML_TRUNCATED, 7);
    expect_failure("030B6A00 85 45 C304'abc'", CPDM_RULE_WBXML_TRUNCATED, 8);
    expect_failure("030B6A00 85 45 C3 8FFFFFFF7F'abc'", CPDM_RULE_WBXML_TRUNCATED, 12);
    expect_failure("030B6A00 45 87 07", CPDM_RULE_WBXML_TRUNCATED, 7);
    expect_failure("030B6A00 45 87 07 01", CPDM_RULE_WBXML_TRUNCATED, 8);
}

/* Text must be UTF-8 of characters that XML has (production 2), or US-ASCII where that was declared. */
static void test_text(void)
{
    static const char *const bad[] = {"01",     "0B",     "1F",     "80",        "C3",       "C328",     "C080",
                                      "E08080", "EDA080", "EFBFBF", "F08080 80", "F4908080", "F5808080", "FF"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        char *source = g_strdup_printf("030B6A00 85 45 03'abcdefghijk'%s 00 01", bad[i]);
        expect_failure(source, CPDM_RULE_WBXML_TEXT, 18);
        g_free(source);
    }
    expect("030B6A00 85 45 03 090A0D 7F 00 01", "<wap-provisioningdoc version=\t\n\r\x7F/>");
    expect_failure("030B0300 85 45 03'a'C3A9 00 01", CPDM_RULE_WBXML_TEXT, 8);
    expect("030B0300 85 45 03'a'09 00 01", "<wap-provisioningdoc version=a\t/>");
}

static void test_entities(void)
{
    static const char *const bad[] = {"00",     "01",     "0B",     "1F",       "83B000",     "83BF7F",
                                      "83FF7E", "83FF7F", "C48000", "81808000", "8880808000", "8FFFFFFF7F"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        char *source = g_strdup_printf("030B6A00 85 45 02%s 01", bad[i]);
        expect_failure(source, CPDM_RULE_WBXML_ENTITY, 7);
        g_free(source);
    }
    expect("030B6A00 85 45 0209 01", "<wap-provisioningdoc version=\t/>");
    expect("030B6A00 85 45 02C3FF7D 01", "<wap-provisioningdoc version=\xF4\x8F\xBF\xBD/>");
}

/* mb_u_int32: five octets and 32 bits at most (section 5.1), in every field that has one. */
static void test_integers(void)
{
    static const struct {
        const char *pattern;
        unsigned offset;
    } fields[] = {
        {"03 %s 6A 00 05", 1},      {"03 00 %s 6A 00 05", 2},     {"03 0B %s 00 05", 2},      {"03 0B 6A %s 05", 3},
        {"030B6A00 85 45 83%s", 7}, {"030B6A00 85 45 02%s", 7},   {"030B6A00 85 45 C3%s", 7}, {"030B6A00 85 04%s", 6},
        {"030B6A00 04%s", 5},       {"02 9F53 6A 00 4F C3%s", 7},
    };
    static const char *const bad[] = {"9080808000", "FFFFFFFF7F", "808080808000", "8180808080808080808000"};
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
        for (size_t j = 0; j < G_N_ELEMENTS(bad); j++) {
            char *source = g_strdup_printf(fields[i].pattern, bad[j]);
            expect_failure(source, CPDM_RULE_WBXML_INTEGER, fields[i].offset);
            g_free(source);
        }
    expect("03 800B 806A 8000 05", "<wap-provisioningdoc/>"); /* longer than needed is still a number */
}

static void test_literals(void)
{
    expect("030B6A0B'mwid'00'query'00 C5 0400 03'7'00 01 4405 01 01", "<wap-provisioningdoc mwid=7><query></></>");
    expect("030B6A02'x'00 8400 0400 01", "<x x=/>");
    expect("030B6A04'\xC3\xA9-'00 8400 0400 01", "<\xC3\xA9- \xC3\xA9-=/>");
    static const char *const bad[] = {"", "-a", "1", "a b", "a<", "a>", "a=", "a'", "a/", "\xC3\x97", "a\xE2\x80\xA8"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        GString *name = g_string_new(NULL);
        for (const char *octet = bad[i]; *octet; octet++)
            g_string_append_printf(name, "%02X", (unsigned char)*octet);
        char *tag = g_strdup_printf("030B6A%02X %s00 0400", (unsigned)name->len / 2 + 1, name->str);
        expect_failure(tag, CPDM_RULE_WBXML_NAME, 5 + (unsigned)name->len / 2 + 1);
        g_free(tag);
        g_string_free(name, TRUE);
    }
    expect_failure("030B6A00 0400", CPDM_RULE_WBXML_STRING_TABLE, 5);
    expect_failure("030B6A00 85 0401", CPDM_RULE_WBXML_STRING_TABLE, 6);
    /* peers D5: markup in a name */
    expect_failure("030B6A2C 'parm name=\"ADDR\" value=\"http://evil\"/><parm'00 45C65501 040001 01",
                   CPDM_RULE_WBXML_NAME, 53);
}

static void test_content(void)
{
    expect("030B6A00 45 03' '00 0220 07 01", "<wap-provisioningdoc>  <parm/></>"); /* the builder judges */
    expect_failure("030B6A00 45 C30120 01", CPDM_RULE_WBXML_GLOBAL, 5);
    expect("02 9F53 6A02'x'00 4F 03'a'00 8300 C302C3A9 0262 01", "<Data>ax[\xC3\xA9]b</>");
}

/* What the grammar has no place for. */
static void test_misplaced(void)
{
    static const char *const content[] = {"40", "41", "42", "43", "80", "81", "82", "C0", "C1", "C2"};
    static const char *const attribute[] = {"01", "02", "03", "40", "41", "42", "43", "44", "80",
                                            "81", "82", "83", "84", "C0", "C1", "C2", "C3", "C4"};
    static const char *const value[] = {"40", "41", "42", "43", "44", "80", "81", "82", "84", "C0", "C1", "C2", "C4"};
    for (size_t i = 0; i < G_N_ELEMENTS(content); i++) {
        char *inside = g_strconcat("030B6A00 45", content[i], "00 01", NULL);
        char *before = g_strconcat("030B6A00", content[i], "00 05", NULL);
        expect_failure(inside, CPDM_RULE_WBXML_GLOBAL, 5);
        expect_failure(before, CPDM_RULE_WBXML_GLOBAL, 4);
        g_free(inside);
        g_free(before);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(attribute); i++) {
        char *source = g_strconcat("030B6A00 85", attribute[i], "00 01", NULL);
        expect_failure(source, CPDM_RULE_WBXML_GLOBAL, 5);
        g_free(source);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(value); i++) {
        char *source = g_strconcat("030B6A00 85 45", value[i], "00 01", NULL);
        expect_failure(source, CPDM_RULE_WBXML_GLOBAL, 6);
        g_free(source);
    }
    expect_failure("030B6A00 03'x'00 05", CPDM_RULE_WBXML_GLOBAL, 4);
    expect_failure("030B6A00 01 05", CPDM_RULE_WBXML_GLOBAL, 4);
    expect_failure("030B6A00 85 AB 01", CPDM_RULE_WBXML_TOKEN, 5);     /* a value where an attribute is due */
    expect_failure("02 9F53 6A00 AD 05 01", CPDM_RULE_WBXML_TOKEN, 5); /* SyncML has no attributes */
}

static void test_trailing(void)
{
    for (unsigned count = 1; count <= 16; count++)
        for (unsigned octet = 0; octet < 4; octet++) {
            GString *source = g_string_new("030B6A00 45 01");
            for (unsigned i = 0; i < count; i++)
                g_string_append_printf(source, "%02X", octet);
            expect_failure(source->str, CPDM_RULE_WBXML_TRAILING, 6);
            g_string_free(source, TRUE);
        }
    expect_failure("030B6A00 05 05", CPDM_RULE_WBXML_TRAILING, 5);
}

static void test_repeated(void)
{
    expect_failure("030B6A00 C5 45 46 01 01", CPDM_RULE_WBXML_ATTRIBUTE_TWICE, 6);
    expect_failure("030B6A00 45 87 11 06 05 01 01", CPDM_RULE_WBXML_ATTRIBUTE_TWICE, 8);
    expect_failure("030B6A05'name'00 45 87 11 0400 01 01", CPDM_RULE_WBXML_ATTRIBUTE_TWICE, 12);
    expect_failure("030B6A02'x'00 85 0400 45 0400 01", CPDM_RULE_WBXML_ATTRIBUTE_TWICE, 10);
}

/* Every octet in every state: an answer, and never a crash. `%02X` is the octet. */
static void test_every_octet(void)
{
    static const char *const states[] = {
        "03 %02X",
        "030B6A00 %02X",
        "030B6A00 45 %02X",
        "030B6A00 45 %02X 00 01 01 01",
        "030B6A00 45 00 %02X 07 01",
        "030B6A00 45 0001 %02X",
        "030B6A00 85 %02X 01",
        "030B6A00 85 0001 %02X 01",
        "030B6A00 85 45 %02X 00 01",
        "030B6A00 85 45 0001 %02X 01",
        "030B6A00 85 45 03 %02X 00 01",
        "030B6A00 85 45 02 %02X 01",
        "030B6A02'x'00 85 45 83 %02X 01",
        "030B6A02'x'00 04 %02X",
        "02 9F53 6A 00 4F C3 %02X 00 01",
        "02 A401 6A 00 6D %02X 01",
    };
    unsigned sound = 0, refused = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(states); i++)
        for (unsigned octet = 0; octet < 256; octet++) {
            char *source = g_strdup_printf(states[i], octet);
            GString *input = octets(source);
            char *events = read_limited(input, NULL);
            if (events[0] == '!')
                refused++;
            else
                sound++;
            g_free(events);
            g_string_free(input, TRUE);
            g_free(source);
        }
    g_assert_cmpuint(sound, >, 400);
    g_assert_cmpuint(sound + refused, ==, 256 * G_N_ELEMENTS(states));
}

/* Cut anywhere, a document is refused. */
static void test_cut(void)
{
    GString *whole = octets("030B6A0A'NAP1'00'mwid'00 C5 46 01 C6 0001 55 0405 03'7'00 01 87 33 06 91 92 90 0226 8300 "
                            "C30141 0000 85 01 01 01");
    char *events = read_limited(whole, NULL);
    g_assert_cmpstr(events, ==,
                    "<wap-provisioningdoc version=1.0><characteristic type=APPLICATION mwid=7>"
                    "<parm name=AAUTHTYPE value=HTTP-BASIC,&NAP1AIPV4/></></>");
    g_free(events);
    for (gsize length = whole->len - 1;; length--) {
        g_string_truncate(whole, length);
        events = read_limited(whole, NULL);
        g_assert_cmpint(events[0], ==, '!');
        g_free(events);
        if (length == 0)
            break;
    }
    g_string_free(whole, TRUE);
}

/* ---- Limits ---- */

static void expect_limit(GString *input, const cpdm_limits *limits, enum diag_rule rule)
{
    char *found = read_limited(input, limits), *start = g_strdup_printf("!%u@", (unsigned)rule);
    g_assert_true(g_str_has_prefix(found, start));
    g_free(found);
    g_free(start);
    g_string_free(input, TRUE);
}

static GString *repeat(const char *head, const char *body, unsigned count)
{
    GString *result = octets(head), *part = octets(body);
    for (; count; count--)
        g_string_append_len(result, part->str, (gssize)part->len);
    g_string_free(part, TRUE);
    return result;
}

static void test_depth(void)
{
    static const unsigned deep[] = {33, 1000, 40000, 100000}; /* peers D2 */
    for (size_t i = 0; i < G_N_ELEMENTS(deep); i++)
        expect_limit(repeat("030B6A00", "46", deep[i]), NULL, CPDM_RULE_DEPTH_LIMIT);
    expect_limit(repeat("030B6A00", "C650 03'x'00 01", 100000), NULL, CPDM_RULE_DEPTH_LIMIT);
    GString *just = repeat("030B6A00", "46", 32);
    for (unsigned i = 0; i < 32; i++)
        g_string_append_c(just, 1);
    char *events = read_limited(just, NULL);
    g_assert_cmpuint(strlen(events), ==, 32 * strlen("<characteristic></>"));
    g_free(events);
    g_string_free(just, TRUE);
    expect_limit(repeat("030B6A00", "46", 3), &(cpdm_limits){.depth = 2}, CPDM_RULE_DEPTH_LIMIT);
    expect_limit(octets("030B6A00 46 46 06"), &(cpdm_limits){.depth = 2}, CPDM_RULE_DEPTH_LIMIT);
}

/* Names a, b, c … in the string table, as many attributes of one element. */
static GString *attributes(unsigned count)
{
    GString *result = octets("030B6A");
    g_string_append_c(result, (char)(2 * count));
    for (unsigned i = 0; i < count; i++) {
        g_string_append_c(result, (char)('a' + i));
        g_string_append_c(result, 0);
    }
    g_string_append_c(result, (char)0x85);
    for (unsigned i = 0; i < count; i++) {
        g_string_append_c(result, 4);
        g_string_append_c(result, (char)(2 * i));
    }
    g_string_append_c(result, 1);
    return result;
}

static void test_attribute_limit(void)
{
    GString *just = attributes(16);
    char *events = read_limited(just, NULL);
    g_assert_cmpstr(events, ==, "<wap-provisioningdoc a= b= c= d= e= f= g= h= i= j= k= l= m= n= o= p=/>");
    g_free(events);
    g_string_free(just, TRUE);
    expect_limit(attributes(17), NULL, CPDM_RULE_ATTRIBUTE_LIMIT);
    expect_limit(attributes(17), &(cpdm_limits){.attributes = 100}, CPDM_RULE_ATTRIBUTE_LIMIT);
    expect_limit(attributes(3), &(cpdm_limits){.attributes = 2}, CPDM_RULE_ATTRIBUTE_LIMIT);
}

static void test_value_limit(void)
{
    GString *longest = repeat("030B6A00 85 45 03", "61", 8 * 1024);
    g_string_append_len(longest, "\0\1", 2);
    char *events = read_limited(longest, NULL);
    g_assert_cmpuint(strlen(events), ==, strlen("<wap-provisioningdoc version=/>") + 8 * 1024);
    g_free(events);
    g_string_truncate(longest, longest->len - 1);
    g_string_append_len(longest, "\3b\0\1", 4);
    expect_limit(longest, NULL, CPDM_RULE_VALUE_LIMIT);
    GString *one = repeat("030B6A00 85 45 03", "61", 8 * 1024 + 1);
    g_string_append_len(one, "\0\1", 2);
    expect_limit(one, NULL, CPDM_RULE_VALUE_LIMIT);
    expect_limit(octets("030B6A00 85 45 03'abc'00 03'd'00 01"), &(cpdm_limits){.value = 3}, CPDM_RULE_VALUE_LIMIT);
    expect_limit(octets("030B6A00 85 46 03'd'00 01"), &(cpdm_limits){.value = 3}, CPDM_RULE_VALUE_LIMIT);
    expect_limit(octets("030B6A00 85 46 03'd'00 01"), &(cpdm_limits){.value = 2}, CPDM_RULE_VALUE_LIMIT);
}

/* A string table of `length` octets, referred to by `count` copies of `reference`. */
static GString *amplifier(unsigned length, const char *reference, unsigned count)
{
    GString *input = g_string_new("\x03\x0B\x6A");
    g_string_append_c(input, (char)(0x80 | (length >> 14)));
    g_string_append_c(input, (char)(0x80 | (length >> 7)));
    g_string_append_c(input, (char)(length & 0x7F));
    for (unsigned i = 1; i < length; i++)
        g_string_append_c(input, 'a');
    g_string_append_c(input, 0);
    g_string_append_c(input, 0x45);
    GString *references = repeat("", reference, count);
    g_string_append_len(input, references->str, (gssize)references->len);
    g_string_free(references, TRUE);
    g_string_append_c(input, 1);
    return input;
}

/* Threats B5, peers D13: the decoded text may be 256 KiB, or 64 times the input and 4 KiB. */
static void test_amplification(void)
{
    expect_limit(amplifier(60000, "87 06 8300 01", 20000), NULL, CPDM_RULE_VALUE_LIMIT);
    expect_limit(amplifier(60000, "8300", 20000), NULL, CPDM_RULE_TEXT_LIMIT);
    expect_limit(amplifier(60000, "0400", 20000), NULL, CPDM_RULE_TEXT_LIMIT);
    expect_limit(amplifier(8000, "87 06 8300 01", 40), NULL, CPDM_RULE_TEXT_LIMIT);
    expect_limit(amplifier(2000, "87 06 8300 01", 400), NULL, CPDM_RULE_TEXT_LIMIT);
    expect_limit(amplifier(2000, "87 0400 06 8300 01", 300), NULL, CPDM_RULE_TEXT_LIMIT);
    expect_limit(amplifier(100, "87 06 83008300 01", 10), &(cpdm_limits){.text = 1979}, CPDM_RULE_TEXT_LIMIT);
    GString *just = amplifier(100, "87 06 83008300 01", 10);
    char *events = read_limited(just, &(cpdm_limits){.text = 1980});
    g_assert_cmpint(events[0], ==, '<');
    g_free(events);
    g_string_free(just, TRUE);
}

/* What stopped others: libwbxml 0.11.8 and its parents (threats section 4, peers section 4). */
static void test_hostile(void)
{
    expect_failure("030B6A00 45 87 07 02 8880808000 01 01", CPDM_RULE_WBXML_ENTITY, 8);
    expect_failure("030B6A00 45C65501870706028FFFFFFF7F010101", CPDM_RULE_WBXML_ENTITY, 12);
    expect_failure("030B6A00 45 C6 7E 01 01 01", CPDM_RULE_WBXML_TOKEN, 6);
    expect_failure("030B6A00 45 08 01", CPDM_RULE_WBXML_TOKEN, 5);
    expect_failure("030B6A00 45C65501 870706F0 01 01 01", CPDM_RULE_WBXML_TOKEN, 11);
    expect_failure("030B6A00 45C65501 870706C303610062 01 01 01", CPDM_RULE_WBXML_TEXT, 14);
    expect_failure("030B6A00 45C65501 8707060200 01 01 01", CPDM_RULE_WBXML_ENTITY, 12);
    expect_failure("03046A00 45C65501 01 01", CPDM_RULE_WBXML_PUBLIC_ID, 1); /* WML 1.1 with a PROV body */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wbxml/header", test_header);
    g_test_add_func("/wbxml/recognise", test_recognise);
    g_test_add_func("/wbxml/pages", test_pages);
    g_test_add_func("/wbxml/strings", test_strings);
    g_test_add_func("/wbxml/text", test_text);
    g_test_add_func("/wbxml/entities", test_entities);
    g_test_add_func("/wbxml/integers", test_integers);
    g_test_add_func("/wbxml/literals", test_literals);
    g_test_add_func("/wbxml/content", test_content);
    g_test_add_func("/wbxml/misplaced", test_misplaced);
    g_test_add_func("/wbxml/trailing", test_trailing);
    g_test_add_func("/wbxml/repeated", test_repeated);
    g_test_add_func("/wbxml/every-octet", test_every_octet);
    g_test_add_func("/wbxml/cut", test_cut);
    g_test_add_func("/wbxml/depth", test_depth);
    g_test_add_func("/wbxml/attribute-limit", test_attribute_limit);
    g_test_add_func("/wbxml/value-limit", test_value_limit);
    g_test_add_func("/wbxml/amplification", test_amplification);
    g_test_add_func("/wbxml/hostile", test_hostile);
    return g_test_run();
}
