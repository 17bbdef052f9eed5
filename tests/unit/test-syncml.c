/* SPDX-License-Identifier: MIT */
/*
 * SyncML messages from XML and WBXML, to XML and WBXML: the octets, the namespaces, what of a Data is text and what is
 * octets, and that whatever is written reads back the same.
 */
#include "syncml-fixture.h"

/* SyncML Representation Protocol 1.1 section 7, MetInf 1.1, DMDDF 1.2 section 8.6: the names that the enum stands for.
 */
static void test_tags(void)
{
    static const struct {
        unsigned tag;
        const char *name;
    } rows[] = {
        {SYNCML_CmdID, "CmdID"},         {SYNCML_Cred, "Cred"},           {SYNCML_Data, "Data"},
        {SYNCML_Item, "Item"},           {SYNCML_LocName, "LocName"},     {SYNCML_LocURI, "LocURI"},
        {SYNCML_Meta, "Meta"},           {SYNCML_MsgID, "MsgID"},         {SYNCML_Replace, "Replace"},
        {SYNCML_Source, "Source"},       {SYNCML_SessionID, "SessionID"}, {SYNCML_SyncBody, "SyncBody"},
        {SYNCML_SyncHdr, "SyncHdr"},     {SYNCML_SyncML, "SyncML"},       {SYNCML_Target, "Target"},
        {SYNCML_VerDTD, "VerDTD"},       {SYNCML_VerProto, "VerProto"},   {METINF_Format, "Format"},
        {METINF_NextNonce, "NextNonce"}, {METINF_Type, "Type"},           {DMDDF_NodeName, "NodeName"},
        {DMDDF_Value, "Value"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        unsigned page = rows[i].tag >> 8;
        g_assert_cmpuint(syncml_find_tag(&wbxml_syncml12, page, slice_of(rows[i].name)), ==, rows[i].tag);
        unsigned in11 = page < 2 ? rows[i].tag : 0;
        g_assert_cmpuint(syncml_find_tag(&wbxml_syncml11, page, slice_of(rows[i].name)), ==, in11);
    }
    g_assert_cmpuint(syncml_find_tag(&wbxml_syncml11, 0, SLICE("Move")), ==, 0);
    g_assert_cmpuint(syncml_find_tag(&wbxml_syncml12, 0, SLICE("Move")), ==, 0x3B);
}

/* ---- One package in both encodings --------------------------------------------------------------------- */

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static const char package_xml[] = XML_HEAD "<SyncML xmlns=\"SYNCML:SYNCML1.1\">\n"
                                           "  <SyncHdr>\n"
                                           "    <VerDTD>1.1</VerDTD>\n"
                                           "    <VerProto>DM/1.1</VerProto>\n"
                                           "    <SessionID>0</SessionID>\n"
                                           "    <MsgID>0</MsgID>\n"
                                           "    <Target>\n"
                                           "      <LocURI>dev</LocURI>\n"
                                           "    </Target>\n"
                                           "    <Source>\n"
                                           "      <LocURI>srv</LocURI>\n"
                                           "    </Source>\n"
                                           "  </SyncHdr>\n"
                                           "  <SyncBody>\n"
                                           "    <Replace>\n"
                                           "      <CmdID>1</CmdID>\n"
                                           "      <Item>\n"
                                           "        <Target>\n"
                                           "          <LocURI>./SyncML/DMAcc/x</LocURI>\n"
                                           "        </Target>\n"
                                           "        <Meta>\n"
                                           "          <Format xmlns=\"syncml:metinf\">node</Format>\n"
                                           "        </Meta>\n"
                                           "        <Data/>\n"
                                           "      </Item>\n"
                                           "      <Item>\n"
                                           "        <Target>\n"
                                           "          <LocURI>./SyncML/DMAcc/x/Name</LocURI>\n"
                                           "        </Target>\n"
                                           "        <Data> a &lt;b&gt; &amp; \303\251&#13;\n\t</Data>\n"
                                           "      </Item>\n"
                                           "      <Item>\n"
                                           "        <Target>\n"
                                           "          <LocURI>./SyncML/DMAcc/x/ServerNonce</LocURI>\n"
                                           "        </Target>\n"
                                           "        <Meta>\n"
                                           "          <Format xmlns=\"syncml:metinf\">b64</Format>\n"
                                           "          <Type xmlns=\"syncml:metinf\">text/plain</Type>\n"
                                           "        </Meta>\n"
                                           "        <Data>AAEC/w==</Data>\n"
                                           "      </Item>\n"
                                           "    </Replace>\n"
                                           "  </SyncBody>\n"
                                           "</SyncML>\n";

/* The same by hand from the code pages (SyncML page 0, MetInf page 1). */
static const char package_wbxml[] = "\x02\x9F\x53\x6A\0" /* WBXML 1.2, 0x0FD3, UTF-8, no string table */
                                    "\x6D\x6C"           /* SyncML SyncHdr */
                                    "\x71\x03"
                                    "1.1\0\x01"
                                    "\x72\x03"
                                    "DM/1.1\0\x01" /* VerDTD VerProto */
                                    "\x65\x03"
                                    "0\0\x01"
                                    "\x5B\x03"
                                    "0\0\x01" /* SessionID MsgID */
                                    "\x6E\x57\x03"
                                    "dev\0\x01\x01" /* Target LocURI */
                                    "\x67\x57\x03"
                                    "srv\0\x01\x01\x01" /* Source LocURI */
                                    "\x6B\x60\x4B\x03"
                                    "1\0\x01" /* SyncBody Replace CmdID */
                                    "\x54\x6E\x57\x03"
                                    "./SyncML/DMAcc/x\0\x01\x01" /* Item Target LocURI */
                                    "\x5A\0\x01\x47\x03"
                                    "node\0\x01\x01" /* Meta, page 1, Format */
                                    "\0\0\x0F\x01"   /* page 0, empty Data */
                                    "\x54\x6E\x57\x03"
                                    "./SyncML/DMAcc/x/Name\0\x01\x01" /* Item Target LocURI */
                                    "\x4F\x03"
                                    " a <b> & \303\251\r\n\t\0\x01\x01" /* Data */
                                    "\x54\x6E\x57\x03"
                                    "./SyncML/DMAcc/x/ServerNonce\0\x01\x01"
                                    "\x5A\0\x01\x47\x03"
                                    "bin\0\x01"
                                    "\x53\x03"
                                    "text/plain\0\x01\x01"                     /* Meta, page 1, Format Type */
                                    "\0\0\x4F\xC3\x04\x00\x01\x02\xFF\x01\x01" /* page 0, Data OPAQUE of 4 octets */
                                    "\x01\x01\x01";

static void test_xml_to_wbxml(struct fixture *f, gconstpointer data)
{
    (void)data;
    cpdm_slice out;
    assert_ok(f, read_xml(f, SLICE(package_xml)));
    g_assert_true(f->package->language == &wbxml_syncml11);
    g_assert_false(f->package->from_wbxml);
    assert_ok(f, syncml_write_xml(&f->job, f->package, &out));
    assert_text(out, package_xml);
    assert_ok(f, syncml_write_wbxml(&f->job, f->package, CPDM_STRINGS_INLINE, &out));
    g_assert_true(slice_equal(out, SLICE(package_wbxml)));
}

static void test_wbxml_to_xml(struct fixture *f, gconstpointer data)
{
    (void)data;
    cpdm_slice out;
    assert_ok(f, read_wbxml(f, SLICE(package_wbxml)));
    g_assert_true(f->package->language == &wbxml_syncml11);
    g_assert_true(f->package->from_wbxml);
    assert_ok(f, syncml_write_wbxml(&f->job, f->package, CPDM_STRINGS_INLINE, &out));
    g_assert_true(slice_equal(out, SLICE(package_wbxml)));
    assert_ok(f, syncml_write_xml(&f->job, f->package, &out));
    assert_text(out, package_xml);
}

/* Management objects inline and embedded pages: 1.2, the tag pages 0, 2, 0, 1, 0. */
static void test_dmddf_inside(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const char xml[] = XML_HEAD "<SyncML xmlns=\"SYNCML:SYNCML1.2\">\n"
                                       "  <SyncBody>\n"
                                       "    <Add>\n"
                                       "      <Item>\n"
                                       "        <Data>\n"
                                       "          <MgmtTree xmlns=\"syncml:dmddf1.2\">\n"
                                       "            <VerDTD>1.2</VerDTD>\n"
                                       "            <Node>\n"
                                       "              <NodeName>AAuthSecret</NodeName>\n"
                                       "              <Value>canary</Value>\n"
                                       "            </Node>\n"
                                       "          </MgmtTree>\n"
                                       "        </Data>\n"
                                       "        <MoreData/>\n"
                                       "      </Item>\n"
                                       "      <Meta>\n"
                                       "        <Format xmlns=\"syncml:metinf\">xml</Format>\n"
                                       "      </Meta>\n"
                                       "    </Add>\n"
                                       "    <Final/>\n"
                                       "  </SyncBody>\n"
                                       "</SyncML>\n";
    static const char wbxml[] = "\x02\xA4\x01\x6A\0\x6D\x6B\x45\x54\x4F"
                                "\0\x02\x60\x77\x03"
                                "1.2\0\x01\x64\x66\x03"
                                "AAuthSecret\0\x01"
                                "\x76\x03"
                                "canary\0\x01\x01\x01\x01"
                                "\0\0\x34\x01\x5A\0\x01\x47\x03"
                                "xml\0\x01\x01\x01\0\0\x12\x01\x01";
    GByteArray *room = g_byte_array_new();
    cpdm_slice out;
    assert_ok(f, read_xml(f, SLICE(xml)));
    g_assert_true(find(f->package, DMDDF_Value)->secret);
    assert_ok(f, syncml_write_wbxml(&f->job, f->package, CPDM_STRINGS_INLINE, &out));
    out = keep(out, room);
    g_assert_true(slice_equal(out, SLICE(wbxml)));
    assert_ok(f, read_wbxml(f, out));
    g_assert_true(f->package->language == &wbxml_syncml12);
    assert_ok(f, syncml_write_xml(&f->job, f->package, &out));
    assert_text(out, xml);
    g_byte_array_free(room, TRUE);
}

/* Every octet, NUL first, from a builder through both encodings and back. */
static void test_every_octet(struct fixture *f, gconstpointer data)
{
    (void)data;
    char octets[256];
    GByteArray *room = g_byte_array_new();
    for (size_t i = 0; i < sizeof octets; i++)
        octets[i] = (char)i;
    begin(f, 1024);
    struct cpdm_package *package = syncml_new(&f->job, &wbxml_syncml11);
    struct syncml_node *root = syncml_add(&f->job, package, NULL, SYNCML_SyncML, slice("", 0));
    struct syncml_node *item = syncml_add(&f->job, package, root, SYNCML_Item, slice("", 0));
    struct syncml_node *meta = syncml_add(&f->job, package, item, SYNCML_Meta, slice("", 0));
    syncml_add(&f->job, package, meta, METINF_Format, SLICE("bin"))->binary = true;
    syncml_add(&f->job, package, item, SYNCML_Data, slice(octets, sizeof octets))->binary = true;
    cpdm_slice out;
    assert_ok(f, syncml_write_wbxml(&f->job, package, CPDM_STRINGS_INLINE, &out));
    assert_ok(f, read_wbxml(f, keep(out, room)));
    assert_ok(f, syncml_write_xml(&f->job, f->package, &out));
    assert_ok(f, read_xml(f, keep(out, room)));
    const struct syncml_node *found = find(f->package, SYNCML_Data);
    g_assert_true(found->binary);
    g_assert_true(slice_equal(found->text, slice(octets, sizeof octets)));
    g_byte_array_free(room, TRUE);
}

/* ---- What of a Data is octets -------------------------------------------------------------------------- */

#define META(format)    "<Meta><Format xmlns='syncml:metinf'>" format "</Format></Meta>"
#define SYNCML(content) "<SyncML xmlns='SYNCML:SYNCML1.1'>" content "</SyncML>"

struct data_row {
    cpdm_slice input;
    cpdm_slice data; /* of the first Data */
    bool binary;
};

static const struct data_row xml_data[] = {
    {SLICE(SYNCML("<Item>" META("b64") "<Data>AAE=</Data></Item>")), SLICE("\0\1"), true},
    {SLICE(SYNCML("<Item>" META("bin") "<Data>AAE=</Data></Item>")), SLICE("\0\1"), true},
    {SLICE(SYNCML("<Item>" META("b64") "<Data>\n AA\n E=\n</Data></Item>")), SLICE("\0\1"), true},
    {SLICE(SYNCML("<Item>" META("bin") "<Data/></Item>")), SLICE(""), true},
    {SLICE(SYNCML("<Item>" META("chr") "<Data>AAE=</Data></Item>")), SLICE("AAE="), false},
    {SLICE(SYNCML("<Item><Data>AAE=</Data></Item>")), SLICE("AAE="), false},
    {SLICE(SYNCML("<Replace>" META("b64") "<Item><Data>AAE=</Data></Item></Replace>")), SLICE("\0\1"), true},
    {SLICE(SYNCML("<Replace>" META("b64") "<Item>" META("chr") "<Data>AAE=</Data></Item></Replace>")), SLICE("AAE="),
     false},
    {SLICE(SYNCML("<Item>" META("b64") "</Item><Item><Data>AAE=</Data></Item>")), SLICE("AAE="), false},
    {SLICE(SYNCML("<Data> \n </Data>")), SLICE(" \n "), false},
    {SLICE(SYNCML("<Data>a&lt;b<!-- no -->c<![CDATA[<d>&]]>&#13;</Data>")), SLICE("a<bc<d>&\r"), false},
};

#define ITEM(content)  "\x02\x9F\x53\x6A\0\x6D\x54" content "\x01\x01"
#define FORMAT(format) "\x5A\0\x01\x47\x03" format "\0\x01\x01\0\0"

static const struct data_row wbxml_data[] = {
    {SLICE(ITEM(FORMAT("bin") "\x4F\xC3\x03"
                              "a\0b"
                              "\x01")),
     SLICE("a\0b"), true},
    {SLICE(ITEM(FORMAT("bin") "\x4F\xC3\x04"
                              "AAE="
                              "\x01")),
     SLICE("AAE="), true},
    {SLICE(ITEM(FORMAT("bin") "\x4F\x03"
                              "AAE=\0"
                              "\x01")),
     SLICE("AAE="), true},
    {SLICE(ITEM(FORMAT("b64") "\x4F\x03"
                              "AAE=\0"
                              "\x01")),
     SLICE("\0\1"), true},
    {SLICE(ITEM(FORMAT("b64") "\x4F\xC3\x04"
                              "AAE="
                              "\x01")),
     SLICE("\0\1"), true}, /* as libwbxml 0.11 writes it */
    {SLICE(ITEM(FORMAT("chr") "\x4F\xC3\x03"
                              "abc"
                              "\x01")),
     SLICE("abc"), false}, /* the same */
    {SLICE(ITEM("\x4F\xC3\x03"
                "abc"
                "\x01")),
     SLICE("abc"), false},
    {SLICE(ITEM("\x4F\x03"
                "ab\0"
                "\x03"
                "c\0"
                "\xC3\x01"
                "d"
                "\x01")),
     SLICE("abcd"), false},
    {SLICE(ITEM("\x0F")), SLICE(""), false},
    {SLICE(ITEM("\x4F\x01")), SLICE(""), false},
};

static void assert_data(struct fixture *f, const struct data_row *row)
{
    const struct syncml_node *found = find(f->package, SYNCML_Data);
    g_assert_nonnull(found);
    g_assert_true(slice_equal(found->text, row->data));
    g_assert_cmpint(found->binary, ==, row->binary);
}

/* Read, and read again from what either writer makes of it. */
static void test_data(struct fixture *f, gconstpointer data)
{
    (void)data;
    GByteArray *room = g_byte_array_new();
    for (size_t i = 0; i < 2 * (G_N_ELEMENTS(xml_data) + G_N_ELEMENTS(wbxml_data)); i++) {
        bool xml = i / 2 < G_N_ELEMENTS(xml_data);
        const struct data_row *row = xml ? &xml_data[i / 2] : &wbxml_data[i / 2 - G_N_ELEMENTS(xml_data)];
        cpdm_slice out;
        assert_ok(f, xml ? read_xml(f, row->input) : read_wbxml(f, row->input));
        assert_data(f, row);
        if (i % 2) {
            assert_ok(f, syncml_write_xml(&f->job, f->package, &out));
            assert_ok(f, read_xml(f, keep(out, room)));
        } else {
            assert_ok(f, syncml_write_wbxml(&f->job, f->package, CPDM_STRINGS_INLINE, &out));
            assert_ok(f, read_wbxml(f, keep(out, room)));
        }
        assert_data(f, row);
    }
    g_byte_array_free(room, TRUE);
}

/* A Format that describes no Data stays what it is: b64 of a NextNonce (seed 003 section 6, its Chal). */
static void test_format_of_a_challenge(struct fixture *f, gconstpointer data)
{
    (void)data;
    cpdm_slice out;
    assert_ok(f, read_xml(f, SLICE(SYNCML("<Chal><Meta><Format xmlns='syncml:metinf'>b64</Format><NextNonce "
                                          "xmlns='syncml:metinf'>AAE=</NextNonce></Meta></Chal>"))));
    g_assert_true(find(f->package, METINF_NextNonce)->secret);
    assert_ok(f, syncml_write_wbxml(&f->job, f->package, CPDM_STRINGS_INLINE, &out));
    g_assert_true(slice_equal(out, SLICE("\x02\x9F\x53\x6A\0\x6D\x49\x5A\0\x01\x47\x03"
                                         "b64\0\x01"
                                         "\x50\x03"
                                         "AAE=\0\x01\x01\x01\x01")));
}

/* ---- Secrets, pieces, memory --------------------------------------------------------------------------- */

static void test_secrets(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *xml;
        bool secret;
    } rows[] = {
        {SYNCML("<Item><Target><LocURI>./SyncML/DMAcc/x/ServerPW</LocURI></Target><Data>s</Data></Item>"), true},
        {SYNCML("<Item><Target><LocURI>./SyncML/DMAcc/x/ServerId</LocURI></Target><Data>s</Data></Item>"), false},
        {SYNCML("<Item><Target><LocURI>Secret</LocURI></Target><Data>s</Data></Item>"), true},
        {SYNCML("<Item><Target><LocURI>./Inbox</LocURI></Target><Data>s</Data></Item>"), true},
        {SYNCML("<Item><Source><LocURI>Secret</LocURI></Source><Data>s</Data></Item>"), false},
        {SYNCML("<Item><Target><LocURI>Secret</LocURI></Target></Item><Item><Data>s</Data></Item>"), false},
        {SYNCML("<SyncHdr><Cred><Data>s</Data></Cred></SyncHdr>"), true},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_ok(f, read_xml(f, slice_of(rows[i].xml)));
        g_assert_cmpint(find(f->package, SYNCML_Data)->secret, ==, rows[i].secret);
    }
}

/* Text in 10,000 pieces is joined within the memory limit of 16 octets for one: no copy for each piece. */
static void test_text_in_pieces(struct fixture *f, gconstpointer data)
{
    (void)data;
    GString *xml = g_string_new("<SyncML><Data>");
    for (unsigned i = 0; i < 10000; i++)
        g_string_append(xml, "&lt;\n");
    g_string_append(xml, "</Data></SyncML>");
    assert_ok(f, read_xml(f, slice(xml->str, xml->len)));
    g_assert_cmpuint(find(f->package, SYNCML_Data)->text.length, ==, 20000);
    g_string_free(xml, TRUE);
}

/* An allocator that gives memory `left` times. */
static void *allocate(void *left, size_t size)
{
    unsigned *count = left;
    if (*count == 0)
        return NULL;
    --*count;
    return g_malloc(size);
}

static void release(void *left, void *memory)
{
    (void)left;
    g_free(memory);
}

/* Reading and both writings, with the first, second … allocation failing: an error of its own, until nothing fails. */
static void test_no_memory(void)
{
    cpdm_status status = CPDM_ERROR_MEMORY;
    unsigned count = 0;
    for (; status; count++) {
        unsigned left = count;
        cpdm_allocator allocator = {allocate, release, &left};
        struct job job = {.limits = limits_for(NULL, sizeof package_wbxml)};
        struct cpdm_package *package = NULL;
        cpdm_slice out;
        job_init(&job, &allocator);
        diag_init(&job.diag, &job.arena);
        status = syncml_read_wbxml(&job, SLICE(package_wbxml), &package);
        for (unsigned i = 0; i < 40 && !status; i++) /* the first chunk has room for much */
            status = i % 2 ? syncml_write_xml(&job, package, &out)
                           : syncml_write_wbxml(&job, package, CPDM_STRINGS_INLINE, &out);
        g_assert_true(status == CPDM_OK || status == CPDM_ERROR_MEMORY);
        job_free(&job);
        g_assert_cmpuint(count, <, 100);
    }
    g_assert_cmpuint(count, >, 2);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(path, function) g_test_add(path, struct fixture, NULL, set_up, function, tear_down)
    g_test_add_func("/syncml/tags", test_tags);
    TEST("/syncml/xml-to-wbxml", test_xml_to_wbxml);
    TEST("/syncml/wbxml-to-xml", test_wbxml_to_xml);
    TEST("/syncml/dmddf-inside", test_dmddf_inside);
    TEST("/syncml/every-octet", test_every_octet);
    TEST("/syncml/data", test_data);
    TEST("/syncml/format-of-a-challenge", test_format_of_a_challenge);
    TEST("/syncml/secrets", test_secrets);
    TEST("/syncml/text-in-pieces", test_text_in_pieces);
    g_test_add_func("/syncml/no-memory", test_no_memory);
#undef TEST
    return g_test_run();
}
