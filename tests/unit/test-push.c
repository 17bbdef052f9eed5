/* SPDX-License-Identifier: MIT */
/* WSP push PDUs (WAP-230 section 8): the published one octet by octet, every shape of header that is allowed, every one
 * that is not with the place where it breaks, and writing. */
#include "envelope-fixture.h"

/* The text of T1's MAC as octets, and the same in lower case. */
#define MAC_TEXT   "30424233424235353146304139333335394543323945364345414331343430453441363137343839"
#define LOWER_TEXT "30626233626235353166306139333335396563323965366365616331343430653461363137343839"

/* T1's push header in full, as field messages have it: headers of 47 octets, in them a content type of 45. */
#define T1_HEADER "01062f1f2db6918192" MAC_TEXT "00"

/* Names and values that may come as text, with their NUL. */
#define CP_MEDIA_TEXT         "6170706c69636174696f6e2f766e642e7761702e636f6e6e65637469766974792d7762786d6c00"
#define SEC_TEXT              "53656300"
#define MAC_NAME_TEXT         "6d616300"
#define USERPIN_TEXT          "5573657250696e00"
#define APPLICATION_NAME_TEXT "582d5761702d4170706c69636174696f6e2d496400"               /* X-Wap-Application-Id */
#define SYNCML_DM_TEXT        "782d7761702d6170706c69636174696f6e3a73796e636d6c2e646d00" /* x-wap-application:syncml.dm */

struct pdu {
    struct job job;
    struct mac *mac;
    cpdm_slice octets;
    struct cpdm_message *message;
};

/* Opens a PDU in a block of its exact size, so that a sanitizer sees every octet too far. */
static cpdm_status pdu_open(struct pdu *pdu, const char *hex)
{
    memset(pdu, 0, sizeof *pdu);
    job_begin(&pdu->job, 4096);
    pdu->mac = mac_new(NULL);
    cpdm_slice octets = from_hex(&pdu->job.arena, hex);
    pdu->octets = slice(g_memdup2(octets.data, octets.length), octets.length);
    return message_open(&pdu->job, pdu->octets, CPDM_FORM_PUSH, NULL, &pdu->message);
}

static void pdu_close(struct pdu *pdu)
{
    g_free((char *)(uintptr_t)pdu->octets.data);
    mac_free(pdu->mac);
    job_end(&pdu->job);
}

static cpdm_status pdu_verify(struct pdu *pdu)
{
    const cpdm_secrets secrets = {.pin = SLICE("1234"), .imsi = SLICE("466923103145252")};
    return message_verify(&pdu->job, pdu->mac, pdu->message, &secrets);
}

static size_t hex_length(const char *hex)
{
    return strlen(hex) / 2;
}

/* TID 1, push, lengths, a content type in general form and what stands behind it. */
static char *make_pdu(const char *type, const char *headers, const char *body)
{
    size_t inner = hex_length(type), length = inner + (inner > 30 ? 2 : 1) + hex_length(headers);
    g_assert_cmpuint(length, <, 128);
    return g_strdup_printf("0106%02x%s%02x%s%s%s", (unsigned)length, inner > 30 ? "1f" : "", (unsigned)inner, type,
                           headers, body);
}

static void test_published(void)
{
    struct pdu pdu;
    g_assert_cmpint(pdu_open(&pdu, T1_HEADER T1_HEX), ==, CPDM_OK);
    const cpdm_message_info *info = &pdu.message->info;
    g_assert_cmpint(recognise_form(pdu.octets), ==, CPDM_FORM_PUSH);
    g_assert_cmpint(info->outer, ==, CPDM_FORM_PUSH);
    g_assert_cmpint(info->form, ==, CPDM_FORM_WBXML);
    g_assert_cmpint(info->content, ==, CPDM_CONTENT_CP);
    g_assert_true(slice_is(info->media_type, CP_MEDIA));
    g_assert_cmpuint(info->media_code, ==, 0x36);
    g_assert_true(info->has_content_type && info->has_mac);
    g_assert_cmpint(info->security, ==, CPDM_SECURITY_USERPIN);
    g_assert_cmpuint(info->transaction, ==, 1);
    g_assert_cmpuint(info->application, ==, 0);
    g_assert_cmpuint(info->headers.length, ==, 47);
    g_assert_cmpuint(info->body_offset, ==, 50);
    g_assert_true(info->body.data == pdu.octets.data + 50);
    assert_hex(info->body, T1_HEX);
    g_assert_cmpint(pdu_verify(&pdu), ==, CPDM_OK);
    pdu_close(&pdu);
}

/* T1's content type said in the ways that WAP-230 allows, with headers of all forms behind it. All verify. */
static const struct {
    const char *type, *headers;
    unsigned application;
} accepted[] = {
    {"b6918192" MAC_TEXT "00", "", 0},
    {"b692" MAC_TEXT "009181", "", 0}, /* MAC first */
    {"b6918192" LOWER_TEXT "00", "", 0},
    {"b691010192" MAC_TEXT "00", "", 0},                     /* SEC as long-integer */
    {"b691310092" MAC_TEXT "00", "", 0},                     /* SEC as the text "1" */
    {"b691" USERPIN_TEXT "92" MAC_TEXT "00", "", 0},         /* SEC as "UserPin" */
    {"b6" SEC_TEXT "81" MAC_NAME_TEXT MAC_TEXT "00", "", 0}, /* by name */
    {"b60111810112" MAC_TEXT "00", "", 0},                   /* long-integer names */
    {"b691819222" MAC_TEXT "00", "", 0},                     /* quoted-string */
    {"b6800b81ea918192" MAC_TEXT "00", "", 0},               /* q, charset */
    {"b6808a14918192" MAC_TEXT "00", "", 0},                 /* q of two octets */
    {"b685666f6f00918192" MAC_TEXT "00", "", 0},             /* name=foo */
    {"0136918192" MAC_TEXT "00", "", 0},                     /* long-integer media */
    {"020036918192" MAC_TEXT "00", "", 0},
    {CP_MEDIA_TEXT "918192" MAC_TEXT "00", "", 0},
    {"b6918192" MAC_TEXT "00", "af82", 2},
    {"b6918192" MAC_TEXT "00", "af87", 7},
    {"b6918192" MAC_TEXT "00", "af0107", 7},
    {"b6918192" MAC_TEXT "00", "af0400000007", 7},
    {"b6918192" MAC_TEXT "00", "af03010000", 0x10000},
    {"b6918192" MAC_TEXT "00", "af050100000000", 0}, /* 40 bits */
    {"b6918192" MAC_TEXT "00", "af" SYNCML_DM_TEXT, 7},
    {"b6918192" MAC_TEXT "00", "af666f6f00", 0},
    {"b6918192" MAC_TEXT "00", APPLICATION_NAME_TEXT "87", 7},
    {"b6918192" MAC_TEXT "00", "b4828d021234af87b081", 7},
    {"b6918192" MAC_TEXT "00", "8d1f0212ff900084612200", 0},
    {"b6918192" MAC_TEXT "00", "666f6f0062617200666f6f007f8000", 0},
    {"b6918192" MAC_TEXT "00", "1faf87", 0},         /* page 31 */
    {"b6918192" MAC_TEXT "00", "7f05af8301af87", 7}, /* page 5, page 1 */
    {"b6918192" MAC_TEXT "00", "10af87", 0},         /* page 16 */
    {"b6918192" MAC_TEXT "00", "af877f02", 7},       /* shift, then nothing */
};

static void test_accepted(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(accepted); i++) {
        struct pdu pdu;
        char *hex = make_pdu(accepted[i].type, accepted[i].headers, T1_HEX);
        g_test_message("%s | %s", accepted[i].type, accepted[i].headers);
        g_assert_cmpint(pdu_open(&pdu, hex), ==, CPDM_OK);
        g_assert_cmpuint(pdu.message->info.application, ==, accepted[i].application);
        g_assert_cmpuint(pdu.message->info.body_offset, ==, hex_length(hex) - hex_length(T1_HEX));
        assert_hex(pdu.message->info.body, T1_HEX);
        g_assert_cmpint(pdu_verify(&pdu), ==, CPDM_OK);
        pdu_close(&pdu);
        g_free(hex);
    }
}

/* Lengths written with more octets than they need, and another TID. */
static void test_long_lengths(void)
{
    struct pdu pdu;
    g_assert_cmpint(pdu_open(&pdu, "ff0680808030"
                                   "1f802d"
                                   "b6918192" MAC_TEXT "00" T1_HEX),
                    ==, CPDM_OK);
    g_assert_cmpuint(pdu.message->info.transaction, ==, 0xFF);
    g_assert_cmpuint(pdu.message->info.headers.length, ==, 48);
    g_assert_cmpint(pdu_verify(&pdu), ==, CPDM_OK);
    pdu_close(&pdu);
}

/* Content types that are read, and then refused when the message is verified. */
static const struct {
    const char *type;
    enum diag_rule rule;
} not_authentic[] = {
    {"b6", CPDM_RULE_SEC_MISSING},
    {"b692" MAC_TEXT "00", CPDM_RULE_SEC_MISSING},
    {"b692" MAC_TEXT "9181", CPDM_RULE_SEC_MISSING}, /* no NUL: SEC is text of the MAC */
    {"b6918192" MAC_TEXT, CPDM_RULE_MAC_NUL},
    {"b69181", CPDM_RULE_MAC_MISSING},
    {"b691819200", CPDM_RULE_MAC_MALFORMED}, /* no-value */
    {"b691819281", CPDM_RULE_MAC_MALFORMED}, /* a number */
    {"b6918192013a", CPDM_RULE_MAC_MALFORMED},
    {"b6918192"
     "41" MAC_TEXT "00",
     CPDM_RULE_MAC_MALFORMED},
    {"b691819222" MAC_TEXT "2200", CPDM_RULE_MAC_MALFORMED},
    {"b6918492" MAC_TEXT "00", CPDM_RULE_SEC_INVALID},
    {"b691ff92" MAC_TEXT "00", CPDM_RULE_SEC_INVALID},
    {"b691020101"
     "92" MAC_TEXT "00",
     CPDM_RULE_SEC_INVALID}, /* 257 is not 1 */
    {"b6910501000000"
     "01"
     "92" MAC_TEXT "00",
     CPDM_RULE_SEC_INVALID}, /* 2^32 + 1 is not 1 */
    {"b69100"
     "92" MAC_TEXT "00",
     CPDM_RULE_SEC_INVALID}, /* no-value */
    {"b69161626300"
     "92" MAC_TEXT "00",
     CPDM_RULE_SEC_INVALID}, /* "abc" */
    {"b69181918192" MAC_TEXT "00", CPDM_RULE_SEC_TWICE},
    {"b69180918192" MAC_TEXT "00", CPDM_RULE_SEC_TWICE},
    {"b69181" SEC_TEXT "8092" MAC_TEXT "00", CPDM_RULE_SEC_TWICE},
    {"b6918192" MAC_TEXT "0092"
     "00",
     CPDM_RULE_SEC_TWICE},
    {"b6918392" MAC_TEXT "00", CPDM_RULE_MAC_UNEXPECTED},
    {"b69183", CPDM_RULE_SECRET_MISSING},
    {"b6918092" MAC_TEXT "00", CPDM_RULE_MAC_WRONG},
};

static void test_not_authentic(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(not_authentic); i++) {
        struct pdu pdu;
        char *hex = make_pdu(not_authentic[i].type, "", T1_HEX);
        g_test_message("%s", not_authentic[i].type);
        g_assert_cmpint(pdu_open(&pdu, hex), ==, CPDM_OK);
        g_assert_cmpint(pdu_verify(&pdu), ==, CPDM_ERROR_AUTHENTICATION);
        assert_rule(&pdu.job, not_authentic[i].rule);
        pdu_close(&pdu);
        g_free(hex);
    }
}

/* Broken PDUs: the rule, and the offset of what is wrong (the octet behind the last one that was read). */
static const struct {
    const char *hex;
    enum diag_rule rule;
    size_t offset;
} broken[] = {
    {"", CPDM_RULE_WSP_TRUNCATED, 0},
    {"01", CPDM_RULE_WSP_TRUNCATED, 1},
    {"0107", CPDM_RULE_WSP_PDU_TYPE, 1},
    {"0106", CPDM_RULE_WSP_TRUNCATED, 2},
    {"010681", CPDM_RULE_WSP_TRUNCATED, 3},
    {"010601", CPDM_RULE_WSP_TRUNCATED, 3},
    {"010602b6", CPDM_RULE_WSP_TRUNCATED, 3},
    {"0106ffffffff7f", CPDM_RULE_WSP_HEADER, 7},       /* 35 bits */
    {"01068fffffff7f", CPDM_RULE_WSP_TRUNCATED, 7},    /* 4 GiB of headers */
    {"0106808080808001b6", CPDM_RULE_WSP_HEADER, 7},   /* six octets */
    {"010600" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 3},     /* no content type */
    {"01060100" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 4},   /* one of no octets */
    {"0106021fb6" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 5}, /* an uintvar that goes on behind */
    {"0106021f01" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 5},
    {"01060205b6" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 4},
    {"010602017f" T3_HEX, CPDM_RULE_WSP_HEADER, 5}, /* media: a quote and no NUL */
    {"01060261b6" T3_HEX, CPDM_RULE_WSP_HEADER, 5}, /* text media without NUL */
    {"010607050501010101"
     "01" T3_HEX,
     CPDM_RULE_WSP_TRUNCATED, 5},                              /* media longer than its value */
    {"01060706050101010101" T3_HEX, CPDM_RULE_WSP_HEADER, 10}, /* media of 40 bits */
    {"01060302b691" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 6},       /* SEC without value */
    {"01060403b69161" T3_HEX, CPDM_RULE_WSP_HEADER, 7},        /* SEC's text without NUL */
    {"01060403b66161" T3_HEX, CPDM_RULE_WSP_HEADER, 7},        /* a parameter name without NUL */
    {"01060403b60081" T3_HEX, CPDM_RULE_WSP_HEADER, 6},        /* a parameter name of no octets */
    {"01060403b68081" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 7},     /* half a quality */
    {"01060403b69105" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 7},     /* a value longer than the type */
    {"010602b6af" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 5},         /* header without value */
    {"010603b6af61" T3_HEX, CPDM_RULE_WSP_HEADER, 6},          /* header text without NUL */
    {"010603b66161" T3_HEX, CPDM_RULE_WSP_HEADER, 6},          /* header name without NUL */
    {"010604b6616100" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 7},     /* a name and no value */
    {"010604b6af0301" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 6},     /* a value behind the headers */
    {"010604b6af1f81" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 7},
    {"010602b67f" T3_HEX, CPDM_RULE_WSP_TRUNCATED, 5},                         /* shift to nowhere */
    {"010603b67f00" T3_HEX, CPDM_RULE_WSP_HEADER, 6},                          /* page 0 */
    {"010602b600" T3_HEX, CPDM_RULE_WSP_HEADER, 5},                            /* page 0 in short */
    {"010601ae" T3_HEX, CPDM_RULE_CONTENT_TYPE_UNKNOWN, (size_t)-1},           /* 0x2E, SI */
    {"01060403020302" T3_HEX, CPDM_RULE_CONTENT_TYPE_UNKNOWN, (size_t)-1},     /* 0x0302, SyncML DS */
    {"01060180" T3_HEX, CPDM_RULE_CONTENT_TYPE_UNKNOWN, (size_t)-1},           /* any type */
    {"0106066162632f6400" T3_HEX, CPDM_RULE_CONTENT_TYPE_UNKNOWN, (size_t)-1}, /* abc/d */
    {"010601c2" T3_HEX, CPDM_RULE_CONTENT_TYPE_MISMATCH, 4},
    {"010601c0" T3_HEX, CPDM_RULE_CONTENT_TYPE_MISMATCH, 4},
    {"010601b5" T3_HEX, CPDM_RULE_CONTENT_TYPE_MISMATCH, 4},
    {"010601b6"
     "3c612f3e",
     CPDM_RULE_CONTENT_TYPE_MISMATCH, 4},
};

static void test_broken(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(broken); i++) {
        struct pdu pdu;
        g_test_message("%s", broken[i].hex);
        g_assert_cmpint(pdu_open(&pdu, broken[i].hex), ==, CPDM_ERROR_DOCUMENT);
        assert_rule(&pdu.job, broken[i].rule);
        g_assert_cmpuint(pdu.job.diag.error.offset, ==, broken[i].offset);
        g_assert_null(pdu.message);
        pdu_close(&pdu);
    }
}

/* A PDU cut anywhere inside its headers is refused; cut in its body it is another body. */
static void test_cut(void)
{
    char *hex = make_pdu("b6800b91" USERPIN_TEXT MAC_NAME_TEXT MAC_TEXT "00", APPLICATION_NAME_TEXT "87af87", T1_HEX);
    size_t whole = hex_length(hex), headers = whole - hex_length(T1_HEX);
    for (size_t length = 0; length < whole; length++) {
        struct pdu pdu;
        char *cut = g_strndup(hex, 2 * length);
        cpdm_status status = pdu_open(&pdu, cut);
        g_assert_cmpint(status, ==, length < headers ? CPDM_ERROR_DOCUMENT : CPDM_OK);
        g_assert_cmpint(length < headers ? CPDM_ERROR_AUTHENTICATION : pdu_verify(&pdu), ==, CPDM_ERROR_AUTHENTICATION);
        pdu_close(&pdu);
        g_free(cut);
    }
    g_free(hex);
}

/* ---- writing ---- */

#define SIGNED(method)            \
    {                             \
        method, T1_MAC, "", false \
    }

static const struct {
    cpdm_content content;
    cpdm_signature signature;
    cpdm_push_options options;
    const char *header; /* NULL: refused */
} written[] = {
    {CPDM_CONTENT_CP, SIGNED(CPDM_SECURITY_USERPIN), {0, 0}, T1_HEADER},
    {CPDM_CONTENT_CP, SIGNED(CPDM_SECURITY_NETWPIN), {0x31, 0}, "31062f1f2db6918092" MAC_TEXT "00"},
    {CPDM_CONTENT_CP, SIGNED(CPDM_SECURITY_USERNETWPIN), {255, 0}, "ff062f1f2db6918292" MAC_TEXT "00"},
    {CPDM_CONTENT_CP, {CPDM_SECURITY_USERPINMAC, "", "1234544550", false}, {0, 0}, "01060403b69183"},
    {CPDM_CONTENT_CP, {CPDM_SECURITY_NONE, "", "", false}, {0, 0}, "010601b6"},
    {CPDM_CONTENT_DM, SIGNED(CPDM_SECURITY_USERPIN), {0, 0}, "0106311f2dc2918192" MAC_TEXT "00af87"},
    {CPDM_CONTENT_DM, {CPDM_SECURITY_USERPINMAC, "", "1234544550", false}, {0, 0}, "01060603c29183af87"},
    {CPDM_CONTENT_DM, {CPDM_SECURITY_NONE, "", "", false}, {0, 0}, "010603c2af87"},
    {CPDM_CONTENT_DM, {CPDM_SECURITY_NONE, "", "", false}, {0, 0x40}, "010603c0af87"},
    {CPDM_CONTENT_DM, {CPDM_SECURITY_NONE, "", "", false}, {0, 0x7F}, "010603ffaf87"},
    {CPDM_CONTENT_DM, {CPDM_SECURITY_NONE, "", "", false}, {0, 0x80}, "010605020180af87"},
    {CPDM_CONTENT_DM, {CPDM_SECURITY_NONE, "", "", false}, {0, 0xFF}, "0106050201ffaf87"},
    {CPDM_CONTENT_DM, {CPDM_SECURITY_NONE, "", "", false}, {0, 0xFFFF}, "0106060302ffffaf87"},
    {CPDM_CONTENT_DM, {CPDM_SECURITY_NONE, "", "", false}, {0, 0xFFFFFF}, "0106070403ffffffaf87"},
    {CPDM_CONTENT_DM, {CPDM_SECURITY_NONE, "", "", false}, {0, 0x0303}, "01060603020303af87"},
    {CPDM_CONTENT_CP, {CPDM_SECURITY_NONE, "", "", false}, {0, 0x010203}, "0106050403010203"},
    {CPDM_CONTENT_CP, {CPDM_SECURITY_USERPINMAC, "", "", false}, {0, 0xFFFFFFFF}, "0106080704ffffffff9183"},
    {CPDM_CONTENT_DM, SIGNED(CPDM_SECURITY_USERPIN), {0, 0x0303}, "0106331f2f020303918192" MAC_TEXT "00af87"},
    {CPDM_CONTENT_CP, {CPDM_SECURITY_NONE, "", "", false}, {256, 0}, NULL},
    {CPDM_CONTENT_CP, {CPDM_SECURITY_USERPIN, "", "", false}, {0, 0}, NULL},
    {CPDM_CONTENT_CP, {CPDM_SECURITY_USERPIN, "0bb3bb551f0a93359ec29e6ceac1440e4a617489", "", false}, {0, 0}, NULL},
    {CPDM_CONTENT_CP, {(cpdm_security)4, T1_MAC, "", false}, {0, 0}, NULL},
    {CPDM_CONTENT_UNKNOWN, {CPDM_SECURITY_NONE, "", "", false}, {0, 0}, NULL},
    {CPDM_CONTENT_WBXML_OTHER, {CPDM_SECURITY_NONE, "", "", false}, {0, 0}, NULL},
};

static void test_written(void)
{
    struct job job;
    job_begin(&job, 4096);
    for (size_t i = 0; i < G_N_ELEMENTS(written); i++) {
        cpdm_slice body = from_hex(&job.arena, written[i].content == CPDM_CONTENT_DM ? DM_HEX : T1_HEX), octets;
        cpdm_status status =
            push_write(&job, written[i].content, &written[i].signature, body, &written[i].options, &octets);
        g_assert_cmpint(status, ==, written[i].header ? CPDM_OK : CPDM_ERROR_USAGE);
        if (written[i].header) {
            size_t header = hex_length(written[i].header);
            assert_hex(slice(octets.data, header), written[i].header);
            assert_octets(octets.data + header, octets.length - header, body.data, body.length);
        }
        job_again(&job);
    }
    job_end(&job);
}

static void test_written_without_options(void)
{
    struct job job;
    job_begin(&job, 4096);
    cpdm_slice octets;
    g_assert_cmpint(push_write(&job, CPDM_CONTENT_CP, NULL, from_hex(&job.arena, T3_HEX), NULL, &octets), ==, CPDM_OK);
    assert_hex(octets, "010601b6" T3_HEX);
    job_end(&job);
}

/* What is written reads back as it was meant, whatever the method. */
static void test_round_trip(void)
{
    static const cpdm_secrets sender = {
        .imsi = {"466923103145252", 15}, .pin = {"0042", 4}, .userpinmac_key = {"98765", 5}};
    struct job job;
    job_begin(&job, 4096);
    struct mac *mac = mac_new(NULL);
    for (unsigned method = 0; method <= 3; method++) {
        cpdm_signature signature;
        cpdm_secrets receiver = {.imsi = sender.imsi, .pin = sender.pin};
        cpdm_slice body = from_hex(&job.arena, DM_HEX), octets;
        struct cpdm_message *message = NULL;
        g_assert_cmpint(message_sign(&job, mac, body, (cpdm_security)method, &sender, &signature), ==, CPDM_OK);
        g_assert_cmpint(push_write(&job, CPDM_CONTENT_DM, &signature, body, NULL, &octets), ==, CPDM_OK);
        g_assert_cmpint(message_open(&job, octets, CPDM_FORM_AUTO, NULL, &message), ==, CPDM_OK);
        receiver.userpinmac = slice_of(signature.user_code);
        g_assert_cmpint(message_verify(&job, mac, message, &receiver), ==, CPDM_OK);
        g_assert_cmpint(message->info.content, ==, CPDM_CONTENT_DM);
        g_assert_cmpuint(message->info.application, ==, 7);
        g_assert_cmpuint(message->info.media_code, ==, 0x42);
        job_again(&job);
    }
    mac_free(mac);
    job_end(&job);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/push/published", test_published);
    g_test_add_func("/push/accepted", test_accepted);
    g_test_add_func("/push/long-lengths", test_long_lengths);
    g_test_add_func("/push/not-authentic", test_not_authentic);
    g_test_add_func("/push/broken", test_broken);
    g_test_add_func("/push/cut", test_cut);
    g_test_add_func("/push/written", test_written);
    g_test_add_func("/push/written-without-options", test_written_without_options);
    g_test_add_func("/push/round-trip", test_round_trip);
    return g_test_run();
}
