/* SPDX-License-Identifier: MIT */
/*
 * The table language. tests/bad: one file (or folder, for overlays) for each mistake, with the findings it must have,
 * word for word; tests/good-maps: tables that print and load to themselves, and folders whose overlays make the table
 * in `expect`. A new case is a new file. CPDM_TESTS names the folder of the tests.
 */
#include <glib.h>
#include <stdlib.h>

#include "map-load.h"

struct files {    /* what one load is given */
    char *folder; /* where `extends` looks */
    GPtrArray *names, *texts;
    GArray *table_files;
};

static char *tests_path(const char *name)
{
    const char *folder = g_getenv("CPDM_TESTS");
    return g_build_filename(folder ? folder : "tests", name, NULL);
}

static char *read_text(const char *folder, const char *name, size_t *length)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    char *text = NULL;
    return g_file_get_contents(path, &text, length, NULL) ? text : NULL;
}

static struct files new_files(const char *folder)
{
    return (struct files){g_strdup(folder), g_ptr_array_new_with_free_func(g_free),
                          g_ptr_array_new_with_free_func(g_free), g_array_new(FALSE, FALSE, sizeof(cpdm_table_file))};
}

static void add_text(struct files *files, const char *name, const char *text, size_t length)
{
    char *kept = g_strdup(name), *copy = g_memdup2(length ? text : "", length ? length : 1);
    cpdm_table_file file = {kept, {copy, length}};
    g_ptr_array_add(files->names, kept);
    g_ptr_array_add(files->texts, copy);
    g_array_append_val(files->table_files, file);
}

static void add_file(struct files *files, const char *name)
{
    size_t length = 0;
    g_autofree char *text = read_text(files->folder, name, &length);
    g_assert_nonnull(text);
    add_text(files, name, text, length);
}

static void free_files(struct files *files)
{
    g_free(files->folder);
    g_ptr_array_unref(files->names);
    g_ptr_array_unref(files->texts);
    g_array_unref(files->table_files);
}

struct listener {
    struct files *files;
    GString *findings;
    bool with_names;
    size_t errors;
};

static bool open_table(void *data, const char *name, cpdm_slice *text)
{
    struct listener *listener = data;
    char *found = read_text(listener->files->folder, name, &text->length);
    if (found)
        g_ptr_array_add(listener->files->texts, found);
    text->data = found;
    return found;
}

static void write_finding(void *data, const cpdm_diagnostic *finding)
{
    struct listener *listener = data;
    bool error = finding->severity == CPDM_SEVERITY_ERROR;
    g_assert_true(finding->table);
    g_assert_cmpint(finding->status, ==, CPDM_ERROR_TABLE);
    if (listener->with_names)
        g_string_append_printf(listener->findings, "%s:", finding->source);
    g_string_append_printf(listener->findings, "%u:%u: %s[M%03u]: %s\n", finding->line, finding->column,
                           error ? "error" : "warning", finding->rule, finding->sentence);
    listener->errors += error;
}

/* The findings as text; *tables is NULL where one is an error. */
static char *load(struct files *files, bool with_names, struct cpdm_tables **tables)
{
    struct listener listener = {files, g_string_new(NULL), with_names, 0};
    cpdm_status status = map_load(tables, (const cpdm_table_file *)(void *)files->table_files->data,
                                  files->table_files->len, open_table, write_finding, &listener, NULL);
    g_assert_cmpint(status, ==, listener.errors ? CPDM_ERROR_TABLE : CPDM_OK);
    g_assert_true((*tables != NULL) == (status == CPDM_OK));
    return g_string_free(listener.findings, FALSE);
}

static char *load_text(const char *text, size_t length, struct cpdm_tables **tables)
{
    struct files files = new_files("");
    add_text(&files, "test.map", text, length);
    char *findings = load(&files, false, tables);
    free_files(&files);
    return findings;
}

/* ---- Folders of cases ---- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *list(const char *folder)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    for (const char *name; (name = g_dir_read_name(dir));)
        g_ptr_array_add(names, g_strdup(name));
    g_dir_close(dir);
    qsort(names->pdata, names->len, sizeof *names->pdata, compare_names);
    return names;
}

/* The files of a folder: those that `load` lists; without one base.map, then the others, last one first if `backwards`.
 */
static struct files folder_files(const char *folder, bool backwards)
{
    struct files files = new_files(folder);
    size_t length;
    g_autofree char *order = read_text(folder, "load", &length);
    g_autoptr(GPtrArray) names = list(folder);
    if (order) {
        g_auto(GStrv) lines = g_strsplit(g_strstrip(order), "\n", 0);
        for (char **line = lines; *line; line++)
            add_file(&files, *line);
        return files;
    }
    add_file(&files, "base.map");
    for (unsigned i = 0; i < names->len; i++) {
        const char *name = names->pdata[backwards ? names->len - 1 - i : i];
        if (g_str_has_suffix(name, ".map") && strcmp(name, "base.map") != 0)
            add_file(&files, name);
    }
    return files;
}

static void check_bad(struct files *files, bool with_names, const char *expect_folder, const char *expect_name)
{
    struct cpdm_tables *tables;
    size_t length;
    g_autofree char *expected = read_text(expect_folder, expect_name, &length),
                    *found = load(files, with_names, &tables);
    g_test_message("%s/%s", expect_folder, expect_name);
    g_assert_nonnull(expected);
    g_assert_cmpstr(found, ==, expected);
    g_assert_cmpstr(found, !=, ""); /* a bad file that is not bad */
    map_free(tables);
    free_files(files);
}

static void test_bad(void)
{
    g_autofree char *folder = tests_path("bad");
    g_autoptr(GPtrArray) names = list(folder);
    for (unsigned i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        g_autofree char *path = g_build_filename(folder, name, NULL);
        struct files files;
        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            files = folder_files(path, false);
            check_bad(&files, true, path, "expect");
        } else if (g_str_has_suffix(name, ".map")) {
            g_autofree char *stem = g_strndup(name, strlen(name) - strlen(".map"));
            g_autofree char *expect = g_strconcat(stem, ".expect", NULL);
            files = new_files(folder);
            add_file(&files, name);
            check_bad(&files, false, folder, expect);
        }
    }
    g_assert_cmpuint(names->len, >, 100);
}

/* Every rule has a file that breaks it. */
static void test_rules(void)
{
    static const struct {
        const char *name;
        unsigned number;
    } rules[] = {
#define TABLE_RULE(name, number, explanation) {#name, number},
#include "map-codes.h"
#undef TABLE_RULE
    };
    g_autofree char *folder = tests_path("bad");
    g_autoptr(GPtrArray) names = list(folder);
    GString *all = g_string_new(NULL);
    for (unsigned i = 0; i < names->len; i++) {
        g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
        size_t length;
        bool is_folder = g_file_test(path, G_FILE_TEST_IS_DIR);
        g_autofree char *text = is_folder                           ? read_text(path, "expect", &length)
                                : g_str_has_suffix(path, ".expect") ? read_text(folder, names->pdata[i], &length)
                                                                    : NULL;
        g_string_append(all, text ? text : "");
    }
    for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
        g_autofree char *mark = g_strdup_printf("[M%03u]", rules[i].number);
        g_test_message("%s", rules[i].name);
        g_assert_nonnull(strstr(all->str, mark));
    }
    g_string_free(all, TRUE);
}

/* Prints, loads what was printed, and finds the same table and the same text. */
static void check_round_trip(struct cpdm_tables *tables)
{
    struct cpdm_tables *again;
    cpdm_slice text, text_again;
    g_assert_cmpint(map_print(tables, &text), ==, CPDM_OK);
    g_autofree char *findings = load_text(text.data, text.length, &again);
    g_assert_cmpstr(findings, ==, "");
    g_assert_true(map_equal(tables, again));
    g_assert_cmpint(map_print(again, &text_again), ==, CPDM_OK);
    g_assert_true(slice_equal(text, text_again));
    map_free(again);
}

/* A table that loads without a finding. */
static struct cpdm_tables *load_good(struct files *files)
{
    struct cpdm_tables *tables;
    g_autofree char *findings = load(files, true, &tables);
    g_assert_cmpstr(findings, ==, "");
    free_files(files);
    return tables;
}

static struct cpdm_tables *load_good_map(const char *name)
{
    g_autofree char *folder = tests_path("good-maps");
    struct files files = new_files(folder);
    add_file(&files, name);
    return load_good(&files);
}

/* Overlays make the expected text, in whichever order they are given. */
static void check_folder(const char *path)
{
    size_t length;
    g_autofree char *expected = read_text(path, "expect", &length);
    struct files forwards = folder_files(path, false), backwards = folder_files(path, true);
    struct cpdm_tables *tables = load_good(&forwards), *others = load_good(&backwards);
    cpdm_slice text;
    g_assert_true(map_equal(tables, others));
    g_assert_cmpint(map_print(tables, &text), ==, CPDM_OK);
    g_autofree char *found = g_strndup(text.data, text.length);
    g_assert_cmpstr(found, ==, expected);
    check_round_trip(tables);
    map_free(tables);
    map_free(others);
}

static void test_good(void)
{
    g_autofree char *folder = tests_path("good-maps");
    g_autoptr(GPtrArray) names = list(folder);
    for (unsigned i = 0; i < names->len; i++) {
        g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
        g_test_message("%s", path);
        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            check_folder(path);
            continue;
        }
        struct cpdm_tables *tables = load_good_map(names->pdata[i]);
        check_round_trip(tables);
        map_free(tables);
    }
    g_assert_cmpuint(names->len, >=, 4);
}

/* map_equal() tells tables apart: one line of the text is changed at a time. */
static void test_equal(void)
{
    struct cpdm_tables *tables = load_good_map("rich.map"), *other;
    cpdm_slice text;
    g_assert_cmpint(map_print(tables, &text), ==, CPDM_OK);
    g_autofree char *printed = g_strndup(text.data, text.length);
    g_auto(GStrv) lines = g_strsplit(printed, "\n", 0);
    unsigned loaded = 0;
    for (unsigned i = 0; lines[i]; i++) {
        char *line = lines[i];
        if (line[0] == '\0')
            continue;
        lines[i] = g_strdup("");
        g_autofree char *changed = g_strjoinv("\n", lines);
        g_autofree char *findings = load_text(changed, strlen(changed), &other);
        g_assert_true((other == NULL) == (strstr(findings, "error") != NULL));
        if (other) {
            g_test_message("without line %u", i + 1);
            g_assert_false(map_equal(tables, other));
            loaded++;
        }
        map_free(other);
        g_free(lines[i]);
        lines[i] = line;
    }
    g_assert_cmpuint(loaded, >, 30);
    map_free(tables);
}

/* Byte order mark and carriage returns, which some editors write, change nothing. */
static void test_editors(void)
{
    struct cpdm_tables *tables = load_good_map("dm-1.1.2.map"), *other;
    g_autofree char *folder = tests_path("good-maps");
    size_t length;
    g_autofree char *text = read_text(folder, "dm-1.1.2.map", &length);
    g_auto(GStrv) lines = g_strsplit(text, "\n", 0);
    g_autofree char *joined = g_strjoinv("\r\n", lines);
    g_autofree char *marked = g_strconcat("\xEF\xBB\xBF", joined, NULL);
    g_autofree char *findings = load_text(marked, strlen(marked), &other);
    g_assert_cmpstr(findings, ==, "");
    g_assert_true(map_equal(tables, other));
    map_free(tables);
    map_free(other);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/map/bad", test_bad);
    g_test_add_func("/map/rules", test_rules);
    g_test_add_func("/map/good", test_good);
    g_test_add_func("/map/equal", test_equal);
    g_test_add_func("/map/editors", test_editors);
    return g_test_run();
}
