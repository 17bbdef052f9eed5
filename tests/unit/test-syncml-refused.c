/* SPDX-License-Identifier: MIT */
/* SyncML messages that break a rule, each refused with its sentence at its place, and the namespaces that are taken. */
#include "syncml-fixture.h"

#define SYNCML(content) "<SyncML xmlns='SYNCML:SYNCML1.1'>" content "</SyncML>"
#define META(format)    "<Meta><Format xmlns='syncml:metinf'>" format "</Format></Meta>"
#define ITEM(content)   "\x02\x9F\x53\x6A\0\x6D\x54" content "\x01\x01"
#define FORMAT(format)  "\x5A\0\x01\x47\x03" format "\0\x01\x01\0\0"

static void test_namespaces(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *xml;
        const struct wbxml_language *language;
        bool warned;
    } rows[] = {
        {"<SyncML><Meta><Format>chr</Format></Meta></SyncML>", &wbxml_syncml11, false},
        {"<SyncML><SyncHdr><VerDTD>1.2</VerDTD></SyncHdr><Meta><Format>chr</Format></Meta><Move/></SyncML>",
         &wbxml_syncml12, false},
        {"<SyncML><SyncHdr><VerDTD>1.1</VerDTD></SyncHdr><Meta><Format>chr</Format></Meta></SyncML>", &wbxml_syncml11,
         false},
        {"<SyncML xmlns='SYNCML:SYNCML1.2'><Meta><Format xmlns='syncml:metinf'>chr</Format></Meta></SyncML>",
         &wbxml_syncml12, false},
        {"<SyncML xmlns='SYNCML:SYNCML1.2'><Meta><Format>chr</Format></Meta></SyncML>", &wbxml_syncml12, true},
        {"<SyncML xmlns='SYNCML:SYNCML1.1'><Meta xmlns='syncml:metinf'><Format>chr</Format></Meta></SyncML>",
         &wbxml_syncml11, true},
        {"<SyncML xmlns='SYNCML:SYNCML1.2' xmlns:A='syncml:metinf'><Meta><A:Format>chr</A:Format></Meta></SyncML>",
         &wbxml_syncml12, false},
        {"<s:SyncML xmlns:s='SYNCML:SYNCML1.1' xmlns:other='urn:x'><s:Meta><Format xmlns='syncml:metinf'>chr</Format>"
         "</s:Meta></s:SyncML>",
         &wbxml_syncml11, false},
        {"<SyncML xmlns='SYNCML:SYNCML1.1'><Meta xmlns:a='syncml:metinf'><a:Format>chr</a:Format></Meta>"
         "<Meta xmlns:a='SYNCML:SYNCML1.1'><a:Data/></Meta></SyncML>",
         &wbxml_syncml11, false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_ok(f, read_xml(f, slice_of(rows[i].xml)));
        g_assert_true(f->package->language == rows[i].language);
        assert_text(find(f->package, METINF_Format)->text, "chr");
        g_assert_cmpuint(f->job.diag.warning_count, ==, rows[i].warned ? 1 : 0);
    }
}

static const struct {
    const char *xml;
    unsigned rule, column;
    const char *sentence;
} refused[] = {
    {"<SyncMl/>", CPDM_RULE_SYNCML_ROOT, 1, "SyncMl is the root element, and a package begins with SyncML"},
    {SYNCML("<Foo/>"), CPDM_RULE_SYNCML_ELEMENT, 34, "Foo is no element of SyncML, MetInf or DMDDF"},
    {SYNCML("<Move/>"), CPDM_RULE_SYNCML_ELEMENT, 34, "Move is no element of SyncML, MetInf or DMDDF"},
    {"<SyncML><MgmtTree/></SyncML>", CPDM_RULE_SYNCML_ELEMENT, 9, "MgmtTree is no element of SyncML, MetInf or DMDDF"},
    {"<SyncML xmlns='urn:x'/>", CPDM_RULE_SYNCML_NAMESPACE, 1, "SyncML stands in a namespace that is none of SyncML's"},
    {"<SyncML><a:Meta/></SyncML>", CPDM_RULE_SYNCML_NAMESPACE, 9,
     "a:Meta stands in a namespace that is none of SyncML's"},
    {SYNCML("<Meta xmlns='SYNCML:SYNCML1.2'/>"), CPDM_RULE_SYNCML_NAMESPACE, 34,
     "Meta stands in a namespace that is none of SyncML's"},
    {SYNCML("<Meta xmlns:m='syncml:metinf'/><m:Format/>"), CPDM_RULE_SYNCML_NAMESPACE, 65,
     "m:Format stands in a namespace that is none of SyncML's"},
    {SYNCML("<Data id='1'/>"), CPDM_RULE_SYNCML_ATTRIBUTE, 34, "id is an attribute that SyncML does not have"},
    {SYNCML("<Item>x<Data/></Item>"), CPDM_RULE_SYNCML_NESTING, 40, "Item holds both text and elements"},
    {SYNCML("<Item><Data/>x</Item>"), CPDM_RULE_SYNCML_NESTING, 47, "Item holds both text and elements"},
    {SYNCML("<Item><Data/><Meta/></Item>"), CPDM_RULE_SYNCML_NESTING, 47,
     "Meta stands behind the Data that it describes"},
    {SYNCML("<Item><Data/><Target/></Item>"), CPDM_RULE_SYNCML_NESTING, 47,
     "Target stands behind the Data that it describes"},
    {SYNCML("<Item>" META("b64") "<Data>A</Data></Item>"), CPDM_RULE_SYNCML_FORMAT, 101,
     "the value of a binary item is not base64"},
    {SYNCML("<Item>" META("bin") "<Data>canary!</Data></Item>"), CPDM_RULE_SYNCML_FORMAT, 101,
     "the value of a binary item is not base64"},
};

static void test_refused_xml(struct fixture *f, gconstpointer data)
{
    (void)data;
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        assert_rule(f, read_xml(f, slice_of(refused[i].xml)), refused[i].rule, refused[i].sentence);
        g_assert_cmpuint(f->job.diag.error.line, ==, 1);
        g_assert_cmpuint(f->job.diag.error.column, ==, refused[i].column);
    }
}

static void test_refused_wbxml(struct fixture *f, gconstpointer data)
{
    (void)data;
    assert_rule(f, read_wbxml(f, SLICE("\x02\x9F\x53\x6A\0\x6C\x01")), CPDM_RULE_SYNCML_ROOT,
                "the root element is not SyncML");
    assert_rule(f, read_wbxml(f, SLICE(ITEM("\x4F\xC3\x01\x02\x01"))), CPDM_RULE_SYNCML_FORMAT,
                "an OPAQUE holds octets that are no text, and its Format is not bin");
    g_assert_cmpstr(f->job.diag.error.path, ==, "Item/Data");
    g_assert_cmpuint(f->job.diag.error.offset, ==, 8);
    assert_rule(f, read_wbxml(f, SLICE(ITEM("\x57\xC3\x02\xC0\xAF\x01"))), CPDM_RULE_SYNCML_FORMAT,
                "an OPAQUE holds octets that are no text, and its Format is not bin");
    assert_rule(f, read_wbxml(f, SLICE(ITEM(FORMAT("b64") "\x4F\xC3\x01\x02\x01"))), CPDM_RULE_SYNCML_FORMAT,
                "the value of a binary item is not base64");
    assert_rule(f, read_wbxml(f, SLICE(ITEM("\x03x\0\x0F"))), CPDM_RULE_SYNCML_NESTING,
                "Item holds both text and elements");
    assert_rule(f,
                read_wbxml(f, SLICE("\x02\x9F\x53\x6A\x04"
                                    "Foo\0"
                                    "\x6D\x04\0\x01")),
                CPDM_RULE_SYNCML_ELEMENT, "Foo is no element of SyncML 1.1");
    g_assert_cmpint(read_wbxml(f, SLICE("\x02\x9F\x53\x6A\0\x6D")), ==, CPDM_ERROR_DOCUMENT);
    g_assert_cmpuint(f->job.diag.error.rule, ==, CPDM_RULE_WBXML_TRUNCATED);
}

/* A literal tag that is the name of an element is that element. */
static void test_literal_tag(struct fixture *f, gconstpointer data)
{
    (void)data;
    assert_ok(f, read_wbxml(f, SLICE("\x02\x9F\x53\x6A\x05"
                                     "Item\0"
                                     "\x6D\x44\0\x0F\x01\x01")));
    g_assert_cmpuint(syncml_tag(f->package->root->first), ==, SYNCML_Item);
    g_assert_cmpuint(syncml_tag(f->package->root->first->first), ==, SYNCML_Data);
}

/* Elements nested as deep as the limit allows, and one deeper. */
static void test_depth(struct fixture *f, gconstpointer data)
{
    (void)data;
    for (unsigned depth = LIMIT_DEPTH; depth <= LIMIT_DEPTH + 1; depth++) {
        GString *xml = g_string_new("<SyncML>");
        for (unsigned i = 1; i < depth; i++)
            g_string_append(xml, "<Item>");
        for (unsigned i = 1; i < depth; i++)
            g_string_append(xml, "</Item>");
        g_string_append(xml, "</SyncML>");
        g_assert_cmpint(read_xml(f, slice(xml->str, xml->len)), ==, depth > LIMIT_DEPTH ? CPDM_ERROR_LIMIT : CPDM_OK);
        g_string_free(xml, TRUE);
    }
    char octets[5 + 2 * LIMIT_DEPTH_MAX] = "\x02\x9F\x53\x6A\0\x6D";
    memset(octets + 6, 0x54, LIMIT_DEPTH_MAX - 1);
    memset(octets + 5 + LIMIT_DEPTH_MAX, 0x01, LIMIT_DEPTH_MAX);
    begin(f, 1 << 16);
    f->job.limits.depth = LIMIT_DEPTH_MAX;
    assert_ok(f, syncml_read_wbxml(&f->job, slice(octets, sizeof octets), &f->package));
    g_assert_cmpuint(f->package->count, ==, LIMIT_DEPTH_MAX);
}

static void test_value_limit(struct fixture *f, gconstpointer data)
{
    (void)data;
    for (size_t length = LIMIT_VALUE; length <= LIMIT_VALUE + 1; length++) {
        GString *xml = g_string_new("<SyncML><LocURI>");
        for (size_t i = 0; i < length; i++)
            g_string_append_c(xml, 'a');
        g_string_append(xml, "</LocURI></SyncML>");
        cpdm_status status = read_xml(f, slice(xml->str, xml->len));
        if (length > LIMIT_VALUE)
            assert_rule(f, status, CPDM_RULE_VALUE_LIMIT, "LocURI is longer than 8192 octets");
        else
            assert_ok(f, status);
        g_string_free(xml, TRUE);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(path, function) g_test_add(path, struct fixture, NULL, set_up, function, tear_down)
    TEST("/syncml-refused/namespaces", test_namespaces);
    TEST("/syncml-refused/refused-xml", test_refused_xml);
    TEST("/syncml-refused/refused-wbxml", test_refused_wbxml);
    TEST("/syncml-refused/literal-tag", test_literal_tag);
    TEST("/syncml-refused/depth", test_depth);
    TEST("/syncml-refused/value-limit", test_value_limit);
#undef TEST
    return g_test_run();
}
