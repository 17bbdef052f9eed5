/* SPDX-License-Identifier: MIT */
/* PAP, OBEX and MIME: the published message in each of them by hand, every shape that is refused with the place where
 * it breaks, and what is written read back. */
#include "transport-fixture.h"

static const struct refused refused[] = {
    {CPDM_FORM_MIME, "Content-Type: a/b", CPDM_RULE_MIME_HEADER, 0, "no blank line"},
    {CPDM_FORM_MIME, "Content-Type: a/b\nnonsense\n\n", CPDM_RULE_MIME_HEADER, 2, "no header"},
    {CPDM_FORM_MIME, "Content-Type: a/b\n: x\n\n", CPDM_RULE_MIME_HEADER, 2, "no header"},
    {CPDM_FORM_MIME, "Content-Type: a/b\nA: b\ncontent-TYPE: c/d\n\n", CPDM_RULE_MIME_HEADER, 3, "stands twice"},
    {CPDM_FORM_MIME, "Content-Type: a/b\n\n<x/>", CPDM_RULE_CONTENT_TYPE_UNKNOWN, 0, "a/b"},
    {CPDM_FORM_MIME, "Content-Type:\n\n<x/>", CPDM_RULE_CONTENT_TYPE_SYNTAX, 0, ""},
    {CPDM_FORM_MIME, "Content-Length: 6\n\n12345", CPDM_RULE_MIME_LENGTH, 0, "5 octets"},
    {CPDM_FORM_MIME, "Content-Length: -1\n\n12345", CPDM_RULE_MIME_LENGTH, 0, ""},
    {CPDM_FORM_MIME, "Content-Transfer-Encoding: quoted-printable\n\nx", CPDM_RULE_MIME_ENCODING, 0,
     "quoted-printable"},
    {CPDM_FORM_MIME, "Content-Transfer-Encoding: base64\n\n*", CPDM_RULE_MIME_ENCODING, 0, "base64"},
    {CPDM_FORM_PAP, "--b\r\n\r\n<pap/>\r\n--b--\r\n", CPDM_RULE_PAP_PARTS, 4, "no content"},
    {CPDM_FORM_PAP, "--b\r\n\r\n<pap/>\r\n--b\r\n\r\nx", CPDM_RULE_PAP_PARTS, 0, "no boundary at its end"},
    {CPDM_FORM_PAP, "--b\r\n\r\n<pap/>\r\n", CPDM_RULE_PAP_PARTS, 0, "no boundary at its end"},
    {CPDM_FORM_PAP, "--b\r\nnonsense\r\n--b\r\n\r\n\r\n--b--", CPDM_RULE_MIME_HEADER, 2, "no header"},
    {CPDM_FORM_PAP, "Content-Type: multipart/related\r\n\r\n--b\r\n", CPDM_RULE_PAP_PARTS, 0, "names no boundary"},
    {CPDM_FORM_PAP, "Content-Type: multipart/related; boundary=x\r\n\r\n--b\r\n", CPDM_RULE_PAP_PARTS, 0,
     "no line with"},
};

static void test_refused(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++)
        assert_refused(&refused[i], i);
}

static void test_headers_limit(void)
{
    struct opened opened;
    GString *text = g_string_new(NULL);
    for (unsigned i = 0; i <= LIMIT_HEADERS; i++)
        g_string_append(text, "A: b\n");
    g_assert_cmpint(open_text(&opened, text->str, CPDM_FORM_MIME), ==, CPDM_ERROR_LIMIT);
    assert_rule(&opened.job, CPDM_RULE_MIME_LIMIT);
    close_opened(&opened);
    g_string_free(text, TRUE);
}

/* ---- OBEX ---- */

/* T3 by USERPIN 1234 would need another MAC; its own is NETWPIN's. */
#define T3_TYPE_TEXT "application/vnd.wap.connectivity-wbxml; SEC=NETWPIN; MAC=" T3_MAC

static char *hex_of_text(const char *text)
{
    return to_hex(slice_of(text));
}

static const struct {
    const char *octets;  /* T stands for the Type header of T3 */
    enum diag_rule rule; /* 0: it verifies */
} obex_puts[] = {
    {"82 0076 T C300000006 490009" T3_HEX, 0},
    {"82 0076 490009" T3_HEX "T C300000006", 0},                            /* any order */
    {"82 0071 T 490009" T3_HEX, 0},                                         /* no Length */
    {"82 0083 CB00000001 T C300000006 9701 460006616263 490009" T3_HEX, 0}, /* connection id, others */
    {"02 006d T 480005 030b 82 000a 490007 6a004501", 0},                   /* two pieces */
    {"02 0068 T 02 0007 480004 03 82 000b 490008 0b6a004501", 0},
    {"02 0071 T 480009" T3_HEX "82 0006 490003", 0}, /* an empty end */
    {"82 0076 T C300000007 490009" T3_HEX, CPDM_RULE_OBEX_LENGTH},
    {"82 0071 T 480009" T3_HEX, CPDM_RULE_OBEX_PACKET}, /* no end */
    {"02 0071 T 490009" T3_HEX, CPDM_RULE_OBEX_PACKET}, /* not final */
    {"82 0071 T 490009" T3_HEX "00", CPDM_RULE_OBEX_PACKET},
    {"82 007a T 490009" T3_HEX "490009" T3_HEX, CPDM_RULE_OBEX_PACKET},
    {"82 0072 T 490009" T3_HEX, CPDM_RULE_OBEX_PACKET},
    {"82 0071 T 49000a" T3_HEX, CPDM_RULE_OBEX_PACKET},
    {"82 0005 4900", CPDM_RULE_OBEX_PACKET},
    {"82 0006 490002", CPDM_RULE_OBEX_PACKET},
    {"82 0007 C3000000", CPDM_RULE_OBEX_PACKET},
    {"82 000d C300000006 C300000006", CPDM_RULE_OBEX_PACKET},
    {"82 0002", CPDM_RULE_OBEX_PACKET},
    {"82", CPDM_RULE_OBEX_PACKET},
    {"80 0007 10 00 2000", CPDM_RULE_OBEX_PACKET}, /* CONNECT */
};

/* The row as octets, with its own lengths; 'T' is replaced. */
static cpdm_slice put_octets(struct arena *arena, const char *row)
{
    GString *hex = g_string_new(NULL);
    char *type = hex_of_text(T3_TYPE_TEXT);
    for (; *row; row++) {
        if (*row == 'T')
            g_string_append_printf(hex, "42%04x%s00", (unsigned)strlen(T3_TYPE_TEXT) + 4, type);
        else if (*row != ' ')
            g_string_append_c(hex, *row);
    }
    cpdm_slice octets = from_hex(arena, hex->str);
    g_string_free(hex, TRUE);
    g_free(type);
    return octets;
}

static void test_obex(void)
{
    struct job job;
    job_begin(&job, 4096);
    for (size_t i = 0; i < G_N_ELEMENTS(obex_puts); i++) {
        struct opened opened;
        cpdm_slice octets = put_octets(&job.arena, obex_puts[i].octets);
        g_test_message("row %u", (unsigned)i);
        cpdm_status status = open_octets(&opened, octets.data, octets.length, CPDM_FORM_OBEX);
        if (obex_puts[i].rule)
            assert_rule(&opened.job, obex_puts[i].rule);
        else
            g_assert_true(status == CPDM_OK && verify(&opened) == CPDM_OK);
        if (!obex_puts[i].rule)
            g_assert_cmpint(recognise_form(octets), ==, CPDM_FORM_OBEX);
        close_opened(&opened);
    }
    job_end(&job);
}

static void test_obex_packets(void)
{
    static const char body[2000];
    static const size_t sizes[] = {255, 256, 300, 1000, 65535};
    struct job job;
    job_begin(&job, 65536);
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        cpdm_slice octets, rest;
        g_assert_cmpint(obex_write(&job, SLICE(T3_TYPE_TEXT), slice(body, sizeof body), sizes[i], &octets), ==,
                        CPDM_OK);
        struct bytes_reader in = bytes_reader(octets);
        while (bytes_left(&in)) { /* every packet but the last is as long as it may be */
            int opcode = bytes_get(&in);
            unsigned length = (unsigned)bytes_get(&in) << 8;
            length |= (unsigned)bytes_get(&in);
            g_assert_true(bytes_take(&in, length - 3, &rest));
            g_assert_true(opcode == 0x82 ? bytes_left(&in) == 0 : opcode == 0x02 && length == sizes[i]);
        }
    }
    cpdm_slice octets;
    g_assert_cmpint(obex_write(&job, SLICE("a/b"), SLICE(""), 254, &octets), ==, CPDM_ERROR_USAGE);
    job_end(&job);
}

/* ---- MIME and PAP ---- */

static const struct {
    const char *text; /* @ stands for T3 */
    cpdm_form form;
} entities[] = {
    {"Content-Type: " T3_TYPE_TEXT "\r\n\r\n@", CPDM_FORM_MIME},
    {"Content-Type: " T3_TYPE_TEXT "\n\n@", CPDM_FORM_MIME},
    {"X-Other: a:b\ncontent-type:" T3_TYPE_TEXT "\nContent-Transfer-Encoding: Binary\n\n@", CPDM_FORM_MIME},
    {"POST /wappush HTTP/1.1\r\nHost: x\r\nContent-Type: " T3_TYPE_TEXT "\r\nContent-Length: 6\r\n\r\n@",
     CPDM_FORM_MIME},
    {"Content-Length: 6\nContent-Type: " T3_TYPE_TEXT "\n\n@and more", CPDM_FORM_MIME},
    {"Content-Type: application/vnd.wap.connectivity-wbxml;\r\n MAC=" T3_MAC ";\r\n\tSEC=0\r\n\r\n@", CPDM_FORM_MIME},
    {"Content-Type: " T3_TYPE_TEXT "\nContent-Transfer-Encoding: base64\n\nAwtq\r\nAEUB\r\n", CPDM_FORM_MIME},
    {"--b\r\nContent-Type: application/xml\r\n\r\n<pap/>\r\n--b\r\nContent-Type: " T3_TYPE_TEXT
     "\r\n\r\n@\r\n--b--\r\n",
     CPDM_FORM_PAP},
    {"--b\n\n<pap/>\n--b \nContent-Type: " T3_TYPE_TEXT "\n\n@\n--b\n\nrdf\n--b--", CPDM_FORM_PAP},
    {"Content-Type: Multipart/Related; type=\"application/xml\"; Boundary=\"a b\"\r\n\r\npreamble\r\n--a "
     "b\r\n\r\n<pap/>"
     "\r\n--a b\r\nContent-Type: " T3_TYPE_TEXT "\r\n\r\n@\r\n--a b--\r\n",
     CPDM_FORM_PAP},
};

static void test_entities(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(entities); i++) {
        struct opened opened;
        GString *text = g_string_new(NULL);
        for (const char *at = entities[i].text; *at; at++)
            if (*at == '@')
                g_string_append_len(text, "\x03\x0b\x6a\x00\x45\x01", 6);
            else
                g_string_append_c(text, *at);
        g_test_message("row %u", (unsigned)i);
        g_assert_cmpint(open_octets(&opened, text->str, text->len, CPDM_FORM_AUTO), ==, CPDM_OK);
        g_assert_cmpint(opened.message->info.outer, ==, entities[i].form);
        assert_hex(opened.message->info.body, T3_HEX);
        g_assert_cmpint(verify(&opened), ==, CPDM_OK);
        close_opened(&opened);
        g_string_free(text, TRUE);
    }
}

static void test_obex_bits(void)
{
    struct job job;
    cpdm_slice octets;
    job_begin(&job, 65536);
    cpdm_slice body = from_hex(&job.arena, T3_HEX);
    g_assert_cmpint(obex_write(&job, SLICE(T3_TYPE_TEXT), body, 255, &octets), ==, CPDM_OK);
    for (size_t i = 0; i < 8 * octets.length; i++) {
        struct opened opened;
        char *changed = g_memdup2(octets.data, octets.length);
        changed[i / 8] = (char)(changed[i / 8] ^ (char)(1 << i % 8));
        if (open_octets(&opened, changed, octets.length, CPDM_FORM_OBEX) == CPDM_OK && verify(&opened) == CPDM_OK) {
            assert_hex(opened.message->info.body, T3_HEX);
            g_assert_cmpint(opened.message->info.security, ==, CPDM_SECURITY_NETWPIN);
        }
        close_opened(&opened);
        g_free(changed);
    }
    job_end(&job);
}

/* A body that holds the boundaries which would be chosen first. */
static void test_pap_boundary(void)
{
    static const char tail[] = "\r\n--cpdm-0--\r\ncpdm-1 cpdm-2";
    struct job job;
    cpdm_pap pap;
    struct opened opened;
    job_begin(&job, 65536);
    const cpdm_pap_options options = {.address = "+1\"<&", .push_id = "a&b"};
    cpdm_slice body = slice(tail, sizeof tail - 1);
    g_assert_cmpint(pap_write(&job, CPDM_CONTENT_DM, SLICE(DM_MEDIA), body, &options, &pap), ==, CPDM_OK);
    g_assert_true(slice_is(pap.content_type, "multipart/related; boundary=cpdm-3; type=\"application/xml\""));
    g_assert_cmpint(open_octets(&opened, pap.message.data, pap.message.length, CPDM_FORM_AUTO), ==, CPDM_OK);
    assert_octets(opened.message->info.body.data, opened.message->info.body.length, tail, sizeof tail - 1);
    g_assert_cmpuint(opened.message->info.application, ==, 7);
    g_assert_nonnull(
        g_strstr_len(opened.message->info.transport->control.data, 400, "WAPPUSH=+1&quot;&lt;&amp;/TYPE=PLMN"));
    close_opened(&opened);
    job_end(&job);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/transport/refused", test_refused);
    g_test_add_func("/transport/headers", test_headers_limit);
    g_test_add_func("/transport/obex", test_obex);
    g_test_add_func("/transport/obex/packets", test_obex_packets);
    g_test_add_func("/transport/entities", test_entities);
    g_test_add_func("/transport/obex/bits", test_obex_bits);
    g_test_add_func("/transport/pap/boundary", test_pap_boundary);
    return g_test_run();
}
