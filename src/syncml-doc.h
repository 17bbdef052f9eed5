/* SPDX-License-Identifier: MIT */
/*
 * A SyncML message as a tree of elements (SyncML Representation Protocol 1.1, 1.2), from XML or WBXML, to XML or WBXML.
 * A TNDS document of its own (DM Tree and Description 1.2 section 8) is read and written in the same way.
 */
#ifndef SYNCML_DOC_H
#define SYNCML_DOC_H

#include "bytes.h"
#include "dm-tree.h"
#include "wbxml-tokens.h"

struct syncml_node {
    struct syncml_node *parent, *next, *first, *last;
    const struct wbxml_tag_token *tag;
    cpdm_slice text; /* of a leaf; octets when binary */
    uint32_t offset;
    uint8_t page;  /* tag code page: SyncML, MetInf, DMDDF */
    uint8_t token; /* on that page */
    bool binary;   /* Data, Value: `text` is octets (OPAQUE of Format bin, or decoded b64). Format in a Meta, b64 or bin
                    * in a   Format of a Node: it describes such octets and is written b64 in XML, bin in WBXML */
    bool secret;   /* a password, nonce or digest, by the name of its node: hidden in what is shown */
};

/* The elements that the code knows by name: code page and token (SyncML and MetInf 1.1, DMDDF 1.2 section 8.6). */
enum syncml_tag {
    SYNCML_Add = 0x0005,
    SYNCML_Atomic = 0x0008,
    SYNCML_CmdID = 0x000B,
    SYNCML_Cred = 0x000E,
    SYNCML_Data = 0x000F,
    SYNCML_Final = 0x0012,
    SYNCML_Item = 0x0014,
    SYNCML_LocName = 0x0016,
    SYNCML_LocURI = 0x0017,
    SYNCML_Meta = 0x001A,
    SYNCML_MsgID = 0x001B,
    SYNCML_Replace = 0x0020,
    SYNCML_SessionID = 0x0025,
    SYNCML_Source = 0x0027,
    SYNCML_SyncBody = 0x002B,
    SYNCML_SyncHdr = 0x002C,
    SYNCML_SyncML = 0x002D,
    SYNCML_Target = 0x002E,
    SYNCML_VerDTD = 0x0031,
    SYNCML_VerProto = 0x0032,
    METINF_Format = 0x0107,
    METINF_NextNonce = 0x0110,
    METINF_Type = 0x0113,
    DMDDF_ACL = 0x0206,
    DMDDF_b64 = 0x0208,
    DMDDF_bin = 0x0209,
    DMDDF_DDFName = 0x0211,
    DMDDF_Format = 0x021C,
    DMDDF_Man = 0x021F,
    DMDDF_MgmtTree = 0x0220,
    DMDDF_MIME = 0x0221,
    DMDDF_Mod = 0x0222,
    DMDDF_Name = 0x0223,
    DMDDF_Node = 0x0224,
    DMDDF_NodeName = 0x0226,
    DMDDF_Path = 0x022C,
    DMDDF_RTProperties = 0x022F,
    DMDDF_Size = 0x0231,
    DMDDF_Title = 0x0233,
    DMDDF_TStamp = 0x0234,
    DMDDF_Type = 0x0235,
    DMDDF_Value = 0x0236,
    DMDDF_VerDTD = 0x0237,
    DMDDF_VerNo = 0x0238,
};

static inline unsigned syncml_tag(const struct syncml_node *node)
{
    return (unsigned)node->page << 8 | node->token;
}

/* "Replace" */
static inline cpdm_slice syncml_name(const struct syncml_node *node)
{
    return slice(node->tag->name, node->tag->length);
}

struct cpdm_package {
    struct syncml_node *root;
    const struct wbxml_language *language; /* SyncML 1.1 or 1.2: by public id or namespace; DMDDF: a TNDS document */
    bool from_wbxml;
    size_t count;
    cpdm_slice text; /* XML: the input, for line and column */
    size_t base;     /* WBXML: of the body in the input, added to offsets */
};

/* Making one (syncml-doc.c). NULL after diag_fail(). */
struct cpdm_package *syncml_new(struct job *job, const struct wbxml_language *language);

/* A new last child; the root where `parent` is NULL. `text` is borrowed; empty for an element with children. */
struct syncml_node *syncml_add(struct job *job, struct cpdm_package *package, struct syncml_node *parent, unsigned tag,
                               cpdm_slice text);

/* The next element in document order, or NULL. */
struct syncml_node *syncml_next(const struct syncml_node *node);

/* SyncBody/Replace/Item[3]/Target, in the arena, for diagnostics; NULL when there is no memory. */
const char *syncml_path(struct arena *arena, const struct syncml_node *node);

/* The tag of this name on a code page, or 0. */
unsigned syncml_find_tag(const struct wbxml_language *language, unsigned page, cpdm_slice name);

/* What both readers feed (syncml-build.c). */
struct syncml_level {           /* of an open element */
    struct syncml_node *format; /* the Format in its Meta; the b64 or bin of a Node */
    bool data_seen;
    bool secret; /* its LocURI or NodeName is that of a secret */
};

struct syncml_builder {
    struct job *job;
    struct cpdm_package *package;
    struct syncml_node *open;   /* innermost open element; NULL before the root and after it */
    size_t depth;               /* of `open`; the root has 0 */
    cpdm_slice text;            /* of `open`, while it is one piece that stays valid */
    struct bytes_writer pieces; /* of `open`, when it is not */
    size_t text_offset;
    bool opaque;                                 /* an OPAQUE is among the pieces */
    struct syncml_level levels[LIMIT_DEPTH_MAX]; /* by depth; the readers enforce it */
};

cpdm_status syncml_build_begin(struct syncml_builder *builder, struct job *job, const struct wbxml_language *language,
                               bool from_wbxml);
/* The tag of an element without namespace: looked for on the page of its place. 0 when there is none. */
unsigned syncml_build_find(const struct syncml_builder *builder, cpdm_slice name);
cpdm_status syncml_build_start(struct syncml_builder *builder, unsigned tag, size_t offset);
/* `stays`: the text is valid for as long as the document. May come in pieces. */
cpdm_status syncml_build_text(struct syncml_builder *builder, cpdm_slice text, bool stays, size_t offset);
cpdm_status syncml_build_opaque(struct syncml_builder *builder, cpdm_slice octets, size_t offset);
cpdm_status syncml_build_end(struct syncml_builder *builder);

struct xml_reader;
cpdm_status syncml_read_xml(struct job *job, struct xml_reader *reader, cpdm_slice input,
                            struct cpdm_package **package);
cpdm_status syncml_read_wbxml(struct job *job, cpdm_slice input, struct cpdm_package **package);
cpdm_status syncml_write_xml(struct job *job, const struct cpdm_package *package, cpdm_slice *octets);
cpdm_status syncml_write_wbxml(struct job *job, const struct cpdm_package *package, cpdm_strings kind,
                               cpdm_slice *octets);

/* A TNDS document that is the Data of an item (syncml-embedded.c): its XML text, or the octets of its WBXML. Between
 * `enter` and `leave` complaints are about it; `leave` says them of the Data. */
struct syncml_outer {
    struct diag diag;
};

void syncml_embedded_enter(struct job *job, struct syncml_outer *outer);
void syncml_embedded_leave(struct job *job, const struct syncml_outer *outer, const struct syncml_node *data);
cpdm_status syncml_read_embedded(struct job *job, struct xml_reader *reader, cpdm_slice text,
                                 struct cpdm_package **tnds);

/* Whether a Data is such a document: what its item's Meta/Type says. */
bool syncml_is_embedded(const struct syncml_node *data);

#endif
