/* SPDX-License-Identifier: MIT */
/* The rows of an overlay's section over those of the table's. A row is known by its parm and its node. */
#include "diag.h"
#include "map-overlay.h"

static bool is_row(const struct parsed_row *row, cpdm_slice parm, cpdm_slice node)
{
    return slice_equal(row->row.parm, parm) && (node.length == 0 || slice_equal(row->row.node, node));
}

/* The link to the row of this parm and node, or to the list's end. Without a node: the first of the parm; `several`
 * tells whether the table has another. */
static struct parsed_row **find_row(struct parsed_row **link, const struct parsed_row *line, bool *several)
{
    while (*link && !is_row(*link, line->row.parm, line->row.node))
        link = &(*link)->next;
    *several = false;
    for (const struct parsed_row *row = *link ? (*link)->next : NULL; row && line->row.node.length == 0;
         row = row->next)
        *several |= is_row(row, line->row.parm, line->row.node) && !row->touch.added;
    return link;
}

/* Two overlays with rows onto one node: which value it gets would be a matter of their order. */
static bool is_node_free(const struct map_overlay *overlay, const struct parsed_section *section,
                         const struct parsed_row *line)
{
    for (const struct parsed_row *row = section->rows; row; row = row->next) {
        if (!row->touch.by || row->touch.by == overlay->file || row->touch.removed || line->edit == MAP_EDIT_REMOVE ||
            slice_is(line->row.node, "-") || !slice_equal(row->row.node, line->row.node))
            continue;
        map_error(overlay->work, MAP_RULE_EDIT_CONFLICT, line->row.place,
                  "a row of %s:%u ends at \"%.*s\" as well: load order does not decide, one of the two must give way",
                  row->touch.place.file, row->touch.place.line, DIAG_TEXT(line->row.node));
        return false;
    }
    return true;
}

static void put_row(struct map_overlay *overlay, struct parsed_row **link, const struct parsed_row *line,
                    enum map_verdict verdict)
{
    struct parsed_row *row = verdict == MAP_ADD ? map_new(overlay->work, 1, sizeof *row) : *link;
    if (!row)
        return;
    if (verdict != MAP_REMOVE) {
        struct parsed_row *next = row->next;
        *row = *line;
        row->next = next;
        *link = row;
    }
    row->touch = map_touch(overlay, line->row.place, verdict);
}

static void lay_row(struct map_overlay *overlay, struct parsed_section *section, const struct parsed_row *line)
{
    bool several, star = slice_is(line->row.parm, "*");
    struct parsed_row **link = find_row(&section->rows, line, &several);
    struct map_known known = {NULL, line->row.place};
    if (overlay->first && line->edit == MAP_EDIT_REMOVE)
        return; /* reported by the parser */
    if (*link)
        known = (struct map_known){&(*link)->touch, (*link)->row.place};
    if (several) {
        map_error(overlay->work, MAP_RULE_EDIT_AMBIGUOUS, line->row.place,
                  "the table has several rows for \"%.*s\": say the node too", DIAG_TEXT(line->row.parm));
        return;
    }
    enum map_verdict verdict = map_decide(overlay, known, line->edit, line->row.place,
                                          star ? MAP_RULE_STAR_TWICE : MAP_RULE_ROW_TWICE, "row", line->row.parm);
    if (verdict != MAP_REFUSED && is_node_free(overlay, section, line))
        put_row(overlay, link, line, verdict);
}

void map_lay_rows(struct map_overlay *overlay, struct parsed_section *section, struct parsed_row *rows)
{
    for (const struct parsed_row *line = rows; line; line = line->next)
        lay_row(overlay, section, line);
}
