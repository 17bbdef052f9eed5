/* SPDX-License-Identifier: MIT */
/* `cpdm diff A B`: two files that mean a management tree, and where the trees differ. A CP document means the tree that
 * a table makes of it: the one named, or else the target whose tree comes nearest to that of the other side. */
#include "output.h"
#include "tables-load.h"
#include "text.h"
#include "tree-diff.h"

#include <string.h>

/* The tables so far, and how many differences they leave. */
struct nearest_target {
    const struct tree_source *document, *other;
    cpdm_tables *tables;
    size_t count;
};

/* Overlays are built in beside the targets: only a table that has its file's name is a target. */
static bool is_target(const cpdm_tables *tables, const char *file)
{
    size_t length = strlen(file) - strlen(".map");
    return strncmp(cpdm_tables_target(tables), file, length) == 0 && cpdm_tables_target(tables)[length] == '\0';
}

/* Keeps the tables when they come nearer than those before, else frees them. */
static int try_tables(struct nearest_target *nearest, cpdm_tables *tables)
{
    struct tree_source tried;
    size_t count = SIZE_MAX;
    int code = EXIT_DONE;
    if (tree_source_try(nearest->document, tables, &tried))
        code = tree_diff(&tried, nearest->other, NULL, &count);
    tree_source_leave(&tried);
    if (!code && count < nearest->count) {
        cpdm_tables_free(nearest->tables);
        nearest->tables = tables;
        nearest->count = count;
        return EXIT_DONE;
    }
    cpdm_tables_free(tables);
    return code;
}

static int try_embedded(const struct options *options, struct nearest_target *nearest, const char *file)
{
    char *name = g_strndup(file, strlen(file) - strlen(".map"));
    cpdm_tables *tables;
    int code = tables_load(&options->messages, name, NULL, &tables);
    g_free(name);
    if (!code && is_target(tables, file))
        return try_tables(nearest, tables);
    cpdm_tables_free(tables);
    return code;
}

/* NULL when no target makes anything of the document. */
static int find_nearest(const struct options *options, const struct tree_source *document,
                        const struct tree_source *other, cpdm_tables **tables)
{
    struct nearest_target nearest = {.document = document, .other = other, .count = SIZE_MAX};
    cpdm_tables *usual;
    int code = tables_load(&options->messages, tables_default_target, NULL, &usual);
    if (!code)
        code = try_tables(&nearest, usual);
    const cpdm_table_file *file;
    for (size_t i = 0; !code && nearest.count && (file = cpdm_tables_embedded(i)); i++)
        code = try_embedded(options, &nearest, file->name);
    *tables = nearest.tables;
    return code;
}

static int choose_tables(const struct options *options, const struct tree_source *first,
                         const struct tree_source *second, cpdm_tables **tables)
{
    *tables = NULL;
    if (!first->document && !second->document)
        return EXIT_DONE;
    if (!options->to && !options->overlays && (!first->document || !second->document)) {
        int code = find_nearest(options, first->document ? first : second, first->document ? second : first, tables);
        if (code || *tables)
            return code;
    }
    return tables_load(&options->messages, options->to ? options->to : tables_default_target, options->overlays,
                       tables);
}

static int compare(const struct options *options, struct tree_source *first, struct tree_source *second)
{
    cpdm_tables *tables;
    size_t count = 0;
    GString *lines = g_string_new(NULL);
    int code = choose_tables(options, first, second, &tables);
    if (!code)
        code = tree_source_map(first, tables);
    if (!code)
        code = tree_source_map(second, tables);
    if (!code)
        code = tree_diff(first, second, lines, &count);
    if (!code)
        code = output_write(&options->messages, options->output, OUTPUT_SECRET, text_of(lines));
    cpdm_tables_free(tables);
    text_wipe(lines);
    return code ? code : count ? EXIT_DOCUMENT : EXIT_DONE;
}

int cmd_diff(const struct options *options)
{
    struct tree_source first = {.document = NULL}, second = {.document = NULL};
    if (options->argument_count != 2)
        return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, options->verb->arguments,
                            "two files are wanted");
    if (strcmp(options->arguments[0], "-") == 0 && strcmp(options->arguments[1], "-") == 0)
        return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, NULL,
                            "only one of the two can come from stdin");
    int code = tree_source_open(options, options->arguments[0], &first);
    if (!code)
        code = tree_source_open(options, options->arguments[1], &second);
    if (!code)
        code = compare(options, &first, &second);
    tree_source_close(&first);
    tree_source_close(&second);
    return code;
}
