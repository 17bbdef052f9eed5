/* SPDX-License-Identifier: MIT */
/* SMS: user data by hand, every shape that is refused with the line where it breaks, and as a property that what is
 * cut, shuffled and repeated comes together again. */
#include "transport-fixture.h"

/* T3 as a push PDU: 3 octets, a content type of 47, the document of 6. With its MAC it is 56 octets. */
#define T3_MAC_TEXT "31414635343546453238323344433933343730363434353046393046463142424639353745313436"
#define T3_PUSH     "01062f1f2db6918092" T3_MAC_TEXT "00" T3_HEX
#define PORTS       "05040b8423f0" /* 3GPP TS 23.040 section 9.2.3.24.4: 2948 from 9200 */

static void test_sms_single(void)
{
    struct job job;
    cpdm_slice text;
    job_begin(&job, 4096);
    g_assert_cmpint(sms_write(&job, from_hex(&job.arena, "0106"), NULL, &text), ==, CPDM_OK);
    g_assert_true(slice_is(text, "0605040B8423F00106\n"));
    job_end(&job);
    struct opened opened;
    g_assert_cmpint(open_text(&opened, "06" PORTS T3_PUSH, CPDM_FORM_AUTO), ==, CPDM_OK);
    const cpdm_message_info *info = &opened.message->info;
    g_assert_cmpint(info->outer, ==, CPDM_FORM_SMS);
    g_assert_cmpuint(info->transport->segments, ==, 1);
    g_assert_cmpuint(info->transport->reference_bits, ==, 0);
    g_assert_cmpuint(info->transport->destination_port, ==, 2948);
    g_assert_cmpuint(info->transport->source_port, ==, 9200);
    assert_hex(info->body, T3_HEX);
    g_assert_cmpint(verify(&opened), ==, CPDM_OK);
    close_opened(&opened);
}

/* A reference of 8 bits leaves 128 octets to each segment, one of 16 leaves 127 (section 9.2.3.24). */
static void test_sms_cut(void)
{
    static const struct {
        unsigned bits;
        size_t length;
        const char *first, *last;
    } rows[] = {
        {8, 134, "0b" PORTS "00032a0201", "0b" PORTS "00032a0202"},
        {8, 256, "0b" PORTS "00032a0201", "0b" PORTS "00032a0202"},
        {8, 257, "0b" PORTS "00032a0301", "0b" PORTS "00032a0303"},
        {16, 254, "0c" PORTS "0804002a0201", "0c" PORTS "0804002a0202"},
        {16, 255, "0c" PORTS "0804002a0301", "0c" PORTS "0804002a0303"},
    };
    static const char zeros[512];
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct job job;
        cpdm_slice text;
        const cpdm_sms_options options = {.reference_bits = rows[i].bits, .has_reference = true, .reference = 42};
        job_begin(&job, 4096);
        g_assert_cmpint(sms_write(&job, slice(zeros, rows[i].length), &options, &text), ==, CPDM_OK);
        char *lower = g_ascii_strdown(text.data, (gssize)text.length);
        g_assert_true(g_str_has_prefix(lower, rows[i].first));
        lower[text.length - 1] = '\0';
        const char *last = strrchr(lower, '\n') + 1;
        g_assert_true(g_str_has_prefix(last, rows[i].last));
        g_free(lower);
        job_end(&job);
    }
}

/* One message of three segments, T3_PUSH in two of 28 octets and an empty third, by an 8-bit reference. */
#define A1                  \
    "0b" PORTS "0003070301" \
    "01062f1f2db691809231414635343546453238323344433933343730"
#define A2                  \
    "0b" PORTS "0003070302" \
    "36343435304639304646314242463935374531343600030b6a004501"
#define A3 "0b" PORTS "0003070303"
/* The same with a 16-bit reference of the same number: another message. */
#define B1                    \
    "0c" PORTS "080400070201" \
    "01062f1f2db691809231414635343546453238323344433933343730"
#define B2                    \
    "0c" PORTS "080400070202" \
    "36343435304639304646314242463935374531343600030b6a004501"

static const struct {
    const char *text;
    size_t number;
    unsigned messages, segments, duplicates;
} joined[] = {
    {A1 "\n" A2 "\n" A3 "\n", 0, 1, 3, 0},
    {A3 "\n" A1 "\n" A2, 0, 1, 3, 0},
    {"# a comment\r\n\r\n \t" A2 " \r\n" A3 "\r\n" A1 "\r\n", 0, 1, 3, 0},
    {A1 "\n" A1 "\n" A2 "\n" A3 "\n" A2 "\n", 0, 1, 3, 2},
    {B2 "\n" B1, 0, 1, 2, 0},
    {"+358401234567 " A1 "\n+358401234567\t" A2 "\n+358401234567 " A3, 0, 1, 3, 0},
    {A1 "\n" B2 "\n" A2 "\n" B1 "\n" A3, 1, 2, 3, 0},
    {A1 "\n" B2 "\n" A2 "\n" B1 "\n" A3, 2, 2, 2, 0},
    {"alice " A1 "\nbob of c " A1 "\nbob of c " A2 "\nbob of c " A3, 2, 2, 3, 0}, /* alice's is not whole */
    {"08"
     "0003070201"
     "24010a"
     "01062f1f2db691809231414635343546453238323344433933343730\n"
     "0500030702"
     "02"
     "36343435304639304646314242463935374531343600030b6a004501",
     0, 1, 2, 0}, /* no ports, another element */
    {"04"
     "04028423" T3_PUSH,
     0, 1, 1, 0}, /* ports of 8 bits */
    {"06" PORTS T3_PUSH "\n06" PORTS T3_PUSH, 0, 1, 1, 1},
};

static void test_sms_joined(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(joined); i++) {
        struct opened opened = {0};
        g_test_message("row %u", (unsigned)i);
        job_begin(&opened.job, 65536);
        opened.mac = mac_new(NULL);
        opened.memory = g_strdup(joined[i].text);
        g_assert_cmpint(message_open_nth(&opened.job, slice_of(opened.memory), CPDM_FORM_SMS, NULL, joined[i].number,
                                         &opened.message),
                        ==, CPDM_OK);
        const cpdm_transport *transport = opened.message->info.transport;
        g_assert_cmpuint(transport->messages, ==, joined[i].messages);
        g_assert_cmpuint(transport->segments, ==, joined[i].segments);
        g_assert_cmpuint(transport->duplicates, ==, joined[i].duplicates);
        g_assert_cmpint(verify(&opened), ==, CPDM_OK);
        close_opened(&opened);
    }
}

static const struct refused refused[] = {
    {CPDM_FORM_SMS, "", CPDM_RULE_SMS_LINE, 0, "no segment"},
    {CPDM_FORM_SMS, "# nothing\n", CPDM_RULE_SMS_LINE, 0, "no segment"},
    {CPDM_FORM_SMS, A1 "\nhello\n", CPDM_RULE_SMS_LINE, 2, "hexadecimal"},
    {CPDM_FORM_SMS, A1 "\n" A2 "0\n", CPDM_RULE_SMS_LINE, 2, "hexadecimal"},
    {CPDM_FORM_SMS, A1 "\n\n" A3, CPDM_RULE_SMS_MISSING, 1, "segment 2 of the 3 with reference 7 is missing"},
    {CPDM_FORM_SMS, "x " A2 "\n", CPDM_RULE_SMS_MISSING, 1, "segments 1 and 3 of the 3 with reference 7 from x are"},
    {CPDM_FORM_SMS, "0500030a0f02", CPDM_RULE_SMS_MISSING, 1, "segments 1, 3, 4, 5, 6, 7, 8, 9 … of the 15"},
    {CPDM_FORM_SMS, A1 "\n" B1 "\n" A2 "\n" A3, CPDM_RULE_SMS_MISSING, 2, "segment 2 of the 2"},
    {CPDM_FORM_SMS, A1 "\n" A2 "\n" A3 "\n" B1 "\n" B2, CPDM_RULE_SMS_SEVERAL, 4, "2 messages"},
    {CPDM_FORM_SMS, A1 "\n" A2 "\n" A1 "00\n", CPDM_RULE_SMS_CONFLICT, 3, "segment 1 of 3 comes a second time"},
    {CPDM_FORM_SMS, A1 "\n0b05040b8523f00003070302\n", CPDM_RULE_SMS_CONFLICT, 2, "other ports"},
    {CPDM_FORM_SMS, "00", CPDM_RULE_WSP_TRUNCATED, 0, ""},
    {CPDM_FORM_SMS, "01", CPDM_RULE_SMS_HEADER, 1, "ends within its header"},
    {CPDM_FORM_SMS, "0100", CPDM_RULE_SMS_HEADER, 1, "longer than the header"},
    {CPDM_FORM_SMS, "0401030304", CPDM_RULE_SMS_HEADER, 1, "longer than the header"},
    {CPDM_FORM_SMS, "0400020101", CPDM_RULE_SMS_HEADER, 1, "a length that it cannot have"},
    {CPDM_FORM_SMS, "050803010101", CPDM_RULE_SMS_HEADER, 1, "a length that it cannot have"},
    {CPDM_FORM_SMS, "03040101", CPDM_RULE_SMS_HEADER, 1, "a length that it cannot have"},
    {CPDM_FORM_SMS, "0505030b8423", CPDM_RULE_SMS_HEADER, 1, "a length that it cannot have"},
    {CPDM_FORM_SMS, "050003010000", CPDM_RULE_SMS_HEADER, 1, "number of the segment"},
    {CPDM_FORM_SMS, "050003010302\n050003010304", CPDM_RULE_SMS_HEADER, 2, "number of the segment"},
};

static void test_refused(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++)
        assert_refused(&refused[i], i);
}

static void test_sms_limits(void)
{
    struct opened opened;
    GString *text = g_string_new(NULL);
    for (unsigned i = 0; i <= LIMIT_SMS_SEGMENTS; i++)
        g_string_append_printf(text, "050003%02x%02x01\n", i & 0xFF, 1 + i / 256);
    g_assert_cmpint(open_text(&opened, text->str, CPDM_FORM_SMS), ==, CPDM_ERROR_LIMIT);
    assert_rule(&opened.job, CPDM_RULE_SMS_LIMIT);
    close_opened(&opened);
    g_string_truncate(text, 0);
    for (unsigned i = 0; i < 141; i++)
        g_string_append(text, "00");
    g_assert_cmpint(open_text(&opened, text->str, CPDM_FORM_SMS), ==, CPDM_ERROR_DOCUMENT);
    assert_rule(&opened.job, CPDM_RULE_SMS_LENGTH);
    close_opened(&opened);
    g_string_free(text, TRUE);
    struct job job;
    cpdm_slice lines;
    char *large = g_malloc0(255 * 128 + 1);
    job_begin(&job, 65536);
    g_assert_cmpint(sms_write(&job, slice(large, 255 * 128), NULL, &lines), ==, CPDM_OK);
    g_assert_cmpint(sms_write(&job, slice(large, 255 * 128 + 1), NULL, &lines), ==, CPDM_ERROR_LIMIT);
    job_end(&job);
    g_free(large);
}

static void test_sms_port(void)
{
    struct opened opened;
    g_assert_cmpint(open_text(&opened, "0605040b8623f0" T3_PUSH, CPDM_FORM_SMS), ==, CPDM_OK);
    g_assert_cmpuint(opened.job.diag.warning_count, ==, 1);
    g_assert_cmpuint(opened.job.diag.warnings->diagnostic.rule, ==, CPDM_RULE_SMS_PORT);
    close_opened(&opened);
}

/* ---- properties ---- */

enum { ROUNDS = 300 };

static cpdm_slice random_octets(GRand *random, struct arena *arena, size_t length)
{
    char *octets = arena_alloc(arena, length + 1);
    for (size_t i = 0; i < length; i++)
        octets[i] = (char)g_rand_int(random);
    return slice(octets, length);
}

/* The lines in another order, some of them twice. */
static char *shuffle(GRand *random, cpdm_slice text)
{
    char *copy = g_strndup(text.data, text.length);
    char **lines = g_strsplit(g_strchomp(copy), "\n", -1);
    guint count = g_strv_length(lines);
    GString *out = g_string_new(NULL);
    for (guint i = count; i > 1; i--) {
        guint other = (guint)g_rand_int_range(random, 0, (gint32)i);
        char *line = lines[i - 1];
        lines[i - 1] = lines[other];
        lines[other] = line;
    }
    for (guint i = 0; i < count; i++)
        for (guint times = g_rand_boolean(random) ? 1 : 2; times; times--)
            g_string_append_printf(out, "%s\n", lines[i]);
    g_strfreev(lines);
    g_free(copy);
    return g_string_free(out, FALSE);
}

static void test_sms_property(void)
{
    GRand *random = g_rand_new_with_seed(4);
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct job job;
        cpdm_transport transport;
        cpdm_slice text, again;
        const cpdm_sms_options options = {.reference_bits = i % 2 ? 8 : 16};
        job_begin(&job, 1 << 20);
        cpdm_slice octets = random_octets(random, &job.arena, (size_t)g_rand_int_range(random, 1, 6000));
        g_assert_cmpint(sms_write(&job, octets, &options, &text), ==, CPDM_OK);
        g_assert_true(sms_is_text(text));
        char *shuffled = shuffle(random, text);
        g_assert_cmpint(sms_read(&job, slice_of(shuffled), 0, &transport, &again), ==, CPDM_OK);
        assert_octets(again.data, again.length, octets.data, octets.length);
        g_free(shuffled);
        job_end(&job);
    }
    g_rand_free(random);
}

/* T1 signed and cut: every changed bit is refused, or has changed neither body nor method (the transaction, a port). */
static void test_sms_bits(void)
{
    struct job job;
    cpdm_slice push, text;
    unsigned passed = 0;
    job_begin(&job, 65536);
    const cpdm_signature signature = {.security = CPDM_SECURITY_USERPIN, .mac = T1_MAC};
    cpdm_slice body = from_hex(&job.arena, T1_HEX);
    g_assert_cmpint(push_write(&job, CPDM_CONTENT_CP, &signature, body, NULL, &push), ==, CPDM_OK);
    g_assert_cmpint(sms_write(&job, push, NULL, &text), ==, CPDM_OK);
    for (size_t i = 0; i < text.length; i++) {
        for (int bit = 0; bit < 4 && text.data[i] != '\n'; bit++) {
            struct opened opened;
            char *changed = g_strndup(text.data, text.length);
            changed[i] = "0123456789ABCDEF"[g_ascii_xdigit_value(changed[i]) ^ 1 << bit];
            if (open_octets(&opened, changed, text.length, CPDM_FORM_SMS) == CPDM_OK && verify(&opened) == CPDM_OK) {
                const cpdm_message_info *info = &opened.message->info;
                assert_octets(info->body.data, info->body.length, body.data, body.length);
                g_assert_cmpint(info->security, ==, CPDM_SECURITY_USERPIN);
                passed++;
            }
            close_opened(&opened);
            g_free(changed);
        }
    }
    g_assert_cmpuint(passed, ==, 8 + 15); /* the transaction; the case of each letter of the MAC */
    job_end(&job);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sms/single", test_sms_single);
    g_test_add_func("/sms/cut", test_sms_cut);
    g_test_add_func("/sms/joined", test_sms_joined);
    g_test_add_func("/sms/limits", test_sms_limits);
    g_test_add_func("/sms/port", test_sms_port);
    g_test_add_func("/sms/refused", test_refused);
    g_test_add_func("/sms/property", test_sms_property);
    g_test_add_func("/sms/bits", test_sms_bits);
    return g_test_run();
}
