/* SPDX-License-Identifier: MIT */
/*
 * SyncML 1.1 and 1.2: the tokens of their three tag code pages. SyncML Representation Protocol 1.1 section 7.1 and 1.2
 * (page 0), Meta-Information DTD (page 1), DM Tree and Description 1.2 section 8.6 (page 2). No attribute has a token.
 */
#include "wbxml-tokens.h"

#define TAG(text) text, sizeof(text) - 1

/* What both versions have; each adds its own rows behind. */
/* clang-format off */
#define SYNCML_COMMON \
    [0x05] = {TAG("Add")}, \
    [0x06] = {TAG("Alert")}, \
    [0x07] = {TAG("Archive")}, \
    [0x08] = {TAG("Atomic")}, \
    [0x09] = {TAG("Chal")}, \
    [0x0A] = {TAG("Cmd")}, \
    [0x0B] = {TAG("CmdID")}, \
    [0x0C] = {TAG("CmdRef")}, \
    [0x0D] = {TAG("Copy")}, \
    [0x0E] = {TAG("Cred")}, \
    [0x0F] = {TAG("Data")}, \
    [0x10] = {TAG("Delete")}, \
    [0x11] = {TAG("Exec")}, \
    [0x12] = {TAG("Final")}, \
    [0x13] = {TAG("Get")}, \
    [0x14] = {TAG("Item")}, \
    [0x15] = {TAG("Lang")}, \
    [0x16] = {TAG("LocName")}, \
    [0x17] = {TAG("LocURI")}, \
    [0x18] = {TAG("Map")}, \
    [0x19] = {TAG("MapItem")}, \
    [0x1A] = {TAG("Meta")}, \
    [0x1B] = {TAG("MsgID")}, \
    [0x1C] = {TAG("MsgRef")}, \
    [0x1D] = {TAG("NoResp")}, \
    [0x1E] = {TAG("NoResults")}, \
    [0x1F] = {TAG("Put")}, \
    [0x20] = {TAG("Replace")}, \
    [0x21] = {TAG("RespURI")}, \
    [0x22] = {TAG("Results")}, \
    [0x23] = {TAG("Search")}, \
    [0x24] = {TAG("Sequence")}, \
    [0x25] = {TAG("SessionID")}, \
    [0x26] = {TAG("SftDel")}, \
    [0x27] = {TAG("Source")}, \
    [0x28] = {TAG("SourceRef")}, \
    [0x29] = {TAG("Status")}, \
    [0x2A] = {TAG("Sync")}, \
    [0x2B] = {TAG("SyncBody")}, \
    [0x2C] = {TAG("SyncHdr")}, \
    [0x2D] = {TAG("SyncML")}, \
    [0x2E] = {TAG("Target")}, \
    [0x2F] = {TAG("TargetRef")}, \
    [0x31] = {TAG("VerDTD")}, \
    [0x32] = {TAG("VerProto")}, \
    [0x33] = {TAG("NumberOfChanges")}, \
    [0x34] = {TAG("MoreData")}

#define METINF_COMMON \
    [0x05] = {TAG("Anchor")}, \
    [0x06] = {TAG("EMI")}, \
    [0x07] = {TAG("Format")}, \
    [0x08] = {TAG("FreeID")}, \
    [0x09] = {TAG("FreeMem")}, \
    [0x0A] = {TAG("Last")}, \
    [0x0B] = {TAG("Mark")}, \
    [0x0C] = {TAG("MaxMsgSize")}, \
    [0x0D] = {TAG("Mem")}, \
    [0x0E] = {TAG("MetInf")}, \
    [0x0F] = {TAG("Next")}, \
    [0x10] = {TAG("NextNonce")}, \
    [0x11] = {TAG("SharedMem")}, \
    [0x12] = {TAG("Size")}, \
    [0x13] = {TAG("Type")}, \
    [0x14] = {TAG("Version")}, \
    [0x15] = {TAG("MaxObjSize")}
/* clang-format on */

static const struct wbxml_tag_token syncml11[64] = {SYNCML_COMMON};

static const struct wbxml_tag_token syncml12[64] = {
    SYNCML_COMMON,
    [0x35] = {TAG("Field")},
    [0x36] = {TAG("Filter")},
    [0x37] = {TAG("Record")},
    [0x38] = {TAG("FilterType")},
    [0x39] = {TAG("SourceParent")},
    [0x3A] = {TAG("TargetParent")},
    [0x3B] = {TAG("Move")},
    [0x3C] = {TAG("Correlator")},
};

static const struct wbxml_tag_token metinf11[64] = {METINF_COMMON};

static const struct wbxml_tag_token metinf12[64] = {
    METINF_COMMON,
    [0x16] = {TAG("FieldLevel")},
};

static const struct wbxml_tag_token dmddf12[64] = {
    [0x05] = {TAG("AccessType")},   [0x06] = {TAG("ACL")},          [0x07] = {TAG("Add")},
    [0x08] = {TAG("b64")},          [0x09] = {TAG("bin")},          [0x0A] = {TAG("bool")},
    [0x0B] = {TAG("chr")},          [0x0C] = {TAG("CaseSense")},    [0x0D] = {TAG("CIS")},
    [0x0E] = {TAG("Copy")},         [0x0F] = {TAG("CS")},           [0x10] = {TAG("date")},
    [0x11] = {TAG("DDFName")},      [0x12] = {TAG("DefaultValue")}, [0x13] = {TAG("Delete")},
    [0x14] = {TAG("Description")},  [0x15] = {TAG("DFFormat")},     [0x16] = {TAG("DFProperties")},
    [0x17] = {TAG("DFTitle")},      [0x18] = {TAG("DFType")},       [0x19] = {TAG("Dynamic")},
    [0x1A] = {TAG("Exec")},         [0x1B] = {TAG("float")},        [0x1C] = {TAG("Format")},
    [0x1D] = {TAG("Get")},          [0x1E] = {TAG("int")},          [0x1F] = {TAG("Man")},
    [0x20] = {TAG("MgmtTree")},     [0x21] = {TAG("MIME")},         [0x22] = {TAG("Mod")},
    [0x23] = {TAG("Name")},         [0x24] = {TAG("Node")},         [0x25] = {TAG("node")},
    [0x26] = {TAG("NodeName")},     [0x27] = {TAG("null")},         [0x28] = {TAG("Occurrence")},
    [0x29] = {TAG("One")},          [0x2A] = {TAG("OneOrMore")},    [0x2B] = {TAG("OneOrN")},
    [0x2C] = {TAG("Path")},         [0x2D] = {TAG("Permanent")},    [0x2E] = {TAG("Replace")},
    [0x2F] = {TAG("RTProperties")}, [0x30] = {TAG("Scope")},        [0x31] = {TAG("Size")},
    [0x32] = {TAG("time")},         [0x33] = {TAG("Title")},        [0x34] = {TAG("TStamp")},
    [0x35] = {TAG("Type")},         [0x36] = {TAG("Value")},        [0x37] = {TAG("VerDTD")},
    [0x38] = {TAG("VerNo")},        [0x39] = {TAG("xml")},          [0x3A] = {TAG("ZeroOrMore")},
    [0x3B] = {TAG("ZeroOrN")},      [0x3C] = {TAG("ZeroOrOne")},
};

static const struct wbxml_page pages11[] = {
    {.tags = syncml11},
    {.tags = metinf11},
};

static const struct wbxml_page pages12[] = {
    {.tags = syncml12},
    {.tags = metinf12},
    {.tags = dmddf12},
};

static const struct wbxml_tag_token no_tags[64] = {{NULL, 0}};

/* DMDDF has code page 2 in a document of its own too. */
static const struct wbxml_page pages_dmddf[] = {
    {.tags = no_tags},
    {.tags = no_tags},
    {.tags = dmddf12},
};

static const char *const namespaces11[] = {"SYNCML:SYNCML1.1", "syncml:metinf"};
static const char *const namespaces12[] = {"SYNCML:SYNCML1.2", "syncml:metinf", "syncml:dmddf1.2"};

const struct wbxml_language wbxml_syncml11 = {
    .title = "SyncML 1.1",
    .root = "SyncML",
    .formal_id = "-//SYNCML//DTD SyncML 1.1//EN",
    .public_id = 0x0FD3,
    .content = true,
    .namespaces = namespaces11,
    .pages = pages11,
    .page_count = sizeof pages11 / sizeof *pages11,
    .head = "\x02\x9F\x53\x6A",
    .head_length = 4,
};

const struct wbxml_language wbxml_syncml12 = {
    .title = "SyncML 1.2",
    .root = "SyncML",
    .formal_id = "-//SYNCML//DTD SyncML 1.2//EN",
    .public_id = 0x1201,
    .content = true,
    .namespaces = namespaces12,
    .pages = pages12,
    .page_count = sizeof pages12 / sizeof *pages12,
    .head = "\x02\xA4\x01\x6A",
    .head_length = 4,
};

const struct wbxml_language wbxml_dmddf12 = {
    .title = "DMDDF 1.2",
    .root = "MgmtTree",
    .formal_id = "-//OMA//DTD-DM-DDF 1.2//EN",
    .public_id = 0, /* none was registered */
    .content = true,
    .namespaces = namespaces12,
    .pages = pages_dmddf,
    .page_count = sizeof pages_dmddf / sizeof *pages_dmddf,
    .head = "\x02\x00\x00\x6A",
    .head_length = 4,
};
