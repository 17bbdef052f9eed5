/* SPDX-License-Identifier: MIT */
/* Messages: what octets are, content types as text, verifying and signing against published and second-hand vectors,
 * and every way in which SEC and MAC can be wrong. */
#include "envelope-fixture.h"

/* Opens hex octets with a content type; the caller has begun the job. */
static cpdm_status open_hex(struct job *job, const char *hex, cpdm_form form, const char *content_type,
                            struct cpdm_message **message)
{
    return message_open(job, from_hex(&job->arena, hex), form, content_type, message);
}

/* ---- vectors ---- */

#define IMSI_15 "466923103145252"
#define IMSI_14 "21407650123456"

/* T1, T2 and T3 as published. The other rows were computed with Python's hmac module (a second implementation; no third
 * party publishes USERNETWPIN or USERPINMAC). For USERPINMAC `result` is the code for the user. */
static const struct {
    const char *document;
    cpdm_security method;
    const char *imsi, *pin, *key; /* `key` is K */
    const char *result;
} vectors[] = {
    {T1_HEX, CPDM_SECURITY_USERPIN, "", "1234", "", T1_MAC},
    {T2_HEX, CPDM_SECURITY_USERPIN, "", "0000", "", T2_MAC},
    {T3_HEX, CPDM_SECURITY_NETWPIN, IMSI_15, "", "", T3_MAC},
    {T3_HEX, CPDM_SECURITY_USERNETWPIN, IMSI_15, "1234", "", "3DBC50BB7BACAE901461F5ECCB0ADB1F71B58D02"},
    {T3_HEX, CPDM_SECURITY_NETWPIN, IMSI_14, "", "", "61DF860605EF770D7981DE5D49BEA6167427F56F"},
    {T3_HEX, CPDM_SECURITY_USERNETWPIN, IMSI_14, "1234", "", "B18112ED297343BC9056828254CB0E9A21DF4121"},
    {T3_HEX, CPDM_SECURITY_USERPINMAC, "", "", "12345", "1234528080"},
    {T3_HEX, CPDM_SECURITY_USERPINMAC, "", "", "0000000000", "00000000001342948050"},
    {T1_HEX, CPDM_SECURITY_NETWPIN, IMSI_15, "", "", "82A13E4FC7F583045AA61D197FCA9FF8B3299BB3"},
    {T1_HEX, CPDM_SECURITY_USERNETWPIN, IMSI_15, "1234", "", "F6C392F67A5105259BBDF9412D6352D157E68697"},
    {T1_HEX, CPDM_SECURITY_NETWPIN, IMSI_14, "", "", "D0FD8C2BD6860BFAE276959840BD5FB3F2F0F059"},
    {T1_HEX, CPDM_SECURITY_USERNETWPIN, IMSI_14, "1234", "", "446B9F2CD97B71BD87A3262ABF54A6603CB9AD30"},
    {T1_HEX, CPDM_SECURITY_USERPINMAC, "", "", "12345", "1234544550"},
    {T1_HEX, CPDM_SECURITY_USERPINMAC, "", "", "0000000000", "00000000001392098293"},
};

static void test_vectors(void)
{
    struct job job;
    job_begin(&job, 4096);
    struct mac *mac = mac_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(vectors); i++) {
        bool digits = vectors[i].method == CPDM_SECURITY_USERPINMAC;
        const cpdm_secrets sender = {.imsi = slice_of(vectors[i].imsi),
                                     .pin = slice_of(vectors[i].pin),
                                     .userpinmac_key = slice_of(vectors[i].key)};
        cpdm_secrets receiver = {.imsi = sender.imsi, .pin = sender.pin};
        cpdm_slice body = from_hex(&job.arena, vectors[i].document), text;
        cpdm_signature signature;
        g_assert_cmpint(message_sign(&job, mac, body, vectors[i].method, &sender, &signature), ==, CPDM_OK);
        g_assert_cmpstr(digits ? signature.user_code : signature.mac, ==, vectors[i].result);
        g_assert_cmpstr(digits ? signature.mac : signature.user_code, ==, "");

        struct cpdm_message *message = NULL;
        g_assert_cmpint(content_type_write_text(&job, CPDM_CONTENT_CP, &signature, &text), ==, CPDM_OK);
        char *content_type = g_strndup(text.data, text.length);
        g_assert_cmpint(message_open(&job, body, CPDM_FORM_AUTO, content_type, &message), ==, CPDM_OK);
        receiver.userpinmac_key = SLICE("98765"); /* for signing only: never tried on what is received */
        if (digits)
            receiver.userpinmac = slice_of(vectors[i].result);
        g_assert_cmpint(message_verify(&job, mac, message, &receiver), ==, CPDM_OK);
        g_free(content_type);
        job_again(&job);
    }
    mac_free(mac);
    job_end(&job);
}

/* NowSMS users found that the IMSI as plain digits is the wrong key; so is the order PIN, network. */
static void test_wrong_keys(void)
{
    struct job job;
    job_begin(&job, 4096);
    struct mac *mac = mac_new(NULL);
    static const cpdm_secrets wrong[] = {
        {.network_key = {IMSI_15, 15}},
        {.imsi = {"466923103145253", 15}},
        {.network_key = {"\x49\x66\x29\x13\x30\x41\x25", 7}},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        struct cpdm_message *message = NULL;
        g_assert_cmpint(open_hex(&job, T3_HEX, CPDM_FORM_AUTO, CP_MEDIA "; SEC=NETWPIN; MAC=" T3_MAC, &message), ==,
                        CPDM_OK);
        g_assert_cmpint(message_verify(&job, mac, message, &wrong[i]), ==, CPDM_ERROR_AUTHENTICATION);
        assert_rule(&job, CPDM_RULE_MAC_WRONG);
        job_again(&job);
    }
    mac_free(mac);
    job_end(&job);
}

/* ---- verdicts ---- */

#define LOWER_MAC "0bb3bb551f0a93359ec29e6ceac1440e4a617489"
#define FULLWIDTH "０" /* a wide digit: three octets, and 37 digits behind it */

/* Content types of T1, and the rule that refuses it; CPDM_RULE_INTERNAL stands for "verifies". */
static const struct {
    const char *content_type;
    unsigned rule;
} verdicts[] = {
    {NULL, CPDM_RULE_SEC_MISSING},
    {CP_MEDIA, CPDM_RULE_SEC_MISSING},
    {CP_MEDIA "; charset=utf-8", CPDM_RULE_SEC_MISSING},
    {CP_MEDIA "; MAC=" T1_MAC, CPDM_RULE_SEC_MISSING},
    {CP_MEDIA ";USERPIN;" T1_MAC, CPDM_RULE_SEC_MISSING},
    {CP_MEDIA "; X-SEC=USERPIN; MAC=" T1_MAC, CPDM_RULE_SEC_MISSING},
    {CP_MEDIA "; SEC=; MAC=" T1_MAC, CPDM_RULE_SEC_INVALID},
    {CP_MEDIA "; SEC; MAC=" T1_MAC, CPDM_RULE_SEC_INVALID},
    {CP_MEDIA "; SEC=\"\"; MAC=" T1_MAC, CPDM_RULE_SEC_INVALID},
    {CP_MEDIA "; SEC=abc; MAC=" T1_MAC, CPDM_RULE_SEC_INVALID},
    {CP_MEDIA "; SEC=NONE; MAC=" T1_MAC, CPDM_RULE_SEC_INVALID},
    {CP_MEDIA "; SEC=4; MAC=" T1_MAC, CPDM_RULE_SEC_INVALID},
    {CP_MEDIA "; SEC=255; MAC=" T1_MAC, CPDM_RULE_SEC_INVALID},
    {CP_MEDIA "; SEC=-1; MAC=" T1_MAC, CPDM_RULE_SEC_INVALID},
    {CP_MEDIA "; SEC=01; MAC=" T1_MAC, CPDM_RULE_SEC_INVALID},
    {CP_MEDIA "; SEC=1 2; MAC=" T1_MAC, CPDM_RULE_SEC_INVALID},
    {CP_MEDIA "; SEC=USERPIN MAC=" T1_MAC, CPDM_RULE_SEC_INVALID},
    {CP_MEDIA "; SEC=USERPIN; SEC=USERPIN; MAC=" T1_MAC, CPDM_RULE_SEC_TWICE},
    {CP_MEDIA "; SEC=NETWPIN; sec=1; MAC=" T1_MAC, CPDM_RULE_SEC_TWICE},
    {CP_MEDIA "; SEC=USERPIN; MAC=" T1_MAC "; MAC=" T1_MAC, CPDM_RULE_SEC_TWICE},
    {CP_MEDIA "; MAC=" T2_MAC "; SEC=USERPIN; MAC=" T1_MAC, CPDM_RULE_SEC_TWICE},
    {CP_MEDIA "; SEC=USERPIN", CPDM_RULE_MAC_MISSING},
    {CP_MEDIA "; SEC=USERPIN; MAC", CPDM_RULE_MAC_MALFORMED},
    {CP_MEDIA "; SEC=USERPIN; MAC=", CPDM_RULE_MAC_MALFORMED},
    {CP_MEDIA "; SEC=USERPIN; MAC=0" T1_MAC, CPDM_RULE_MAC_MALFORMED},
    {CP_MEDIA "; SEC=USERPIN; MAC=" T1_MAC "0", CPDM_RULE_MAC_MALFORMED},
    {CP_MEDIA "; SEC=USERPIN; MAC=0x" T1_MAC, CPDM_RULE_MAC_MALFORMED},
    {CP_MEDIA "; SEC=USERPIN; MAC=0BB3BB551F0A93359EC2 9E6CEAC1440E4A617489", CPDM_RULE_MAC_MALFORMED},
    {CP_MEDIA "; SEC=USERPIN; MAC=" FULLWIDTH "3BB551F0A93359EC29E6CEAC1440E4A617489", CPDM_RULE_MAC_MALFORMED},
    {CP_MEDIA "; SEC=USERPIN; MAC=\"\\0BB3BB551F0A93359EC29E6CEAC1440E4A617489\"", CPDM_RULE_MAC_MALFORMED},
    {CP_MEDIA "; SEC=USERPIN; MAC=" T2_MAC, CPDM_RULE_MAC_WRONG},
    {CP_MEDIA "; SEC=NETWPIN; MAC=" T1_MAC, CPDM_RULE_SECRET_MISSING},
    {CP_MEDIA "; SEC=USERNETWPIN; MAC=" T1_MAC, CPDM_RULE_SECRET_MISSING},
    {CP_MEDIA "; SEC=USERPINMAC", CPDM_RULE_SECRET_MISSING},
    {CP_MEDIA "; SEC=USERPINMAC; MAC=" T1_MAC, CPDM_RULE_MAC_UNEXPECTED},
    {CP_MEDIA "; SEC=3; MAC=", CPDM_RULE_MAC_UNEXPECTED},
    {CP_MEDIA "; SEC=USERPIN; MAC=" T1_MAC, CPDM_RULE_INTERNAL},
    {CP_MEDIA "; SEC=USERPIN; MAC=" LOWER_MAC, CPDM_RULE_INTERNAL},
    {CP_MEDIA "; MAC=" T1_MAC "; SEC=USERPIN", CPDM_RULE_INTERNAL},
    {CP_MEDIA "; SEC=USERPIN\t; a~=1; MAC=\t" T1_MAC "\t ", CPDM_RULE_INTERNAL},
    {CP_MEDIA ";SEC=1;MAC=" T1_MAC, CPDM_RULE_INTERNAL},
    {CP_MEDIA " ; sec = UserPin ; charset=\"a;b\\\"\" ; mac = \"" T1_MAC "\" ;", CPDM_RULE_INTERNAL},
    {"Application/VND.wap.Connectivity-WBXML;\tSec=\"1\";\tMac=" T1_MAC, CPDM_RULE_INTERNAL},
};

static void test_verdicts(void)
{
    struct job job;
    job_begin(&job, 4096);
    struct mac *mac = mac_new(NULL);
    const cpdm_secrets secrets = {.pin = SLICE("1234")};
    for (size_t i = 0; i < G_N_ELEMENTS(verdicts); i++) {
        struct cpdm_message *message = NULL;
        g_test_message("%s", verdicts[i].content_type ? verdicts[i].content_type : "none");
        g_assert_cmpint(open_hex(&job, T1_HEX, CPDM_FORM_AUTO, verdicts[i].content_type, &message), ==, CPDM_OK);
        g_assert_cmpint(message->info.content, ==, CPDM_CONTENT_CP); /* shown, whatever its SEC */
        cpdm_status status = message_verify(&job, mac, message, &secrets);
        if (verdicts[i].rule == CPDM_RULE_INTERNAL) {
            g_assert_cmpint(status, ==, CPDM_OK);
        } else {
            g_assert_cmpint(status, ==, CPDM_ERROR_AUTHENTICATION);
            assert_rule(&job, verdicts[i].rule);
            assert_not_shown(&job, SLICE(T1_MAC));
            assert_not_shown(&job, secrets.pin);
        }
        job_again(&job);
    }
    mac_free(mac);
    job_end(&job);
}

/* A right MAC over XML octets proves nothing: a MAC covers WBXML. */
static void test_xml_is_never_authentic(void)
{
    static const char xml[] = "<wap-provisioningdoc/>";
    struct job job;
    job_begin(&job, 4096);
    struct mac *mac = mac_new(NULL);
    const cpdm_secrets secrets = {.pin = SLICE("1234")};
    struct cpdm_message *message = NULL;
    cpdm_signature signature;
    g_assert_cmpint(message_sign(&job, mac, SLICE(xml), CPDM_SECURITY_USERPIN, &secrets, &signature), ==,
                    CPDM_ERROR_AUTHENTICATION);
    assert_rule(&job, CPDM_RULE_SIGN_FORM);
    job_again(&job);

    uint8_t out[MAC_OCTETS];
    g_assert_true(mac_compute(mac, secrets.pin, SLICE(xml), out));
    char *hex = to_hex(slice((const char *)out, sizeof out));
    char *content_type = g_strconcat("text/vnd.wap.connectivity-xml; SEC=USERPIN; MAC=", hex, NULL);
    g_assert_cmpint(message_open(&job, SLICE(xml), CPDM_FORM_AUTO, content_type, &message), ==, CPDM_OK);
    g_assert_cmpint(message_verify(&job, mac, message, &secrets), ==, CPDM_ERROR_AUTHENTICATION);
    assert_rule(&job, CPDM_RULE_SIGN_FORM);
    g_free(content_type);
    g_free(hex);
    mac_free(mac);
    job_end(&job);
}

static void test_sign_none(void)
{
    struct job job;
    job_begin(&job, 4096);
    struct mac *mac = mac_new(NULL);
    cpdm_signature signature;
    cpdm_slice text;
    g_assert_cmpint(message_sign(&job, mac, SLICE("<x/>"), CPDM_SECURITY_NONE, NULL, &signature), ==, CPDM_OK);
    g_assert_cmpstr(signature.mac, ==, "");
    g_assert_cmpint(content_type_write_text(&job, CPDM_CONTENT_DM, &signature, &text), ==, CPDM_OK);
    g_assert_true(slice_is(text, DM_MEDIA));
    cpdm_slice body = from_hex(&job.arena, T3_HEX);
    g_assert_cmpint(message_sign(&job, mac, body, (cpdm_security)4, NULL, &signature), ==, CPDM_ERROR_USAGE);
    mac_free(mac);
    job_end(&job);
}

static void test_content_type_text(void)
{
    static const struct {
        cpdm_content content;
        cpdm_signature signature;
        const char *text; /* NULL: refused */
    } rows[] = {
        {CPDM_CONTENT_CP, {CPDM_SECURITY_USERPIN, T1_MAC, "", false}, CP_MEDIA "; SEC=USERPIN; MAC=" T1_MAC},
        {CPDM_CONTENT_DM, {CPDM_SECURITY_NETWPIN, T1_MAC, "", false}, DM_MEDIA "; SEC=NETWPIN; MAC=" T1_MAC},
        {CPDM_CONTENT_CP, {CPDM_SECURITY_USERNETWPIN, T1_MAC, "", false}, CP_MEDIA "; SEC=USERNETWPIN; MAC=" T1_MAC},
        {CPDM_CONTENT_CP, {CPDM_SECURITY_USERPINMAC, "", "1234544550", false}, CP_MEDIA "; SEC=USERPINMAC"},
        {CPDM_CONTENT_CP, {CPDM_SECURITY_NONE, "", "", false}, CP_MEDIA},
        {CPDM_CONTENT_CP, {CPDM_SECURITY_USERPIN, "", "", false}, NULL},
        {CPDM_CONTENT_CP, {CPDM_SECURITY_USERPIN, "0BB3", "", false}, NULL},
        {CPDM_CONTENT_CP, {(cpdm_security)4, T1_MAC, "", false}, NULL},
        {CPDM_CONTENT_UNKNOWN, {CPDM_SECURITY_NONE, "", "", false}, NULL},
    };
    struct job job;
    job_begin(&job, 4096);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        cpdm_slice text;
        cpdm_status status = content_type_write_text(&job, rows[i].content, &rows[i].signature, &text);
        g_assert_cmpint(status, ==, rows[i].text ? CPDM_OK : CPDM_ERROR_USAGE);
        g_assert_true(!rows[i].text || slice_is(text, rows[i].text));
        job_again(&job);
    }
    job_end(&job);
}

/* ---- opening ---- */

static void test_content_type_refused(void)
{
    static const struct {
        const char *hex, *content_type;
        enum diag_rule rule;
    } rows[] = {
        {T3_HEX, "", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, "wbxml", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, "/wbxml", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, "application/", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, "application/a/b", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA " SEC=USERPIN", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA ", " CP_MEDIA, CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA "; =USERPIN", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA "; S EC=USERPIN", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA "; SEC=\"USERPIN", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA "; SEC=\"USERPIN\\\"", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA "; SEC=\"USERPIN\\", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA "; SEC=\"USERPIN\"1", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA "; SEC=USER\1PIN", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA "; SEC=USERPIN\x7F", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA ";\r\n SEC=USERPIN", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA "; x=\"" FULLWIDTH "\1\"", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, CP_MEDIA "; x=\"" FULLWIDTH "\x7F\"", CPDM_RULE_CONTENT_TYPE_SYNTAX},
        {T3_HEX, "application/octet-stream", CPDM_RULE_CONTENT_TYPE_UNKNOWN},
        {T3_HEX, CP_MEDIA "2", CPDM_RULE_CONTENT_TYPE_UNKNOWN},
        {T3_HEX, DM_MEDIA, CPDM_RULE_CONTENT_TYPE_MISMATCH},
        {T3_HEX, "application/vnd.wap.locc+wbxml", CPDM_RULE_CONTENT_TYPE_MISMATCH},
        {T3_HEX, "text/vnd.wap.connectivity-xml", CPDM_RULE_CONTENT_TYPE_MISMATCH},
        {DM_HEX, CP_MEDIA, CPDM_RULE_CONTENT_TYPE_MISMATCH},
        {"3c7761702d70726f766973696f6e696e67646f632f3e", CP_MEDIA, CPDM_RULE_CONTENT_TYPE_MISMATCH},
        {"3c53796e634d4c2f3e", "text/vnd.wap.connectivity-xml", CPDM_RULE_CONTENT_TYPE_MISMATCH},
        {"010601b6" T3_HEX, CP_MEDIA, CPDM_RULE_USAGE},
    };
    struct job job;
    job_begin(&job, 4096);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct cpdm_message *message = NULL;
        g_test_message("%s", rows[i].content_type);
        cpdm_status status = open_hex(&job, rows[i].hex, CPDM_FORM_AUTO, rows[i].content_type, &message);
        g_assert_cmpint(status, !=, CPDM_OK);
        assert_rule(&job, rows[i].rule);
        g_assert_null(message);
        job_again(&job);
    }
    job_end(&job);
}

/* The sentence names what was promised and what is there. */
static void test_mismatch_sentence(void)
{
    static const struct {
        const char *hex, *content_type, *sentence;
    } rows[] = {
        {T3_HEX, DM_MEDIA,
         "the content type " DM_MEDIA " stands for a DM package in WBXML, and the body is a CP document in WBXML"},
        {"3c53796e634d4c2f3e", "text/vnd.wap.connectivity-xml",
         "the content type text/vnd.wap.connectivity-xml stands for a CP document in XML, and the body is a DM package "
         "in XML"},
        {"3c612f3e", CP_MEDIA, "the content type " CP_MEDIA " stands for a CP document in WBXML, and the body is XML"},
        {"030a6a0045", "application/vnd.syncml.dm+xml",
         "the content type application/vnd.syncml.dm+xml stands for a DM package in XML, and the body is WBXML"},
    };
    struct job job;
    job_begin(&job, 4096);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct cpdm_message *message = NULL;
        open_hex(&job, rows[i].hex, CPDM_FORM_AUTO, rows[i].content_type, &message);
        assert_rule(&job, CPDM_RULE_CONTENT_TYPE_MISMATCH);
        g_assert_cmpstr(job.diag.error.sentence, ==, rows[i].sentence);
        job_again(&job);
    }
    job_end(&job);
}

static void test_content_type_accepted(void)
{
    static const struct {
        const char *hex, *content_type;
        cpdm_content content;
    } rows[] = {
        {T3_HEX, CP_MEDIA, CPDM_CONTENT_CP},
        {DM_HEX, DM_MEDIA, CPDM_CONTENT_DM},
        {DM_HEX, "application/vnd.wap.locc+wbxml", CPDM_CONTENT_DM},
        {DM_HEX, "application/vnd.syncml.dm+wxml", CPDM_CONTENT_DM},
        {"3c53796e634d4c2f3e", "application/vnd.syncml.dm+xml", CPDM_CONTENT_DM},
        {"030a6a0045", CP_MEDIA, CPDM_CONTENT_WBXML_OTHER}, /* left to the reader to refuse */
    };
    struct job job;
    job_begin(&job, 4096);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct cpdm_message *message = NULL;
        g_assert_cmpint(open_hex(&job, rows[i].hex, CPDM_FORM_AUTO, rows[i].content_type, &message), ==, CPDM_OK);
        g_assert_cmpint(message->info.content, ==, rows[i].content);
        g_assert_true(message->info.has_content_type);
        g_assert_true(slice_is(message->info.media_type, rows[i].content_type));
        g_assert_cmpint(message->info.security, ==, CPDM_SECURITY_NONE);
        g_assert_false(message->info.has_mac);
        job_again(&job);
    }
    job_end(&job);
}

static void test_open_unknown(void)
{
    static const char *const rows[] = {"", "00", "68656c6c6f", "040b6a0045"};
    struct job job;
    job_begin(&job, 4096);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct cpdm_message *message = NULL;
        g_assert_cmpint(open_hex(&job, rows[i], CPDM_FORM_AUTO, NULL, &message), ==, CPDM_ERROR_DOCUMENT);
        assert_rule(&job, CPDM_RULE_FORM_UNKNOWN);
        job_again(&job);
    }
    job_end(&job);
}

static void test_open_forced(void)
{
    struct job job;
    job_begin(&job, 4096);
    struct cpdm_message *message = NULL;
    g_assert_cmpint(open_hex(&job, "040b6a0045", CPDM_FORM_WBXML, NULL, &message), ==, CPDM_OK);
    g_assert_cmpint(message->info.outer, ==, CPDM_FORM_WBXML);
    g_assert_cmpint(open_hex(&job, "68656c6c6f", CPDM_FORM_XML, NULL, &message), ==, CPDM_OK);
    g_assert_cmpint(message->info.form, ==, CPDM_FORM_XML);
    g_assert_cmpint(message->info.content, ==, CPDM_CONTENT_UNKNOWN);
    g_assert_cmpint(message->info.security, ==, CPDM_SECURITY_NONE);
    g_assert_cmpint(open_hex(&job, T3_HEX, CPDM_FORM_PUSH, NULL, &message), ==, CPDM_ERROR_DOCUMENT);
    assert_rule(&job, CPDM_RULE_WSP_PDU_TYPE);
    job_end(&job);
}

static void test_open_info(void)
{
    struct job job;
    job_begin(&job, 4096);
    struct cpdm_message *message = NULL;
    cpdm_slice body = from_hex(&job.arena, T1_HEX);
    g_assert_cmpint(message_open(&job, body, CPDM_FORM_AUTO, CP_MEDIA ";SEC=USERPINMAC;MAC=1", &message), ==, CPDM_OK);
    g_assert_cmpint(message->info.outer, ==, CPDM_FORM_WBXML);
    g_assert_cmpint(message->info.form, ==, CPDM_FORM_WBXML);
    g_assert_cmpint(message->info.security, ==, CPDM_SECURITY_USERPINMAC);
    g_assert_true(message->info.has_mac);
    g_assert_cmpuint(message->info.media_code, ==, 0);
    g_assert_true(message->info.body.data == body.data); /* not copied */
    g_assert_cmpuint(message->info.body.length, ==, body.length);
    g_assert_cmpuint(message->info.body_offset, ==, 0);
    job_end(&job);
}

static void test_document_limit(void)
{
    struct job job;
    job_begin(&job, 4096);
    struct cpdm_message *message = NULL;
    job.limits.document = 353;
    g_assert_cmpint(open_hex(&job, T1_HEX, CPDM_FORM_AUTO, NULL, &message), ==, CPDM_OK);
    g_assert_cmpint(open_hex(&job, T1_HEX "00", CPDM_FORM_AUTO, NULL, &message), ==, CPDM_ERROR_LIMIT);
    assert_rule(&job, CPDM_RULE_DOCUMENT_LIMIT);
    job_end(&job);
}

static void *no_memory(void *data, size_t size)
{
    (void)size;
    return data;
}

static void keep_memory(void *data, void *memory)
{
    (void)data;
    (void)memory;
}

static void test_no_memory(void)
{
    struct job job;
    const cpdm_allocator none = {no_memory, keep_memory, NULL};
    job_begin(&job, 4096);
    job_init(&job, &none);
    struct mac *mac = mac_new(NULL);
    const cpdm_secrets secrets = {.imsi = SLICE(IMSI_15), .pin = SLICE("1234")};
    const cpdm_signature plain = {.security = CPDM_SECURITY_NONE};
    struct cpdm_message *message = NULL;
    cpdm_signature signature;
    cpdm_slice out;
    g_assert_cmpint(message_open(&job, SLICE("<a/>"), CPDM_FORM_AUTO, NULL, &message), ==, CPDM_ERROR_MEMORY);
    for (unsigned method = 0; method <= 2; method += 2)
        g_assert_cmpint(
            message_sign(&job, mac, SLICE("\x03\x0b\x6a\x00\x45\x01"), (cpdm_security)method, &secrets, &signature), ==,
            CPDM_ERROR_MEMORY);
    g_assert_cmpint(content_type_write_text(&job, CPDM_CONTENT_CP, &plain, &out), ==, CPDM_ERROR_MEMORY);
    g_assert_cmpint(push_write(&job, CPDM_CONTENT_CP, &plain, SLICE("x"), NULL, &out), ==, CPDM_ERROR_MEMORY);
    mac_free(mac);
    job_end(&job);
}

static void test_names(void)
{
    g_assert_cmpstr(content_type_security_name(CPDM_SECURITY_USERNETWPIN), ==, "USERNETWPIN");
    g_assert_cmpstr(content_type_security_name(CPDM_SECURITY_NONE), ==, "NONE");
    g_assert_null(content_type_security_name((cpdm_security)4));
    g_assert_cmpstr(content_type_name(CPDM_CONTENT_CP, CPDM_FORM_XML), ==, "text/vnd.wap.connectivity-xml");
    g_assert_cmpstr(content_type_name(CPDM_CONTENT_DM, CPDM_FORM_WBXML), ==, DM_MEDIA);
    g_assert_null(content_type_name(CPDM_CONTENT_UNKNOWN, CPDM_FORM_XML));
    g_assert_cmpuint(content_type_code(CPDM_CONTENT_CP), ==, 0x36);
    g_assert_cmpuint(content_type_code(CPDM_CONTENT_DM), ==, 0x42);
    g_assert_cmpuint(content_type_code(CPDM_CONTENT_WBXML_OTHER), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/envelope/vectors", test_vectors);
    g_test_add_func("/envelope/wrong-keys", test_wrong_keys);
    g_test_add_func("/envelope/verdicts", test_verdicts);
    g_test_add_func("/envelope/xml-is-never-authentic", test_xml_is_never_authentic);
    g_test_add_func("/envelope/sign-none", test_sign_none);
    g_test_add_func("/envelope/content-type-text", test_content_type_text);
    g_test_add_func("/envelope/content-type-refused", test_content_type_refused);
    g_test_add_func("/envelope/mismatch-sentence", test_mismatch_sentence);
    g_test_add_func("/envelope/content-type-accepted", test_content_type_accepted);
    g_test_add_func("/envelope/open-unknown", test_open_unknown);
    g_test_add_func("/envelope/open-forced", test_open_forced);
    g_test_add_func("/envelope/open-info", test_open_info);
    g_test_add_func("/envelope/document-limit", test_document_limit);
    g_test_add_func("/envelope/no-memory", test_no_memory);
    g_test_add_func("/envelope/names", test_names);
    return g_test_run();
}
