/* SPDX-License-Identifier: MIT */
/* Rows applied backwards: a leaf becomes a parm, a node's name the parm that it stands for. */
#include "draft.h"
#include "value-back.h"

static const struct map_section *rows_of(const struct way_back *back, const struct map_section *section)
{
    return section->alias_of == MAP_NONE ? section : &back->tables->sections[section->alias_of];
}

/* The rows of a section stand together; those of an implied one among the rows of the section that implies it. */
static const struct map_section *written_in(const struct way_back *back, const struct map_section *section)
{
    while (section->implied && section->parent != MAP_NONE)
        section = &back->tables->sections[section->parent];
    return rows_of(back, section);
}

/* The next row of a section, from number `next` on; NULL at the end. */
static const struct map_row *next_row(const struct way_back *back, const struct map_section *section, uint16_t *next)
{
    const struct map_section *written = written_in(back, section);
    uint16_t index = (uint16_t)(rows_of(back, section) - back->tables->sections);
    while (*next < written->row_count) {
        const struct map_row *row = &back->tables->rows[written->first_row + (*next)++];
        if (row->section == index)
            return row;
    }
    return NULL;
}

/* ---- Leaves ---- */

/* The next leaf of a row below a node, behind `leaf` (the node itself: the first); 0 when there is none. */
static uint32_t next_leaf(const struct way_back *back, const struct map_row *row, uint32_t node, uint32_t leaf)
{
    const struct back_node *nodes = back->nodes;
    uint32_t end = node + nodes[node].size;
    for (uint32_t i = leaf + 1; i < end;) {
        uint32_t level = nodes[i].depth - nodes[node].depth - 1;
        bool fits = level == row->numbered || slice_equal(row->node_path[level], nodes[i].node->name);
        bool last = level + 1 == row->node_segments;
        if (fits && last && nodes[i].node->format != CPDM_FORMAT_NODE)
            return i;
        i += fits && !last ? 1 : nodes[i].size;
    }
    return 0;
}

/* ---- Values ---- */

static bool is_reference(const struct map_row *row)
{
    return row->reference != MAP_NONE || row->reference_uri;
}

static cpdm_status refuse(struct way_back *back, uint32_t leaf, const char *reason)
{
    struct arena *arena = &back->job->arena;
    cpdm_slice uri = dm_node_uri(arena, back->nodes[leaf].node);
    if (!uri.data || !reason)
        return diag_no_memory(&back->job->diag);
    draft_say(back, leaf, CPDM_FATE_INVALID, reason);
    diag_warn(&back->job->diag, CPDM_RULE_VALUE_INVALID, DIAG_NO_OFFSET, NULL, NULL, "%s: %s",
              arena_copy(arena, uri).data, reason);
    return CPDM_OK;
}

/* A parm that other rows gave already with this value. */
static bool is_said(const struct draft *draft, const struct map_row *row, const struct value_back *value)
{
    for (const struct draft_parm *parm = draft->parms; parm; parm = parm->next)
        if (parm->number == row->parm_name && parm->row != row && parm->kind == DRAFT_TEXT &&
            parm->has_value == value->has_value && slice_equal(parm->value, value->text))
            return true;
    return false;
}

static cpdm_status put(struct way_back *back, struct draft *draft, const struct map_row *row, uint32_t leaf,
                       const struct value_back *value)
{
    struct draft_parm *parm = draft_put(back, draft, row->parm_name, value->text);
    if (!parm)
        return back->job->diag.error.status;
    parm->row = row;
    parm->leaf = leaf;
    parm->has_value = value->has_value;
    parm->kind = is_reference(row) ? DRAFT_REFERENCE : DRAFT_TEXT;
    draft_say(back, leaf, value->fate, value->reason);
    back->nodes[leaf].parm = parm;
    return CPDM_OK;
}

/* A level HTTP is no AAUTHLEVEL (design section 5). */
static bool is_no_level(const struct map_row *row, const struct value_back *value)
{
    return row->parm_name == CP_NAME_AAUTHLEVEL && slice_is(value->text, "HTTP");
}

/* What the document would give anyway: the default of a row, as it stands or by the URI in another parm, which is one
 * of this characteristic or, for PORT/PORTNBR, of the one around it. */
static bool is_default(struct way_back *back, const struct draft *draft, const struct map_row *row,
                       cpdm_slice node_value)
{
    cpdm_slice text;
    switch (row->default_kind) {
    case MAP_DEFAULT_NONE: return false;
    case MAP_DEFAULT_TEXT: return slice_equal(row->default_text, node_value);
    case MAP_DEFAULT_LOOKUP: break;
    }
    while (draft->section->implied && draft->up)
        draft = draft->up;
    const struct draft_parm *uri = draft_find(draft, row->default_of_name);
    if (!uri || !value_by_scheme(back->job, &back->tables->values[row->default_values], uri->value, &text))
        return false;
    if (!text.data)
        diag_no_memory(&back->job->diag);
    return slice_equal(text, node_value);
}

static cpdm_status take_leaf(struct way_back *back, struct draft *draft, const struct map_row *row, uint32_t leaf)
{
    const struct dm_node *node = back->nodes[leaf].node;
    struct value_back value = {.text = node->value, .has_value = true, .fate = CPDM_FATE_MAPPED, .reason = ""};
    if (back->nodes[leaf].said || !value_has_family(row->family, node->value))
        return CPDM_OK;
    if (is_default(back, draft, row, node->value)) {
        draft_say(back, leaf, CPDM_FATE_DERIVED, "what the target gives anyway");
        return CPDM_OK;
    }
    if (is_reference(row) && !value.text.length) {
        draft_say(back, leaf, CPDM_FATE_DERIVED, "the device's own way");
        return CPDM_OK;
    }
    if (!value_to_document(back->job, back->tables, row, node, &value))
        return refuse(back, leaf, value.reason);
    if (value.fate == CPDM_FATE_DERIVED || is_no_level(row, &value) || is_said(draft, row, &value)) {
        draft_say(back, leaf, CPDM_FATE_DERIVED, value.fate == CPDM_FATE_DERIVED ? value.reason : "said otherwise");
        return CPDM_OK;
    }
    return put(back, draft, row, leaf, &value);
}

/* ---- Names ---- */

/* `gw~2` reads as another one called gw: no document text makes a `~` (design section 5). */
static cpdm_slice without_number(cpdm_slice name)
{
    size_t digits = 0;
    while (digits < name.length && name.data[name.length - 1 - digits] >= '0' &&
           name.data[name.length - 1 - digits] <= '9')
        digits++;
    bool numbered = digits && digits < name.length && name.data[name.length - digits] != '0' &&
                    name.data[name.length - 1 - digits] == '~';
    return numbered ? slice(name.data, name.length - 1 - digits) : name;
}

cpdm_slice draft_name_text(struct way_back *back, cpdm_slice name, bool numbered)
{
    cpdm_slice base = numbered ? without_number(name) : name, text;
    size_t bad;
    if (dm_name_unescape(&back->job->arena, base, &text) && slice_is_xml_text(text, &bad))
        return text;
    if (!text.data)
        diag_no_memory(&back->job->diag);
    return base; /* not of our making: it stands for itself */
}

/* The name that a parm in braces gave to the node of a section; empty where no braces hold the parm. */
static cpdm_slice name_given(const struct way_back *back, const struct map_section *section, uint32_t node,
                             uint16_t parm, const struct map_segment **segment)
{
    for (uint16_t i = section->segment_count; i-- > 0; node = back->nodes[node].up) {
        *segment = &section->segments[i];
        if ((*segment)->braces && (*segment)->parm == parm)
            return back->nodes[node].node->name;
    }
    return slice("", 0);
}

/* The value of the parm in braces, read from the name that it gave; false where it cannot be read from it. */
static bool value_of_name(struct way_back *back, const struct map_segment *segment, cpdm_slice name, cpdm_slice *text)
{
    *text = draft_name_text(back, name, !segment->exact);
    switch (segment->naming) {
    case MAP_NAME_PARM: return true;
    case MAP_NAME_VALUES: return value_from_list(&back->tables->values[segment->values], text);
    case MAP_NAME_LITERAL:
    case MAP_NAME_NUMBER:
    case MAP_NAME_SHA256_UTF16:
    case MAP_NAME_TYPE: break;
    }
    return false;
}

/* A parm that is the name of a node: of the section's own or of one around it. */
static cpdm_status take_name(struct way_back *back, struct draft *draft, const struct map_row *row)
{
    cpdm_slice inside = slice(row->node.data + 1, row->node.length - 2), text = slice("", 0);
    bool linked = slice_is(inside, "name"), known = linked;
    const struct map_segment *segment;
    if (draft_find(draft, row->parm_name))
        return CPDM_OK;
    for (const struct draft *at = draft; at && at->section && !known; at = at->up) {
        cpdm_slice name = name_given(back, at->section, at->node, row->parm_name, &segment);
        known = name.length && value_of_name(back, segment, name, &text);
    }
    struct draft_parm *parm = known ? draft_put_first(back, draft, row->parm_name, text) : NULL;
    if (!parm)
        return known ? back->job->diag.error.status : CPDM_OK;
    parm->row = row;
    parm->kind = linked ? DRAFT_NAME : DRAFT_TEXT;
    return CPDM_OK;
}

bool draft_tells(struct way_back *back, const struct map_section *section, uint32_t node, uint16_t parm,
                 cpdm_slice *text)
{
    const struct map_row *row;
    const struct map_segment *segment;
    cpdm_slice name = name_given(back, section, node, parm, &segment);
    if (name.length && value_of_name(back, segment, name, text))
        return true;
    for (uint16_t next = 0; (row = next_row(back, section, &next)) != NULL;) {
        struct value_back value;
        uint32_t leaf = 0;
        if (row->parm_name == parm && row->goal == MAP_GOAL_NODE && row->arrow != MAP_TO_TREE)
            leaf = next_leaf(back, row, node, node);
        if (!leaf)
            continue;
        *text = slice("", 0);
        if (value_to_document(back->job, back->tables, row, back->nodes[leaf].node, &value))
            *text = value.text;
        else if (!value.reason)
            diag_no_memory(&back->job->diag);
        return true;
    }
    return false;
}

/* ---- All rows of a section ---- */

static cpdm_status take_leaves(struct way_back *back, struct draft *draft, const struct map_row *row)
{
    cpdm_status status = CPDM_OK;
    for (uint32_t leaf = draft->node; !status && (leaf = next_leaf(back, row, draft->node, leaf)) != 0;)
        status = take_leaf(back, draft, row, leaf);
    return status;
}

static cpdm_status take_row(struct way_back *back, struct draft *draft, const struct map_row *row)
{
    if (row->goal == MAP_GOAL_NODE)
        return take_leaves(back, draft, row);
    if (row->goal != MAP_GOAL_SAME)
        return CPDM_OK;
    struct draft_parm *parm = draft_put(back, draft, row->parm_name, slice("", 0));
    if (!parm)
        return back->job->diag.error.status;
    parm->row = row;
    parm->kind = DRAFT_BESIDE;
    return CPDM_OK;
}

/* A node that the target requires and the package does not have; addresses of accounts are dm_check()'s. */
static void warn_must(struct way_back *back, const struct draft *draft, const struct map_row *row)
{
    bool required = row->cardinality == MAP_ONE || row->cardinality == MAP_SOME;
    cpdm_slice place = back->nodes[draft->node].node->uri;
    if (row->goal != MAP_GOAL_NODE || !required || slice_is(row->node, "Addr") ||
        next_leaf(back, row, draft->node, draft->node))
        return;
    diag_warn(&back->job->diag, CPDM_RULE_MUST_NODE, DIAG_NO_OFFSET, NULL, NULL,
              "target %.*s requires the node %.*s/%.*s, and it is not there", DIAG_TEXT(back->tables->target),
              (int)place.length, place.length ? place.data : "", DIAG_TEXT(row->node));
}

static void warn_missing(struct way_back *back, const struct draft *draft)
{
    const struct map_row *row;
    for (uint16_t next = 0; draft->node && (row = next_row(back, draft->section, &next)) != NULL;)
        warn_must(back, draft, row);
}

/* In three passes: a default is looked up in what the other rows gave, and a name says what no leaf does. */
cpdm_status draft_take_rows(struct way_back *back, struct draft *draft)
{
    const struct map_row *row;
    cpdm_status status = CPDM_OK;
    for (unsigned pass = 0; pass < 3; pass++)
        for (uint16_t next = 0; !status && (row = next_row(back, draft->section, &next)) != NULL;) {
            unsigned turn = row->goal == MAP_GOAL_NAME ? 2 : row->default_kind == MAP_DEFAULT_LOOKUP ? 1 : 0;
            if (row->arrow == MAP_TO_TREE || turn != pass)
                continue;
            status = pass == 2 ? take_name(back, draft, row) : take_row(back, draft, row);
        }
    warn_missing(back, draft);
    return status;
}

/* A node that only follows from a parm: the same again, or the document will say something else. */
static cpdm_status account_leaf(struct way_back *back, const struct draft *draft, const struct map_row *row,
                                uint32_t leaf)
{
    const struct draft_parm *parm = row->scheme == MAP_NONE ? NULL : draft_find(draft, row->parm_name);
    struct value value = {.text = parm ? parm->value : slice("", 0), .fate = CPDM_FATE_MAPPED};
    if (row->scheme == MAP_NONE) {
        draft_say(back, leaf, CPDM_FATE_DERIVED, "nothing leads back from it");
        return CPDM_OK;
    }
    if (parm && !value_to_tree(back->job, back->tables, row, &value))
        return diag_no_memory(&back->job->diag);
    if (parm && value.fate == CPDM_FATE_MAPPED && slice_equal(value.text, back->nodes[leaf].node->value)) {
        draft_say(back, leaf, CPDM_FATE_DERIVED, "follows from the address");
        return CPDM_OK;
    }
    return refuse(back, leaf, "does not follow from the address, and a CP document cannot say it otherwise");
}

cpdm_status draft_account_rows(struct way_back *back, struct draft *draft)
{
    const struct map_row *row;
    cpdm_status status = CPDM_OK;
    for (uint16_t next = 0; !status && (row = next_row(back, draft->section, &next)) != NULL;) {
        if (row->goal != MAP_GOAL_NODE || row->arrow != MAP_TO_TREE)
            continue;
        for (uint32_t leaf = draft->node; !status && (leaf = next_leaf(back, row, draft->node, leaf)) != 0;)
            if (!back->nodes[leaf].said)
                status = account_leaf(back, draft, row, leaf);
    }
    return status;
}
