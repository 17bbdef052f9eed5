/* SPDX-License-Identifier: MIT */
/* Text to table: scan, parse, overlays, checks, index. See cpdm_tables_load() for the contract. */
#ifndef MAP_LOAD_H
#define MAP_LOAD_H

#include "map-table.h"

/* Diagnostics live during the call of `report` only. Where `*tables` is not NULL it is map_free()'s to give back. */
cpdm_status map_load(struct cpdm_tables **tables, const cpdm_table_file *files, size_t count,
                     cpdm_table_open_function *open, cpdm_diagnostic_function *report, void *data,
                     const cpdm_allocator *allocator);
void map_free(struct cpdm_tables *tables);

/* Canonical text, in the tables' memory: aligned columns, no comments. It loads to an equal table, and prints the same.
 */
cpdm_status map_print(struct cpdm_tables *tables, cpdm_slice *text);

/* One head, or one row, in canonical form, in one line that ends with NUL; NULL when there is no memory. */
const char *map_head_text(struct arena *arena, const struct map_section *section);
const char *map_row_text(struct arena *arena, const struct cpdm_tables *tables, const struct map_row *row);

/* Whether two tables mean the same: everything but the places where it is written. */
bool map_equal(const struct cpdm_tables *a, const struct cpdm_tables *b);

/* map-embedded.c, generated from mappings/: ends with a NULL name. */
extern const cpdm_table_file map_embedded[];

#endif
