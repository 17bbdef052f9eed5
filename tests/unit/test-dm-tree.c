/* SPDX-License-Identifier: MIT */
/*
 * The management tree: names from document text (one safe segment, whatever the text, and back), finding in wide trees,
 * the order of writing, and the comparison of two trees.
 */
#include <glib.h>

#include "dm-tree.h"
#include "tree-compare.h"

struct fixture {
    struct job job;
    struct cpdm_tree tree;
};

static void set_up(struct fixture *f, gconstpointer data)
{
    (void)data;
    *f = (struct fixture){.job.salt = 0x5EED};
    job_init(&f->job, NULL);
    diag_init(&f->job.diag, &f->job.arena);
    f->job.limits = limits_for(NULL, 1024);
    dm_tree_init(&f->tree);
}

static void tear_down(struct fixture *f, gconstpointer data)
{
    (void)data;
    job_free(&f->job);
}

static void assert_text(cpdm_slice text, const char *expected)
{
    g_assert_true(slice_is(text, expected));
}

/* ---- Names --------------------------------------------------------------------------------------------- */

/* Texts that a PROVIDER-ID, NAPID or PROXY-ID may hold. The names were made with Python's urllib.parse.quote() with no
 * character declared safe, and "~" quoted as well; those of "", "." and ".." are ours. */
static const struct name_row {
    const char *text;
    size_t length;
    const char *name;
} name_rows[] = {
    {"x", 1, "x"},
    {"UltimateManagement", 18, "UltimateManagement"},
    {"My_ISP", 6, "My_ISP"},
    {"gw-1.example", 12, "gw-1.example"},
    {"", 0, "%"},
    {".", 1, "%2E"},
    {"..", 2, "%2E%2E"},
    {"...", 3, "..."},
    {"./", 2, ".%2F"},
    {"../", 3, "..%2F"},
    {"../..", 5, "..%2F.."},
    {"/", 1, "%2F"},
    {"//", 2, "%2F%2F"},
    {"/x", 2, "%2Fx"},
    {"x/", 2, "x%2F"},
    {"x/y", 3, "x%2Fy"},
    {"x/../y", 6, "x%2F..%2Fy"},
    {"./x", 3, ".%2Fx"},
    {"?", 1, "%3F"},
    {"?prop=ACL", 9, "%3Fprop%3DACL"},
    {"x?prop=ACL", 10, "x%3Fprop%3DACL"},
    {"?list=Struct", 12, "%3Flist%3DStruct"},
    {"%", 1, "%25"},
    {"%%", 2, "%25%25"},
    {"%2F", 3, "%252F"},
    {"%2f", 3, "%252f"},
    {"%2E", 3, "%252E"},
    {"%2E%2E", 6, "%252E%252E"},
    {"%25", 3, "%2525"},
    {"%00", 3, "%2500"},
    {"~", 1, "%7E"},
    {"x~2", 3, "x%7E2"},
    {"x~", 2, "x%7E"},
    {"\\", 1, "%5C"},
    {"x\\/y", 4, "x%5C%2Fy"},
    {"\000", 1, "%00"},
    {"x\000y", 3, "x%00y"},
    {"\012", 1, "%0A"},
    {"x\012y", 3, "x%0Ay"},
    {"\015\012", 2, "%0D%0A"},
    {"\011", 1, "%09"},
    {" ", 1, "%20"},
    {" x ", 3, "%20x%20"},
    {"a b", 3, "a%20b"},
    {"<&\">", 4, "%3C%26%22%3E"},
    {"'", 1, "%27"},
    {"#", 1, "%23"},
    {"x#y", 3, "x%23y"},
    {"*", 1, "%2A"},
    {"x*", 2, "x%2A"},
    {"+", 1, "%2B"},
    {"a+b", 3, "a%2Bb"},
    {";", 1, "%3B"},
    {":", 1, "%3A"},
    {"http://dm.example.com/", 22, "http%3A%2F%2Fdm.example.com%2F"},
    {"user@example.com", 16, "user%40example.com"},
    {"=", 1, "%3D"},
    {"&amp;", 5, "%26amp%3B"},
    {"$(x)", 4, "%24%28x%29"},
    {"[x]", 3, "%5Bx%5D"},
    {"{x}", 3, "%7Bx%7D"},
    {"|", 1, "%7C"},
    {"^", 1, "%5E"},
    {"`", 1, "%60"},
    {"!", 1, "%21"},
    {",", 1, "%2C"},
    {"\177", 1, "%7F"},
    {"\033[2J", 4, "%1B%5B2J"},
    {"\303\251", 2, "%C3%A9"},
    {"\342\200\256gnp.exe", 10, "%E2%80%AEgnp.exe"},
    {"\342\201\246x\342\201\251", 7, "%E2%81%A6x%E2%81%A9"},
    {"\357\273\277x", 4, "%EF%BB%BFx"},
    {"\346\227\245\346\234\254", 6, "%E6%97%A5%E6%9C%AC"},
    {"\360\237\230\200", 4, "%F0%9F%98%80"},
    {"\377", 1, "%FF"},
    {"\300\257", 2, "%C0%AF"},
    {"CON", 3, "CON"},
    {"-", 1, "-"},
    {"_", 1, "_"},
    {".x", 2, ".x"},
    {"x.", 2, "x."},
};

static void test_names(struct fixture *f, gconstpointer data)
{
    (void)data;
    for (size_t i = 0; i < G_N_ELEMENTS(name_rows); i++) {
        cpdm_slice text = slice(name_rows[i].text, name_rows[i].length), back;
        cpdm_slice name = dm_name_escape(&f->job.arena, text);
        assert_text(name, name_rows[i].name);
        g_assert_true(dm_name_is_safe(name));
        g_assert_true(dm_name_unescape(&f->job.arena, name, &back));
        g_assert_true(slice_equal(back, text));
    }
}

/* 1 KiB of the worst: three octets of name for each of text. */
static void test_long_name(struct fixture *f, gconstpointer data)
{
    (void)data;
    char text[1024];
    memset(text, '/', sizeof text);
    cpdm_slice name = dm_name_escape(&f->job.arena, slice(text, sizeof text));
    g_assert_cmpuint(name.length, ==, 3 * sizeof text);
    g_assert_true(slice_starts_with(name, SLICE("%2F%2F%2F")));
}

static void test_plain_name_is_borrowed(struct fixture *f, gconstpointer data)
{
    (void)data;
    cpdm_slice text = SLICE("gw-1.example_X");
    g_assert_true(dm_name_escape(&f->job.arena, text).data == text.data);
}

/* Marsaglia's xorshift32: the same strings in every run. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Half of the octets are those that mean something in a URI. */
static cpdm_slice random_text(uint32_t *state, char *room, size_t size)
{
    static const char special[] = "/?.%~\\ #&=:2EF0";
    size_t length = next_random(state) % size;
    for (size_t i = 0; i < length; i++) {
        uint32_t r = next_random(state);
        room[i] = r & 1 ? special[(r >> 8) % (sizeof special - 1)] : (char)(r >> 24);
    }
    return slice(room, length);
}

static void test_random_names(struct fixture *f, gconstpointer data)
{
    (void)data;
    uint32_t state = 20020215; /* the date of seed 000 */
    char room[12];
    size_t count = 0;
    for (; count < 100000; count++) {
        cpdm_slice text = random_text(&state, room, sizeof room), back;
        cpdm_slice name = dm_name_escape(&f->job.arena, text);
        g_assert_cmpuint(name.length, >, 0);
        for (size_t i = 0; i < name.length; i++)
            g_assert_true(g_ascii_isalnum(name.data[i]) || strchr("-._%", name.data[i]));
        g_assert_false(slice_is(name, ".") || slice_is(name, ".."));
        g_assert_true(dm_name_unescape(&f->job.arena, name, &back));
        g_assert_true(slice_equal(back, text)); /* so no two texts share a name */
        job_reset(&f->job);
    }
    g_assert_cmpuint(count, ==, 100000);
}

static void test_foreign_names_are_not_unescaped(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const foreign[] = {"%2f", "%41", "%4",        "%G0", "a b", "~",
                                          "x~2", "%%",  "%2E%2E%2E", ".",   "..",  ""};
    cpdm_slice text;
    for (size_t i = 0; i < G_N_ELEMENTS(foreign); i++)
        g_assert_false(dm_name_unescape(&f->job.arena, slice_of(foreign[i]), &text));
}

static void test_numbered_names(struct fixture *f, gconstpointer data)
{
    (void)data;
    assert_text(dm_name_numbered(&f->job.arena, SLICE("gw"), 2), "gw~2");
    assert_text(dm_name_numbered(&f->job.arena, SLICE("%"), 10), "%~10");
    assert_text(dm_name_numbered(&f->job.arena, SLICE("x"), 4294967295u), "x~4294967295");
}

static void test_safe_names(struct fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    static const char *const safe[] = {"x", "gw~2", "...", ".x", "%2F", "0x0000800c", "\303\251", "a:b@c"};
    static const char *const unsafe[] = {"", ".", "..", "a/b", "/", "a?prop=ACL", "a\\b", " a", "a\n", "\001", "\177"};
    for (size_t i = 0; i < G_N_ELEMENTS(safe); i++)
        g_assert_true(dm_name_is_safe(slice_of(safe[i])));
    for (size_t i = 0; i < G_N_ELEMENTS(unsafe); i++)
        g_assert_false(dm_name_is_safe(slice_of(unsafe[i])));
    g_assert_false(dm_name_is_safe(slice("a\0b", 3)));
}

/* DM standardised objects 1.1.2 and 1.2, and the parameter table of seed 000 section 6.3.3. */
static void test_secret_names(struct fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    static const char *const secret[] = {
        "ServerPW", "ClientPW", "ServerNonce", "ClientNonce", "Secret",   "AAuthSecret", "AAuthData",     "AuthSecret",
        "Key",      "Nonce",    "AuthSecr",    "PxPW",        "PxAuthPW", "Password",    "WPAPresKeyASC", "Data"};
    static const char *const open[] = {"ServerId", "UserName", "Addr", "Name", "AuthPref", "PW", "DataRoaming"};
    for (size_t i = 0; i < G_N_ELEMENTS(secret); i++)
        g_assert_true(dm_name_is_secret(slice_of(secret[i])));
    for (size_t i = 0; i < G_N_ELEMENTS(open); i++)
        g_assert_false(dm_name_is_secret(slice_of(open[i])));
}

/* ---- The tree ------------------------------------------------------------------------------------------ */

static struct dm_node *add(struct fixture *f, struct cpdm_tree *tree, struct dm_node *parent, const char *name,
                           cpdm_format format)
{
    struct dm_node *node = dm_tree_add(&f->job, tree, parent, slice_of(name), slice_bit(slice_of(name)), format);
    g_assert_nonnull(node);
    return node;
}

static void test_order_and_uris(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const uris[] = {
        "./SyncML", "./SyncML/DMAcc", "./SyncML/DMAcc/x", "./SyncML/DMAcc/x/Addr", "./SyncML/DMAcc/y", "./SyncML/Con"};
    struct dm_node *syncml = add(f, &f->tree, &f->tree.root, "SyncML", CPDM_FORMAT_NODE);
    struct dm_node *accounts = add(f, &f->tree, syncml, "DMAcc", CPDM_FORMAT_NODE);
    add(f, &f->tree, syncml, "Con", CPDM_FORMAT_NODE);
    struct dm_node *x = add(f, &f->tree, accounts, "x", CPDM_FORMAT_NODE);
    add(f, &f->tree, accounts, "y", CPDM_FORMAT_NODE);
    add(f, &f->tree, x, "Addr", CPDM_FORMAT_CHR);
    const struct dm_node *node = f->tree.root.first;
    for (size_t i = 0; i < G_N_ELEMENTS(uris); i++, node = dm_tree_next(node))
        assert_text(dm_node_uri(&f->job.arena, node), uris[i]);
    g_assert_null(node);
    g_assert_cmpuint(f->tree.count, ==, G_N_ELEMENTS(uris));
    g_assert_cmpuint(accounts->child_count, ==, 2);
    g_assert_true(dm_tree_child(&f->tree, accounts, SLICE("x")) == x);
    g_assert_null(dm_tree_child(&f->tree, accounts, SLICE("Addr")));
    g_assert_null(f->tree.hash);
    assert_text(dm_node_uri(&f->job.arena, &f->tree.root), ".");
}

/* Nodes named 0, 1, 2 … under two parents in turn, up to the limit; found through a table that is at least half empty.
 */
static void test_wide_tree(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct dm_node *parents[2] = {add(f, &f->tree, &f->tree.root, "a", CPDM_FORMAT_NODE),
                                  add(f, &f->tree, &f->tree.root, "b", CPDM_FORMAT_NODE)};
    size_t count = LIMIT_NODES - 2;
    struct dm_node **made = g_new(struct dm_node *, count);
    char(*names)[8] = g_malloc_n(count, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        g_snprintf(names[i], sizeof *names, "%zu", i / 2);
        g_assert_null(dm_tree_child(&f->tree, parents[i % 2], slice_of(names[i])));
        made[i] = add(f, &f->tree, parents[i % 2], names[i], CPDM_FORMAT_CHR);
    }
    for (size_t i = 0; i < count; i++)
        g_assert_true(dm_tree_child(&f->tree, parents[i % 2], slice_of(names[i])) == made[i]);
    g_assert_null(dm_tree_child(&f->tree, &f->tree.root, SLICE("0")));
    g_assert_cmpuint(f->tree.hash_mask + 1, >=, 2 * f->tree.count);
    g_assert_null(dm_tree_add(&f->job, &f->tree, parents[0], SLICE("one too many"), 1, CPDM_FORMAT_CHR));
    g_assert_cmpint(f->job.diag.error.rule, ==, CPDM_RULE_NODE_LIMIT);
    g_assert_cmpint(f->job.diag.error.status, ==, CPDM_ERROR_LIMIT);
    g_free(made);
    g_free(names);
}

/* ---- Comparison ---------------------------------------------------------------------------------------- */

struct leaf {
    const char *name;
    cpdm_format format;
    const char *value;
    bool secret;
};

static void fill(struct fixture *f, struct cpdm_tree *tree, const struct leaf *leaves, size_t count, bool backwards)
{
    dm_tree_init(tree);
    struct dm_node *syncml = add(f, tree, &tree->root, "SyncML", CPDM_FORMAT_NODE);
    for (size_t i = 0; i < count; i++) {
        const struct leaf *leaf = &leaves[backwards ? count - 1 - i : i];
        struct dm_node *node = add(f, tree, syncml, leaf->name, leaf->format);
        node->value = slice_of(leaf->value);
        node->secret = leaf->secret;
    }
}

static void assert_differs(struct fixture *f, const struct cpdm_tree *meant, const struct cpdm_tree *found,
                           const char *sentence)
{
    g_assert_cmpint(tree_compare(&f->job, meant, found), ==, CPDM_ERROR_INTERNAL);
    g_assert_cmpint(f->job.diag.error.rule, ==, CPDM_RULE_TREE_DIFFERS);
    g_assert_cmpstr(f->job.diag.error.sentence, ==, sentence);
    f->job.diag.failed = false;
}

static void test_compare(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const struct leaf leaves[] = {
        {"Addr", CPDM_FORMAT_CHR, "http://a", false},
        {"PortNbr", CPDM_FORMAT_INT, "80", false},
        {"ServerPW", CPDM_FORMAT_CHR, "canary-1", true},
    };
    static const struct leaf other_format = {"Addr", CPDM_FORMAT_XML, "http://a", false};
    static const struct leaf other_value = {"Addr", CPDM_FORMAT_CHR, "http://other", false};
    static const struct leaf other_secret = {"ServerPW", CPDM_FORMAT_CHR, "canary-2", false};
    struct cpdm_tree other;
    fill(f, &f->tree, leaves, 3, false);
    fill(f, &other, leaves, 3, true);
    g_assert_cmpint(tree_compare(&f->job, &f->tree, &other), ==, CPDM_OK);
    fill(f, &other, leaves, 2, false);
    assert_differs(f, &f->tree, &other, "./SyncML/ServerPW is missing");
    assert_differs(f, &other, &f->tree, "./SyncML/ServerPW is there and was not meant");
    fill(f, &f->tree, leaves, 1, false);
    fill(f, &other, &other_format, 1, false);
    assert_differs(f, &f->tree, &other, "./SyncML/Addr is xml and should be chr");
    fill(f, &other, &other_value, 1, false);
    assert_differs(f, &f->tree, &other, "./SyncML/Addr has a value of 12 octets that is not the 8 octets meant");
    fill(f, &f->tree, leaves + 2, 1, false);
    fill(f, &other, &other_secret, 1, false);
    assert_differs(f, &f->tree, &other, "./SyncML/ServerPW has another value (a secret)");
}

/* Packages do not send permanent nodes, so a reader may not have them; what is below them is looked for all the same.
 */
static void test_compare_permanent(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct cpdm_tree empty, other;
    dm_tree_init(&empty);
    dm_tree_init(&other);
    add(f, &empty, &empty.root, "z", CPDM_FORMAT_CHR);
    add(f, &other, &other.root, "z", CPDM_FORMAT_CHR);
    struct dm_node *syncml = add(f, &f->tree, &f->tree.root, "SyncML", CPDM_FORMAT_NODE);
    struct dm_node *con = add(f, &f->tree, syncml, "Con", CPDM_FORMAT_NODE);
    add(f, &f->tree, &f->tree.root, "z", CPDM_FORMAT_CHR);
    assert_differs(f, &f->tree, &empty, "./SyncML is missing");
    syncml->permanent = con->permanent = true;
    g_assert_cmpint(tree_compare(&f->job, &f->tree, &empty), ==, CPDM_OK);
    g_assert_cmpint(tree_compare(&f->job, &empty, &f->tree), ==, CPDM_OK);
    add(f, &f->tree, con, "w", CPDM_FORMAT_NODE);
    assert_differs(f, &f->tree, &empty, "./SyncML/Con/w is missing");
    assert_differs(f, &empty, &f->tree, "./SyncML/Con/w is there and was not meant");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(path, function) g_test_add(path, struct fixture, NULL, set_up, function, tear_down)
    TEST("/dm-uri/names", test_names);
    TEST("/dm-uri/long-name", test_long_name);
    TEST("/dm-uri/plain-name-is-borrowed", test_plain_name_is_borrowed);
    TEST("/dm-uri/random-names", test_random_names);
    TEST("/dm-uri/foreign-names", test_foreign_names_are_not_unescaped);
    TEST("/dm-uri/numbered-names", test_numbered_names);
    TEST("/dm-uri/safe-names", test_safe_names);
    TEST("/dm-uri/secret-names", test_secret_names);
    TEST("/dm-tree/order-and-uris", test_order_and_uris);
    TEST("/dm-tree/wide", test_wide_tree);
    TEST("/tree-compare/differences", test_compare);
    TEST("/tree-compare/permanent", test_compare_permanent);
#undef TEST
    return g_test_run();
}
