/* SPDX-License-Identifier: MIT */
/*
 * Node names made from document text (design section 7, threats D1-D3), with every built-in table: the nasty texts of
 * cp-texts.h as every id and name, then random ones, 1,000 documents or 100,000 with CPDM_LONG=1. No text adds, removes
 * or moves a node: each stands where the table's sections say, its name says the text, and the same holds with
 * --max-segment 32 and --max-uri 127.
 */
#include "cp-fixture.h"
#include "cp-texts.h"
#include "map-load.h"
#include "to-tree.h"

enum field { FIELD_PROVIDER_ID, FIELD_NAPID, FIELD_SECOND_NAPID, FIELD_PROXY_ID, FIELD_AUTHTYPE, FIELD_COUNT };

enum { SEGMENT_MAX = 32, URI_MAX = 127, PLACE_MAX = 4 * MAP_PATH_MAX };

static const char *const plain_texts[FIELD_COUNT] = {"server", "one", "two", "proxy", "PAP"};

static const cpdm_map_options limited = {.max_segment = SEGMENT_MAX, .max_uri = URI_MAX};

/* One segment of a place that a table has: a literal, or a name that is made. */
struct part {
    cpdm_slice literal;
    const struct map_segment *made; /* NULL: literal, or {#} of a row where that is what it says */
};

struct place {
    size_t count;
    struct part parts[PLACE_MAX];
};

struct world {
    struct cp_fixture f;
    struct cpdm_tables *tables;
    GArray *places; /* struct place */
    bool cuttable;  /* the table has no name of a fixed length over SEGMENT_MAX */
    GString *xml;
    struct cpdm_tree *tree;
    const char *const *texts; /* of the document, by enum field */
    size_t segment_max;       /* in force */
    GHashTable *known;        /* names that are made of a text: to be asked once */
};

/* ---- The places of a table, read from its sections ---- */

static void base_of(const struct cpdm_tables *tables, uint16_t index, struct place *place)
{
    uint16_t chain[MAP_PATH_MAX], depth = 0;
    for (; index != MAP_NONE; index = tables->sections[index].parent)
        chain[depth++] = index;
    *place = (struct place){0};
    while (depth-- > 0) {
        const struct map_section *section = &tables->sections[chain[depth]];
        bool own = section->kind == MAP_NODE_ROOT || section->kind == MAP_NODE_RELATIVE;
        for (uint16_t i = 0; own && i < section->segment_count; i++)
            place->parts[place->count++] =
                (struct part){section->segments[i].text, section->segments[i].braces ? &section->segments[i] : NULL};
    }
}

static void add_places(struct world *w, struct place *place, const struct map_row *row)
{
    for (uint16_t i = 0; row && i < row->node_segments; i++)
        place->parts[place->count++] = (struct part){row->node_path[i], NULL};
    g_array_append_val(w->places, *place);
}

static void find_places(struct world *w)
{
    const struct cpdm_tables *tables = w->tables;
    w->cuttable = true;
    for (uint16_t s = 0; s < tables->section_count; s++) {
        const struct map_section *section = &tables->sections[s];
        struct place base, place;
        base_of(tables, s, &base);
        place = base;
        add_places(w, &place, NULL);
        for (uint16_t i = 0; i < tables->row_count; i++) {
            const struct map_row *row = &tables->rows[i];
            place = base;
            if (row->goal == MAP_GOAL_NODE && (row->section == s || row->section == section->alias_of))
                add_places(w, &place, row);
        }
        for (uint16_t i = 0; i < section->segment_count; i++)
            w->cuttable &= section->segments[i].naming != MAP_NAME_SHA256_UTF16;
    }
}

/* ---- Names ---- */

static bool is_number(cpdm_slice text)
{
    uint64_t number;
    return slice_to_number(text, UINT32_MAX, &number);
}

/* What GLib makes of a name that is too long: a second reading of the rule. */
static char *cut(const char *name, size_t limit)
{
    if (!limit || strlen(name) <= limit)
        return g_strdup(name);
    char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, name, -1);
    char *kept = g_strndup(name, limit - 9), *percent = strrchr(kept, '%');
    if (percent && strlen(percent) < 3)
        *percent = '\0';
    char *result = g_strdup_printf("%s~%.8s", kept, digest);
    g_free(kept);
    g_free(digest);
    return result;
}

/* RFC 3986 section 2.1, with "~" quoted too, and the names of design section 7 that are none as they are. */
static char *quote(const char *text)
{
    GString *name = g_string_new(*text ? NULL : "%");
    bool dots = strcmp(text, ".") == 0 || strcmp(text, "..") == 0;
    for (; *text; text++)
        g_string_append_printf(name, !dots && (g_ascii_isalnum(*text) || strchr("-._", *text)) ? "%c" : "%%%02X",
                               (unsigned char)*text);
    return g_string_free(name, FALSE);
}

/* Whether the name is made of this text: quoted, cut, numbered and cut again. */
static bool is_name_of(cpdm_slice name, const char *text, size_t limit)
{
    char *quoted = quote(text), *whole = cut(quoted, limit);
    bool found = slice_is(name, whole);
    for (unsigned number = 2; !found && number <= FIELD_COUNT; number++) {
        char *numbered = g_strdup_printf("%s~%u", whole, number), *again = cut(numbered, limit);
        found = slice_is(name, again);
        g_free(numbered);
        g_free(again);
    }
    g_free(quoted);
    g_free(whole);
    return found;
}

static bool is_from_text(const struct world *w, cpdm_slice name)
{
    const char *const instead_of_empty[] = {plain_texts[FIELD_PROVIDER_ID], "1", "2", "3"};
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (is_name_of(name, w->texts[i], w->segment_max))
            return true;
    for (size_t i = 0; i < G_N_ELEMENTS(instead_of_empty); i++)
        if (is_name_of(name, instead_of_empty[i], w->segment_max))
            return true;
    return false;
}

static bool is_made(const struct world *w, const struct map_segment *segment, const char *name)
{
    if (segment->naming != MAP_NAME_PARM)
        return dm_name_is_safe(slice_of(name));
    if (g_hash_table_contains(w->known, name))
        return true;
    return is_from_text(w, slice_of(name)) && g_hash_table_add(w->known, g_strdup(name));
}

/* ---- Nodes ---- */

static bool is_at(const struct world *w, const struct place *place, char *const *segments)
{
    for (size_t i = 0; i < place->count; i++) {
        const struct part *part = &place->parts[i];
        cpdm_slice name = slice_of(segments[i]);
        bool fits = part->made                       ? is_made(w, part->made, segments[i])
                    : slice_is(part->literal, "{#}") ? is_number(name)
                                                     : slice_equal(part->literal, name);
        if (!fits)
            return false;
    }
    return true;
}

/* Interior nodes on the way to a place count as places. */
static bool has_place(const struct world *w, char *const *segments, size_t count)
{
    for (guint i = 0; i < w->places->len; i++) {
        struct place place = g_array_index(w->places, struct place, i);
        if (place.count < count)
            continue;
        place.count = count;
        if (is_at(w, &place, segments))
            return true;
    }
    return false;
}

static void check_node(struct world *w, const struct dm_node *node)
{
    cpdm_slice uri = dm_node_uri(&w->f.job.arena, node);
    char *text = g_strndup(uri.data, uri.length), **segments = g_strsplit(text, "/", -1);
    size_t count = g_strv_length(segments);
    g_assert_cmpstr(segments[0], ==, ".");
    for (size_t i = 1; i < count; i++) {
        g_assert_true(dm_name_is_safe(slice_of(segments[i])));
        if (w->segment_max && !node->permanent)
            g_assert_cmpuint(strlen(segments[i]), <=, w->segment_max);
    }
    if (w->segment_max && !node->permanent)
        g_assert_cmpuint(uri.length, <=, URI_MAX);
    if (!has_place(w, segments + 1, count - 1))
        g_error("no place of the table: %s", text);
    g_assert_null(strpbrk(text, "?\\ \n"));
    g_strfreev(segments);
    g_free(text);
}

/* ---- Documents ---- */

static void put_text(GString *xml, const char *text)
{
    for (; *text; text++)
        if (strchr("<>&'\"\t\r\n", *text))
            g_string_append_printf(xml, "&#%u;", (unsigned)*text);
        else
            g_string_append_c(xml, *text);
}

static void put_parm(struct world *w, const char *name, const char *value)
{
    g_string_append_printf(w->xml, "<parm name=\"%s\" value=\"", name);
    put_text(w->xml, value);
    g_string_append(w->xml, "\"/>");
}

static void put_napdef(struct world *w, const char *id)
{
    g_string_append(w->xml, "<characteristic type=\"NAPDEF\">");
    put_parm(w, "NAPID", id);
    g_string_append(w->xml, "<parm name=\"BEARER\" value=\"GSM-GPRS\"/><parm name=\"NAP-ADDRESS\" value=\"apn\"/>"
                            "<characteristic type=\"NAPAUTHINFO\">");
    put_parm(w, "AUTHTYPE", w->texts[FIELD_AUTHTYPE]);
    g_string_append(w->xml, "<parm name=\"AUTHNAME\" value=\"u\"/></characteristic></characteristic>");
}

static void write_document(struct world *w)
{
    g_string_assign(w->xml,
                    "<wap-provisioningdoc><characteristic type=\"APPLICATION\"><parm name=\"APPID\" value=\"w7\"/>");
    put_parm(w, "PROVIDER-ID", w->texts[FIELD_PROVIDER_ID]);
    put_parm(w, "TO-PROXY", w->texts[FIELD_PROXY_ID]);
    g_string_append(w->xml,
                    "<parm name=\"ADDR\" value=\"http://h/\"/><characteristic type=\"APPAUTH\"><parm name=\""
                    "AAUTHLEVEL\" value=\"CLIENT\"/><parm name=\"AAUTHNAME\" value=\"server\"/></characteristic>"
                    "</characteristic>");
    put_napdef(w, w->texts[FIELD_NAPID]);
    put_napdef(w, w->texts[FIELD_SECOND_NAPID]);
    g_string_append(w->xml, "<characteristic type=\"PXLOGICAL\">");
    put_parm(w, "PROXY-ID", w->texts[FIELD_PROXY_ID]);
    g_string_append(w->xml, "<characteristic type=\"PXPHYSICAL\"><parm name=\"PXADDR\" value=\"h\"/>");
    put_parm(w, "TO-NAPID", w->texts[FIELD_NAPID]);
    g_string_append(w->xml, "</characteristic></characteristic></wap-provisioningdoc>");
}

/* The number of nodes; each is where it may be. 0: the table has names that are longer, and says so. */
static size_t check_tree(struct world *w, const cpdm_map_options *options)
{
    struct cpdm_report *report;
    cp_read(&w->f, slice(w->xml->str, w->xml->len));
    cpdm_status status = map_to_tree(&w->f.job, w->tables, w->f.document, options, &w->tree, &report);
    if (status && options && !w->cuttable) {
        g_assert_cmpuint(w->f.job.diag.error.rule, ==, CPDM_RULE_NODE_LENGTH);
        return 0;
    }
    cp_assert_ok(&w->f, status);
    g_assert_cmpuint(w->f.job.segment_max, ==, 0);
    w->segment_max = options ? options->max_segment : 0;
    g_hash_table_remove_all(w->known);
    w->f.job.arena.limit = SIZE_MAX; /* the test reads more URIs than anybody else */
    for (const struct dm_node *node = &w->tree->root; (node = dm_tree_next(node)) != NULL;)
        check_node(w, node);
    return w->tree->count;
}

/* With these texts there are as many nodes as without limits, and as with `nodes` plain texts (0: not known). */
static size_t check_texts(struct world *w, const char *const texts[FIELD_COUNT], size_t nodes)
{
    w->texts = texts;
    write_document(w);
    size_t count = check_tree(w, NULL), cut_count = check_tree(w, &limited);
    if (nodes)
        g_assert_cmpuint(count, ==, nodes);
    if (cut_count)
        g_assert_cmpuint(cut_count, ==, count);
    return count;
}

/* Whether another text in this place means the same: an id that is not empty, leads to one thing, and no virtual one.
 */
static bool is_an_id(const char *const texts[FIELD_COUNT])
{
    for (size_t i = FIELD_PROVIDER_ID; i <= FIELD_PROXY_ID; i++)
        if (!*texts[i] || strcmp(texts[i], "INTERNET") == 0)
            return false;
    return strcmp(texts[FIELD_NAPID], texts[FIELD_SECOND_NAPID]) != 0;
}

/* ---- Tests ---- */

static void each_table(void check(struct world *))
{
    const cpdm_table_file *file;
    for (size_t i = 0; (file = cpdm_tables_embedded(i)) != NULL; i++) {
        struct world w = {.places = g_array_new(FALSE, FALSE, sizeof(struct place)),
                          .xml = g_string_new(NULL),
                          .known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
        g_assert_cmpint(map_load(&w.tables, file, 1, NULL, NULL, NULL, NULL), ==, CPDM_OK);
        cp_set_up(&w.f, 7);
        find_places(&w);
        check(&w);
        cp_tear_down(&w.f);
        map_free(w.tables);
        g_array_free(w.places, TRUE);
        g_string_free(w.xml, TRUE);
        g_hash_table_unref(w.known);
    }
}

static void check_nasty(struct world *w)
{
    size_t nodes = check_texts(w, plain_texts, 0);
    char *kibibyte = g_strnfill(1024, '/');
    for (size_t i = 0; i <= G_N_ELEMENTS(nasty_texts); i++) {
        const char *text = i < G_N_ELEMENTS(nasty_texts) ? nasty_texts[i] : kibibyte;
        for (size_t field = 0; field < FIELD_COUNT; field++) {
            const char *texts[FIELD_COUNT];
            memcpy(texts, plain_texts, sizeof texts);
            texts[field] = text;
            check_texts(w, texts, field != FIELD_AUTHTYPE && is_an_id(texts) ? nodes : 0);
        }
        const char *const same[FIELD_COUNT] = {text, text, text, text, text};
        check_texts(w, same, 0);
    }
    g_free(kibibyte);
}

static void test_nasty(void)
{
    each_table(check_nasty);
}

/* Texts that meet where somebody encodes once too often or too seldom, ignores case, or compares a beginning only. */
static void check_pairs(struct world *w)
{
    static const char *const pairs[][2] = {
        {"a b", "a%20b"},
        {"%2F", "/"},
        {"%2F", "%2f"},
        {"Net", "net"},
        {"NET", "Net"},
        {".", "%2E"},
        {"a", "a~2"},
        {"a", "a "},
        {"%", "%25"},
        {"\303\251", "e\314\201"},
        {"\303\251", "%C3%A9"},
        {"x~00000000", "x%7E00000000"},
        {"a/b", "a%2Fb"},
        {"1", "01"},
        {"an-id-that-begins-as-the-other-does-1", "an-id-that-begins-as-the-other-does-2"},
        {"/////////////////////////////////1", "/////////////////////////////////2"},
        {"an-id-that-is-cut-to-this-one-1", "an-id-that-is-cut-to-this-one-1x"},
    };
    size_t nodes = check_texts(w, plain_texts, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        const char *const texts[FIELD_COUNT] = {"server", pairs[i][0], pairs[i][1], "proxy", "PAP"};
        check_texts(w, texts, nodes);
    }
}

static void test_pairs(void)
{
    each_table(check_pairs);
}

/* Pieces that paths, properties, escapes and long names are made of. */
static void put_random(GRand *random, GString *text)
{
    static const char *const pieces[] = {"/",
                                         ".",
                                         "..",
                                         "?",
                                         "prop=ACL",
                                         "%",
                                         "2F",
                                         "2E",
                                         "~",
                                         "2",
                                         "\\",
                                         " ",
                                         "\n",
                                         "<",
                                         "&",
                                         "\"",
                                         "'",
                                         "a",
                                         "Z",
                                         "-",
                                         "_",
                                         "\303\251",
                                         "\342\200\256",
                                         "#",
                                         "*",
                                         "12345678",
                                         "a-longer-piece",
                                         "\360\237\230\200",
                                         ";",
                                         "="};
    g_string_truncate(text, 0);
    for (gint32 i = g_rand_int_range(random, 1, g_rand_int_range(random, 0, 8) ? 8 : 80); i > 0; i--)
        g_string_append(text, pieces[g_rand_int_range(random, 0, (gint32)G_N_ELEMENTS(pieces))]);
}

static void check_random(struct world *w)
{
    GRand *random = g_rand_new_with_seed(1);
    GString *room[FIELD_COUNT];
    for (size_t i = 0; i < FIELD_COUNT; i++)
        room[i] = g_string_new(plain_texts[i]);
    size_t nodes = check_texts(w, plain_texts, 0);
    for (unsigned left = g_getenv("CPDM_LONG") ? 100000 : 1000; left > 0; left--) {
        const char *texts[FIELD_COUNT];
        for (size_t i = 0; i < FIELD_COUNT; i++) {
            if (i != FIELD_AUTHTYPE)
                put_random(random, room[i]);
            texts[i] = room[i]->str;
        }
        check_texts(w, texts, is_an_id(texts) ? nodes : 0);
    }
    for (size_t i = 0; i < FIELD_COUNT; i++)
        g_string_free(room[i], TRUE);
    g_rand_free(random);
}

static void test_random(void)
{
    each_table(check_random);
}

/* URIs that fit leave names alone; the longest names that fit are taken. */
static void check_uris(struct world *w)
{
    char *text = g_strnfill(200, 'x');
    const char *const texts[FIELD_COUNT] = {"server", text, "two", "proxy", "PAP"};
    w->texts = texts;
    write_document(w);
    size_t nodes = check_tree(w, NULL), before = 0;
    for (size_t max = 12 * FIELD_COUNT; max <= 300; max += 7) {
        struct cpdm_report *report;
        const cpdm_map_options options = {.max_uri = max};
        cp_read(&w->f, slice(w->xml->str, w->xml->len));
        if (map_to_tree(&w->f.job, w->tables, w->f.document, &options, &w->tree, &report)) {
            g_assert_cmpuint(w->f.job.diag.error.rule, ==, CPDM_RULE_NODE_LENGTH);
            g_assert_cmpuint(before, ==, 0); /* what fits does so in more room */
            continue;
        }
        size_t longest = 0;
        w->f.job.arena.limit = SIZE_MAX;
        for (const struct dm_node *node = &w->tree->root; (node = dm_tree_next(node)) != NULL;)
            longest = MAX(longest, dm_node_uri(&w->f.job.arena, node).length);
        g_assert_cmpuint(w->tree->count, ==, nodes);
        g_assert_cmpuint(longest, <=, max);
        g_assert_cmpuint(longest, >=, before);
        before = longest;
    }
    g_assert_cmpuint(before, >, 200);
    g_free(text);
}

static void test_uris(void)
{
    each_table(check_uris);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/names/nasty", test_nasty);
    g_test_add_func("/names/pairs", test_pairs);
    g_test_add_func("/names/random", test_random);
    g_test_add_func("/names/uris", test_uris);
    return g_test_run();
}
