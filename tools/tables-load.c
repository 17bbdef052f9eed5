/* SPDX-License-Identifier: MIT */
/*
 * Names into compiled tables. A file that an `extends` names is looked for beside the files that were given, then among
 * the embedded tables.
 */
#include "tables-load.h"

#include <string.h>

#include <glib.h>

#include "input.h"
#include "nearest.h"

const char tables_default_target[] = "dm-1.1.2";

enum {
    TABLE_FILES_MAX = 32,              /* given and extended */
    TABLE_OCTETS_MAX = 4 * 1024 * 1024 /* the largest table known has 20 KiB */
};

struct loader {
    const struct messages *messages;
    struct input inputs[TABLE_FILES_MAX]; /* what was read; the texts stay valid during the load */
    size_t input_count;
    char *extended[TABLE_FILES_MAX]; /* names of those that were found by an `extends`, by the index of their input */
    cpdm_table_file files[TABLE_FILES_MAX]; /* what was given: the target, then the overlays */
    size_t file_count;
    int code; /* of a file that is there and cannot be read */
};

static int read_table(struct loader *loader, const char *path, cpdm_slice *text)
{
    if (loader->input_count == TABLE_FILES_MAX)
        return message_fail(loader->messages, TOOL_USAGE, (struct message_place){0}, NULL, "more than %d table files",
                            TABLE_FILES_MAX);
    struct input *input = &loader->inputs[loader->input_count++];
    int code = input_read(loader->messages, path, TABLE_OCTETS_MAX, input);
    *text = input_slice(input);
    return code;
}

static int add_file(struct loader *loader, const char *path)
{
    if (loader->file_count == TABLE_FILES_MAX)
        return message_fail(loader->messages, TOOL_USAGE, (struct message_place){0}, NULL, "more than %d table files",
                            TABLE_FILES_MAX);
    cpdm_table_file *file = &loader->files[loader->file_count++];
    file->name = path;
    return read_table(loader, path, &file->text);
}

static int fail_target(const struct messages *messages, const char *target)
{
    struct nearest nearest = nearest_to(target);
    const cpdm_table_file *file;
    GString *names = g_string_new(NULL);
    for (size_t i = 0; (file = cpdm_tables_embedded(i)); i++) {
        char *name = g_strndup(file->name, strlen(file->name) - strlen(".map"));
        g_string_append_printf(names, "%s%s", names->len ? ", " : "", name);
        nearest_try(&nearest, name);
        if (nearest.best == name)
            nearest.best = file->name;
        g_free(name);
    }
    char *hint = nearest.best
                     ? g_strdup_printf("did you mean %.*s?", (int)(strlen(nearest.best) - strlen(".map")), nearest.best)
                     : g_strdup_printf("there are %s, and files whose name ends in .map", names->str);
    int code = message_fail(messages, TOOL_USAGE, (struct message_place){0}, hint, "there is no target %s", target);
    g_free(hint);
    g_string_free(names, TRUE);
    return code;
}

static int add_target(struct loader *loader, const char *target)
{
    const cpdm_table_file *embedded = cpdm_tables_find_embedded(target);
    if (embedded) {
        loader->files[loader->file_count++] = *embedded;
        return EXIT_DONE;
    }
    if (strchr(target, '/') || g_str_has_suffix(target, ".map") || strcmp(target, "-") == 0 ||
        g_file_test(target, G_FILE_TEST_IS_REGULAR))
        return add_file(loader, target);
    return fail_target(loader->messages, target);
}

/* A file, or one of the overlays that are built in, with or without its ".map". */
static int add_overlay(struct loader *loader, const char *name)
{
    if (strchr(name, '/') || g_file_test(name, G_FILE_TEST_EXISTS))
        return add_file(loader, name);
    size_t length = strlen(name) - (g_str_has_suffix(name, ".map") ? strlen(".map") : 0);
    char *stem = g_strndup(name, length);
    const cpdm_table_file *embedded = cpdm_tables_find_embedded(stem);
    g_free(stem);
    if (!embedded || loader->file_count == TABLE_FILES_MAX)
        return add_file(loader, name); /* says what is wrong */
    loader->files[loader->file_count++] = *embedded;
    return EXIT_DONE;
}

/* `name` beside one of the files given, where it is one that exists; to be freed. */
static char *find_beside(const struct loader *loader, const char *name)
{
    for (size_t i = 0; i < loader->input_count; i++) {
        char *folder = g_path_get_dirname(loader->inputs[i].name);
        char *path = strcmp(folder, ".") == 0 ? g_strdup(name) : g_build_filename(folder, name, NULL);
        g_free(folder);
        if (g_file_test(path, G_FILE_TEST_EXISTS))
            return path;
        g_free(path);
    }
    return NULL;
}

static bool open_extended(void *data, const char *name, cpdm_slice *text)
{
    struct loader *loader = data;
    char *path = find_beside(loader, name);
    if (!path || loader->input_count == TABLE_FILES_MAX) {
        g_free(path);
        return false;
    }
    loader->extended[loader->input_count] = path;
    loader->code = read_table(loader, path, text);
    return loader->code == EXIT_DONE;
}

static void print_finding(void *data, const cpdm_diagnostic *diagnostic)
{
    const struct loader *loader = data;
    message_print(loader->messages, loader->files[0].name, diagnostic);
}

int tables_load(const struct messages *messages, const char *target, char **overlays, cpdm_tables **tables)
{
    struct loader loader = {.messages = messages};
    *tables = NULL;
    int code = add_target(&loader, target);
    for (size_t i = 0; !code && overlays && overlays[i]; i++)
        code = add_overlay(&loader, overlays[i]);
    if (!code) {
        cpdm_status status =
            cpdm_tables_load(tables, loader.files, loader.file_count, open_extended, print_finding, &loader, NULL);
        code = loader.code ? loader.code : message_exit_code(status);
    }
    for (size_t i = 0; i < loader.input_count; i++) {
        input_clear(&loader.inputs[i]);
        g_free(loader.extended[i]);
    }
    return code;
}
