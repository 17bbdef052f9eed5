/* SPDX-License-Identifier: MIT */
/*
 * Bootstrap packages to management trees: what SyncML DM Bootstrap 1.1 (seed 000) section 6.3.1 allows, and each way to
 * break it refused by its own sentence.
 */
#include "dm-read.h"
#include "syncml-fixture.h"

#define ROOT(content)         "<SyncML xmlns='SYNCML:SYNCML1.1'>" content "</SyncML>"
#define VERSION               "<VerDTD>1.1</VerDTD><VerProto>DM/1.1</VerProto>"
#define IDS                   "<SessionID>0</SessionID><MsgID>0</MsgID>"
#define TARGET                "<Target><LocURI>dev</LocURI></Target>"
#define SOURCE                "<Source><LocURI>http://dm.example.com/</LocURI></Source>"
#define HEADER                "<SyncHdr>" VERSION IDS TARGET SOURCE "</SyncHdr>"
#define HEADED(header)        ROOT("<SyncHdr>" header "</SyncHdr>" BODY("<CmdID>1</CmdID>" ITEM("./a", "", "<Data/>")))
#define BODY(content)         "<SyncBody><Replace>" content "</Replace></SyncBody>"
#define BODIED(body)          ROOT(HEADER "<SyncBody>" body "</SyncBody>")
#define REPLACED(content)     ROOT(HEADER BODY(content))
#define ITEMS(items)          REPLACED("<CmdID>1</CmdID>" items)
#define FORMAT(format)        "<Meta><Format xmlns='syncml:metinf'>" format "</Format></Meta>"
#define TYPED(format)         "<Meta xmlns:m='syncml:metinf'><m:Format>" format "</m:Format><m:Type>text/plain</m:Type></Meta>"
#define ITEM(uri, meta, data) "<Item><Target><LocURI>" uri "</LocURI></Target>" meta data "</Item>"
#define LEAF(uri, meta, text) ITEM(uri, meta, "<Data>" text "</Data>")
#define INTERIOR(uri)         ITEM(uri, FORMAT("node"), "<Data/>")

static cpdm_status read_tree(struct fixture *f, const char *xml, bool any_session, struct cpdm_tree **tree)
{
    const struct dm_read_options options = {.any_session = any_session};
    assert_ok(f, read_xml(f, slice_of(xml)));
    return dm_read_syncml(&f->job, f->xml, f->package, any_session ? &options : NULL, tree);
}

/* ---- What is allowed ----------------------------------------------------------------------------------- */

/* The items of section 6.3.2's example, with the Data that its third lacks and without the blanks in its first LocURI,
 * a permanent node, and a leaf of each other format. PX is created by its child, as there. */
static const char sound[] =
    ITEMS(INTERIOR("./SyncML/DMAcc") INTERIOR("./SyncML/DMAcc/UltimateManagement")
              LEAF("./SyncML/DMAcc/UltimateManagement/Addr", "", "www.TheUltimateManagementServer.com")
                  LEAF("./SyncML/DMAcc/UltimateManagement/PortNbr", FORMAT("int"), "80")
                      LEAF("./SyncML/DMAcc/UltimateManagement/Key", FORMAT("b64"), "AAE=")
                          LEAF("./SyncML/DMAcc/UltimateManagement/Ext", FORMAT("bool"), "true")
                              LEAF("./SyncML/DMAcc/UltimateManagement/X", FORMAT("xml"), "&lt;x/>")
                                  LEAF("./SyncML/DMAcc/UltimateManagement/Name", FORMAT("null"), "")
                                      LEAF("./SyncML/Con/My_ISP/PX/Addr", TYPED("chr"), "123.123.123.123")
                                          INTERIOR("./SyncML/Con/My_ISP"));

static const struct {
    const char *uri;
    cpdm_format format;
    cpdm_slice value;
    bool secret, permanent;
    enum dm_why why;
} nodes[] = {
    {"./SyncML", CPDM_FORMAT_NODE, SLICE(""), false, true, DM_WHY_STRUCTURE},
    {"./SyncML/DMAcc", CPDM_FORMAT_NODE, SLICE(""), false, true, DM_WHY_PARM},
    {"./SyncML/DMAcc/UltimateManagement", CPDM_FORMAT_NODE, SLICE(""), false, false, DM_WHY_PARM},
    {"./SyncML/DMAcc/UltimateManagement/Addr", CPDM_FORMAT_CHR, SLICE("www.TheUltimateManagementServer.com"), false,
     false, DM_WHY_PARM},
    {"./SyncML/DMAcc/UltimateManagement/PortNbr", CPDM_FORMAT_INT, SLICE("80"), false, false, DM_WHY_PARM},
    {"./SyncML/DMAcc/UltimateManagement/Key", CPDM_FORMAT_BIN, SLICE("\0\1"), true, false, DM_WHY_PARM},
    {"./SyncML/DMAcc/UltimateManagement/Ext", CPDM_FORMAT_BOOL, SLICE("true"), false, false, DM_WHY_PARM},
    {"./SyncML/DMAcc/UltimateManagement/X", CPDM_FORMAT_XML, SLICE("<x/>"), false, false, DM_WHY_PARM},
    {"./SyncML/DMAcc/UltimateManagement/Name", CPDM_FORMAT_NULL, SLICE(""), false, false, DM_WHY_PARM},
    {"./SyncML/Con", CPDM_FORMAT_NODE, SLICE(""), false, true, DM_WHY_STRUCTURE},
    {"./SyncML/Con/My_ISP", CPDM_FORMAT_NODE, SLICE(""), false, false, DM_WHY_PARM},
    {"./SyncML/Con/My_ISP/PX", CPDM_FORMAT_NODE, SLICE(""), false, false, DM_WHY_STRUCTURE},
    {"./SyncML/Con/My_ISP/PX/Addr", CPDM_FORMAT_CHR, SLICE("123.123.123.123"), false, false, DM_WHY_PARM},
};

static void assert_nodes(struct fixture *f, const struct cpdm_tree *tree)
{
    const struct dm_node *node = tree->root.first;
    for (size_t i = 0; i < G_N_ELEMENTS(nodes); i++, node = dm_tree_next(node)) {
        assert_text(dm_node_uri(&f->job.arena, node), nodes[i].uri);
        g_assert_cmpint(node->format, ==, nodes[i].format);
        g_assert_true(slice_equal(node->value, nodes[i].value));
        g_assert_cmpint(node->secret, ==, nodes[i].secret);
        g_assert_cmpint(node->permanent, ==, nodes[i].permanent);
        g_assert_cmpint(node->why, ==, nodes[i].why);
    }
    g_assert_null(node);
    assert_text(tree->server, "http://dm.example.com/");
}

static void test_sound(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct cpdm_tree *tree;
    cpdm_slice octets;
    GByteArray *room = g_byte_array_new();
    assert_ok(f, read_tree(f, sound, false, &tree));
    assert_nodes(f, tree);
    assert_ok(f, syncml_write_wbxml(&f->job, f->package, CPDM_STRINGS_INLINE, &octets));
    assert_ok(f, read_wbxml(f, keep(octets, room)));
    assert_ok(f, dm_read_syncml(&f->job, f->xml, f->package, NULL, &tree));
    assert_nodes(f, tree);
    g_byte_array_free(room, TRUE);
}

static void test_versions(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const rows[] = {
        HEADED("<VerDTD>1.1</VerDTD><VerProto>SyncMLDM/1.1</VerProto>" IDS TARGET SOURCE),
        "<SyncML>" HEADER BODY("<CmdID>1</CmdID>" ITEM("./a", "", "<Data/>")) "</SyncML>",
        "<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>" IDS TARGET SOURCE
        "</SyncHdr>" BODY("<CmdID>1</CmdID>" ITEM("./a", "", "<Data/>")) "</SyncML>",
    };
    struct cpdm_tree *tree;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_ok(f, read_tree(f, rows[i], false, &tree));
}

static void test_any_session(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const char session[] = HEADED(VERSION "<SessionID>1A</SessionID><MsgID>0</MsgID>" TARGET SOURCE);
    struct cpdm_tree *tree;
    assert_ok(f, read_tree(f, session, true, &tree));
    assert_rule(f, read_tree(f, session, false, &tree), CPDM_RULE_SYNCML_HEADER, "SessionID is \"1A\", and must be 0");
    assert_rule(f, read_tree(f, HEADED(VERSION "<SessionID/><MsgID>0</MsgID>" TARGET SOURCE), true, &tree),
                CPDM_RULE_SYNCML_HEADER, "SessionID is \"\", and must be 0");
}

/* ---- What is refused ----------------------------------------------------------------------------------- */

static const struct {
    const char *xml;
    unsigned rule;
    const char *path, *sentence;
} refused[] = {
    /* the message */
    {ROOT(""), CPDM_RULE_SYNCML_HEADER, "", "the package does not begin with SyncHdr"},
    {ROOT(BODY("<CmdID>1</CmdID>")), CPDM_RULE_SYNCML_HEADER, "", "the package does not begin with SyncHdr"},
    {ROOT(HEADER), CPDM_RULE_SYNCML_COMMAND, "", "behind the SyncHdr there is no SyncBody"},
    {ROOT(HEADER HEADER), CPDM_RULE_SYNCML_COMMAND, "", "behind the SyncHdr there is no SyncBody"},
    {ROOT(HEADER "<SyncBody/><SyncBody/>"), CPDM_RULE_SYNCML_COMMAND, "SyncBody[2]",
     "behind the SyncBody there is SyncBody"},

    /* 6.3.1.1 */
    {HEADED(""), CPDM_RULE_SYNCML_HEADER, "SyncHdr", "the SyncHdr has no VerDTD"},
    {HEADED("<VerProto>DM/1.1</VerProto>" IDS TARGET SOURCE), CPDM_RULE_SYNCML_HEADER, "SyncHdr/VerProto",
     "the SyncHdr has no VerDTD"},
    {HEADED("<VerDTD>1.1</VerDTD>" IDS TARGET SOURCE), CPDM_RULE_SYNCML_HEADER, "SyncHdr/SessionID",
     "the SyncHdr has no VerProto"},
    {HEADED(VERSION "<MsgID>0</MsgID>" TARGET SOURCE), CPDM_RULE_SYNCML_HEADER, "SyncHdr/MsgID",
     "the SyncHdr has no SessionID"},
    {HEADED(VERSION "<SessionID>0</SessionID>" TARGET SOURCE), CPDM_RULE_SYNCML_HEADER, "SyncHdr/Target",
     "the SyncHdr has no MsgID"},
    {HEADED(VERSION IDS SOURCE), CPDM_RULE_SYNCML_HEADER, "SyncHdr/Source", "the SyncHdr has no Target"},
    {HEADED(VERSION IDS TARGET), CPDM_RULE_SYNCML_HEADER, "SyncHdr", "the SyncHdr has no Source"},
    {HEADED("<VerDTD>1.2</VerDTD><VerProto>DM/1.1</VerProto>" IDS TARGET SOURCE), CPDM_RULE_SYNCML_HEADER,
     "SyncHdr/VerDTD", "VerDTD is \"1.2\", and must be 1.1"},
    {HEADED("<VerDTD>1.1</VerDTD><VerProto>DM/1.2</VerProto>" IDS TARGET SOURCE), CPDM_RULE_SYNCML_HEADER,
     "SyncHdr/VerProto", "VerProto is \"DM/1.2\", and must be DM/1.1 or SyncMLDM/1.1"},
    {HEADED(VERSION "<SessionID>1</SessionID><MsgID>0</MsgID>" TARGET SOURCE), CPDM_RULE_SYNCML_HEADER,
     "SyncHdr/SessionID", "SessionID is \"1\", and must be 0"},
    {HEADED(VERSION "<SessionID>0</SessionID><MsgID>1</MsgID>" TARGET SOURCE), CPDM_RULE_SYNCML_HEADER, "SyncHdr/MsgID",
     "MsgID is \"1\", and must be 0"},
    {HEADED(VERSION IDS "<Target/>" SOURCE), CPDM_RULE_SYNCML_HEADER, "SyncHdr/Target",
     "there is no LocURI in the Target"},
    {HEADED(VERSION IDS TARGET "<Source><LocURI/></Source>"), CPDM_RULE_SYNCML_HEADER, "SyncHdr/Source",
     "there is no LocURI in the Source"},
    {HEADED(VERSION IDS "<Target><LocURI>a</LocURI><LocName>b</LocName></Target>" SOURCE), CPDM_RULE_SYNCML_HEADER,
     "SyncHdr/Target/LocName", "LocName is not allowed in the Target"},
    {HEADED(VERSION IDS TARGET "<Source><LocURI>a</LocURI><LocName>b</LocName></Source>"), CPDM_RULE_SYNCML_HEADER,
     "SyncHdr/Source/LocName", "LocName is not allowed in the Source"},
    {HEADED(VERSION IDS TARGET "<Source><LocURI>a</LocURI><LocURI>b</LocURI></Source>"), CPDM_RULE_SYNCML_HEADER,
     "SyncHdr/Source/LocURI[2]", "a second LocURI in the Source"},
    {HEADED(VERSION IDS TARGET SOURCE "<Cred><Data>canary</Data></Cred>"), CPDM_RULE_SYNCML_HEADER, "SyncHdr/Cred",
     "the SyncHdr has its six elements once, and nothing beside them, but here is Cred"},
    {HEADED(VERSION IDS TARGET SOURCE "<RespURI>a</RespURI>"), CPDM_RULE_SYNCML_HEADER, "SyncHdr/RespURI",
     "the SyncHdr has its six elements once, and nothing beside them, but here is RespURI"},
    {HEADED(VERSION "<NoResp/>" IDS TARGET SOURCE), CPDM_RULE_SYNCML_HEADER, "SyncHdr/NoResp",
     "the SyncHdr has its six elements once, and nothing beside them, but here is NoResp"},
    {HEADED(VERSION IDS TARGET SOURCE "<Meta/>"), CPDM_RULE_SYNCML_HEADER, "SyncHdr/Meta",
     "the SyncHdr has its six elements once, and nothing beside them, but here is Meta"},
    {HEADED(VERSION IDS TARGET SOURCE SOURCE), CPDM_RULE_SYNCML_HEADER, "SyncHdr/Source[2]",
     "the SyncHdr has its six elements once, and nothing beside them, but here is Source"},

    /* 6.3.1.2: the command */
    {BODIED(""), CPDM_RULE_SYNCML_COMMAND, "SyncBody", "there is no command in the SyncBody"},
    {BODIED("<Exec><CmdID>1</CmdID></Exec>"), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Exec",
     "the command of a bootstrap package is Replace, and this is Exec"},
    {BODIED("<Atomic><CmdID>1</CmdID></Atomic>"), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Atomic",
     "the command of a bootstrap package is Replace, and this is Atomic"},
    {BODIED("<Final/>"), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Final", "there is no command in the SyncBody"},
    {BODIED("<Replace/><Replace/>"), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Replace[2]",
     "a bootstrap package has one Replace and nothing behind it, but here is Replace"},
    {BODIED("<Replace/><Final/>"), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Final",
     "a bootstrap package has one Replace and nothing behind it, but here is Final"},
    {REPLACED(""), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Replace", "CmdID does not come first in the Replace"},
    {REPLACED(ITEM("./a", "", "<Data/>")), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Replace/Item",
     "CmdID does not come first in the Replace"},
    {REPLACED("<CmdID>2</CmdID>" ITEM("./a", "", "<Data/>")), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Replace/CmdID",
     "CmdID is \"2\", and must be 1"},
    {ITEMS(""), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Replace", "there is no Item in the Replace"},
    {ITEMS("<NoResp/>" ITEM("./a", "", "<Data/>")), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Replace/NoResp",
     "the command of a bootstrap package has no NoResp"},
    {ITEMS("<Cred/>" ITEM("./a", "", "<Data/>")), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Replace/Cred",
     "the command of a bootstrap package has no Cred"},
    {ITEMS("<Meta/>" ITEM("./a", "", "<Data/>")), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Replace/Meta",
     "the command of a bootstrap package has no Meta"},
    {ITEMS(ITEM("./a", "", "<Data/>") "<CmdID>1</CmdID>"), CPDM_RULE_SYNCML_COMMAND, "SyncBody/Replace/CmdID[2]",
     "the command of a bootstrap package has no CmdID"},

    /* 6.3.1.2: the items */
    {ITEMS("<Item><Data/></Item>"), CPDM_RULE_SYNCML_ITEM, "SyncBody/Replace/Item", "an Item has no Target"},
    {ITEMS("<Item><Target/><Data/></Item>"), CPDM_RULE_SYNCML_ITEM, "SyncBody/Replace/Item/Target",
     "there is no LocURI in the Target"},
    {ITEMS("<Item><Target><LocURI>./a</LocURI><LocName>a</LocName></Target><Data/></Item>"), CPDM_RULE_SYNCML_ITEM,
     "SyncBody/Replace/Item/Target/LocName", "LocName is not allowed in the Target"},
    {ITEMS("<Item><Target><LocName>a</LocName><LocURI>./a</LocURI></Target><Data/></Item>"), CPDM_RULE_SYNCML_ITEM,
     "SyncBody/Replace/Item/Target/LocName", "LocName is not allowed in the Target"},
    {ITEMS("<Item><Target><CmdID>1</CmdID></Target><Data/></Item>"), CPDM_RULE_SYNCML_ITEM,
     "SyncBody/Replace/Item/Target/CmdID", "the only element of a Target or Source is LocURI, and this is CmdID"},
    {ITEMS(ITEM("./SyncML/Con/My_ISP", "", "")), CPDM_RULE_SYNCML_ITEM, "SyncBody/Replace/Item",
     "an Item has no Data (an empty one would do)"},
    {ITEMS(ITEM("./a", "", "<Data/>") ITEM("./b", "", "")), CPDM_RULE_SYNCML_ITEM, "SyncBody/Replace/Item[2]",
     "an Item has no Data (an empty one would do)"},
    {ITEMS(ITEM("./a", "<Source><LocURI>x</LocURI></Source>", "<Data/>")), CPDM_RULE_SYNCML_ITEM,
     "SyncBody/Replace/Item/Source", "an Item of a bootstrap package has no Source"},
    {ITEMS(ITEM("./a", "", "<Data/><MoreData/>")), CPDM_RULE_SYNCML_ITEM, "SyncBody/Replace/Item/MoreData",
     "an Item of a bootstrap package has no MoreData"},
    {ITEMS(ITEM("./a", "", "<Data/><Data/>")), CPDM_RULE_SYNCML_ITEM, "SyncBody/Replace/Item/Data[2]",
     "an Item has twice its Data"},
    {ITEMS(ITEM("./a", FORMAT("chr") FORMAT("chr"), "<Data/>")), CPDM_RULE_SYNCML_ITEM, "SyncBody/Replace/Item/Meta[2]",
     "an Item has twice its Meta"},
    {ITEMS("<Item><Target><LocURI>./a</LocURI></Target><Target><LocURI>./b</LocURI></Target><Data/></Item>"),
     CPDM_RULE_SYNCML_ITEM, "SyncBody/Replace/Item/Target[2]", "an Item has twice its Target"},
    {ITEMS(ITEM("./a", "", "<Data><Item/></Data>")), CPDM_RULE_SYNCML_ITEM, "SyncBody/Replace/Item",
     "the Data of an Item holds elements"},
    {ITEMS(ITEM("./a", "<Meta xmlns:m='syncml:metinf'><m:Format>chr</m:Format><m:Format>int</m:Format></Meta>",
                "<Data/>")),
     CPDM_RULE_SYNCML_ITEM, "SyncBody/Replace/Item/Meta/Format[2]", "a Meta has twice its Format"},
    {ITEMS(ITEM("./a", "<Meta><Size xmlns='syncml:metinf'>1</Size></Meta>", "<Data/>")), CPDM_RULE_SYNCML_ITEM,
     "SyncBody/Replace/Item/Meta/Size", "the Meta of a bootstrap item has Format and Type, and here is Size"},

    /* formats */
    {ITEMS(LEAF("./a", FORMAT("float"), "1")), CPDM_RULE_SYNCML_FORMAT, "SyncBody/Replace/Item/Meta/Format",
     "Format is \"float\", and must be node, chr, int, bool, bin, b64, xml or null"},
    {ITEMS(LEAF("./a", FORMAT("CHR"), "1")), CPDM_RULE_SYNCML_FORMAT, "SyncBody/Replace/Item/Meta/Format",
     "Format is \"CHR\", and must be node, chr, int, bool, bin, b64, xml or null"},
    {ITEMS(LEAF("./a", FORMAT("node"), "canary")), CPDM_RULE_SYNCML_FORMAT, "SyncBody/Replace/Item/Data",
     "the value of an interior node is not empty"},
    {ITEMS(LEAF("./a", FORMAT("null"), "canary")), CPDM_RULE_SYNCML_FORMAT, "SyncBody/Replace/Item/Data",
     "the value of a null node is not empty"},
    {ITEMS(LEAF("./a", FORMAT("int"), "8O")), CPDM_RULE_SYNCML_FORMAT, "SyncBody/Replace/Item/Data",
     "the value of an int node is not an integer"},
    {ITEMS(LEAF("./a", FORMAT("int"), "-")), CPDM_RULE_SYNCML_FORMAT, "SyncBody/Replace/Item/Data",
     "the value of an int node is not an integer"},
    {ITEMS(LEAF("./a", FORMAT("bool"), "1")), CPDM_RULE_SYNCML_FORMAT, "SyncBody/Replace/Item/Data",
     "the value of a bool node is not true or false"},
    {ITEMS(LEAF("./SyncML/DMAcc", "", "x")), CPDM_RULE_SYNCML_FORMAT, "SyncBody/Replace/Item/Target/LocURI",
     "every device has this as an interior node: ./SyncML/DMAcc"},

    /* one node, one item */
    {ITEMS(LEAF("./a", "", "1") LEAF("./a", "", "1")), CPDM_RULE_SYNCML_TWICE, "SyncBody/Replace/Item[2]/Target/LocURI",
     "a node comes twice: ./a"},
    {ITEMS(INTERIOR("./a") INTERIOR("./a")), CPDM_RULE_SYNCML_TWICE, "SyncBody/Replace/Item[2]/Target/LocURI",
     "a node comes twice: ./a"},
    {ITEMS(LEAF("./a/b", "", "1") INTERIOR("./a") INTERIOR("./a")), CPDM_RULE_SYNCML_TWICE,
     "SyncBody/Replace/Item[3]/Target/LocURI", "a node comes twice: ./a"},
    {ITEMS(LEAF("./a", "", "1") LEAF("./a/b", "", "1")), CPDM_RULE_SYNCML_TWICE,
     "SyncBody/Replace/Item[2]/Target/LocURI", "a node is to be below a leaf: ./a/b"},
    {ITEMS(LEAF("./a/b", "", "1") LEAF("./a", "", "1")), CPDM_RULE_SYNCML_TWICE,
     "SyncBody/Replace/Item[2]/Target/LocURI", "there are nodes below this leaf: ./a"},
};

static void test_refused(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct cpdm_tree *tree = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        assert_rule(f, read_tree(f, refused[i].xml, false, &tree), refused[i].rule, refused[i].sentence);
        g_assert_cmpstr(f->job.diag.error.path, ==, refused[i].path);
        g_assert_cmpuint(f->job.diag.error.line, ==, 1);
        g_assert_null(tree);
    }
}

/* Names that lead elsewhere, address a property, or are no segment at all. */
static void test_hostile_uris(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const uris[] = {
        ".",         "./",      "/",          "..",       "../a",          "a",           "a/b",
        "/a",        ".a/b",    "./a/",       "./a//b",   "./a/../b",      "./..",        "./.",
        "././a",     "./a/./b", "./a/..",     ".//a",     "./a?prop=ACL",  "./?prop=ACL", "./a/?list=Struct",
        "./a b",     " ./a",    "./a ",       "./a&#10;", "&#10;./a&#10;", "./a&#9;/b",   "./a\\b",
        "./a&#x7F;", "~/a",     "http://a/b",
    };
    struct cpdm_tree *tree;
    for (size_t i = 0; i < G_N_ELEMENTS(uris); i++) {
        char *xml = g_strdup_printf(ITEMS(LEAF("%s", "", "canary")), uris[i]);
        g_assert_cmpint(read_tree(f, xml, false, &tree), ==, CPDM_ERROR_DOCUMENT);
        g_assert_cmpuint(f->job.diag.error.rule, ==, CPDM_RULE_SYNCML_URI);
        g_assert_null(strstr(f->job.diag.error.sentence, "canary"));
        g_free(xml);
    }
}

/* 8 KiB are a value, one octet more is none. */
static void test_value_limit(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct cpdm_tree *tree;
    char *value = g_strnfill(LIMIT_VALUE + 1, 'a');
    char *xml = g_strdup_printf(ITEMS(LEAF("./a", "", "%s")), value + 1);
    assert_ok(f, read_tree(f, xml, false, &tree));
    g_free(xml);
    xml = g_strdup_printf(ITEMS(LEAF("./a", "", "%s")), value);
    assert_rule(f, read_tree(f, xml, false, &tree), CPDM_RULE_VALUE_LIMIT, "a value is longer than it may be");
    g_free(xml);
    g_free(value);
}

/* 1,000 items under one parent, and a path of 2,000 segments: the first is read, the second ends at the memory limit.
 */
static void test_wide_and_deep(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct cpdm_tree *tree = NULL;
    GString *items = g_string_new("<SyncML>" HEADER "<SyncBody><Replace><CmdID>1</CmdID>");
    GString *uri = g_string_new(".");
    for (unsigned i = 0; i < 1000; i++)
        g_string_append_printf(items, LEAF("./wide/%u", "", "%u"), i, i);
    g_string_append(items, "</Replace></SyncBody></SyncML>");
    assert_ok(f, read_tree(f, items->str, false, &tree));
    g_assert_cmpuint(tree->count, ==, 1001);
    g_assert_cmpuint(tree->root.first->child_count, ==, 1000);
    for (unsigned i = 0; i < 2000; i++)
        g_string_append(uri, "/a");
    char *deep = g_strdup_printf(ITEMS(LEAF("%s", "", "x")), uri->str);
    g_assert_cmpint(read_tree(f, deep, false, &tree), ==, CPDM_ERROR_LIMIT);
    g_assert_cmpuint(f->job.diag.error.rule, ==, CPDM_RULE_MEMORY_LIMIT);
    g_free(deep);
    g_string_free(uri, TRUE);
    g_string_free(items, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(path, function) g_test_add(path, struct fixture, NULL, set_up, function, tear_down)
    TEST("/dm-read-syncml/sound", test_sound);
    TEST("/dm-read-syncml/versions", test_versions);
    TEST("/dm-read-syncml/any-session", test_any_session);
    TEST("/dm-read-syncml/refused", test_refused);
    TEST("/dm-read-syncml/hostile-uris", test_hostile_uris);
    TEST("/dm-read-syncml/value-limit", test_value_limit);
    TEST("/dm-read-syncml/wide-and-deep", test_wide_and_deep);
#undef TEST
    return g_test_run();
}
