/* SPDX-License-Identifier: MIT */
/*
 * The engine on random documents (cp-generator.h) with the base table: 3,000, or 100,000 with CPDM_LONG=1. What must
 * hold of all of them: design sections 1 (fates), 5 and 6 (links, tables), 7 (node names, package), threats D1, D6, D8,
 * D11 and E1. A failure tells the number of its document.
 */
#include "cp-fixture.h"
#include "cp-generator.h"
#include "dm-read.h"
#include "emit-syncml.h"
#include "map-load.h"
#include "syncml-fixture.h"
#include "to-tree.h"
#include "tree-compare.h"

/* One translation: what came of it, and its report as text. */
struct subject {
    struct cp_fixture f;
    cpdm_status status;
    struct cpdm_tree *tree;
    struct cpdm_report *report;
    cpdm_slice xml, wbxml; /* the package */
    GString *told;
    size_t listed; /* nodes in the report */
};

struct world {
    struct cpdm_tables *tables;
    struct generator documents;
    struct subject first, second, binary; /* second: another salt; binary: from WBXML */
    struct cp_fixture converter;
    struct fixture reader; /* of packages */
    GHashTable *uris;      /* of the tree, copies */
    GHashTable *paths;     /* of the report */
    GByteArray *room;
    unsigned translated, met[CANARY_PLACES];
};

static void assert_no_canary(const char *text)
{
    g_assert_null(strstr(text, CANARY_SECRET));
    g_assert_null(strstr(text, CANARY_NONCE));
    g_assert_null(strstr(text, CANARY_NONCE_BASE64));
}

/* ---- Translating ---- */

static bool tell_parm(void *data, const cpdm_parm_fate *parm)
{
    struct subject *s = data;
    g_string_append_printf(s->told, "%s %s: %s", parm->path, cpdm_fate_name(parm->fate), parm->reason);
    for (size_t i = 0; i < parm->node_count; i++, s->listed++) {
        g_string_append_c(s->told, ' ');
        g_string_append_len(s->told, parm->nodes[i].data, (gssize)parm->nodes[i].length);
    }
    g_string_append_c(s->told, '\n');
    return true;
}

static bool tell_supplied(void *data, const cpdm_supplied *supplied)
{
    GString *told = ((struct subject *)data)->told;
    g_string_append_len(told, supplied->uri.data, (gssize)supplied->uri.length);
    g_string_append_printf(told, " %s\n", supplied->why);
    return true;
}

/* With the memory that the document in XML has: WBXML is a fourth of it, and the tree is the same. */
static void translate(struct subject *s, const struct cpdm_tables *tables, cpdm_slice octets, size_t as_xml)
{
    struct job *job = &s->f.job;
    g_string_truncate(s->told, 0);
    s->listed = 0;
    cp_read(&s->f, octets);
    job->arena.limit = job->nodes.limit = limits_for(NULL, as_xml).memory;
    s->status = map_to_tree(job, tables, s->f.document, NULL, &s->tree, &s->report);
    if (s->status) {
        g_string_append(s->told, job->diag.error.sentence);
        return;
    }
    job->arena.limit = job->nodes.limit = SIZE_MAX; /* both packages of one document, and two walks of its report */
    cp_assert_ok(&s->f, emit_syncml_xml(job, tables, s->tree, NULL, &s->xml));
    cp_assert_ok(&s->f, emit_syncml_wbxml(job, tables, s->tree, NULL, &s->wbxml));
    g_assert_true(report_walk(job, s->report, tell_parm, tell_supplied, s));
}

/* The same octets and the same report, whatever the salt and the encoding of the document. */
static void assert_same(const struct subject *one, const struct subject *other)
{
    g_assert_cmpint(one->status, ==, other->status);
    g_assert_cmpstr(one->told->str, ==, other->told->str);
    if (one->status)
        return;
    g_assert_true(slice_equal(one->xml, other->xml));
    g_assert_true(slice_equal(one->wbxml, other->wbxml));
}

/* ---- The tree: every node in its place ---- */

/* {} is the one segment that document text makes. */
static const struct {
    const char *uri;
    cpdm_format format;
} places[] = {
    {"./SyncML", CPDM_FORMAT_NODE},
    {"./SyncML/DMAcc", CPDM_FORMAT_NODE},
    {"./SyncML/DMAcc/{}", CPDM_FORMAT_NODE},
    {"./SyncML/DMAcc/{}/ServerId", CPDM_FORMAT_CHR},
    {"./SyncML/DMAcc/{}/Name", CPDM_FORMAT_CHR},
    {"./SyncML/DMAcc/{}/ConRef", CPDM_FORMAT_CHR},
    {"./SyncML/DMAcc/{}/Addr", CPDM_FORMAT_CHR},
    {"./SyncML/DMAcc/{}/AddrType", CPDM_FORMAT_CHR},
    {"./SyncML/DMAcc/{}/PortNbr", CPDM_FORMAT_INT},
    {"./SyncML/DMAcc/{}/UserName", CPDM_FORMAT_CHR},
    {"./SyncML/DMAcc/{}/ClientPW", CPDM_FORMAT_CHR},
    {"./SyncML/DMAcc/{}/ClientNonce", CPDM_FORMAT_BIN},
    {"./SyncML/DMAcc/{}/AuthPref", CPDM_FORMAT_CHR},
    {"./SyncML/DMAcc/{}/ServerPW", CPDM_FORMAT_CHR},
    {"./SyncML/DMAcc/{}/ServerNonce", CPDM_FORMAT_BIN},
    {"./SyncML/Con", CPDM_FORMAT_NODE},
    {"./SyncML/Con/{}", CPDM_FORMAT_NODE},
    {"./SyncML/Con/{}/NAP", CPDM_FORMAT_NODE},
    {"./SyncML/Con/{}/NAP/Bearer", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/NAP/Addr", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/NAP/AddrType", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/NAP/Auth", CPDM_FORMAT_NODE},
    {"./SyncML/Con/{}/NAP/Auth/PAP", CPDM_FORMAT_NODE},
    {"./SyncML/Con/{}/NAP/Auth/PAP/Id", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/NAP/Auth/PAP/Secret", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/NAP/Auth/CHAP", CPDM_FORMAT_NODE},
    {"./SyncML/Con/{}/NAP/Auth/CHAP/Id", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/NAP/Auth/CHAP/Secret", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/PX", CPDM_FORMAT_NODE},
    {"./SyncML/Con/{}/PX/Addr", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/PX/AddrType", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/PX/PortNbr", CPDM_FORMAT_INT},
    {"./SyncML/Con/{}/PX/Auth", CPDM_FORMAT_NODE},
    {"./SyncML/Con/{}/PX/Auth/HTTP-BASIC", CPDM_FORMAT_NODE},
    {"./SyncML/Con/{}/PX/Auth/HTTP-BASIC/Id", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/PX/Auth/HTTP-BASIC/Secret", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/PX/Auth/HTTP-DIGEST", CPDM_FORMAT_NODE},
    {"./SyncML/Con/{}/PX/Auth/HTTP-DIGEST/Id", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/PX/Auth/HTTP-DIGEST/Secret", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/PX/Auth/WTLS-SS", CPDM_FORMAT_NODE},
    {"./SyncML/Con/{}/PX/Auth/WTLS-SS/Id", CPDM_FORMAT_CHR},
    {"./SyncML/Con/{}/PX/Auth/WTLS-SS/Secret", CPDM_FORMAT_CHR},
};

enum { NAME_SEGMENT = 3 };

static void assert_name(const char *name)
{
    g_assert_cmpuint(strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._%~"), ==,
                     strlen(name));
    g_assert_cmpstr(name, !=, "");
    g_assert_cmpstr(name, !=, ".");
    g_assert_cmpstr(name, !=, "..");
    const char *number = strchr(name, '~');
    g_assert_true(!number || strspn(number + 1, "0123456789") == strlen(number + 1));
}

static void assert_place(const char *uri, const struct dm_node *node)
{
    char **segments = g_strsplit(uri, "/", -1);
    if (g_strv_length(segments) > NAME_SEGMENT) {
        assert_name(segments[NAME_SEGMENT]);
        g_free(segments[NAME_SEGMENT]);
        segments[NAME_SEGMENT] = g_strdup("{}");
    }
    g_assert_cmpint(node->permanent, ==, g_strv_length(segments) <= NAME_SEGMENT);
    char *place = g_strjoinv("/", segments);
    size_t i = 0;
    while (i < G_N_ELEMENTS(places) && strcmp(places[i].uri, place) != 0)
        i++;
    if (i == G_N_ELEMENTS(places))
        g_error("no place of the table: %s", uri);
    g_assert_cmpint(node->format, ==, places[i].format);
    g_free(place);
    g_strfreev(segments);
}

/* The account or connection that a leaf stands in. */
static const struct dm_node *object_of(const struct dm_node *leaf)
{
    while (!leaf->parent->permanent)
        leaf = leaf->parent;
    return leaf;
}

/* What is no copy comes back: a parm's own nodes stand in one object, and that of what another says is lost. */
static void assert_at_home(GHashTable *homes, const struct cpdm_report *report, const struct dm_node *leaf)
{
    const struct dm_node *home = object_of(leaf), *known = g_hash_table_lookup(homes, leaf->source);
    g_assert_true(!known || (known == home) == (leaf->why == DM_WHY_PARM));
    bool lost = report_fate_of(report, ((const struct cp_node *)leaf->source)->index) == CPDM_FATE_LOST;
    g_assert_true(known || leaf->why == DM_WHY_PARM || lost);
    if (!known)
        g_hash_table_insert(homes, (gpointer)leaf->source, (gpointer)home);
}

/* Parents before children, nothing twice. */
static void check_tree(struct world *w)
{
    struct subject *s = &w->first;
    size_t from_parms = 0;
    GHashTable *homes = g_hash_table_new(NULL, NULL);
    g_hash_table_remove_all(w->uris);
    for (const struct dm_node *node = &s->tree->root; (node = dm_tree_next(node)) != NULL;) {
        cpdm_slice uri = dm_node_uri(&s->f.job.arena, node);
        char *text = g_strndup(uri.data, uri.length), *parent = g_path_get_dirname(text);
        assert_place(text, node);
        assert_no_canary(text);
        g_assert_true(strcmp(parent, ".") == 0 || g_hash_table_contains(w->uris, parent));
        g_assert_true(g_hash_table_add(w->uris, text));
        g_free(parent);
        from_parms += node->why == DM_WHY_PARM && node->source && node->format != CPDM_FORMAT_NODE;
        if (node->source && node->format != CPDM_FORMAT_NODE && !slice_is(node->name, "ConRef"))
            assert_at_home(homes, s->report, node);
    }
    g_hash_table_unref(homes);
    g_assert_cmpuint(s->listed, ==, from_parms);
}

static const struct dm_node *child(const struct world *w, const struct dm_node *parent, const char *name)
{
    return dm_tree_child(w->first.tree, parent, slice_of(name));
}

/* Each w7 APPLICATION is an account with the nodes that nothing can keep it from having; ConRef names a connection. */
static void check_accounts(const struct world *w)
{
    const struct dm_node *syncml = child(w, &w->first.tree->root, "SyncML");
    const struct dm_node *accounts = child(w, syncml, "DMAcc"), *connections = child(w, syncml, "Con");
    g_assert_cmpuint(accounts->child_count, ==, w->documents.accounts);
    for (const struct dm_node *account = accounts->first; account; account = account->next) {
        const struct dm_node *reference = child(w, account, "ConRef");
        g_assert_nonnull(child(w, account, "ServerId"));
        g_assert_nonnull(reference);
        g_assert_true(!reference->value.length || dm_tree_child(w->first.tree, connections, reference->value));
    }
}

/* ---- The report: one fate for each parm ---- */

struct report_check {
    struct world *world;
    size_t index;
};

static bool check_parm(void *data, const cpdm_parm_fate *parm)
{
    struct report_check *check = data;
    const struct map_row *row = report_row_of(check->world->first.report, check->index);
    const struct report_fate *said = &check->world->first.report->fates[check->index++];
    bool used = parm->fate <= CPDM_FATE_DERIVED;
    assert_no_canary(parm->path);
    assert_no_canary(parm->reason);
    g_assert_true(g_hash_table_add(check->world->paths, g_strdup(parm->path)));
    for (size_t i = 0; i < parm->node_count; i++) {
        char *uri = g_strndup(parm->nodes[i].data, parm->nodes[i].length);
        g_assert_true(g_hash_table_contains(check->world->uris, uri));
        g_free(uri);
    }
    if (!used && !said->decision.split)
        g_assert_cmpuint(parm->node_count, ==, 0);
    if (used)
        g_assert_cmpint(parm->node_count > 0, ==, row && row->goal == MAP_GOAL_NODE);
    if (parm->fate >= CPDM_FATE_SIGNALLED)
        g_assert_cmpstr(parm->reason, !=, "");
    return true;
}

static void check_report(struct world *w)
{
    struct report_check check = {w, 0};
    size_t counted = 0;
    g_hash_table_remove_all(w->paths);
    g_assert_true(report_walk(&w->first.f.job, w->first.report, check_parm, NULL, &check));
    g_assert_cmpuint(check.index, ==, w->first.f.document->parm_count);
    for (unsigned fate = 0; fate < CPDM_FATE_COUNT; fate++)
        counted += cpdm_report_count(w->first.report, (cpdm_fate)fate);
    g_assert_cmpuint(counted, ==, check.index);
}

static void check_diagnostic(const cpdm_diagnostic *d)
{
    const char *const texts[] = {d->sentence, d->path, d->hint};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        assert_no_canary(texts[i]);
        g_assert_true(g_utf8_validate(texts[i], -1, NULL));
    }
}

static void check_diagnostics(const struct subject *s)
{
    for (const struct diag_entry *entry = s->f.job.diag.warnings; entry; entry = entry->next)
        check_diagnostic(&entry->diagnostic);
    if (s->status)
        check_diagnostic(&s->f.job.diag.error);
}

/* ---- Secrets: each where it belongs, and nowhere else ---- */

/* The canary that a leaf holds, whole; NULL when it holds none. */
static const struct canary *canary_of(const struct generator *g, const struct dm_node *leaf)
{
    const char *mark = leaf->format == CPDM_FORMAT_BIN ? CANARY_NONCE : CANARY_SECRET;
    char *text = g_strndup(leaf->value.data ? leaf->value.data : "", leaf->value.length), *end;
    const struct canary *canary = NULL;
    if (g_str_has_prefix(text, mark)) {
        guint64 number = g_ascii_strtoull(text + strlen(mark), &end, 10);
        g_assert_cmpstr(end, ==, leaf->format == CPDM_FORMAT_BIN ? "!" : "");
        g_assert_cmpuint(number, <, g->canaries->len);
        canary = &g_array_index(g->canaries, struct canary, number);
    } else {
        assert_no_canary(text);
    }
    g_free(text);
    return canary;
}

static enum canary_place place_of(const struct dm_node *leaf)
{
    static const struct {
        const char *name;
        enum canary_place place;
    } names[] = {
        {"ClientPW", CANARY_CLIENT_PW},
        {"ServerPW", CANARY_SERVER_PW},
        {"ClientNonce", CANARY_CLIENT_NONCE},
        {"ServerNonce", CANARY_SERVER_NONCE},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (slice_is(leaf->name, names[i].name))
            return names[i].place;
    if (!slice_is(leaf->name, "Secret"))
        return CANARY_NOWHERE;
    return slice_is(leaf->parent->parent->parent->name, "NAP") ? CANARY_NAP_SECRET : CANARY_PX_SECRET;
}

/* Which account of the tree, from 1: they stand in the order of the document. */
static unsigned account_of(const struct dm_node *leaf)
{
    unsigned account = 1;
    for (const struct dm_node *node = leaf->parent->parent->first; node != leaf->parent; node = node->next)
        account++;
    return account;
}

static void check_secrets(struct world *w)
{
    for (const struct dm_node *node = &w->first.tree->root; (node = dm_tree_next(node)) != NULL;) {
        if (node->format == CPDM_FORMAT_NODE)
            continue;
        const struct canary *canary = canary_of(&w->documents, node);
        enum canary_place place = place_of(node);
        g_assert_cmpint(node->secret, ==, place != CANARY_NOWHERE);
        g_assert_true(canary || place == CANARY_NOWHERE || !node->value.length);
        if (!canary)
            continue;
        g_assert_cmpint(canary->place, ==, place);
        w->met[place]++;
        if (place != CANARY_NAP_SECRET && place != CANARY_PX_SECRET)
            g_assert_cmpuint(canary->account, ==, account_of(node));
    }
}

/* ---- The package: read again, it is the tree ---- */

static void check_package(struct world *w)
{
    const cpdm_slice packages[] = {w->first.xml, w->first.wbxml};
    cpdm_slice server = w->first.tree->server.length ? w->first.tree->server : SLICE("unknown-server");
    for (size_t i = 0; i < G_N_ELEMENTS(packages); i++) {
        struct cpdm_tree *found;
        assert_ok(&w->reader, i == 0 ? read_xml(&w->reader, packages[i]) : read_wbxml(&w->reader, packages[i]));
        assert_ok(&w->reader, dm_read_syncml(&w->reader.job, w->reader.xml, w->reader.package, NULL, &found));
        assert_ok(&w->reader, tree_compare(&w->reader.job, w->first.tree, found));
        g_assert_true(slice_equal(found->server, server));
    }
}

/* ---- Document by document ---- */

static void check_refusal(const struct world *w)
{
    unsigned rule = w->first.f.job.diag.error.rule;
    if (w->documents.accounts == 0)
        g_assert_cmpuint(rule, ==, CPDM_RULE_CP_NO_ACCOUNT);
    else
        g_assert_true(rule == CPDM_RULE_CP_NO_PROVIDER || rule == CPDM_RULE_CP_PORT_CONFLICT);
}

static void check_document(struct world *w)
{
    cpdm_slice xml = slice(w->documents.xml->str, w->documents.xml->len), wbxml;
    translate(&w->first, w->tables, xml, xml.length);
    translate(&w->second, w->tables, xml, xml.length);
    assert_same(&w->first, &w->second);
    cp_read(&w->converter, xml);
    cp_assert_ok(&w->converter, cp_write_wbxml(&w->converter.job, w->converter.document, &wbxml));
    translate(&w->binary, w->tables, keep(wbxml, w->room), xml.length);
    assert_same(&w->first, &w->binary);
    check_diagnostics(&w->first);
    check_diagnostics(&w->binary);
    if (w->first.status) {
        check_refusal(w);
        return;
    }
    w->translated++;
    check_tree(w);
    check_accounts(w);
    check_report(w);
    check_secrets(w);
    check_package(w);
}

static struct subject *subject_set_up(struct subject *s, uint64_t salt)
{
    cp_set_up(&s->f, salt);
    s->told = g_string_new(NULL);
    return s;
}

static void subject_tear_down(struct subject *s)
{
    cp_tear_down(&s->f);
    g_string_free(s->told, TRUE);
}

static void world_set_up(struct world *w)
{
    *w = (struct world){.documents = generator_new()};
    g_assert_cmpint(map_load(&w->tables, cpdm_tables_find_embedded("dm-1.1.2"), 1, NULL, NULL, NULL, NULL), ==,
                    CPDM_OK);
    set_up(&w->reader, NULL);
    subject_set_up(&w->first, w->reader.job.salt); /* their trees are compared: one salt */
    subject_set_up(&w->second, ~w->reader.job.salt);
    subject_set_up(&w->binary, 1);
    cp_set_up(&w->converter, 1);
    w->uris = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    w->paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    w->room = g_byte_array_new();
}

static void world_tear_down(struct world *w)
{
    map_free(w->tables);
    generator_free(&w->documents);
    tear_down(&w->reader, NULL);
    subject_tear_down(&w->first);
    subject_tear_down(&w->second);
    subject_tear_down(&w->binary);
    cp_tear_down(&w->converter);
    g_hash_table_unref(w->uris);
    g_hash_table_unref(w->paths);
    g_byte_array_free(w->room, TRUE);
}

static void test_random_documents(void)
{
    const char *one = g_getenv("CPDM_DOCUMENT"); /* this number alone, shown */
    guint32 number = one ? (guint32)g_ascii_strtoull(one, NULL, 10) : 0;
    guint32 count = one ? 1 : g_getenv("CPDM_LONG") ? 100000 : 3000;
    struct world w;
    world_set_up(&w);
    for (guint32 end = number + count; number < end && !g_test_failed(); number++) {
        generate(&w.documents, number);
        check_document(&w);
        if (one || g_test_failed())
            g_printerr("CPDM_DOCUMENT=%u\n%s\n%s\n", number, w.documents.xml->str, w.first.told->str);
    }
    if (!one && !g_test_failed()) {
        g_assert_cmpuint(w.translated, >, count / 2);
        for (unsigned place = CANARY_NOWHERE + 1; place < CANARY_PLACES; place++)
            g_assert_cmpuint(w.met[place], >, count / 20);
    }
    world_tear_down(&w);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions(); /* the document of the first failure is shown */
    g_test_add_func("/engine/random-documents", test_random_documents);
    return g_test_run();
}
