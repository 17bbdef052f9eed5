/* SPDX-License-Identifier: MIT */
/*
 * What a table had to say about one parm: the row that decided, and every other row and section that is for its place,
 * with the reason why it did not take it. The translation itself keeps the deciding row only; the rest is found again
 * here, so that explaining costs nothing where nobody asks.
 */
#include "explain.h"

#include "map-load.h"

static const struct map_section *written(const struct cpdm_tables *tables, const struct map_section *section)
{
    while (section->implied)
        section = &tables->sections[section->parent];
    return section;
}

/* ---- one trial ---- */

static void tell(struct explainer *explainer, const struct map_place *place, bool is_row, bool took, const char *text,
                 const char *why)
{
    if (!text || !why) {
        diag_no_memory(&explainer->job->diag);
        explainer->stopped = true;
        return;
    }
    const cpdm_trial trial = {is_row, took, place->file ? place->file : "", place->line, text, why};
    if (!explainer->stopped && !explainer->function(explainer->data, &trial))
        explainer->stopped = true;
}

static void tell_head(struct explainer *explainer, const struct map_section *section, bool took, const char *why)
{
    section = written(explainer->tables, section);
    tell(explainer, &section->place, false, took, map_head_text(&explainer->job->arena, section), why);
}

static void tell_row(struct explainer *explainer, const struct map_row *row, bool took, const char *why)
{
    tell(explainer, &row->place, true, took, map_row_text(&explainer->job->arena, explainer->tables, row), why);
}

/* ---- why not this section ---- */

/* Whether the parm's fate was decided in the section or in one nested in it. */
static bool decided_in(const struct explainer *explainer, const struct map_section *section)
{
    const struct cpdm_tables *tables = explainer->tables;
    const struct report_fate *fate = &explainer->report->fates[explainer->parm->index];
    if (!explainer->row)
        return fate->decision.rank && section->when_name == explainer->name;
    const struct map_section *inner = &tables->sections[explainer->row->section];
    while (inner != section && inner->parent != MAP_NONE)
        inner = &tables->sections[inner->parent];
    return inner == section;
}

/* A section on request decides where the caller has asked for the application; what was asked for is not kept. */
static bool was_asked_for(const struct explainer *explainer, const struct map_section *section)
{
    return !section->on_request || decided_in(explainer, section);
}

/* "APPID is w2"; a secret is not said. */
static const char *say_value(struct explainer *explainer, const struct map_section *section, cpdm_slice text)
{
    struct arena *arena = &explainer->job->arena;
    cpdm_slice parm = section->when;
    if (!text.data)
        return arena_printf(arena, "there is no %.*s", DIAG_TEXT(parm));
    if (cp_name_is_secret(cp_name_find(parm), parm))
        return arena_printf(arena, "%.*s is another", DIAG_TEXT(parm));
    return arena_printf(arena, "%.*s is \"%.*s\"", DIAG_TEXT(parm), DIAG_TEXT(text));
}

/* A section around it whose condition does not hold there; NULL when all do. */
static const char *refused_around(struct explainer *explainer, const struct map_section *section,
                                  const struct explain_place *place)
{
    const struct cpdm_tables *tables = explainer->tables;
    cpdm_slice text;
    while (section->parent != MAP_NONE) {
        section = &tables->sections[section->parent];
        if (!was_asked_for(explainer, section))
            return arena_printf(&explainer->job->arena, "it is nested in %s:%u, which was not asked for (--apps)",
                                section->place.file, section->place.line);
        if (!explain_holds(explainer, section, place, &text)) {
            const char *value = say_value(explainer, section, text);
            return value ? arena_printf(&explainer->job->arena, "it is nested in %s:%u, and %s", section->place.file,
                                        section->place.line, value)
                         : NULL;
        }
    }
    return NULL;
}

/* Whether another section under the same parent comes first here: one with a condition that holds before one without,
 * one for the type before one for any. */
static const struct map_section *preferred(const struct explainer *explainer, const struct map_section *section,
                                           const struct explain_place *place)
{
    const struct cpdm_tables *tables = explainer->tables;
    bool any = slice_is(section->types[section->type_count - 1], "*");
    for (uint16_t i = 0; i < tables->section_count; i++) {
        const struct map_section *other = &tables->sections[i];
        struct explain_place there;
        cpdm_slice text;
        if (other == section || other->implied || other->parent != section->parent ||
            !explain_find_place(explainer->parm, other, &there) ||
            there.nodes[other->type_count - 1] != place->nodes[section->type_count - 1])
            continue;
        bool nearer = any && !slice_is(other->types[other->type_count - 1], "*");
        bool conditional =
            section->when_name == MAP_NONE && other->when_name != MAP_NONE && slice_equal(other->path, section->path);
        if ((nearer || conditional) && explain_holds(explainer, other, &there, &text) &&
            was_asked_for(explainer, other))
            return other;
    }
    return NULL;
}

/* `first "why"` on the section or one around it, where that is the reason in the report; NULL where it is not. */
static const char *refused_further(struct explainer *explainer, const struct map_section *section)
{
    const struct report_fate *fate = &explainer->report->fates[explainer->parm->index];
    const char *reason = fate->decision.rank && fate->decision.row == MAP_NONE ? fate->reason : NULL;
    for (;;) {
        if (reason && section->first && slice_is(section->first_why, reason))
            return arena_printf(&explainer->job->arena, "%s:%u takes the first only: %s", section->place.file,
                                section->place.line, reason);
        if (section->parent == MAP_NONE)
            return NULL;
        section = &explainer->tables->sections[section->parent];
    }
}

/* Why the section is not the one for this place; NULL when it is. A text that found no memory is no failure yet: the
 * next one is. */
static const char *refused(struct explainer *explainer, const struct map_section *section,
                           const struct explain_place *place)
{
    cpdm_slice text;
    const char *around = refused_around(explainer, section, place);
    if (around)
        return around;
    if (!explain_holds(explainer, section, place, &text))
        return say_value(explainer, section, text);
    if (!was_asked_for(explainer, section))
        return "it is for applications that are asked for (--apps)";
    const struct map_section *other = preferred(explainer, section, place);
    if (other)
        return arena_printf(&explainer->job->arena, "%s:%u comes first", other->place.file, other->place.line);
    return refused_further(explainer, section);
}

/* ---- why not this row ---- */

static bool has_made_a_node(const struct explainer *explainer, const struct map_row *row)
{
    for (const struct dm_node *node = &explainer->report->tree->root; (node = dm_tree_next(node)) != NULL;) {
        const struct cp_node *source = node->format == CPDM_FORMAT_NODE ? NULL : node->source;
        if (source && source->index == explainer->parm->index && slice_equal(node->name, row->taker->leaf))
            return true;
    }
    return false;
}

static const char *row_verdict(const struct map_row *row)
{
    if (row->arrow == MAP_TO_DOCUMENT)
        return "it is for the way back only";
    if (row->parm_name == MAP_NONE)
        return "it takes what no other row or section takes";
    if (row->several)
        return "it is for several only";
    if (row->family != MAP_FAMILY_ANY)
        return "it is for addresses of another family";
    if (row->first)
        return "it takes the first only";
    return "another row, or another of these parms, came first";
}

/* Whether the row is about the parm: by its name, by `*`, or by what the links make of it. */
static bool is_about(const struct explainer *explainer, const struct map_row *row)
{
    const struct cp_node *parm = explainer->parm;
    bool reference =
        (parm->name == CP_NAME_TO_PROXY || parm->name == CP_NAME_TO_NAPID) && parm->parent->name == CP_NAME_APPLICATION;
    if (reference && (row->parm_name == CP_NAME_TO_CONNECTION || row->parm_name == CP_NAME_TO_ACCESS))
        return true;
    if (row->parm_name == MAP_NONE)
        return slice_is(row->parm, "*");
    return explainer->name != CP_NAME_UNKNOWN && row->parm_name == explainer->name;
}

/* ---- all of them ---- */

static const struct map_section *rows_of(const struct cpdm_tables *tables, const struct map_section *section)
{
    return section->alias_of == MAP_NONE ? section : &tables->sections[section->alias_of];
}

/* The section of the deciding row was told with it. */
static bool was_told(const struct explainer *explainer, const struct map_section *section)
{
    const struct cpdm_tables *tables = explainer->tables;
    return explainer->row &&
           written(tables, &tables->sections[explainer->row->section]) == written(tables, rows_of(tables, section));
}

static void try_rows(struct explainer *explainer, const struct map_section *section)
{
    const struct map_section *owner = rows_of(explainer->tables, section);
    bool any = false;
    for (uint16_t i = 0; i < explainer->tables->row_count; i++) {
        const struct map_row *row = &explainer->tables->rows[i];
        if (&explainer->tables->sections[row->section] != owner || !is_about(explainer, row))
            continue;
        any = true;
        if (row == explainer->row)
            continue;
        bool made = row->goal == MAP_GOAL_NODE && has_made_a_node(explainer, row);
        tell_row(explainer, row, made, made ? "it has made a node as well" : row_verdict(row));
    }
    bool asks = section->when_name != MAP_NONE && section->when_name == explainer->name;
    if (asks && !explainer->row)
        tell_head(explainer, section, true, "its condition asks for the parm");
    else if (!any && !section->implied && !was_told(explainer, section))
        tell_head(explainer, section, false, "it has no row for the parm");
}

/* The head of the section; the rows of one that has none of its own. */
static void tell_refused(struct explainer *explainer, const struct map_section *section, const char *why)
{
    const struct cpdm_tables *tables = explainer->tables;
    for (uint16_t i = 0; i < tables->row_count && section->implied; i++)
        if (&tables->sections[tables->rows[i].section] == section && is_about(explainer, &tables->rows[i]))
            tell_row(explainer, &tables->rows[i], false, why);
    if (!section->implied && !was_told(explainer, section))
        tell_head(explainer, section, false, why);
}

static void try_section(struct explainer *explainer, const struct map_section *section)
{
    struct explain_place place;
    if (!explain_find_place(explainer->parm, section, &place))
        return;
    const char *why = refused(explainer, section, &place);
    if (why)
        tell_refused(explainer, section, why);
    else
        try_rows(explainer, section);
}

cpdm_status explain_parm(struct job *job, const struct cpdm_tables *tables, const struct cpdm_report *report,
                         size_t parm, cpdm_trial_function *function, void *data)
{
    const struct cp_node *node = cp_doc_next_parm(report->document, NULL);
    while (node->index != parm)
        node = cp_doc_next_parm(report->document, node);
    struct explainer explainer = {
        .job = job,
        .tables = tables,
        .report = report,
        .parm = node,
        .name = map_name(tables, node->name, node->text),
        .row = report_row_of(report, parm),
        .function = function,
        .data = data,
    };
    struct arena_mark mark = arena_mark(&job->arena);
    if (explainer.row) {
        tell_row(&explainer, explainer.row, true, "");
        tell_head(&explainer, &tables->sections[explainer.row->section], true, "");
    }
    for (uint16_t i = 0; i < tables->section_count && !explainer.stopped; i++)
        try_section(&explainer, &tables->sections[i]);
    if (job->diag.failed)
        return job->diag.error.status;
    arena_rewind(&job->arena, &mark);
    return CPDM_OK;
}
