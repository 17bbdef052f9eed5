/* SPDX-License-Identifier: MIT */
/*
 * The sections of an overlay over those of the table. A section is known by the one it is nested in, its path and its
 * condition. It is nested in the nearest section above it whose path begins its own, in one with a node where there is
 * any: in the overlay's text first, then in the table's. A new one goes behind all that is nested in its parent, so
 * that printed text reads the same.
 */
#include "diag.h"
#include "map-overlay.h"

static bool is_nested_in(const struct parsed_head *head, const struct parsed_head *outer)
{
    for (; head; head = head->parent)
        if (head == outer)
            return true;
    return false;
}

/* Whether the path of `outer` is a proper beginning of the path of `head`. */
static bool begins(const struct parsed_head *outer, const struct parsed_head *head)
{
    if (outer->type_count >= head->type_count)
        return false;
    for (size_t i = 0; i < outer->type_count; i++)
        if (!slice_equal(outer->types[i], head->types[i]))
            return false;
    return true;
}

/* Of the table as this overlay sees it: without what other overlays of the round add, and what it removes itself. What
 * another one removes is there: to build on it is a conflict. */
static bool is_visible(const struct map_overlay *overlay, const struct parsed_head *head)
{
    return !head->touch.added && !(head->touch.removed && head->touch.by == overlay->file);
}

/* Whether a head that stands later is the nearer one: its path is longer, or as long. One that makes no node stands
 * back. */
static bool is_nearer(const struct parsed_head *head, const struct parsed_head *than)
{
    if (!than || head->type_count != than->type_count)
        return !than || head->type_count > than->type_count;
    return head->owner->section.kind != MAP_NODE_NONE || than->owner->section.kind == MAP_NODE_NONE;
}

static void find_parent(const struct map_overlay *overlay, struct parsed_head *head)
{
    struct parsed_head *parent = NULL;
    for (const struct parsed_section *s = overlay->table->sections; s && !overlay->first; s = s->next)
        for (struct parsed_head *h = s->heads; h; h = h->next)
            if (begins(h, head) && is_visible(overlay, h) && is_nearer(h, parent))
                parent = h;
    for (const struct parsed_section *s = overlay->file->sections; s && s != head->owner; s = s->next)
        for (struct parsed_head *h = s->heads; h; h = h->next)
            if (begins(h, head) && h->into && is_nearer(h->into, parent))
                parent = h->into;
    head->parent = parent;
}

static bool has_when_value(const struct map_section *section, cpdm_slice value)
{
    for (size_t i = 0; i < section->when_count; i++)
        if (slice_equal(section->when_values[i], value))
            return true;
    return false;
}

static bool same_when(const struct map_section *a, const struct map_section *b)
{
    bool same = slice_equal(a->when, b->when) && a->when_count == b->when_count && a->on_request == b->on_request;
    for (size_t i = 0; same && i < a->when_count; i++)
        same = has_when_value(b, a->when_values[i]);
    return same;
}

/* The head of the table with this path and condition under the same parent. A removal has no parent: `count` tells how
 * many would fit it. */
static struct parsed_head *find_head(const struct map_overlay *overlay, const struct parsed_head *head, size_t *count)
{
    struct parsed_head *found = NULL;
    bool removal = head->owner->edit == MAP_EDIT_REMOVE;
    *count = 0;
    for (const struct parsed_section *s = overlay->table->sections; s; s = s->next)
        for (struct parsed_head *h = s->heads; h; h = h->next) {
            if (!slice_equal(h->path, head->path) || !same_when(&s->section, &head->owner->section) ||
                (removal ? h->touch.added : h->parent != head->parent))
                continue;
            if (!removal && h->touch.by == overlay->file && h->touch.removed)
                continue;
            found = h;
            (*count)++;
        }
    return found;
}

/* ---- Removals ---- */

/* What another overlay did to a section or to its rows; NULL for nothing. */
static const struct map_touch *touch_of_another(const struct map_overlay *overlay, const struct parsed_head *head)
{
    if (head->touch.by && head->touch.by != overlay->file)
        return &head->touch;
    return head->owner->extended.by ? &head->owner->extended : NULL;
}

/* Removes a section with all that is nested in it. */
static void remove_head(struct map_overlay *overlay, struct parsed_head *outer, struct map_place place)
{
    for (struct parsed_section *s = overlay->table->sections; s; s = s->next)
        for (struct parsed_head *h = s->heads; h; h = h->next) {
            const struct map_touch *other = touch_of_another(overlay, h);
            struct map_known known = {other, h->place};
            if (!is_nested_in(h, outer))
                continue;
            if (other)
                map_decide(overlay, known, MAP_EDIT_REMOVE, place, MAP_RULE_SECTION_TWICE, "section", h->path);
            else
                h->touch = map_touch(overlay, place, MAP_REMOVE);
        }
}

static void lay_removal(struct map_overlay *overlay, struct parsed_section *section)
{
    for (struct parsed_head *head = section->heads; head && !section->faulty; head = head->next) {
        size_t count;
        struct parsed_head *known = find_head(overlay, head, &count);
        if (count > 1) {
            map_error(overlay->work, MAP_RULE_EDIT_AMBIGUOUS, head->place, "the table has several sections [%.*s]",
                      DIAG_TEXT(head->path));
            continue;
        }
        struct map_known what = {NULL, head->place};
        if (known)
            what = (struct map_known){&known->touch, known->place};
        if (map_decide(overlay, what, MAP_EDIT_REMOVE, head->place, MAP_RULE_SECTION_TWICE, "section", head->path) ==
            MAP_REMOVE)
            remove_head(overlay, known, head->place);
    }
}

/* ---- Sections that the table has ---- */

/* Whether an overlay's head says of the section what the table says. */
static bool repeats(const struct parsed_section *section, const struct parsed_section *known)
{
    const struct map_section *a = &section->section, *b = &known->section;
    const struct parsed_head *x = section->heads, *y = known->heads;
    for (; x && y && slice_equal(x->path, y->path); x = x->next)
        y = y->next;
    return !x && !y && a->kind == b->kind && slice_equal(a->node, b->node) &&
           (!a->first || (b->first && slice_equal(a->first_why, b->first_why)));
}

/* type "…" adds an identifier, or repeats the table's; with override it replaces that one. */
static void lay_type(struct map_overlay *overlay, const struct parsed_section *section, struct parsed_section *known)
{
    cpdm_slice type = section->section.mo_type;
    struct map_known what = {NULL, known->type_place};
    if (known->type_place.line)
        what.touch = &known->type_touch;
    if (!known->type_touch.by)
        known->type_before = known->section.mo_type;
    if (type.length == 0 || (section->type_edit == MAP_EDIT_NONE && slice_equal(type, known->type_before)))
        return;
    enum map_verdict verdict = map_decide(overlay, what, section->type_edit, section->type_place, MAP_RULE_OPTION_TWICE,
                                          "type of section", section->heads->path);
    if (verdict == MAP_REFUSED)
        return;
    known->section.mo_type = type;
    known->type_place = section->type_place;
    known->type_touch = map_touch(overlay, section->type_place, verdict);
}

static void extend(struct map_overlay *overlay, struct parsed_section *section, struct parsed_head *head,
                   struct parsed_head *known)
{
    struct parsed_section *owner = known->owner;
    for (struct parsed_head *h = section->heads, *k = owner->heads; h; h = h->next, k = k ? k->next : NULL)
        h->into = k;
    if (known->touch.by) {
        struct map_known what = {&known->touch, known->place};
        map_decide(overlay, what, MAP_EDIT_NONE, head->place, MAP_RULE_SECTION_TWICE, "section", head->path);
    } else if (!repeats(section, owner)) {
        map_error(overlay->work, MAP_RULE_SECTION_MOVED, section->section.place,
                  "the section of %s:%u has another head: repeat that one, or remove it first",
                  owner->section.place.file, owner->section.place.line);
    } else {
        if (!owner->extended.by)
            owner->extended = map_touch(overlay, section->section.place, MAP_REPLACE);
        lay_type(overlay, section, owner);
        map_lay_rows(overlay, owner, section->rows);
    }
}

/* ---- New sections ---- */

/* The link behind the last section that is nested in the parent of this one; behind all where it has none. */
static struct parsed_section **place_for(const struct map_overlay *overlay, const struct parsed_section *section)
{
    struct parsed_section **link = &overlay->table->sections, **after = NULL;
    const struct parsed_head *parent = overlay->first ? NULL : section->heads->parent;
    for (; *link; link = &(*link)->next)
        for (const struct parsed_head *h = (*link)->heads; h; h = h->next)
            if (!parent || is_nested_in(h, parent))
                after = &(*link)->next;
    return after ? after : link;
}

static void add(struct map_overlay *overlay, struct parsed_section *section)
{
    struct parsed_section *copy = map_new(overlay->work, 1, sizeof *copy);
    if (!copy)
        return;
    if (section->type_edit == MAP_EDIT_OVERRIDE && !overlay->first)
        map_error(overlay->work, MAP_RULE_EDIT_NOTHING, section->type_place,
                  "there is no type of section \"%.*s\" to override", DIAG_TEXT(section->heads->path));
    *copy = *section;
    copy->rows = NULL;
    for (struct parsed_head *h = copy->heads; h; h = h->next) {
        h->owner = copy;
        h->into = h;
        h->touch = map_touch(overlay, section->section.place, MAP_ADD);
    }
    struct parsed_section **link = place_for(overlay, copy);
    copy->next = *link;
    *link = copy;
    map_lay_rows(overlay, copy, section->rows);
}

/* Two heads of one section with the same path and parent. */
static bool has_twins(const struct map_overlay *overlay, const struct parsed_section *section)
{
    for (const struct parsed_head *a = section->heads; a; a = a->next)
        for (const struct parsed_head *b = a->next; b; b = b->next)
            if (slice_equal(a->path, b->path)) {
                map_error(overlay->work, MAP_RULE_SECTION_TWICE, b->place, "[%.*s] stands here twice",
                          DIAG_TEXT(b->path));
                return true;
            }
    return false;
}

/* Whether another overlay removes the section that this one is nested in. */
static bool lost_parent(const struct map_overlay *overlay, const struct parsed_head *head)
{
    if (!head->parent || !head->parent->touch.removed)
        return false;
    struct map_known known = {&head->parent->touch, head->parent->place};
    return map_decide(overlay, known, MAP_EDIT_NONE, head->place, MAP_RULE_SECTION_TWICE, "section",
                      head->parent->path) == MAP_REFUSED;
}

static void lay_section(struct map_overlay *overlay, struct parsed_section *section)
{
    size_t count;
    bool lost = false;
    for (struct parsed_head *head = section->heads; head; head = head->next) {
        find_parent(overlay, head);
        lost = lost || lost_parent(overlay, head);
    }
    if (!section->heads || lost || has_twins(overlay, section))
        return;
    for (struct parsed_head *head = section->heads; head; head = head->next) {
        struct parsed_head *known = section->faulty ? NULL : find_head(overlay, head, &count);
        if (known) {
            extend(overlay, section, head, known);
            return;
        }
    }
    add(overlay, section);
}

void map_lay_sections(struct map_overlay *overlay)
{
    for (struct parsed_section *s = overlay->file->sections; s && !overlay->first; s = s->next)
        if (s->edit == MAP_EDIT_REMOVE)
            lay_removal(overlay, s);
    for (struct parsed_section *s = overlay->file->sections; s; s = s->next)
        if (s->edit == MAP_EDIT_NONE)
            lay_section(overlay, s);
}

/* ---- The end of a round ---- */

static void settle_rows(struct parsed_section *section)
{
    for (struct parsed_row **link = &section->rows; *link;) {
        if ((*link)->touch.removed) {
            *link = (*link)->next;
            continue;
        }
        (*link)->touch = (struct map_touch){0};
        link = &(*link)->next;
    }
}

static void settle_heads(struct parsed_section *section)
{
    section->extended = section->type_touch = (struct map_touch){0};
    for (struct parsed_head **link = &section->heads; *link;) {
        if ((*link)->touch.removed) {
            *link = (*link)->next;
            continue;
        }
        (*link)->touch = (struct map_touch){0};
        link = &(*link)->next;
    }
}

void map_settle_sections(struct parsed_file *table)
{
    for (struct parsed_section **link = &table->sections; *link;) {
        settle_heads(*link);
        settle_rows(*link);
        if ((*link)->heads)
            link = &(*link)->next;
        else
            *link = (*link)->next;
    }
}
