/* SPDX-License-Identifier: MIT */
/*
 * CP documents in and out: XML and WBXML read to the same document, and a document written in either form reads back
 * whole. Expected values are the published example of ProvCont 1.1 appendix C, hand-made octets, and the rules of
 * section 7.
 */
#include <glib.h>
#include <stdlib.h>

#include "cp-doc.h"
#include "xml-read.h"

struct fixture {
    struct job job;
    struct xml_reader *reader;
    int left; /* allocations that succeed */
};

static void *allocate(void *data, size_t size)
{
    int *left = data;
    return (*left)-- > 0 ? malloc(size) : NULL;
}

static void release(void *data, void *memory)
{
    (void)data;
    free(memory);
}

static void set_up(struct fixture *fixture, int left)
{
    cpdm_allocator allocator = {allocate, release, &fixture->left};
    fixture->left = G_MAXINT;
    fixture->job = (struct job){.limits = limits_for(NULL, 64 * 1024), .salt = 1};
    fixture->reader = xml_reader_new(&allocator, 1);
    job_init(&fixture->job, &allocator);
    diag_init(&fixture->job.diag, &fixture->job.arena);
    fixture->left = left;
}

static void tear_down(struct fixture *fixture)
{
    job_free(&fixture->job);
    xml_reader_free(fixture->reader);
}

static cpdm_status read_document(struct fixture *fixture, cpdm_slice input, struct cpdm_document **document)
{
    if (input.length && input.data[0] == '<')
        return cp_read_xml(&fixture->job, fixture->reader, input, document);
    return cp_read_wbxml(&fixture->job, input, document);
}

static void put(GString *out, const char *before, cpdm_slice text, const char *after)
{
    g_string_append(out, before);
    g_string_append_len(out, text.data, (gssize)text.length);
    g_string_append(out, after);
}

static void dump_start(GString *out, const struct cp_node *node)
{
    static const char *const marks[] = {[CPDM_ELEMENT_ROOT] = "",
                                        [CPDM_ELEMENT_CHARACTERISTIC] = ">",
                                        [CPDM_ELEMENT_PARM] = "",
                                        [CPDM_ELEMENT_OTHER] = "?"};
    put(out, marks[node->kind], node->text, "");
    if (node->kind == CPDM_ELEMENT_PARM && node->has_value)
        put(out, "=", node->value, "");
    if (node->kind == CPDM_ELEMENT_ROOT && !node->has_value)
        g_string_append(out, "no version");
    for (const cpdm_attribute *extra = cp_extras(node); extra; extra = extra->next) {
        put(out, "[", extra->name, "=");
        put(out, "", extra->value, "]");
    }
    g_assert_cmpuint(node->name, ==,
                     node->kind == CPDM_ELEMENT_PARM || node->kind == CPDM_ELEMENT_CHARACTERISTIC
                         ? cp_name_find(node->text)
                         : CP_NAME_UNKNOWN);
}

/* The document in one line: ">TYPE NAME=VALUE FLAG <". */
static char *dump(const struct cpdm_document *document)
{
    GString *out = g_string_new(NULL);
    const struct cp_node *root = &document->root, *node = root;
    for (;;) {
        dump_start(out, node);
        const struct cp_node *next = cp_doc_next(root, node);
        if (!next)
            break;
        if (node->kind != CPDM_ELEMENT_PARM && node != root && next->parent != node)
            g_string_append(out, " <");
        const struct cp_node *open = next->parent == node ? node : node->parent;
        for (; open != next->parent; open = open->parent)
            g_string_append(out, " <");
        g_string_append_c(out, ' ');
        node = next;
    }
    return g_string_free(out, FALSE);
}

static void expect(cpdm_slice input, const char *document)
{
    struct fixture fixture;
    struct cpdm_document *read = NULL;
    set_up(&fixture, G_MAXINT);
    cpdm_status status = read_document(&fixture, input, &read);
    g_assert_cmpstr(status ? fixture.job.diag.error.sentence : NULL, ==, NULL);
    char *found = dump(read);
    g_assert_cmpstr(found, ==, document);
    g_free(found);
    tear_down(&fixture);
}

static void expect_failure(cpdm_slice input, enum diag_rule rule, size_t offset)
{
    struct fixture fixture;
    struct cpdm_document *read = NULL;
    set_up(&fixture, G_MAXINT);
    g_assert_cmpint(read_document(&fixture, input, &read), !=, CPDM_OK);
    g_assert_cmpuint(fixture.job.diag.error.rule, ==, rule);
    g_assert_cmpuint(fixture.job.diag.error.offset, ==, offset);
    tear_down(&fixture);
}

static cpdm_slice from_hex(const char *hex, char *octets)
{
    size_t length = 0;
    for (; *hex; hex += 2)
        octets[length++] = (char)(g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]));
    return slice(octets, length);
}

/* ProvCont 1.1 appendix C. */
static const char appendix_c[] =
    "030b6a054e41503100c54601c65101871506033137302e3138372e35312e340001873e060370726f7879706173737764"
    "0001873f069c018707060342616e6b4d61696e50726f78790001871c0603687474703a2f2f7777772e62616e6b2e636f"
    "6d2f7374617274706167652e776d6c000187470603310001c659018719069c01871a06037078757365726e616d650001"
    "871b0603707875736572706173737764000101c65201872f060350524f585920310001871706037777772e62616e6b2e"
    "636f6d2f0001872006033137302e3138372e35312e3300018721068501873d060370726f7879312e6f70657261746f72"
    "2e636f6d000187220603494e5445524e45540001872206830001c6530187230603393230330001010101c65501871106"
    "830001871006aa01870706034d5920495350204353440001870806032b33353830383132343030320001870906870187"
    "4806033137302e3138372e35312e320001870a06900187490603330001874a0603360001874b060333300001874c01c6"
    "5a01870c069a01870d06037777776d6d6d757365720001870e06037777776d6d6d7365637265740001874e06e101874f"
    "06034645444342413938000101c654018712060332323800018713060330303100010101c65b010101";

static void test_appendix_c(void)
{
    char octets[sizeof appendix_c / 2];
    expect(from_hex(appendix_c, octets),
           "1.0 >PXLOGICAL PROXY-ID=170.187.51.4 PROXY-PW=proxypasswd PPGAUTH-TYPE=HTTP-BASIC NAME=BankMainProxy "
           "STARTPAGE=http://www.bank.com/startpage.wml PULLENABLED=1 >PXAUTHINFO PXAUTH-TYPE=HTTP-BASIC "
           "PXAUTH-ID=pxusername PXAUTH-PW=pxuserpasswd < >PXPHYSICAL PHYSICAL-PROXY-ID=PROXY 1 DOMAIN=www.bank.com/ "
           "PXADDR=170.187.51.3 PXADDRTYPE=IPV4 PXADDR-FQDN=proxy1.operator.com TO-NAPID=INTERNET TO-NAPID=NAP1 "
           ">PORT PORTNBR=9203 < < < >NAPDEF NAPID=NAP1 BEARER=GSM-CSD NAME=MY ISP CSD NAP-ADDRESS=+35808124002 "
           "NAP-ADDRTYPE=E164 DNS-ADDR=170.187.51.2 CALLTYPE=ANALOG-MODEM MAX-NUM-RETRY=3 FIRST-RETRY-TIMEOUT=6 "
           "REREG-THRESHOLD=30 T-BIT >NAPAUTHINFO AUTHTYPE=PAP AUTHNAME=wwwmmmuser AUTHSECRET=wwwmmmsecret "
           "AUTH-ENTITY=HA SPI=FEDCBA98 < >VALIDITY COUNTRY=228 NETWORK=001 < < >ACCESS");
}

/* The shapes of two field documents: back to page 0 before every value=, and staying on page 1 (section 7.2). */
static void test_page_styles(void)
{
    expect(
        SLICE("\x03\x0B\x6A\x00\x45\xC6\x00\x01\x55\x01\x87\x36\x00\x00\x06\x03w2\x00\x01\x87\x00\x01\x39\x00\x00\x06"
              "\x03PX\x00\x01\x87\x07\x06\x03N\x00\x01\x01\x01"),
        "no version >APPLICATION APPID=w2 TO-PROXY=PX NAME=N");
    expect(
        SLICE(
            "\x03\x0B\x6A\x00\xC5\x46\x01\xC6\x00\x01\x55\x01\x87\x36\x06\x03w7\x00\x01\x87\x05\x03INIT\x00\x01\xC6\x57"
            "\x01\x87\x30\x06\x8D\x01\x87\x33\x06\x93\x01\x01\x01\xC6\x00\x00\x51\x01\x87\x20\x06\x03\x00\x01\x01\x01"),
        "1.0 >APPLICATION APPID=w7 INIT >APPAUTH AAUTHLEVEL=APPSRV AAUTHTYPE=DIGEST < < >PXLOGICAL PXADDR=");
}

#define EVERYDAY(octets)     \
    SLICE("\x03\x0B\x6A\x03" \
          "AB\0"             \
          "\x45\xC6\x51\x01" octets "\x01\x01")

/* The everyday element is read in one go, everything else step by step: both make the same document. */
static void test_everyday(void)
{
    static const char expected[] = "no version >PXLOGICAL NAME=AB PXADDRTYPE=IPV4 TRUST";
    expect(EVERYDAY("\x87\x07\x06\x03\x41\x42\0\x01\x87\x21\x06\x85\x01\x87\x2A\x01"), expected);
    expect(EVERYDAY("\x87\x07\x06\x83\x00\x01\x87\x21\x06\x03IPV4\0\x01\x87\x05\x03TRUST\0\x01"), expected);
    expect(EVERYDAY("\x87\x07\x06\x03\x41\0\x02\x42\x01\x87\x21\x00\x00\x06\x00\x00\x85\x01\x87\x00\x00\x2A\x01"),
           expected);
    expect(EVERYDAY("\x87\x06\x03\x41\x42\0\x07\x01\x00\x01\x87\x00\x00\x21\x06\x85\x01\xC7\x2A\x01\x01"), expected);
}

/* A value of several fragments is one value; what is wrong in one is told at its place. */
static void test_everyday_fragments(void)
{
    static const char expected[] = "no version >PXLOGICAL TRUST NAME=AB PXADDRTYPE=IPV4";
    expect(EVERYDAY("\x87\x2A\x01\x87\x07\x06\x03\x41\0\x83\x01\x01\x87\x21\x06\x03IP\0\x03V\0\x03\x34\0\x01"),
           expected);
    expect(EVERYDAY("\x87\x2A\x01\x87\x07\x06\x83\x00\x03\0\x01\x87\x21\x06\x03\0\x00\x01\x85\x01"), expected);
    expect_failure(EVERYDAY("\x87\x07\x06\x03\x41\0\x83\x09\x01"), CPDM_RULE_WBXML_STRING_TABLE, 18);
    expect_failure(EVERYDAY("\x87\x07\x06\x03\x41\0\x8D\x01"), CPDM_RULE_WBXML_TOKEN, 17);
    expect_failure(EVERYDAY("\x87\x07\x06\x00\x02\x85\x01\x01"), CPDM_RULE_WBXML_PAGE, 15);
    expect_failure(EVERYDAY("\x87\x00\x02\x07\x06\x85\x01\x01"), CPDM_RULE_WBXML_PAGE, 13);
}

/* Fragments up to the limit, with each allocation refused in turn, and over it. */
static void test_everyday_fragments_limits(void)
{
    GString *wide = g_string_new_len("\x03\x0B\x6A\x00\x45\xC6\x51\x01", 8);
    for (int i = 0; i < 4; i++) {
        g_string_append_printf(wide, "\x87\x07\x06\x03%0*d", LIMIT_VALUE - 2, 0);
        g_string_append_len(wide, "\0\x03yz\0\x01", 6);
    }
    g_string_append_len(wide, "\x01\x01", 2);
    cpdm_status status = CPDM_ERROR_MEMORY;
    for (int left = 0; status; left++) {
        struct fixture fixture;
        struct cpdm_document *read = NULL;
        set_up(&fixture, left);
        status = read_document(&fixture, slice(wide->str, wide->len), &read);
        g_assert_cmpint(status, ==, status && left < 100 ? CPDM_ERROR_MEMORY : CPDM_OK);
        g_assert_cmpuint(status ? LIMIT_VALUE : read->root.first->first->next->value.length, ==, LIMIT_VALUE);
        tear_down(&fixture);
    }
    g_string_insert_len(wide, (gssize)wide->len - 3, "\x03!\0", 3);
    expect_failure(slice(wide->str, wide->len), CPDM_RULE_VALUE_LIMIT, 8 + 3 * (LIMIT_VALUE + 8));
    g_string_free(wide, TRUE);
}

/* What reaches a limit is told, whichever way it is read. */
static void test_everyday_limits(void)
{
    GString *deep = g_string_new_len("\x03\x0B\x6A\x00\x45", 5);
    for (int i = 0; i < LIMIT_DEPTH; i++)
        g_string_append_len(deep, "\xC6\x51\x01", 3);
    expect_failure(slice(deep->str, deep->len), CPDM_RULE_DEPTH_LIMIT, 5 + 3 * (LIMIT_DEPTH - 1));
    g_string_free(deep, TRUE);
    GString *wide = g_string_new_len("\x03\x0B\x6A\x00\x45\xC6\x51\x01\x87\x07\x06\x03", 12);
    g_string_append_printf(wide, "%0*d", LIMIT_VALUE + 1, 0);
    g_string_append_len(wide, "\0\x01\x01\x01", 4);
    expect_failure(slice(wide->str, wide->len), CPDM_RULE_VALUE_LIMIT, 8);
    g_string_free(wide, TRUE);
}

/* A limit of one attribute holds for the everyday parm too. */
static void test_everyday_attributes(void)
{
    struct fixture fixture;
    struct cpdm_document *read = NULL;
    set_up(&fixture, G_MAXINT);
    fixture.job.limits.attributes = 1;
    g_assert_cmpint(read_document(&fixture, EVERYDAY("\x87\x2A\x01\x87\x21\x06\x85\x01"), &read), !=, CPDM_OK);
    g_assert_cmpuint(fixture.job.diag.error.rule, ==, CPDM_RULE_ATTRIBUTE_LIMIT);
    g_assert_cmpuint(fixture.job.diag.error.offset, ==, 14);
    tear_down(&fixture);
}

/* The same document in both forms; what CP does not know is kept, declarations at the root are not. */
static void test_extras(void)
{
    expect(SLICE("<wap-provisioningdoc xmlns='urn:x' xmlns:p='urn:p' version='1.1' id='9'>\n <characteristic type='X' "
                 "mwid='7'>"
                 "<parm datatype='string' name='A'/><parm value='' name='B' type='t'/></characteristic>\n"
                 "<parm-query name='Q' value='1'/><p:x/></wap-provisioningdoc>"),
           "1.1[id=9] >X[mwid=7] A[datatype=string] B=[type=t] < ?parm-query[name=Q][value=1] < ?p:x");
    expect(SLICE("\x03\x0B\x6A\x21xmlns\0mwid\0name\0parm-query\0value\0\xC5\x45\x03"
                 "1.1\0\x04\x00\x03urn:x\0\x01"
                 "\xC6\x50\x03X\0\x04\x06\x03"
                 "7\0\x01\x87\x04\x0B\x03NAPID\0\x04\x1B\x03v\0\x01\x01"
                 "\x84\x10\x11\x06\x03"
                 "1\0\x01\x01"),
           "1.1 >X[mwid=7] NAPID=v < ?parm-query[name=NAPID][value=1]");
}

static void test_refused(void)
{
    expect_failure(SLICE("<wap-provisioningdoc>x</wap-provisioningdoc>"), CPDM_RULE_CP_TEXT, 21);
    expect_failure(SLICE("<wap-provisioningdoc><parm value='1'/></wap-provisioningdoc>"),
                   CPDM_RULE_CP_ATTRIBUTE_MISSING, 21);
    expect_failure(SLICE("<WAP-PROVISIONINGDOC/>"), CPDM_RULE_CP_ROOT, 0);
    expect_failure(SLICE("\x03\x0B\x6A\x00\x45\x03x\0\x01"), CPDM_RULE_CP_TEXT, 5);
    expect_failure(SLICE("\x03\x0B\x6A\x00\x46\x01"), CPDM_RULE_CP_ROOT, 4);
    expect_failure(SLICE("\x03\x0B\x6A\x00\x45\x07\x01"), CPDM_RULE_CP_ATTRIBUTE_MISSING, 5);
    expect_failure(SLICE("\x03\x0B\x6A\x00\x45\xC7\x11\x01\x07\x01\x01"), CPDM_RULE_CP_NESTING, 8);
    expect_failure(SLICE("\x02\x9F\x53\x6A\x00\x6D\x01"), CPDM_RULE_WBXML_PUBLIC_ID, 1);
}

/* ---- Writers ---- */

typedef cpdm_status write_function(struct job *job, const struct cpdm_document *document, cpdm_slice *octets);

/* Reads, writes, reads again: both documents are the same. Gives what was written, to be freed. */
static cpdm_slice round_trip(cpdm_slice input, write_function *write)
{
    struct fixture fixture;
    struct cpdm_document *first = NULL, *second = NULL;
    cpdm_slice octets = {NULL, 0};
    set_up(&fixture, G_MAXINT);
    g_assert_cmpint(read_document(&fixture, input, &first), ==, CPDM_OK);
    g_assert_cmpint(write(&fixture.job, first, &octets), ==, CPDM_OK);
    g_assert_cmpint(read_document(&fixture, octets, &second), ==, CPDM_OK);
    char *before = dump(first), *after = dump(second);
    g_assert_cmpstr(before, ==, after);
    g_assert_cmpuint(first->parm_count, ==, second->parm_count);
    g_free(before);
    g_free(after);
    octets.data = g_memdup2(octets.data, octets.length);
    tear_down(&fixture);
    return octets;
}

static const char everything[] =
    "<wap-provisioningdoc version='1.1' id='9' value='w'>"
    "<characteristic type='NAPDEF' mwid='7' name='NAPID' version='1.0'><parm name='NAPID' value='a&#13;b&#10;c&#9;d "
    "&lt;&amp;&quot;>'/>"
    "<parm name='INTERNET'/><parm name='BEARER' value='GSM-GPRS'/><parm name='BEARER' value=''/>"
    "<parm name='PORT' value='IPV4'/><parm name='NAP-ADDRTYPE' value='TETRA-ITSI'/></characteristic>"
    "<characteristic type='APPLICATION'><parm name='APPID' value='w7'/><parm name='INIT'/>"
    "<characteristic type='APPAUTH'><parm name='AAUTHLEVEL' value='APPSRV'/>"
    "<parm name='AAUTHTYPE' value='HTTP-BASIC,DIGEST'/><parm name='AAUTHTYPE' value='DIGEST,MD5'/></characteristic>"
    "<characteristic type='APPADDR'><parm name='ADDRTYPE' value='IPV4'/><parm name='ADDR' value='1.2.3.4'/>"
    "<characteristic type='PORT'/></characteristic><parm name='NAME' value='\xE2\x82\xAC' datatype='string' "
    "type='PORT'/>"
    "</characteristic><characteristic type='w9010'/><parm name='ROOT' value=','/><parm name='RULE' value=',,,'/>"
    "<parm-query name='Q'><nocharacteristic type='T'/></parm-query><noparm/></wap-provisioningdoc>";

static void test_round_trip(void)
{
    cpdm_slice xml = round_trip(SLICE(everything), cp_write_xml), wbxml = round_trip(SLICE(everything), cp_write_wbxml);
    cpdm_slice xml_again = round_trip(wbxml, cp_write_xml), wbxml_again = round_trip(xml, cp_write_wbxml);
    g_assert_true(slice_equal(xml, xml_again));
    g_assert_true(slice_equal(wbxml, wbxml_again));
    free((void *)xml.data);
    free((void *)wbxml.data);
    free((void *)xml_again.data);
    free((void *)wbxml_again.data);
}

static void test_xml_form(void)
{
    cpdm_slice xml =
        round_trip(SLICE("<wap-provisioningdoc version='1.1'><characteristic mwid='1' type='X'><parm value='&#9;1' "
                         "name='A'/><parm name='B'/></characteristic><characteristic type='Y'/>"
                         "</wap-provisioningdoc>"),
                   cp_write_xml);
    static const char expected[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                   "<!DOCTYPE wap-provisioningdoc PUBLIC \"-//WAPFORUM//DTD PROV 1.0//EN\" "
                                   "\"http://www.wapforum.org/DTD/prov.dtd\">\n"
                                   "<wap-provisioningdoc version=\"1.1\">\n"
                                   "  <characteristic type=\"X\" mwid=\"1\">\n"
                                   "    <parm name=\"A\" value=\"&#9;1\"/>\n"
                                   "    <parm name=\"B\"/>\n"
                                   "  </characteristic>\n"
                                   "  <characteristic type=\"Y\"/>\n"
                                   "</wap-provisioningdoc>\n";
    char *text = g_strndup(xml.data, xml.length);
    g_assert_cmpstr(text, ==, expected);
    g_free(text);
    free((void *)xml.data);
}

/* What is written for one parm in an APPLICATION, or in a NAPDEF: the octets between its tag and the end. */
static void expect_parm(bool application, const char *attributes, const char *octets, size_t length)
{
    char *document = g_strdup_printf("<wap-provisioningdoc><characteristic type='%s'><parm %s/></characteristic>"
                                     "</wap-provisioningdoc>",
                                     application ? "APPLICATION" : "NAPDEF", attributes);
    cpdm_slice wbxml = round_trip(slice_of(document), cp_write_wbxml);
    cpdm_slice head = application ? SLICE("\x03\x0B\x6A\x00\x45\xC6\x00\x01\x55\x01\x87")
                                  : SLICE("\x03\x0B\x6A\x00\x45\xC6\x55\x01\x87");
    g_assert_true(slice_starts_with(wbxml, head));
    g_assert_cmpuint(wbxml.length, ==, head.length + length + 3);
    g_assert_true(slice_equal(slice(wbxml.data + head.length, length), slice(octets, length)));
    g_assert_true(slice_equal(slice(wbxml.data + wbxml.length - 3, 3), SLICE("\x01\x01\x01")));
    free((void *)wbxml.data);
    g_free(document);
}

#define PARM(application, attributes, octets) expect_parm(application, attributes, octets, sizeof(octets) - 1)

/* Sections 7.2, 7.3: every token that fits; the page in force where it has the token; IPV4 by page 0 only. */
static void test_tokens(void)
{
    PARM(false, "name='NAPID' value='x'", "\x11\x06\x03x\0");
    PARM(false, "name='INTERNET'", "\x14");
    PARM(true, "name='INTERNET'", "\x14");
    PARM(true, "name='NAME' value='x'", "\x07\x06\x03x\0");
    PARM(true, "name='PORTNBR' value='80'",
         "\x23\x06\x03"
         "80\0");
    PARM(false, "name='APPID' value='w7'", "\x00\x01\x36\x06\x03w7\0");
    PARM(true, "name='INIT'", "\x05\x03INIT\0");
    PARM(true, "name='APPREF' value=''",
         "\x05\x03"
         "APPREF\0\x06\x03\0");
    PARM(false, "name='BEARER' value='GSM-GPRS'", "\x10\x06\xAB");
    PARM(false, "name='NAP-ADDRTYPE' value='IPV4'", "\x09\x06\x85");
    PARM(true, "name='ADDRTYPE' value='IPV4'", "\x35\x06\x00\x00\x85");
    PARM(true, "name='ADDRTYPE' value='IPV6'", "\x35\x06\x86");
    PARM(true, "name='AAUTHTYPE' value='HTTP-BASIC'", "\x33\x06\x91\x92");
    PARM(true, "name='AAUTHTYPE' value='HTTP-DIGEST'", "\x33\x06\x91\x93");
    PARM(true, "name='AAUTHTYPE' value='BASIC,DIGEST'", "\x33\x06\x92\x90\x93");
    PARM(true, "name='AAUTHTYPE' value='HMAC'", "\x33\x06\x03HMAC\0");
    PARM(true, "name='AAUTHLEVEL' value='CLIENT'",
         "\x30\x06\x03"
         "CLIENT\0");
    PARM(true, "name='AAUTHLEVEL' value='OBEX'", "\x30\x06\x8E");
    PARM(false, "name='PXAUTH-TYPE' value='HTTP-BASIC'", "\x19\x06\x9C");
    PARM(false, "name='X' value='APPSRV'", "\x05\x03X\0\x06\x00\x01\x8D");
    PARM(false, "name='X' value=','", "\x05\x03X\0\x06\x03,\0");
    PARM(false, "name='BEARER' value='TETRA-SDS'", "\x10\x06\xB5");
    PARM(false, "name='PORT'", "\x05\x03PORT\0"); /* a type, not a parm's name */
}

static void expect_octets(const char *document, const char *octets, size_t length)
{
    cpdm_slice wbxml = round_trip(slice_of(document), cp_write_wbxml);
    g_assert_cmpuint(wbxml.length, ==, length);
    g_assert_true(slice_equal(wbxml, slice(octets, length)));
    free((void *)wbxml.data);
}

#define DOCUMENT(document, octets) expect_octets(document, octets, sizeof(octets) - 1)

static void test_document_octets(void)
{
    DOCUMENT("<wap-provisioningdoc/>", "\x03\x0B\x6A\x00\x05");
    DOCUMENT("<wap-provisioningdoc version='1.0'/>", "\x03\x0B\x6A\x00\x85\x46\x01");
    DOCUMENT("<wap-provisioningdoc version='1.1'/>", "\x03\x0B\x6A\x00\x85\x45\x03"
                                                     "1.1\0\x01");
    DOCUMENT("<wap-provisioningdoc version=''/>", "\x03\x0B\x6A\x00\x85\x45\x03\0\x01");
    DOCUMENT("<wap-provisioningdoc><characteristic type='PORT'/><characteristic type='w9'/></wap-provisioningdoc>",
             "\x03\x0B\x6A\x00\x45\x86\x53\x01\x86\x50\x03w9\0\x01\x01");
    DOCUMENT("<wap-provisioningdoc a='1'><x b='2'/><x a='3'/></wap-provisioningdoc>", "\x03\x0B\x6A\x06"
                                                                                      "a\0x\0b\0\xC5\x04\x00\x03"
                                                                                      "1\0\x01\x84\x02\x04\x04\x03"
                                                                                      "2\0\x01\x84\x02\x04\x00\x03"
                                                                                      "3\0\x01\x01");
}

/* Many different literals cost what they weigh: the string table is not searched from end to end (peers D9). */
static void test_many_literals(void)
{
    GString *document = g_string_new("<wap-provisioningdoc>");
    for (unsigned i = 0; i < 3000; i++)
        g_string_append_printf(document, "<x%u a%u=''/>", i % 2000, i);
    g_string_append(document, "</wap-provisioningdoc>");
    free((void *)round_trip(slice(document->str, document->len), cp_write_wbxml).data);
    g_string_free(document, TRUE);
}

/* Every allocation fails in its turn, in readers and writers. */
static void test_no_memory(void)
{
    GString *document = g_string_new("<wap-provisioningdoc>");
    for (unsigned i = 0; i < 500; i++)
        g_string_append_printf(document, "<parm name='NAPID' value='aaaaaaaaaaaaaaaaaaaa' x%u=''/><y/>", i);
    g_string_append(document, "</wap-provisioningdoc>");
    cpdm_slice wbxml = round_trip(slice(document->str, document->len), cp_write_wbxml);
    const cpdm_slice inputs[] = {slice(document->str, document->len), wbxml};
    write_function *const writers[] = {cp_write_xml, cp_write_wbxml};
    for (size_t i = 0; i < G_N_ELEMENTS(inputs) * G_N_ELEMENTS(writers); i++) {
        cpdm_status status = CPDM_ERROR_MEMORY;
        for (int left = 0; status; left++) {
            struct fixture fixture;
            struct cpdm_document *read = NULL;
            cpdm_slice octets;
            set_up(&fixture, left);
            status = read_document(&fixture, inputs[i / 2], &read);
            if (!status)
                status = writers[i % 2](&fixture.job, read, &octets);
            g_assert_true(status == CPDM_OK || status == CPDM_ERROR_MEMORY);
            g_assert_cmpint(left, <, 1000);
            tear_down(&fixture);
        }
    }
    g_string_free(document, TRUE);
    free((void *)wbxml.data);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cp-codec/appendix-c", test_appendix_c);
    g_test_add_func("/cp-codec/page-styles", test_page_styles);
    g_test_add_func("/cp-codec/everyday", test_everyday);
    g_test_add_func("/cp-codec/everyday-fragments", test_everyday_fragments);
    g_test_add_func("/cp-codec/everyday-fragments-limits", test_everyday_fragments_limits);
    g_test_add_func("/cp-codec/everyday-limits", test_everyday_limits);
    g_test_add_func("/cp-codec/everyday-attributes", test_everyday_attributes);
    g_test_add_func("/cp-codec/extras", test_extras);
    g_test_add_func("/cp-codec/refused", test_refused);
    g_test_add_func("/cp-codec/round-trip", test_round_trip);
    g_test_add_func("/cp-codec/xml-form", test_xml_form);
    g_test_add_func("/cp-codec/tokens", test_tokens);
    g_test_add_func("/cp-codec/document-octets", test_document_octets);
    g_test_add_func("/cp-codec/many-literals", test_many_literals);
    g_test_add_func("/cp-codec/no-memory", test_no_memory);
    return g_test_run();
}
