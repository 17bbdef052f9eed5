/* SPDX-License-Identifier: MIT */
/* What a compiled table tells the engine: names, dispatch, lists to check; and what a load does at its limits. */
#include <glib.h>
#include <stdlib.h>

#include "map-load.h"
#include "map-work.h"

#define HEAD    "cpdm-map 1\ntarget t \"T\"\n syncml 1.1\n verproto DM/1.1\n command Replace\n"
#define ACCOUNT "[APPLICATION] ./SyncML/DMAcc/{PROVIDER-ID} when APPID = w7\n PROVIDER-ID <-> ServerId chr 1\n"

struct count {
    unsigned errors, last_rule, last_line;
};

static void count_finding(void *data, const cpdm_diagnostic *finding)
{
    struct count *count = data;
    count->errors++;
    count->last_rule = finding->rule;
    count->last_line = finding->line;
}

static struct cpdm_tables *load(const char *text, struct count *count)
{
    cpdm_table_file file = {"test.map", {text, strlen(text)}};
    struct cpdm_tables *tables;
    struct count none = {0};
    cpdm_status status = map_load(&tables, &file, 1, NULL, count_finding, count ? count : &none, NULL);
    g_assert_cmpint(status, ==, (count ? count : &none)->errors ? CPDM_ERROR_TABLE : CPDM_OK);
    return tables;
}

static const struct map_section *section(const struct cpdm_tables *tables, uint16_t index)
{
    g_assert_cmpuint(index, <, tables->section_count);
    return &tables->sections[index];
}

static const struct map_row *row(const struct cpdm_tables *tables, uint16_t index)
{
    g_assert_cmpuint(index, <, tables->row_count);
    return &tables->rows[index];
}

static bool is_text(cpdm_slice text, const char *expected)
{
    return slice_is(text, expected);
}

static void test_names(void)
{
    struct cpdm_tables *tables = load(HEAD ACCOUNT " ROLE <-> Ext/Role int ?\n PROTOVER <-> Ext/Ver chr ?\n", NULL);
    uint16_t role = map_name(tables, CP_NAME_UNKNOWN, SLICE("ROLE"));
    uint16_t version = map_name(tables, CP_NAME_UNKNOWN, SLICE("PROTOVER"));
    g_assert_cmpuint(tables->name_count, ==, CP_NAME_COUNT + 2);
    g_assert_cmpuint(role, ==, CP_NAME_COUNT);
    g_assert_cmpuint(version, ==, CP_NAME_COUNT + 1);
    g_assert_cmpuint(map_name(tables, CP_NAME_NAME, SLICE("NAME")), ==, CP_NAME_NAME);
    g_assert_cmpuint(map_name(tables, CP_NAME_UNKNOWN, SLICE("role")), ==, CP_NAME_UNKNOWN);
    g_assert_cmpuint(map_name(tables, CP_NAME_UNKNOWN, SLICE("")), ==, CP_NAME_UNKNOWN);
    g_assert_cmpuint(map_name(tables, CP_NAME_UNKNOWN, SLICE("TO-CONNECTION")), ==, CP_NAME_UNKNOWN);
    const struct map_section *account = section(tables, tables->root_of[CP_NAME_APPLICATION]);
    g_assert_true(is_text(row(tables, account->row_of[role])->node, "Ext/Role"));
    g_assert_true(is_text(map_property(tables, "command"), "Replace"));
    g_assert_cmpuint(map_property(tables, "final").length, ==, 0);
    g_assert_cmpstr(tables->target.data, ==, "t");
    map_free(tables);
}

/* PORT/PORTNBR: an implied section for dispatch; written and checked where it stands. */
static void test_implied(void)
{
    struct cpdm_tables *tables =
        load(HEAD "values p\n http 80\n" ACCOUNT "[APPLICATION/APPADDR] same node\n ADDR <-> Addr chr 1\n"
                  " PORT/PORTNBR <-> Port int ? default p of ADDR\n PORT/SERVICE -> - loss \"x\"\n",
             NULL);
    const struct map_section *account = section(tables, tables->root_of[CP_NAME_APPLICATION]);
    const struct map_section *address = section(tables, account->child_of[CP_NAME_APPADDR]);
    uint16_t index = address->child_of[CP_NAME_PORT];
    const struct map_section *port = section(tables, index);
    const struct map_row *number = row(tables, port->row_of[CP_NAME_PORTNBR]);
    g_assert_true(port->implied);
    g_assert_cmpint(port->kind, ==, MAP_NODE_SAME);
    g_assert_true(is_text(port->path, "APPLICATION/APPADDR/PORT"));
    g_assert_cmpuint(port->row_count, ==, 0);
    g_assert_cmpuint(address->row_count, ==, 3);
    g_assert_cmpuint(number->section, ==, index);
    g_assert_cmpuint(number->default_of_name, ==, CP_NAME_ADDR);
    g_assert_cmpint(number->default_kind, ==, MAP_DEFAULT_LOOKUP);
    g_assert_true(is_text(map_value_from(&tables->values[number->default_values], SLICE("http"))->to, "80"));
    g_assert_null(map_value_from(&tables->values[number->default_values], SLICE("HTTP")));
    g_assert_cmpuint(address->checked_count, ==, 2);
    g_assert_true(row(tables, address->checked[1]) == number);
    map_free(tables);
}

/* Sections with a condition come first, whatever the order of the text. */
static void test_conditions(void)
{
    struct cpdm_tables *tables =
        load(HEAD ACCOUNT "[APPLICATION/APPAUTH] none\n * -> - loss \"x\"\n"
                          "[APPLICATION/APPAUTH] same node when AAUTHLEVEL = CLIENT\n AAUTHNAME <-> A chr ?\n"
                          "[APPLICATION/APPAUTH] same node when AAUTHLEVEL in APPSRV OBEX\n AAUTHLEVEL <-> L chr 1\n",
             NULL);
    const struct map_section *account = section(tables, tables->root_of[CP_NAME_APPLICATION]);
    const struct map_section *first = section(tables, account->child_of[CP_NAME_APPAUTH]);
    const struct map_section *second = section(tables, first->next_same), *third = section(tables, second->next_same);
    g_assert_cmpuint(first->when_name, ==, CP_NAME_AAUTHLEVEL);
    g_assert_true(is_text(first->when_values[0], "CLIENT"));
    g_assert_cmpuint(second->when_count, ==, 2);
    g_assert_cmpuint(third->when_name, ==, MAP_NONE);
    g_assert_cmpuint(third->next_same, ==, MAP_NONE);
    g_assert_cmpint(third->kind, ==, MAP_NODE_NONE);
    g_assert_true(is_text(row(tables, third->star)->why, "x"));
    g_assert_cmpuint(first->star, ==, MAP_NONE);
    map_free(tables);
}

/* [A] [B]: one list of rows, two sections, implied ones shared. */
static void test_alias(void)
{
    struct cpdm_tables *tables =
        load(HEAD ACCOUNT "[ACCESS] [BOOTSTRAP] [VENDOR/PART] none\n PORT/SERVICE -> - loss \"x\"\n"
                          " * -> - loss \"y\"\n",
             NULL);
    const struct map_section *access = section(tables, tables->root_of[CP_NAME_ACCESS]);
    const struct map_section *bootstrap = section(tables, tables->root_of[CP_NAME_BOOTSTRAP]);
    uint16_t vendor = map_name(tables, CP_NAME_UNKNOWN, SLICE("VENDOR")), part = map_name(tables, 0, SLICE("PART"));
    const struct map_section *outer = section(tables, tables->root_of[vendor]);
    const struct map_section *inner = section(tables, outer->child_of[part]);
    g_assert_cmpuint(bootstrap->alias_of, ==, tables->root_of[CP_NAME_ACCESS]);
    g_assert_cmpuint(access->alias_of, ==, MAP_NONE);
    g_assert_true(bootstrap->row_of == access->row_of);
    g_assert_cmpuint(bootstrap->star, ==, access->star);
    g_assert_cmpuint(bootstrap->child_of[CP_NAME_PORT], ==, access->child_of[CP_NAME_PORT]);
    g_assert_cmpuint(inner->child_of[CP_NAME_PORT], ==, access->child_of[CP_NAME_PORT]);
    g_assert_cmpint(outer->kind, ==, MAP_NODE_NONE);
    g_assert_true(outer->implied);
    g_assert_cmpuint(tables->root_count, ==, 4);
    g_assert_cmpuint(tables->root_order[0], ==, CP_NAME_APPLICATION);
    g_assert_cmpuint(tables->root_order[3], ==, vendor);
    map_free(tables);
}

/* The names of nodes: permanent ones, names that are a value, names that the links make. */
static void test_segments(void)
{
    struct cpdm_tables *tables =
        load(HEAD ACCOUNT "[CONNECTION] ./SyncML/Con/{name}\n[CONNECTION/NAPDEF] NAP\n NAPID <-> {name} key\n"
                          "[CONNECTION/NAPDEF/NAPAUTHINFO] Auth/{AUTHTYPE}\n AUTHTYPE <-> {AUTHTYPE} key\n",
             NULL);
    const struct map_section *account = section(tables, tables->root_of[CP_NAME_APPLICATION]);
    const struct map_section *connection = section(tables, tables->root_of[CP_NAME_CONNECTION]);
    const struct map_section *nap = section(tables, connection->child_of[CP_NAME_NAPDEF]);
    const struct map_section *auth = section(tables, nap->child_of[CP_NAME_NAPAUTHINFO]);
    g_assert_cmpuint(account->permanent, ==, 2);
    g_assert_cmpuint(account->segment_count, ==, 3);
    g_assert_false(account->segments[2].exact);
    g_assert_cmpuint(account->segments[2].parm, ==, CP_NAME_PROVIDER_ID);
    g_assert_cmpuint(connection->segments[2].parm, ==, CP_NAME_CONNECTION_NAME);
    g_assert_false(connection->segments[2].exact);
    g_assert_cmpint(row(tables, nap->row_of[CP_NAME_NAPID])->goal, ==, MAP_GOAL_NAME);
    g_assert_cmpuint(auth->permanent, ==, 0);
    g_assert_true(auth->segments[1].exact);
    g_assert_true(is_text(auth->segments[1].text, "AUTHTYPE"));
    map_free(tables);
}

/* Several rows for a parm are a chain in the order of the text. */
static void test_chain(void)
{
    struct cpdm_tables *tables =
        load(HEAD ACCOUNT " NAME -> A chr ?\n PROVIDER-ID -> B chr ?\n NAME -> C chr ?\n", NULL);
    const struct map_section *account = section(tables, tables->root_of[CP_NAME_APPLICATION]);
    const struct map_row *first = row(tables, account->row_of[CP_NAME_NAME]), *second = row(tables, first->next_same);
    g_assert_true(is_text(first->node, "A"));
    g_assert_true(is_text(second->node, "C"));
    g_assert_cmpuint(second->next_same, ==, MAP_NONE);
    g_assert_cmpuint(first->place.line, ==, 8);
    g_assert_cmpuint(first->place.column, ==, 2);
    map_free(tables);
}

/* The limits of a table, one below and one above. */
static void check_limit(unsigned count, unsigned limit, const char *(*line)(unsigned, char *, size_t))
{
    GString *text = g_string_new(HEAD "values v\n a b\n" ACCOUNT " NAME <-> N chr ? values v\n");
    char buffer[64];
    struct count findings = {0};
    for (unsigned i = 0; i < count; i++)
        g_string_append(text, line(i, buffer, sizeof buffer));
    struct cpdm_tables *tables = load(text->str, &findings);
    if (count <= limit) {
        g_assert_cmpuint(findings.errors, ==, 0);
    } else {
        g_assert_cmpuint(findings.errors, ==, 1);
        g_assert_cmpuint(findings.last_rule, ==, MAP_RULE_LIMIT);
    }
    g_assert_true((tables != NULL) == (count <= limit));
    map_free(tables);
    g_string_free(text, TRUE);
}

static const char *row_line(unsigned i, char *buffer, size_t size)
{
    g_snprintf(buffer, size, " NAME -> N%u chr ?\n", i);
    return buffer;
}

static const char *name_line(unsigned i, char *buffer, size_t size)
{
    g_snprintf(buffer, size, " X-%u -> - loss \"x\"\n", i);
    return buffer;
}

static const char *section_line(unsigned i, char *buffer, size_t size)
{
    g_snprintf(buffer, size, "[APPLICATION/RESOURCE] none when URI = u%u\n", i);
    return buffer;
}

static void test_limits(void)
{
    check_limit(MAP_ROWS_MAX - 2, MAP_ROWS_MAX - 2, row_line);
    check_limit(MAP_ROWS_MAX - 1, MAP_ROWS_MAX - 2, row_line);
    check_limit(MAP_VENDOR_MAX, MAP_VENDOR_MAX, name_line);
    check_limit(MAP_VENDOR_MAX + 1, MAP_VENDOR_MAX, name_line);
    check_limit(MAP_SECTIONS_MAX - 1, MAP_SECTIONS_MAX - 1, section_line);
    check_limit(MAP_SECTIONS_MAX, MAP_SECTIONS_MAX - 1, section_line);
}

static void test_size(void)
{
    GString *text = g_string_new(HEAD ACCOUNT "#");
    struct count findings = {0};
    while (text->len < MAP_FILE_MAX)
        g_string_append_c(text, 'x');
    struct cpdm_tables *tables = load(text->str, NULL);
    g_assert_nonnull(tables);
    map_free(tables);
    g_string_append_c(text, 'x');
    g_assert_null(load(text->str, &findings));
    g_assert_cmpuint(findings.last_rule, ==, MAP_RULE_LIMIT);
    g_string_free(text, TRUE);
}

/* A file that is no table: told for as long as it is of use. */
static void test_findings(void)
{
    GString *text = g_string_new("cpdm-map 1\n");
    struct count findings = {0};
    for (unsigned i = 0; i < 3 * MAP_FINDINGS_MAX; i++)
        g_string_append(text, "x\n");
    g_assert_null(load(text->str, &findings));
    g_assert_cmpuint(findings.errors, ==, MAP_FINDINGS_MAX + 1);
    g_assert_cmpuint(findings.last_rule, ==, MAP_RULE_LIMIT);
    g_assert_cmpuint(findings.last_line, ==, MAP_FINDINGS_MAX + 2);
    g_string_free(text, TRUE);
}

/* A file given twice, and no file at all. */
static void test_calls(void)
{
    static const char overlay[] = "cpdm-map 1\nextends \"t.map\"\n";
    cpdm_table_file files[] = {{"dir/t.map", SLICE(HEAD ACCOUNT)},
                               {"a.map", {overlay, sizeof overlay - 1}},
                               {"a.map", {overlay, sizeof overlay - 1}}};
    struct cpdm_tables *tables;
    struct count findings = {0};
    g_assert_cmpint(map_load(&tables, files, 3, NULL, count_finding, &findings, NULL), ==, CPDM_ERROR_TABLE);
    g_assert_cmpuint(findings.errors, ==, 1);
    g_assert_cmpuint(findings.last_rule, ==, MAP_RULE_BASE_OTHER);
    g_assert_cmpint(map_load(&tables, files, 2, NULL, NULL, NULL, NULL), ==, CPDM_OK);
    map_free(tables);
    g_assert_cmpint(map_load(&tables, files, 0, NULL, NULL, NULL, NULL), ==, CPDM_ERROR_USAGE);
    g_assert_null(tables);
}

struct failing {
    unsigned left;      /* allocations that work */
    unsigned long held; /* not given back */
};

static void *allocate(void *data, size_t size)
{
    struct failing *failing = data;
    if (failing->left == 0)
        return NULL;
    failing->left--;
    failing->held++;
    return malloc(size);
}

static void release(void *data, void *memory)
{
    struct failing *failing = data;
    failing->held--;
    free(memory);
}

/* Each allocation fails in turn: no memory, and nothing is kept. */
static void test_no_memory(void)
{
    GString *text = g_string_new(HEAD "values v\n \"a\\\\b\" c\n" ACCOUNT);
    for (unsigned i = 0; i < 1000; i++)
        g_string_append_printf(text, " X-%u -> N%u chr ? default \"some text that takes room\"\n", i, i);
    g_string_append(text, " NAME -> N chr ? values v\n");
    unsigned failures = 0;
    for (unsigned allowed = 0;; allowed++) {
        struct failing failing = {allowed, 0};
        cpdm_allocator allocator = {allocate, release, &failing};
        cpdm_table_file file = {"test.map", {text->str, text->len}};
        struct cpdm_tables *tables;
        cpdm_slice printed;
        cpdm_status status = map_load(&tables, &file, 1, NULL, NULL, NULL, &allocator);
        if (status == CPDM_OK) {
            failing.left = 0;
            while (map_print(tables, &printed) == CPDM_OK)
                continue; /* until the arena is full */
            map_free(tables);
            g_assert_cmpuint(failing.held, ==, 0);
            break;
        }
        g_assert_cmpint(status, ==, CPDM_ERROR_MEMORY);
        g_assert_null(tables);
        g_assert_cmpuint(failing.held, ==, 0);
        failures++;
    }
    g_assert_cmpuint(failures, >, 5);
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/map/names", test_names);
    g_test_add_func("/map/implied", test_implied);
    g_test_add_func("/map/conditions", test_conditions);
    g_test_add_func("/map/alias", test_alias);
    g_test_add_func("/map/segments", test_segments);
    g_test_add_func("/map/chain", test_chain);
    g_test_add_func("/map/limits", test_limits);
    g_test_add_func("/map/size", test_size);
    g_test_add_func("/map/findings", test_findings);
    g_test_add_func("/map/calls", test_calls);
    g_test_add_func("/map/no-memory", test_no_memory);
    return g_test_run();
}
