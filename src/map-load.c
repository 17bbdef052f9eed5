/* SPDX-License-Identifier: MIT */
/*
 * Table files to one compiled table: parse each file, follow `extends` down to a table that extends nothing, lay the
 * others over it, compile, check, index. All findings are told, in the order of the files and their lines.
 */
#include "map-load.h"

#include "map-check.h"
#include "map-overlay.h"

struct map_input { /* what the caller gave */
    const cpdm_table_file *files;
    size_t count;
    cpdm_table_open_function *open;
    void *data;
};

/* The name without its directory: `extends` speaks of tables, not of places. */
static cpdm_slice base_name(cpdm_slice name)
{
    const char *slash = name.length ? memrchr(name.data, '/', name.length) : NULL;
    return slash ? slice(slash + 1, name.length - (size_t)(slash + 1 - name.data)) : name;
}

/* Parses a file; its name stays with the tables, so that places can point to it. */
static struct parsed_file *read_file(struct map_work *work, cpdm_slice name, cpdm_slice text)
{
    struct map_read_file *read = map_new(work, 1, sizeof *read), **end = &work->files;
    const char *kept = map_keep(work, name).data;
    if (!read || !kept)
        return NULL;
    read->name = kept;
    while (*end)
        end = &(*end)->next;
    *end = read;
    return map_parse(work, kept, text);
}

static bool find_embedded(cpdm_slice name, cpdm_slice *text)
{
    for (const cpdm_table_file *file = map_embedded; file->name; file++)
        if (slice_equal(base_name(name), slice_of(file->name))) {
            *text = file->text;
            return true;
        }
    return false;
}

static bool open_base(const struct map_input *input, cpdm_slice name, cpdm_slice *text)
{
    return (input->open && input->open(input->data, name.data, text)) || find_embedded(name, text);
}

/* The table that the last file of the chain extends; NULL, and reported, where there is none. */
static struct parsed_file *read_base(struct map_work *work, const struct map_input *input,
                                     struct parsed_file *const *chain, size_t count)
{
    const struct parsed_file *last = chain[count - 1];
    cpdm_slice name = last->extends, text;
    if (name.length == 0)
        return NULL; /* reported */
    for (size_t i = 0; i < count; i++)
        if (slice_equal(base_name(slice_of(chain[i]->place.file)), base_name(name))) {
            map_error(work, MAP_RULE_BASE_CYCLE, last->extends_place,
                      "\"%s\" is extended by this table already: a circle has no base", name.data);
            return NULL;
        }
    if (count == MAP_EXTENDS_MAX) {
        map_error(work, MAP_RULE_LIMIT, last->extends_place, "more than %d tables extend one another", MAP_EXTENDS_MAX);
        return NULL;
    }
    if (open_base(input, name, &text))
        return read_file(work, name, text);
    map_error(work, MAP_RULE_BASE_MISSING, last->extends_place, "there is no table \"%s\"", name.data);
    return NULL;
}

/* The first file and what it extends, laid over one another. False where something is missing or wrong: overlays would
 * be judged against the wrong table. */
static bool load_chain(struct map_work *work, const struct map_input *input, struct parsed_file *table)
{
    struct parsed_file *chain[MAP_EXTENDS_MAX];
    size_t count = 1;
    chain[0] = read_file(work, slice_of(input->files[0].name), input->files[0].text);
    while (chain[count - 1] && chain[count - 1]->is_overlay) {
        struct parsed_file *base = read_base(work, input, chain, count);
        if (!base)
            return false;
        chain[count++] = base;
    }
    if (!chain[count - 1] || chain[count - 1]->unreadable)
        return false;
    bool alone = count == 1;
    for (; count > 0 && !work->no_memory && (alone || work->error_count == 0); count--) {
        map_lay_over(work, table, chain[count - 1]);
        map_settle(table);
    }
    return count == 0;
}

/* Whether a further file was written for the first one, and is given once. */
static bool is_written_for(struct map_work *work, const struct map_input *input, size_t index,
                           const struct parsed_file *overlay)
{
    cpdm_slice name = slice_of(input->files[index].name), base = base_name(slice_of(input->files[0].name));
    for (size_t i = 0; i < index; i++)
        if (slice_equal(name, slice_of(input->files[i].name))) {
            map_error(work, MAP_RULE_BASE_OTHER, overlay->place, "the file is given twice");
            return false;
        }
    if (overlay->is_overlay && slice_equal(base_name(overlay->extends), base))
        return true;
    map_error(work, MAP_RULE_BASE_OTHER, overlay->is_overlay ? overlay->extends_place : overlay->place,
              overlay->is_overlay ? "the overlay was written for another table, not for \"%.*s\""
                                  : "the file extends nothing: it is no overlay for \"%.*s\"",
              (int)base.length, base.data);
    return false;
}

/* Laid in the order of their names, so that the order in which they were given shows nowhere, not even in the sequence
 * of rows. */
static void lay_overlays(struct map_work *work, struct parsed_file *table, struct parsed_file **overlays, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && strcmp(overlays[j - 1]->place.file, overlays[j]->place.file) > 0; j--) {
            struct parsed_file *later = overlays[j - 1];
            overlays[j - 1] = overlays[j];
            overlays[j] = later;
        }
    for (size_t i = 0; i < count && !work->no_memory; i++)
        map_lay_over(work, table, overlays[i]);
    map_settle(table);
}

static void load_files(struct map_work *work, const struct map_input *input, struct parsed_file *table)
{
    struct parsed_file **overlays = map_new(work, input->count, sizeof *overlays);
    if (!overlays)
        return;
    bool sound = load_chain(work, input, table) && (input->count == 1 || work->error_count == 0);
    size_t count = 0;
    for (size_t i = 1; i < input->count && !work->no_memory; i++) {
        overlays[count] = read_file(work, slice_of(input->files[i].name), input->files[i].text);
        if (!overlays[count] || overlays[count]->unreadable || !is_written_for(work, input, i, overlays[count]))
            sound = false;
        else
            count++;
    }
    if (!sound || work->no_memory)
        return;
    lay_overlays(work, table, overlays, count);
    struct map_compiler compiler = {.work = work, .tables = work->tables, .table = table};
    map_compile(&compiler);
    if (!work->no_memory && compiler.rows)
        map_check(&compiler);
}

static struct cpdm_tables *new_tables(const cpdm_allocator *allocator)
{
    struct arena arena;
    arena_init(&arena, allocator);
    struct cpdm_tables *tables = arena.allocator.allocate(arena.allocator.data, sizeof *tables);
    if (tables)
        *tables = (struct cpdm_tables){.arena = arena};
    return tables;
}

void map_free(struct cpdm_tables *tables)
{
    if (!tables)
        return;
    cpdm_allocator allocator = tables->arena.allocator;
    arena_free(&tables->arena);
    allocator.release(allocator.data, tables);
}

cpdm_status map_load(struct cpdm_tables **tables, const cpdm_table_file *files, size_t count,
                     cpdm_table_open_function *open, cpdm_diagnostic_function *report, void *data,
                     const cpdm_allocator *allocator)
{
    struct map_input input = {files, count, open, data};
    struct map_work work = {.tables = count ? new_tables(allocator) : NULL};
    struct parsed_file table = {0};
    *tables = NULL;
    if (count == 0)
        return CPDM_ERROR_USAGE;
    if (!work.tables)
        return CPDM_ERROR_MEMORY;
    arena_init(&work.scratch, allocator);
    load_files(&work, &input, &table);
    if (!work.no_memory && work.error_count == 0)
        work.no_memory = !map_index(work.tables);
    map_work_report(&work, report, data);
    cpdm_status status = work.no_memory ? CPDM_ERROR_MEMORY : work.error_count ? CPDM_ERROR_TABLE : CPDM_OK;
    if (status == CPDM_OK)
        *tables = work.tables;
    else
        map_free(work.tables);
    arena_free(&work.scratch);
    return status;
}
