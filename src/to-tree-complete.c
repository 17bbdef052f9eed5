/* SPDX-License-Identifier: MIT */
/* What no parm of an instance gave: the defaults of its rows, and a warning for each node that the target requires. */
#include "engine.h"
#include "to-tree-special.h"

/* The caller's setting in the place of the default; there is one, first-session-id. */
static bool setting_of(struct engine *engine, cpdm_slice *text)
{
    uint64_t number = 0;
    if (!engine->options->first_session_id)
        return true;
    (void)slice_to_number(slice_of(engine->options->first_session_id), UINT16_MAX, &number); /* checked */
    const char *canonical = arena_printf(&engine->job->arena, "%u", (unsigned)number);
    *text = canonical ? slice_of(canonical) : slice(NULL, 0);
    return true;
}

/* The default of a row in this instance; false where it has none. */
static bool default_of(struct engine *engine, const struct instance *instance, const struct map_row *row,
                       cpdm_slice *text)
{
    switch (row->default_kind) {
    case MAP_DEFAULT_NONE: return false;
    case MAP_DEFAULT_TEXT: *text = row->default_text; return row->setting.length ? setting_of(engine, text) : true;
    case MAP_DEFAULT_LOOKUP: break;
    }
    cpdm_slice uri = instance_text(engine->tables, instance, row->default_of_name);
    return uri.length && value_by_scheme(engine->job, &engine->tables->values[row->default_values], uri, text);
}

static void warn_must(struct engine *engine, const struct instance *instance, const struct map_row *row)
{
    const struct cp_node *node = instance->node;
    for (const struct instance *up = instance; !node && up; up = up->up)
        node = up->node ? up->node : up->view == VIEW_CONNECTION ? up->connection->napdef : NULL;
    cpdm_slice place = instance->target ? instance->target->uri : slice("", 0);
    diag_warn(&engine->job->diag, CPDM_RULE_MUST_NODE, node ? node->offset : DIAG_NO_OFFSET,
              node ? cp_doc_path(&engine->job->arena, node) : NULL, NULL,
              "target %.*s requires the node %.*s/%.*s; %.*s gives no value for it", DIAG_TEXT(engine->tables->target),
              (int)place.length, place.length ? place.data : "", DIAG_TEXT(row->node), DIAG_TEXT(row->parm));
    dm_tree_note_lack(engine->job, engine->tree, instance->target, row->node);
}

/* The default of a row whose leaf is not there, or a warning where the target requires one. */
static void complete(struct engine *engine, struct instance *instance, const struct map_row *row)
{
    cpdm_slice text = {NULL, 0};
    if (default_of(engine, instance, row, &text)) {
        struct dm_node *leaf = text.data ? rows_make_leaf(engine, instance, row, text, NULL) : NULL;
        if (leaf)
            leaf->why = DM_WHY_DEFAULTED;
        else
            diag_no_memory(&engine->job->diag); /* where it is not known yet */
    } else if (row->cardinality == MAP_ONE || row->cardinality == MAP_SOME) {
        warn_must(engine, instance, row);
    }
}

void rows_complete(struct engine *engine, struct instance *instance, const struct map_section *section)
{
    bool absent = section != instance->section && section->when_name != MAP_NONE;
    for (uint16_t i = 0; instance->target && i < section->checked_count; i++) {
        const struct map_row *row = &engine->tables->rows[section->checked[i]];
        if (absent && row->default_kind != MAP_DEFAULT_NONE)
            continue;
        bool found =
            row->ordinary ? rows_find_leaf(engine, instance->target, row) : special_find(engine, instance, row);
        if (!found)
            complete(engine, instance, row);
    }
}
