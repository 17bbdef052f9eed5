/* SPDX-License-Identifier: MIT */
/*
 * The CP document (ProvCont 1.1 section 4): characteristics and parms of any type, any nesting, in document order, each
 * with its place in the input. XML and WBXML readers feed the same builder; no later stage knows which it was.
 */
#ifndef CP_DOC_H
#define CP_DOC_H

#include "cp-names.h"
#include "job.h"

/* An element. Text is borrowed from the input where it stands there as it is. */
struct cp_node {
    struct cp_node *parent, *next;
    cpdm_slice text; /* type, name, or the element's own name (CPDM_ELEMENT_OTHER); the root's version */
    union {
        cpdm_slice value;      /* parms */
        struct cp_node *first; /* all others: no parm has a child */
    };
    uint32_t offset; /* in the input */
    uint32_t index;  /* parms: which it is in the document, from 0, whatever stands between them */
    uint16_t name;   /* enum cp_name of `text` */
    uint8_t kind;    /* cpdm_element_kind */
    bool has_value;  /* parm: a value attribute was there; root: a version attribute was there */
    bool has_extras; /* it is a cp_node_with_extras */
    bool implied;    /* an APPAUTH that the document does not have (cp-lenient.c) */
};

/* With attributes that CP does not know (datatype, mwid …), kept for a lossless way out. */
struct cp_node_with_extras {
    struct cp_node node;
    cpdm_attribute *extras;
};

static inline const cpdm_attribute *cp_extras(const struct cp_node *node)
{
    return node->has_extras ? ((const struct cp_node_with_extras *)node)->extras : NULL;
}

struct cpdm_document {
    union {
        struct cp_node root;
        struct cp_node_with_extras root_with_extras;
    };
    size_t parm_count, characteristic_count, other_count;
    struct cp_node **parms; /* by index, where they do not stand in this order any more (cp-lenient.c); else NULL */
    cpdm_slice text;        /* XML: the input, for line and column */
    size_t base;            /* WBXML: of the body in the input, added to offsets */
    bool binary;            /* offsets are octets of WBXML, not places in a text */
    struct cp_node *first_other; /* the first element that is neither characteristic nor parm */
};

/* An attribute as a reader saw it. `name` is needed for CP_ATTRIBUTE_OTHER only; `known` is the number of `value` where
 * the reader knows it (a token), else CP_NAME_UNKNOWN and the builder looks it up. */
struct cp_attribute {
    enum cp_attribute_kind kind;
    uint16_t known;
    cpdm_slice name;
    cpdm_slice value;
};

struct cp_builder {
    struct job *job;
    struct cpdm_document *document;
    struct cp_node *open;                  /* innermost open element; NULL before the root and after it */
    struct cp_node **next;                 /* where the next element is linked to */
    size_t counts[CPDM_ELEMENT_OTHER + 1]; /* of elements, by kind */
};

cpdm_status cp_build_begin(struct cp_builder *builder, struct job *job, bool binary);

/* Opens an element by its name; `attributes` may be reused by the caller, their slices not. */
cpdm_status cp_build_start(struct cp_builder *builder, cpdm_slice element, const struct cp_attribute *attributes,
                           size_t count, size_t offset);

/* Makes `node` the next element in the open one; but for its links and its place it is the caller's to set. It needs a
 * text, and its name's number or a cp_build_number(). The caller knows that no limit is reached and that the open one
 * is no parm. */
static inline void cp_build_put(struct cp_builder *builder, struct cp_node *node, cpdm_element_kind kind, size_t offset)
{
    node->parent = builder->open;
    node->next = NULL;
    node->offset = (uint32_t)offset;
    node->kind = (uint8_t)kind;
    *builder->next = node;
    builder->next = &node->next;
    size_t before = builder->counts[kind]++;
    if (kind == CPDM_ELEMENT_PARM)
        node->index = (uint32_t)before;
}

/* A new element of any kind, which is the caller's to fill. NULL after a failure. */
struct cp_node *cp_build_add(struct cp_builder *builder, cpdm_element_kind kind, size_t offset);

/* What is added from now on stands in this element, until cp_build_end(). */
static inline void cp_build_open(struct cp_builder *builder, struct cp_node *node)
{
    builder->open = node;
    builder->next = &node->first;
}

/* Every characteristic has a type and every parm a name; looks up its number. */
cpdm_status cp_build_number(struct cp_builder *builder, struct cp_node *node);

cpdm_status cp_build_text(struct cp_builder *builder, cpdm_slice text, size_t offset); /* blanks only, else an error */

static inline void cp_build_end(struct cp_builder *builder)
{
    builder->next = &builder->open->next;
    builder->open = builder->open->parent;
}

cpdm_status cp_build_finish(struct cp_builder *builder, struct cpdm_document **document);

/* The next element in document order below `root` (which is not returned first): node's first child, else its next,
 * else up. NULL at the end. */
struct cp_node *cp_doc_next(const struct cp_node *root, const struct cp_node *node);

/* The parm with the next index, or the first behind NULL. NULL at the end. */
struct cp_node *cp_doc_next_parm(const struct cpdm_document *document, const struct cp_node *parm);

/* The first parm of this name directly in a characteristic, or NULL. */
static inline struct cp_node *cp_doc_parm(const struct cp_node *characteristic, enum cp_name name)
{
    struct cp_node *node = characteristic->first;
    while (node && (node->name != name || node->kind != CPDM_ELEMENT_PARM))
        node = node->next;
    return node;
}

/* APPLICATION[1]/APPAUTH[2]/AAUTHSECRET, in the arena. Characteristics are counted among siblings of the same type, a
 * parm only when its name is repeated. NULL when there is no memory. */
__attribute__((cold)) const char *cp_doc_path(struct arena *arena, const struct cp_node *node);

/* Readers: one document each (cp-read-xml.c, cp-read-wbxml.c). */
struct xml_reader;
struct wbxml_reader;
cpdm_status cp_read_xml(struct job *job, struct xml_reader *reader, cpdm_slice input, struct cpdm_document **document);
cpdm_status cp_read_wbxml(struct job *job, cpdm_slice input, struct cpdm_document **document);

/* cp-read-everyday.c: as many elements as it takes, and the ends between them, as wbxml_next() and the builder would
 * take them. */
void cp_read_everyday(struct wbxml_reader *reader, struct cp_builder *builder);

/* Writers (cp-write-xml.c, cp-write-wbxml.c). */
cpdm_status cp_write_xml(struct job *job, const struct cpdm_document *document, cpdm_slice *octets);
cpdm_status cp_write_wbxml(struct job *job, const struct cpdm_document *document, cpdm_slice *octets);

#endif
