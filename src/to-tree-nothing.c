/* SPDX-License-Identifier: MIT */
/*
 * A sound document without a DM account: the sentence that says what it holds instead. Documents of other services come
 * in the same format: RCS and TS.43 servers send APPLICATIONs ap2001 and ap2002 and characteristics of their own
 * (TOKEN, VERS), mostly with names in another case.
 */
#include "bytes.h"
#include "cp-lenient.h"
#include "to-tree.h"

enum { WORDS_SHOWN = 8 };

struct finding {
    struct job *job;
    const struct cpdm_tables *tables;
    struct bytes_writer text;
    unsigned shown;
    bool w7_otherwise; /* there is one, in names of another case */
    bool on_request;   /* the table has a place for one that was not asked for */
};

static void put(struct finding *finding, cpdm_slice word)
{
    if (finding->shown > WORDS_SHOWN)
        return;
    bytes_put_slice(&finding->text, finding->shown ? SLICE(", ") : slice("", 0));
    bytes_put_slice(&finding->text,
                    finding->shown++ < WORDS_SHOWN ? slice(word.data, (size_t)diag_text_length(word)) : SLICE("…"));
}

static bool is_named(const struct cp_node *node, cpdm_element_kind kind, enum cp_name name)
{
    return node->kind == kind && (node->name == name || cp_lenient_name(node) == name);
}

static const struct cp_node *find_appid(const struct cp_node *application)
{
    const struct cp_node *parm = application->first;
    while (parm && !is_named(parm, CPDM_ELEMENT_PARM, CP_NAME_APPID))
        parm = parm->next;
    return parm;
}

/* Whether a section is there for such an application where the caller asks for it. */
static bool has_place(const struct cpdm_tables *tables, cpdm_slice appid)
{
    uint16_t index = tables->root_of[CP_NAME_APPLICATION];
    for (; index != MAP_NONE; index = tables->sections[index].next_same) {
        const struct map_section *section = &tables->sections[index];
        if (!section->on_request || section->kind == MAP_NODE_NONE)
            continue;
        if (section->when_name == MAP_NONE)
            return true;
        for (uint16_t i = 0; i < section->when_count && section->when_name == CP_NAME_APPID; i++)
            if (slice_equal(section->when_values[i], appid))
                return true;
    }
    return false;
}

static void put_application(struct finding *finding, const struct cp_node *application)
{
    const struct cp_node *appid = find_appid(application);
    bool known = appid && appid->value.length;
    finding->on_request |= known && has_place(finding->tables, appid->value);
    put(finding, known ? appid->value : SLICE("one without APPID"));
    finding->w7_otherwise |= known && slice_is(appid->value, "w7");
}

static void put_applications(struct finding *finding, const struct cpdm_document *document)
{
    for (const struct cp_node *node = document->root.first; node; node = node->next)
        if (is_named(node, CPDM_ELEMENT_CHARACTERISTIC, CP_NAME_APPLICATION))
            put_application(finding, node);
}

/* The types at the root, each once where they stand together. */
static void put_types(struct finding *finding, const struct cpdm_document *document)
{
    bytes_put_slice(&finding->text, SLICE("no APPLICATION"));
    cpdm_slice before = slice("", 0);
    for (const struct cp_node *node = document->root.first; node; node = node->next) {
        if (node->kind != CPDM_ELEMENT_CHARACTERISTIC || slice_equal(node->text, before))
            continue;
        bytes_put_slice(&finding->text, finding->shown ? slice("", 0) : SLICE(", but "));
        put(finding, node->text);
        before = node->text;
    }
}

cpdm_status nothing_to_map(struct job *job, const struct cpdm_tables *tables, const struct cpdm_document *document)
{
    struct finding finding = {.job = job, .tables = tables, .text = bytes_writer(&job->arena, 64)};
    put_applications(&finding, document);
    if (!finding.shown)
        put_types(&finding, document);
    bytes_put(&finding.text, '\0');
    cpdm_slice text;
    if (!bytes_finish(&finding.text, &text))
        return diag_no_memory(&job->diag);
    return diag_fail(&job->diag, CPDM_RULE_CP_NO_ACCOUNT, document->root.offset, NULL,
                     finding.w7_otherwise ? "its names are in another case: --lenient case reads AppID as APPID"
                     : finding.on_request
                         ? "the table has a place for other applications, where --apps asks for them: --apps all"
                         : "a DM account is an APPLICATION with APPID w7, both in upper and lower case as written here",
                     "there is no APPLICATION with APPID w7 (found: %s)", text.data);
}
