/* SPDX-License-Identifier: MIT */
/*
 * A table and its overlays to one table. Overlays of a round (all that were given over the same table) see the table as
 * it was before the round: every line they touch keeps who touched it, and a second touch is a conflict, so the order
 * in which they are laid decides nothing. The first file is laid over an empty table, which finds what stands twice in
 * it.
 */
#include "map-overlay.h"

#include "diag.h"

static const char *done_to(const struct map_touch *touch)
{
    return touch->added ? "added" : touch->removed ? "removed" : "changed";
}

static enum map_verdict refuse_touched(const struct map_overlay *overlay, const struct map_touch *touch,
                                       struct map_place place, enum map_rule twice, const char *kind, cpdm_slice name)
{
    if (touch->by == overlay->file)
        map_error(overlay->work, twice, place, "a second %s \"%.*s\": the first is in line %u", kind, DIAG_TEXT(name),
                  touch->place.line);
    else
        map_error(overlay->work, MAP_RULE_EDIT_CONFLICT, place,
                  "%s \"%.*s\" is %s by %s:%u as well: load order does not decide, one of the two must give way", kind,
                  DIAG_TEXT(name), done_to(touch), touch->place.file, touch->place.line);
    return MAP_REFUSED;
}

enum map_verdict map_decide(const struct map_overlay *overlay, struct map_known known, enum map_edit edit,
                            struct map_place place, enum map_rule twice, const char *kind, cpdm_slice name)
{
    if (overlay->first)
        edit = MAP_EDIT_NONE; /* reported by the parser */
    if (!known.touch && edit == MAP_EDIT_NONE)
        return MAP_ADD;
    if (!known.touch) {
        map_error(overlay->work, MAP_RULE_EDIT_NOTHING, place, "there is no %s \"%.*s\" to %s", kind, DIAG_TEXT(name),
                  edit == MAP_EDIT_OVERRIDE ? "override" : "remove");
        return MAP_REFUSED;
    }
    if (known.touch->by)
        return refuse_touched(overlay, known.touch, place, twice, kind, name);
    if (edit == MAP_EDIT_NONE) {
        map_error(overlay->work, MAP_RULE_EDIT_NEEDED, place,
                  "%s \"%.*s\" is in %s:%u already: say override to replace it", kind, DIAG_TEXT(name),
                  known.place.file, known.place.line);
        return MAP_REFUSED;
    }
    return edit == MAP_EDIT_OVERRIDE ? MAP_REPLACE : MAP_REMOVE;
}

struct map_touch map_touch(const struct map_overlay *overlay, struct map_place place, enum map_verdict verdict)
{
    return (struct map_touch){
        .by = overlay->file, .place = place, .added = verdict == MAP_ADD, .removed = verdict == MAP_REMOVE};
}

/* ---- Target and properties ---- */

static void replace_target(struct map_overlay *overlay)
{
    struct parsed_file *table = overlay->table, *file = overlay->file;
    struct map_known known = {&table->target_touch, table->target_place};
    enum map_edit edit = overlay->first ? MAP_EDIT_NONE : MAP_EDIT_OVERRIDE;
    if (overlay->first)
        known.touch = NULL;
    enum map_verdict verdict =
        map_decide(overlay, known, edit, file->target_place, MAP_RULE_TARGET_TWICE, "target", table->target);
    if (verdict == MAP_REFUSED)
        return;
    table->target = file->target;
    table->title = file->title;
    table->target_place = file->target_place;
    table->target_touch = map_touch(overlay, file->target_place, verdict);
}

static void lay_target(struct map_overlay *overlay)
{
    const struct parsed_file *table = overlay->table, *file = overlay->file;
    if (file->target_place.line == 0)
        return;
    if (overlay->first || file->target_edit == MAP_EDIT_OVERRIDE)
        replace_target(overlay);
    else if (!slice_equal(table->target, file->target) && !table->target_touch.by)
        map_error(overlay->work, MAP_RULE_TARGET_OTHER, file->target_place,
                  "the table's target is \"%.*s\": repeat it, or say override target", DIAG_TEXT(table->target));
}

static void lay_property(struct map_overlay *overlay, const struct parsed_property *line)
{
    struct parsed_property **link = &overlay->table->properties;
    while (*link && !slice_equal((*link)->property.key, line->property.key))
        link = &(*link)->next;
    struct map_known known = {NULL, line->property.place};
    if (*link)
        known = (struct map_known){&(*link)->touch, (*link)->property.place};
    enum map_verdict verdict = map_decide(overlay, known, line->edit, line->property.place, MAP_RULE_PROPERTY_TWICE,
                                          "property", line->property.key);
    struct parsed_property *property = verdict == MAP_ADD ? map_new(overlay->work, 1, sizeof *property) : *link;
    if (!property || verdict == MAP_REFUSED)
        return;
    if (verdict == MAP_ADD)
        *link = property;
    property->property = line->property;
    property->touch = map_touch(overlay, line->property.place, verdict);
}

/* ---- Value lists ---- */

static void lay_value(struct map_overlay *overlay, struct parsed_values *list, const struct parsed_value *line)
{
    struct parsed_value **link = &list->values;
    while (*link && !slice_equal((*link)->value.from, line->value.from))
        link = &(*link)->next;
    struct map_known known = {NULL, line->value.place};
    if (*link)
        known = (struct map_known){&(*link)->touch, (*link)->value.place};
    enum map_verdict verdict =
        map_decide(overlay, known, line->edit, line->value.place, MAP_RULE_VALUE_TWICE, "value", line->value.from);
    struct parsed_value *value = verdict == MAP_ADD ? map_new(overlay->work, 1, sizeof *value) : *link;
    if (!value || verdict == MAP_REFUSED || (overlay->first && line->edit == MAP_EDIT_REMOVE))
        return;
    if (verdict == MAP_ADD)
        *link = value;
    if (verdict != MAP_REMOVE)
        value->value = line->value;
    value->touch = map_touch(overlay, line->value.place, verdict);
}

static struct parsed_values *add_list(struct map_overlay *overlay, struct parsed_values **link,
                                      const struct parsed_values *block)
{
    struct parsed_values *list = map_new(overlay->work, 1, sizeof *list);
    if (!list)
        return NULL;
    list->name = block->name;
    list->place = block->place;
    list->touch = map_touch(overlay, block->place, MAP_ADD);
    return *link = list;
}

static void lay_values(struct map_overlay *overlay, const struct parsed_values *block)
{
    struct parsed_values **link = &overlay->table->values, *list;
    while (*link && !slice_equal((*link)->name, block->name))
        link = &(*link)->next;
    if (*link && (*link)->touch.by) {
        refuse_touched(overlay, &(*link)->touch, block->place, MAP_RULE_VALUES_TWICE, "value list", block->name);
        return;
    }
    list = *link ? *link : add_list(overlay, link, block);
    for (const struct parsed_value *line = list ? block->values : NULL; line; line = line->next)
        lay_value(overlay, list, line);
}

void map_lay_over(struct map_work *work, struct parsed_file *table, struct parsed_file *file)
{
    struct map_overlay overlay = {work, table, file, table->place.line == 0};
    if (overlay.first)
        table->place = file->place;
    lay_target(&overlay);
    for (const struct parsed_property *line = file->properties; line; line = line->next)
        lay_property(&overlay, line);
    for (const struct parsed_values *block = file->values; block; block = block->next)
        lay_values(&overlay, block);
    map_lay_sections(&overlay);
}

static void settle_values(struct parsed_values *list)
{
    list->touch = (struct map_touch){0};
    for (struct parsed_value **link = &list->values; *link;) {
        if ((*link)->touch.removed) {
            *link = (*link)->next;
            continue;
        }
        (*link)->touch = (struct map_touch){0};
        link = &(*link)->next;
    }
}

void map_settle(struct parsed_file *table)
{
    table->target_touch = (struct map_touch){0};
    for (struct parsed_property *line = table->properties; line; line = line->next)
        line->touch = (struct map_touch){0};
    for (struct parsed_values *list = table->values; list; list = list->next)
        settle_values(list);
    map_settle_sections(table);
}
