/* SPDX-License-Identifier: MIT */
/*
 * TNDS documents: what the specifications leave open and senders differ in, read as it is meant; what is hostile,
 * bounded; what is written, octet for octet (DM Tree and Description 1.2 section 8.6); and every allocation failing in
 * turn.
 */
#include "dm-read.h"
#include "emit-tnds.h"
#include "syncml-fixture.h"

#define TNDS(nodes)      "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD>" nodes "</MgmtTree>"
#define NODE(name, more) "<Node><NodeName>" name "</NodeName>" more "</Node>"
#define PROPERTIES(text) "<RTProperties>" text "</RTProperties>"
#define FORMAT(name)     PROPERTIES("<Format><" name "/></Format>")
#define VALUE(text)      "<Value>" text "</Value>"

/* The tree as text: URI[!] format value {type} (acl), a line for each; ! is permanent. */
static char *outline(struct fixture *f, const struct cpdm_tree *tree)
{
    GString *text = g_string_new(NULL);
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next(node)) != NULL;) {
        cpdm_slice uri = dm_node_uri(&f->job.arena, node);
        g_string_append_printf(text, "%.*s%s %s", (int)uri.length, uri.data, node->permanent ? "!" : "",
                               cpdm_format_name((cpdm_format)node->format));
        if (node->format != CPDM_FORMAT_NODE) {
            g_string_append_printf(text, " %.*s", (int)node->value.length, node->value.length ? node->value.data : "");
        } else {
            if (node->type.length)
                g_string_append_printf(text, " {%.*s}", (int)node->type.length, node->type.data);
            if (node->acl.length)
                g_string_append_printf(text, " (%.*s)", (int)node->acl.length, node->acl.data);
        }
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

static const struct {
    const char *xml, *nodes;
} readings[] = {
    /* the example of the specification (TNDS 1.2, element Node), shortened: no Path, no namespace */
    {"<MgmtTree><VerDTD>1.2</VerDTD>" NODE("Vendor", NODE("ISP", NODE("GWName", VALUE("gw.yyy.se")))) "</MgmtTree>",
     "./Vendor node\n./Vendor/ISP node\n./Vendor/ISP/GWName chr gw.yyy.se\n"},
    /* the hierarchy continues elsewhere, with a Path */
    {TNDS(NODE("Vendor", NODE("ISP", "")) NODE("GWName", "<Path>./Vendor/ISP</Path>" VALUE("gw"))),
     "./Vendor node\n./Vendor/ISP node\n./Vendor/ISP/GWName chr gw\n"},
    /* what stands above an object is there on the device */
    {TNDS(NODE("x", "<Path>./SyncML/DMAcc</Path>" NODE("Addr", VALUE("a")))),
     "./SyncML! node\n./SyncML/DMAcc! node\n./SyncML/DMAcc/x node\n./SyncML/DMAcc/x/Addr chr a\n"},
    {TNDS(NODE("a", "<Path>DMAcc/</Path>") NODE("b", "<Path>.</Path>") NODE("c", "<Path>./</Path>") NODE("d", "<Path/>")
              NODE("e", "<Path>/</Path>")),
     "./DMAcc! node\n./DMAcc/a node\n./b node\n./c node\n./d node\n./e node\n"},
    /* properties, and those that are the device's own business */
    {TNDS(NODE("x", PROPERTIES("<ACL>Get=*</ACL><Format><node/></Format><Name>n</Name><Size>1</Size><Title>t</Title>"
                               "<TStamp>20060101T000000Z</TStamp><Type><DDFName>urn:oma:mo:oma-dm-dmacc:1.0</DDFName>"
                               "</Type><VerNo>1</VerNo>"))),
     "./x node {urn:oma:mo:oma-dm-dmacc:1.0} (Get=*)\n"},
    {"<?xml version='1.0'?><!DOCTYPE MgmtTree PUBLIC '-//OMA//DTD-DM-DDF 1.2//EN' 'http://x/dtd'>" TNDS(
         "<Man>Maker</Man><Mod>Model</Mod>" NODE("x", VALUE(" y "))),
     "./x chr  y \n"},
    /* formats: stated, or told by what is there */
    {TNDS(NODE("a", FORMAT("int") VALUE("-5")) NODE("b", FORMAT("bool") VALUE("false")) NODE("c", FORMAT("null"))
              NODE("d", FORMAT("xml") VALUE("&lt;e/>")) NODE("e", FORMAT("b64") VALUE("QUI="))
                  NODE("f", FORMAT("bin") VALUE("QUI=")) NODE("g", FORMAT("chr"))
                      NODE("h", PROPERTIES("<Type><MIME>text/plain</MIME></Type>")) NODE("i", VALUE(""))),
     "./a int -5\n./b bool false\n./c null \n./d xml <e/>\n./e bin AB\n./f bin AB\n./g chr \n./h chr \n./i chr \n"},
};

static void test_readings(struct fixture *f, gconstpointer data)
{
    (void)data;
    for (size_t i = 0; i < G_N_ELEMENTS(readings); i++) {
        struct cpdm_tree *tree;
        assert_ok(f, read_xml(f, slice_of(readings[i].xml)));
        assert_ok(f, dm_read_tnds(&f->job, f->package, &tree));
        char *nodes = outline(f, tree);
        g_assert_cmpstr(nodes, ==, readings[i].nodes);
        g_assert_cmpuint(f->job.diag.warning_count, ==, 0);
        g_free(nodes);
    }
}

static void test_acl_of_leaf(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct cpdm_tree *tree;
    assert_ok(f, read_xml(f, SLICE(TNDS(NODE("x", PROPERTIES("<ACL>Get=*</ACL>") VALUE("y"))))));
    assert_ok(f, dm_read_tnds(&f->job, f->package, &tree));
    g_assert_cmpuint(f->job.diag.warning_count, ==, 1);
    g_assert_cmpuint(f->job.diag.warnings->diagnostic.rule, ==, CPDM_RULE_TNDS_ACL);
    g_assert_cmpstr(f->job.diag.warnings->diagnostic.sentence, ==, "the ACL of the leaf x is left out");
}

/* ---- Writing ---- */

/* ./DMAcc/x with an identifier, a text and octets: the objects of a tree that was read keep what they had. */
static const char small_xml[] =
    TNDS(NODE("x", "<Path>./DMAcc</Path>" PROPERTIES(
                       "<ACL>Get=s</ACL><Format><node/></Format><Type><DDFName>urn:a</DDFName></Type>")
                       NODE("A", VALUE("&lt;&amp;]]&gt;")) NODE("Sub", NODE("B", FORMAT("b64") VALUE("AAEC")))
                           NODE("N", FORMAT("null"))));

/* Section 8.6: tokens of code page 2, STR_I and OPAQUE; the public identifier stands in the string table. */
static const char small_wbxml[] =
    "\x02\0\0\x6A\x1B-//OMA//DTD-DM-DDF 1.2//EN\0"
    "\0\x02\x60\x77\x03"
    "1.2\0\x01"                                                                             /* MgmtTree VerDTD */
    "\x64\x66\x03x\0\x01\x6C\x03./DMAcc"                                                    /* Node NodeName, Path */
    "\0\x01\x6F\x46\x03Get=s\0\x01\x5C\x25\x01\x75\x51\x03urn:a\0\x01\x01\x01"              /* ACL, node, DDFName */
    "\x64\x66\x03"                                                                          /* A: chr, text/plain */
    "A\0\x01\x6F\x5C\x0B\x01\x75\x61\x03text/plain\0\x01\x01\x01\x76\x03<&]]>\0\x01\x01"    /* its Value */
    "\x64\x66\x03Sub\0\x01\x6F\x5C\x25\x01\x75\x11\x01\x01"                                 /* Sub: an empty DDFName */
    "\x64\x66\x03"                                                                          /* B: bin */
    "B\0\x01\x6F\x5C\x09\x01\x75\x61\x03text/plain\0\x01\x01\x01\x76\xC3\x03\0\x01\x02\x01" /* OPAQUE */
    "\x01\x01"
    "\x64\x66\x03N\0\x01\x6F\x5C\x27\x01\x75\x61\x03text/plain\0\x01\x01\x01\x01" /* N: null, without Value */
    "\x01\x01";

static void test_written(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct cpdm_tree *tree, *again;
    cpdm_slice octets;
    struct emit_tnds tnds;
    assert_ok(f, read_xml(f, SLICE(small_xml)));
    assert_ok(f, dm_read_tnds(&f->job, f->package, &tree));
    char *meant = outline(f, tree);
    assert_ok(f, emit_tnds_wbxml(&f->job, tree, false, false, &tnds));
    g_assert_true(slice_equal(tnds.octets, SLICE(small_wbxml)));
    assert_ok(f, emit_tnds_xml(&f->job, tree, &octets));
    g_assert_null(memmem(octets.data, octets.length, "]]>", 3));
    GByteArray *room = g_byte_array_new();
    for (unsigned form = 0; form < 2; form++) {
        cpdm_slice text = keep(form ? SLICE(small_wbxml) : octets, room);
        assert_ok(f, form ? read_wbxml(f, text) : read_xml(f, text));
        assert_ok(f, dm_read_tnds(&f->job, f->package, &again));
        char *found = outline(f, again);
        g_assert_cmpstr(found, ==, meant);
        g_free(found);
    }
    g_byte_array_free(room, TRUE);
    g_free(meant);
}

/* ---- Hostile documents ---- */

static char *repeat(const char *text, size_t count)
{
    GString *all = g_string_new(NULL);
    while (count--)
        g_string_append(all, text);
    return g_string_free(all, FALSE);
}

/* Nodes in Nodes, deeper than elements may be. */
static void test_deep(struct fixture *f, gconstpointer data)
{
    (void)data;
    char *open = repeat("<Node><NodeName>a</NodeName>", 40), *close = repeat("</Node>", 40);
    char *xml = g_strdup_printf(TNDS("%s%s"), open, close);
    g_assert_cmpint(read_xml(f, slice_of(xml)), ==, CPDM_ERROR_LIMIT);
    g_assert_cmpuint(f->job.diag.error.rule, ==, CPDM_RULE_DEPTH_LIMIT);
    GString *wbxml = g_string_new_len("\x02\0\0\x6A\x1B-//OMA//DTD-DM-DDF 1.2//EN\0\0\x02\x60", 35);
    for (unsigned i = 0; i < 40; i++)
        g_string_append_len(wbxml,
                            "\x64\x66\x03"
                            "a\0\x01",
                            6);
    g_assert_cmpint(read_wbxml(f, slice(wbxml->str, wbxml->len)), ==, CPDM_ERROR_LIMIT);
    g_assert_cmpuint(f->job.diag.error.rule, ==, CPDM_RULE_DEPTH_LIMIT);
    g_string_free(wbxml, TRUE);
    g_free(xml);
    g_free(open);
    g_free(close);
}

/* 28 levels are within the limit, and a Path may lead deeper than elements nest. */
static void test_deep_enough(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct cpdm_tree *tree;
    char *open = repeat("<Node><NodeName>a</NodeName>", 28), *close = repeat("</Node>", 28), *path = repeat("/a", 27);
    char *xml = g_strdup_printf(TNDS("%s%s<Node><NodeName>b</NodeName><Path>.%s</Path></Node>"), open, close, path);
    assert_ok(f, read_xml(f, slice_of(xml)));
    assert_ok(f, dm_read_tnds(&f->job, f->package, &tree));
    g_assert_cmpuint(tree->count, ==, 29);
    g_free(xml);
    g_free(path);
    g_free(open);
    g_free(close);
}

/* A text that no value may be as long as: in a value, an ACL, an identifier, a name. */
static void test_long(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const places[] = {
        TNDS(NODE("x", VALUE("%s"))),
        TNDS(NODE("x", PROPERTIES("<ACL>%s</ACL>"))),
        TNDS(NODE("x", PROPERTIES("<Type><DDFName>%s</DDFName></Type>"))),
        TNDS(NODE("%s", "")),
    };
    char *text = repeat("a", LIMIT_VALUE + 1);
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        GString *xml = g_string_new(places[i]);
        g_string_replace(xml, "%s", text, 1);
        g_assert_cmpint(read_xml(f, slice(xml->str, xml->len)), ==, CPDM_ERROR_LIMIT);
        g_assert_cmpuint(f->job.diag.error.rule, ==, CPDM_RULE_VALUE_LIMIT);
        g_string_free(xml, TRUE);
    }
    g_free(text);
}

/* Every octet string that is shorter than the document is refused, and no length is believed. */
static void test_cut(struct fixture *f, gconstpointer data)
{
    (void)data;
    for (size_t length = 0; length < sizeof small_wbxml - 1; length++) {
        char *octets = g_memdup2(small_wbxml, length + 1); /* its end is that of the memory */
        g_assert_cmpint(read_wbxml(f, slice(octets, length)), ==, CPDM_ERROR_DOCUMENT);
        g_free(octets);
    }
    char *longer = g_memdup2(small_wbxml, sizeof small_wbxml - 1);
    char *opaque = memmem(longer, sizeof small_wbxml - 1, "\xC3\x03", 2);
    for (size_t length = sizeof small_wbxml - 1 - (size_t)(opaque + 2 - longer) + 1; length < 128; length++) {
        opaque[1] = (char)length;
        g_assert_cmpint(read_wbxml(f, slice(longer, sizeof small_wbxml - 1)), ==, CPDM_ERROR_DOCUMENT);
        g_assert_cmpuint(f->job.diag.error.rule, ==, CPDM_RULE_WBXML_TRUNCATED);
    }
    g_free(longer);
}

/* Many small nodes stay within the memory that a document may take. */
static void test_wide(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct cpdm_tree *tree;
    GString *xml = g_string_new("<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>wide</NodeName>");
    for (unsigned i = 0; i < 500; i++)
        g_string_append_printf(
            xml,
            "<Node><NodeName>%u</NodeName>" PROPERTIES(
                "<Format><chr/></Format><Type><MIME>text/plain</MIME></Type>") "<Value>%u</Value></Node>",
            i, i);
    g_string_append(xml, "</Node></MgmtTree>");
    assert_ok(f, read_xml(f, slice(xml->str, xml->len)));
    assert_ok(f, dm_read_tnds(&f->job, f->package, &tree));
    g_assert_cmpuint(tree->count, ==, 501);
    struct emit_tnds tnds;
    assert_ok(f, emit_tnds_wbxml(&f->job, tree, false, false, &tnds));
    GByteArray *room = g_byte_array_new();
    assert_ok(f, read_wbxml(f, keep(tnds.octets, room)));
    assert_ok(f, dm_read_tnds(&f->job, f->package, &tree));
    g_assert_cmpuint(tree->count, ==, 501);
    g_byte_array_free(room, TRUE);
    g_string_free(xml, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(path, function) g_test_add(path, struct fixture, NULL, set_up, function, tear_down)
    TEST("/tnds/readings", test_readings);
    TEST("/tnds/acl-of-leaf", test_acl_of_leaf);
    TEST("/tnds/written", test_written);
    TEST("/tnds/deep", test_deep);
    TEST("/tnds/deep-enough", test_deep_enough);
    TEST("/tnds/long", test_long);
    TEST("/tnds/cut", test_cut);
    TEST("/tnds/wide", test_wide);
#undef TEST
    return g_test_run();
}
