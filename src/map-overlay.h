/* SPDX-License-Identifier: MIT */
/* Laying parsed files over one another: see map-overlay.c. */
#ifndef MAP_OVERLAY_H
#define MAP_OVERLAY_H

#include "map-parse.h"

/* Lays a file over the table so far; the first one over an empty table. Overlays of one round are written for the same
 * table and must not meet. */
void map_lay_over(struct map_work *work, struct parsed_file *table, struct parsed_file *file);

/* Ends a round: what it removed is gone, what it added is part of the table. */
void map_settle(struct parsed_file *table);

/* ---- Within the overlay stage ---- */

struct map_overlay {
    struct map_work *work;
    struct parsed_file *table;
    struct parsed_file *file;
    bool first; /* the table is empty */
};

enum map_verdict { MAP_ADD, MAP_REPLACE, MAP_REMOVE, MAP_REFUSED };

struct map_known { /* the line of the table that a line of the overlay speaks of; touch NULL: there is none */
    const struct map_touch *touch;
    struct map_place place;
};

/* What becomes of a line of the overlay; a refusal is reported. `kind` and `name` are for the sentence, `twice` is the
 * rule for two such lines in one file. */
enum map_verdict map_decide(const struct map_overlay *overlay, struct map_known known, enum map_edit edit,
                            struct map_place place, enum map_rule twice, const char *kind, cpdm_slice name);

struct map_touch map_touch(const struct map_overlay *overlay, struct map_place place, enum map_verdict verdict);

void map_lay_sections(struct map_overlay *overlay); /* map-overlay-sections.c */
void map_lay_rows(struct map_overlay *overlay, struct parsed_section *section, struct parsed_row *rows);
void map_settle_sections(struct parsed_file *table);

#endif
