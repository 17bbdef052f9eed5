/* SPDX-License-Identifier: MIT */
/*
 * A SyncML message from XML (Representation Protocol 1.1 section 4.4; Namespaces in XML). An element's code page is
 * that of its namespace; where a message names none (the example of seed 000 section 6.3.2) it is found by the
 * element's name and place. A namespace that an element does not belong to, as many servers write it in Meta, is taken
 * with a warning.
 */
#include "syncml-doc.h"

#include "xml-read.h"

enum {                     /* beside the code pages */
       PAGE_NONE = 0xFE,   /* no namespace */
       PAGE_FOREIGN = 0xFF /* a namespace that is none of SyncML's */
};

/* xmlns:PREFIX="…" on an open element */
struct binding {
    struct binding *outer;
    cpdm_slice prefix;
    size_t depth; /* of the element, from 1 for the root */
    unsigned page;
};

struct reader {
    struct syncml_builder builder;
    struct binding *bindings; /* innermost first */
    size_t depth;             /* open elements; xml_read() enforces the limit */
    bool undecided;           /* no namespace told the release: VerDTD will */
    bool warned;
    uint8_t pages[LIMIT_DEPTH_MAX + 1]; /* by depth: the page of the default namespace */
};

static const struct wbxml_language *const releases[] = {&wbxml_syncml11, &wbxml_syncml12};

static cpdm_status fail(struct reader *reader, enum diag_rule rule, size_t offset, const char *what, cpdm_slice name)
{
    struct job *job = reader->builder.job;
    const struct syncml_node *open = reader->builder.open;
    return diag_fail(&job->diag, rule, offset, open ? syncml_path(&job->arena, open) : NULL, NULL, "%.*s %s",
                     DIAG_TEXT(name), what);
}

/* The code page of a namespace. On the root element, SyncML's own tells the release. */
static unsigned page_of(struct reader *reader, const char *uri)
{
    struct cpdm_package *package = reader->builder.package;
    for (size_t i = 0; i < sizeof releases / sizeof *releases; i++) {
        if (strcmp(uri, releases[i]->namespaces[0]) != 0)
            continue;
        if (!reader->builder.open) {
            package->language = releases[i];
            reader->undecided = false;
        }
        return package->language == releases[i] ? 0 : PAGE_FOREIGN;
    }
    for (unsigned page = 1; page < wbxml_syncml12.page_count; page++)
        if (strcmp(uri, wbxml_syncml12.namespaces[page]) == 0)
            return page;
    return *uri ? PAGE_FOREIGN : PAGE_NONE;
}

static cpdm_status bind(struct reader *reader, const char *prefix, const char *uri)
{
    struct job *job = reader->builder.job;
    struct binding *binding = job_alloc(job, sizeof *binding);
    if (!binding)
        return job->diag.error.status;
    *binding = (struct binding){
        .outer = reader->bindings, .prefix = arena_copy(&job->arena, slice_of(prefix)), .depth = reader->depth};
    if (!binding->prefix.data)
        return diag_no_memory(&job->diag);
    binding->page = page_of(reader, uri);
    reader->bindings = binding;
    return CPDM_OK;
}

static cpdm_status take_attributes(struct reader *reader, const struct xml_attribute *attributes, size_t count,
                                   size_t offset)
{
    cpdm_status status = CPDM_OK;
    reader->pages[reader->depth] = reader->pages[reader->depth - 1];
    for (size_t i = 0; i < count && !status; i++) {
        const char *name = attributes[i].name;
        if (strcmp(name, "xmlns") == 0)
            reader->pages[reader->depth] = (uint8_t)page_of(reader, attributes[i].value);
        else if (strncmp(name, "xmlns:", 6) == 0)
            status = bind(reader, name + 6, attributes[i].value);
        else
            status = fail(reader, CPDM_RULE_SYNCML_ATTRIBUTE, offset, "is an attribute that SyncML does not have",
                          slice_of(name));
    }
    return status;
}

/* The page that the prefix is bound to; PAGE_FOREIGN when it is not. */
static unsigned page_of_prefix(const struct reader *reader, cpdm_slice prefix)
{
    for (const struct binding *binding = reader->bindings; binding; binding = binding->outer)
        if (slice_equal(binding->prefix, prefix))
            return binding->page;
    return PAGE_FOREIGN;
}

/* The tag of an element whose default namespace is not its own. */
static unsigned find_by_place(struct reader *reader, unsigned page, cpdm_slice name, size_t offset)
{
    unsigned tag = syncml_build_find(&reader->builder, name);
    if (tag && page != PAGE_NONE && !reader->warned) {
        reader->warned = true; /* one such message has it everywhere */
        diag_warn(&reader->builder.job->diag, CPDM_RULE_SYNCML_NAMESPACE, offset, NULL, NULL,
                  "%.*s does not belong to the namespace it stands in; taken as %s", DIAG_TEXT(name),
                  wbxml_syncml12.namespaces[tag >> 8]);
    }
    return tag;
}

static cpdm_status find_tag(struct reader *reader, cpdm_slice element, size_t offset, unsigned *tag)
{
    const char *colon = memchr(element.data, ':', element.length);
    size_t prefix = colon ? (size_t)(colon - element.data) : 0;
    cpdm_slice name = colon ? slice(colon + 1, element.length - prefix - 1) : element;
    unsigned page = colon ? page_of_prefix(reader, slice(element.data, prefix)) : reader->pages[reader->depth];
    bool tnds = !reader->builder.open && slice_is(name, "MgmtTree");
    if (!reader->builder.open && !tnds && !slice_is(name, "SyncML"))
        return fail(reader, CPDM_RULE_SYNCML_ROOT, offset, "is the root element, and a package begins with SyncML",
                    element);
    if (page == PAGE_FOREIGN)
        return fail(reader, CPDM_RULE_SYNCML_NAMESPACE, offset, "stands in a namespace that is none of SyncML's",
                    element);
    if (tnds) {
        reader->builder.package->language = &wbxml_dmddf12;
        reader->undecided = false;
    }
    *tag = syncml_find_tag(reader->builder.package->language, page, name);
    if (!*tag && !colon)
        *tag = find_by_place(reader, page, name, offset);
    if (!*tag)
        return fail(reader, CPDM_RULE_SYNCML_ELEMENT, offset, "is no element of SyncML, MetInf or DMDDF", element);
    return CPDM_OK;
}

static cpdm_status start(void *self, const char *element, const struct xml_attribute *attributes, size_t count,
                         size_t offset)
{
    struct reader *reader = self;
    unsigned tag = 0;
    reader->depth++;
    cpdm_status status = take_attributes(reader, attributes, count, offset);
    if (!status)
        status = find_tag(reader, slice_of(element), offset, &tag);
    return status ? status : syncml_build_start(&reader->builder, tag, offset);
}

static cpdm_status end(void *self, size_t offset)
{
    struct reader *reader = self;
    const struct syncml_node *node = reader->builder.open;
    cpdm_status status = syncml_build_end(&reader->builder);
    (void)offset;
    if (reader->undecided && syncml_tag(node) == SYNCML_VerDTD) {
        reader->undecided = false;
        if (slice_is(node->text, "1.2"))
            reader->builder.package->language = &wbxml_syncml12;
    }
    while (reader->bindings && reader->bindings->depth == reader->depth)
        reader->bindings = reader->bindings->outer;
    reader->depth--;
    return status;
}

static cpdm_status text(void *self, cpdm_slice piece, size_t offset)
{
    struct reader *reader = self;
    return syncml_build_text(&reader->builder, piece, false, offset);
}

cpdm_status syncml_read_xml(struct job *job, struct xml_reader *xml, cpdm_slice input, struct cpdm_package **package)
{
    struct reader reader;
    const struct xml_handler handler = {&reader, start, end, text, false};
    cpdm_status status = syncml_build_begin(&reader.builder, job, &wbxml_syncml11, false);
    if (status)
        return status;
    reader.bindings = NULL;
    reader.depth = 0;
    reader.undecided = true;
    reader.warned = false;
    reader.pages[0] = PAGE_NONE;
    status = xml_read(xml, job, input, &handler);
    if (!status)
        *package = reader.builder.package;
    return status;
}
