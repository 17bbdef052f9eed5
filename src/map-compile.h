/* SPDX-License-Identifier: MIT */
/* From a table as written to one that the engine can walk: see map-compile.c. */
#ifndef MAP_COMPILE_H
#define MAP_COMPILE_H

#include "map-parse.h"

struct map_compiler {
    struct map_work *work;
    struct cpdm_tables *tables;
    struct parsed_file *table;
    struct parsed_row **rows;             /* of tables->rows, by index */
    struct parsed_section **sections;     /* of tables->sections, by index; NULL for an implied one */
    const struct parsed_row **implied_by; /* the row that an implied section was made for, or NULL */
    size_t section_room;
    bool names_full; /* reported */
};

/* Lists, sections and rows as arrays, every name looked up. Reports what is not known. */
void map_compile(struct map_compiler *compiler);

/* The table's number of a name: the standard's, a virtual one, or a vendor's. `root` is the type at the root of where
 * it stands: {name} is virtual in CONNECTION and PROXY only. */
uint16_t map_compile_name(struct map_compiler *compiler, cpdm_slice root, cpdm_slice text);

/* The section for this type under a parent (MAP_NONE: at the root), made where there is none yet. */
uint16_t map_imply_section(struct map_compiler *compiler, uint16_t parent, const cpdm_slice *types, uint16_t type_count,
                           const struct parsed_row *row, struct map_place place);

void map_compile_rows(struct map_compiler *compiler, const struct parsed_section *section, uint16_t index);

/* The value lists and types that rows and names speak of. */
void map_resolve(struct map_compiler *compiler);

/* Parts of map_index() (map-takers.c): what the rows, which are chained, do in the everyday case, and which takes a
 * parm. False when there is no memory. */
bool map_settle_rows(struct cpdm_tables *tables);
bool map_find_takers(struct cpdm_tables *tables, const struct map_section *section, struct map_front *front);

/* Dispatch arrays, for a table without errors. False when there is no memory. */
bool map_index(struct cpdm_tables *tables);

#endif
