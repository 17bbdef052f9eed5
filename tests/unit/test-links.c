/* SPDX-License-Identifier: MIT */
/*
 * The links of a document, rule by rule (design section 5): the connections, their order and names; every reference and
 * where it leads; what CP allows to say in two ways. Each row is a document and its links, told line by line.
 */
#include "cp-fixture.h"
#include "cp-links.h"

#define DOCUMENT(content)        "<wap-provisioningdoc>" content "</wap-provisioningdoc>"
#define IN(type, content)        "<characteristic type='" type "'>" content "</characteristic>"
#define PARM(name, value)        "<parm name='" name "' value='" value "'/>"
#define FLAG(name)               "<parm name='" name "'/>"
#define W7(content)              IN("APPLICATION", PARM("APPID", "w7") content)
#define ACCOUNT(content)         W7(PARM("PROVIDER-ID", "srv") content)
#define NAPDEF(id, tag, content) IN("NAPDEF", PARM("NAPID", id) PARM("NAME", tag) content)
#define PROXY(id, content)       IN("PXLOGICAL", PARM("PROXY-ID", id) content)
#define PHYSICAL(tag, content)   IN("PXPHYSICAL", PARM("PHYSICAL-PROXY-ID", tag) content)
#define TO_NAPID(id)             PARM("TO-NAPID", id)
#define TO_PROXY(id)             PARM("TO-PROXY", id)
#define AUTH(level, type)        IN("APPAUTH", PARM("AAUTHLEVEL", level) PARM("AAUTHTYPE", type))
#define PORT(number)             IN("PORT", PARM("PORTNBR", number))
#define APPADDR(addr, content)   IN("APPADDR", PARM("ADDR", addr) content)

/* ---- The links as text: `connection NAME = NAPDEF's NAME + PHYSICAL-PROXY-ID`, and so on ---- */

static void put(GString *out, const char *before, cpdm_slice text)
{
    g_string_append(out, before);
    g_string_append_len(out, text.data, (gssize)text.length);
}

static void put_parm(GString *out, const char *before, const struct cp_node *characteristic, enum cp_name name)
{
    const struct cp_node *parm = characteristic ? cp_doc_parm(characteristic, name) : NULL;
    if (parm)
        put(out, before, parm->value);
}

static void put_connections(GString *out, const struct cp_links *links)
{
    for (const struct cp_connection *c = links->connections; c; c = c->next) {
        put(out, "connection ", c->named.id);
        g_string_append(out, " =");
        put_parm(out, " ", c->napdef, CP_NAME_NAME);
        put_parm(out, " + ", c->pxphysical, CP_NAME_PHYSICAL_PROXY_ID);
        g_string_append_c(out, '\n');
        g_assert_true((c->pxphysical == NULL) == (c->pxlogical == NULL));
        g_assert_true(!c->pxphysical || c->pxphysical->parent == c->pxlogical);
    }
}

static void put_reference(GString *out, struct cp_fixture *f, const struct cp_reference *reference)
{
    static const char *const states[] = {"", " (INTERNET)", "nowhere", "dangling"};
    g_string_append_printf(out, "%s: ", cp_doc_path(&f->job.arena, reference->parm));
    if (reference->connection)
        put(out, "", reference->connection->named.id);
    g_string_append_printf(out, "%s\n", states[reference->state]);
    g_assert_true((reference->target == NULL) == (reference->state == CP_REFERENCE_DANGLING));
}

static void put_applications(GString *out, struct cp_fixture *f, const struct cp_links *links)
{
    for (const struct cp_application *a = links->applications; a; a = a->next) {
        put(out, "application ", a->provider);
        put(out, " by ", a->provider_parm ? a->provider_parm->text : SLICE("nothing"));
        g_string_append_c(out, '\n');
        for (const struct cp_address *address = a->addresses; address; address = address->next) {
            put(out, address->node ? "APPADDR " : "ADDR ", address->addr ? address->addr->value : SLICE("missing"));
            g_string_append_c(out, '\n');
        }
        for (const struct cp_auth *auth = a->auths; auth; auth = auth->next) {
            put(out, "auth ", auth->level);
            put(out, " [", auth->type);
            g_string_append(out, auth->split ? "] of several\n" : "]\n");
        }
        for (const struct cp_reference *reference = a->references; reference; reference = reference->next)
            put_reference(out, f, reference);
    }
}

/* The references that no application has: of PXPHYSICAL, BOOTSTRAP and ACCESS. */
static void put_other_references(GString *out, struct cp_fixture *f, const struct cp_links *links)
{
    for (const struct cp_node *parm = NULL; (parm = cp_doc_next_parm(f->document, parm));)
        if (links->reference_of[parm->index] && parm->parent->name != CP_NAME_APPLICATION)
            put_reference(out, f, links->reference_of[parm->index]);
}

static void put_warnings(GString *out, const struct cp_fixture *f)
{
    for (const struct diag_entry *w = f->job.diag.warnings; w; w = w->next)
        g_string_append_printf(out, "warning %u at %s\n", w->diagnostic.rule, w->diagnostic.path);
}

/* ---- The rules ---- */

struct link_row {
    const char *rule;
    const char *xml;
    const char *links;
};

static const struct link_row rows[] = {
    {"each NAPDEF alone, then each PXPHYSICAL with each NAPDEF it leads to",
     DOCUMENT(PROXY("gw", PHYSICAL("p1", TO_NAPID("b") TO_NAPID("a")) PHYSICAL("p2", TO_NAPID("a")))
                  NAPDEF("a", "A", "") NAPDEF("b", "B", "")),
     "connection a = A\nconnection b = B\nconnection gw = B + p1\nconnection gw~2 = A + p1\nconnection gw~3 = A + p2\n"
     "PXLOGICAL[1]/PXPHYSICAL[1]/TO-NAPID[1]: b\nPXLOGICAL[1]/PXPHYSICAL[1]/TO-NAPID[2]: a\n"
     "PXLOGICAL[1]/PXPHYSICAL[2]/TO-NAPID: a\n"
     "warning 602 at PXLOGICAL[1]/PXPHYSICAL[1]\nwarning 602 at PXLOGICAL[1]/PXPHYSICAL[2]\n"},
    {"a PXPHYSICAL that leads to no NAPDEF is alone",
     DOCUMENT(PROXY("gw", PHYSICAL("p1", "") PHYSICAL("p2", TO_NAPID("gone")))),
     "connection gw = + p1\nconnection gw~2 = + p2\nPXLOGICAL[1]/PXPHYSICAL[2]/TO-NAPID: dangling\n"
     "warning 411 at PXLOGICAL[1]/PXPHYSICAL[2]/TO-NAPID\nwarning 602 at PXLOGICAL[1]/PXPHYSICAL[2]\n"},
    {"a NAPDEF that is named twice is one connection",
     DOCUMENT(NAPDEF("a", "A", FLAG("INTERNET"))
                  PROXY("gw", PHYSICAL("p", TO_NAPID("a") TO_NAPID("INTERNET") TO_NAPID("a")))),
     "connection a = A\nconnection gw = A + p\nPXLOGICAL[1]/PXPHYSICAL[1]/TO-NAPID[1]: a\n"
     "PXLOGICAL[1]/PXPHYSICAL[1]/TO-NAPID[2]: a (INTERNET)\nPXLOGICAL[1]/PXPHYSICAL[1]/TO-NAPID[3]: a\n"},
    {"a PXLOGICAL without PXPHYSICAL makes no connection",
     DOCUMENT(ACCOUNT(TO_PROXY("gw")) PROXY("gw", PORT("80") PARM("PXPHYSICAL", "no characteristic"))),
     "application srv by PROVIDER-ID\nAPPLICATION[1]/TO-PROXY: nowhere\n"},
    {"without an id there is a number, in document order",
     DOCUMENT(NAPDEF("", "A", "") NAPDEF("n", "B", "") IN("NAPDEF", PARM("NAME", "C"))
                  IN("PXLOGICAL", PHYSICAL("p", "")) PROXY("", PHYSICAL("q", ""))),
     "connection 1 = A\nconnection n = B\nconnection 2 = C\nconnection 3 = + p\nconnection 4 = + q\n"},
    {"a number that a NAPID has taken", DOCUMENT(NAPDEF("1", "A", "") NAPDEF("", "B", "")),
     "connection 1 = A\nconnection 1~2 = B\nwarning 602 at NAPDEF[2]\n"},
    {"names are made fit, and a written ~2 is not ours",
     DOCUMENT(NAPDEF("a", "A", "") NAPDEF("a~2", "B", "") NAPDEF("../x", "C", "") NAPDEF("..", "D", "")
                  PROXY("a", PHYSICAL("p", ""))),
     "connection a = A\nconnection a%7E2 = B\nconnection ..%2Fx = C\nconnection %2E%2E = D\nconnection a~2 = + p\n"
     "warning 602 at PXLOGICAL[1]/PXPHYSICAL[1]\n"},
    {"names differ in case", DOCUMENT(NAPDEF("a", "A", "") NAPDEF("A", "B", "") ACCOUNT(TO_NAPID("A"))),
     "connection a = A\nconnection A = B\napplication srv by PROVIDER-ID\nAPPLICATION[1]/TO-NAPID: A\n"},
    {"of one id, references lead to the first",
     DOCUMENT(NAPDEF("n", "A", "") NAPDEF("n", "B", "") PROXY("gw", PHYSICAL("p", TO_NAPID("n")))
                  PROXY("gw", PHYSICAL("q", "")) ACCOUNT(TO_NAPID("n") TO_PROXY("gw"))),
     "connection n = A\nconnection n~2 = B\nconnection gw = A + p\nconnection gw~2 = + q\n"
     "application srv by PROVIDER-ID\nAPPLICATION[1]/TO-PROXY: gw\nAPPLICATION[1]/TO-NAPID: n\n"
     "PXLOGICAL[1]/PXPHYSICAL[1]/TO-NAPID: n\n"
     "warning 412 at NAPDEF[2]\nwarning 602 at NAPDEF[2]\nwarning 412 at PXLOGICAL[2]\n"
     "warning 602 at PXLOGICAL[2]/PXPHYSICAL[1]\n"},
    {"of one id, the first PXLOGICAL is meant even when it makes no connection",
     DOCUMENT(PROXY("gw", "") PROXY("gw", PHYSICAL("q", "")) ACCOUNT(TO_PROXY("gw"))),
     "connection gw = + q\napplication srv by PROVIDER-ID\nAPPLICATION[1]/TO-PROXY: nowhere\n"
     "warning 412 at PXLOGICAL[2]\n"},
    {"TO-PROXY before TO-NAPID, each in document order (R10)",
     DOCUMENT(ACCOUNT(TO_NAPID("b") TO_PROXY("gone") TO_NAPID("a") TO_PROXY("gw")) NAPDEF("a", "A", "")
                  NAPDEF("b", "B", "") PROXY("gw", PHYSICAL("p", "") PHYSICAL("q", ""))),
     "connection a = A\nconnection b = B\nconnection gw = + p\nconnection gw~2 = + q\napplication srv by PROVIDER-ID\n"
     "APPLICATION[1]/TO-PROXY[1]: dangling\nAPPLICATION[1]/TO-PROXY[2]: gw\n"
     "APPLICATION[1]/TO-NAPID[1]: b\nAPPLICATION[1]/TO-NAPID[2]: a\n"
     "warning 602 at PXLOGICAL[1]/PXPHYSICAL[2]\nwarning 411 at APPLICATION[1]/TO-PROXY[1]\n"},
    {"references stand before what they name, and in the wrong kind of place",
     DOCUMENT(ACCOUNT(TO_PROXY("n") TO_NAPID("gw") TO_NAPID("")) NAPDEF("n", "A", "")
                  PROXY("gw", PHYSICAL("p", "") TO_NAPID("n"))),
     "connection n = A\nconnection gw = + p\napplication srv by PROVIDER-ID\nAPPLICATION[1]/TO-PROXY: dangling\n"
     "APPLICATION[1]/TO-NAPID[1]: dangling\nAPPLICATION[1]/TO-NAPID[2]: dangling\n"
     "warning 411 at APPLICATION[1]/TO-PROXY\nwarning 411 at APPLICATION[1]/TO-NAPID[1]\n"
     "warning 411 at APPLICATION[1]/TO-NAPID[2]\n"},
    {"INTERNET is the first NAPDEF with the parm (R14)",
     DOCUMENT(ACCOUNT(TO_NAPID("INTERNET")) NAPDEF("INTERNET", "A", "") NAPDEF("b", "B", PARM("INTERNET", "0"))
                  NAPDEF("c", "C", FLAG("INTERNET"))),
     "connection INTERNET = A\nconnection b = B\nconnection c = C\napplication srv by PROVIDER-ID\n"
     "APPLICATION[1]/TO-NAPID: b (INTERNET)\n"},
    {"INTERNET needs no NAPID",
     DOCUMENT(ACCOUNT(TO_NAPID("INTERNET")) NAPDEF("a", "A", "") NAPDEF("", "B", FLAG("INTERNET"))
                  NAPDEF("c", "C", FLAG("INTERNET")) PROXY("gw", PHYSICAL("p", TO_NAPID("INTERNET") TO_NAPID("a")))),
     "connection a = A\nconnection 1 = B\nconnection c = C\nconnection gw = B + p\nconnection gw~2 = A + p\n"
     "application srv by PROVIDER-ID\nAPPLICATION[1]/TO-NAPID: 1 (INTERNET)\n"
     "PXLOGICAL[1]/PXPHYSICAL[1]/TO-NAPID[1]: 1 (INTERNET)\nPXLOGICAL[1]/PXPHYSICAL[1]/TO-NAPID[2]: a\n"
     "warning 602 at PXLOGICAL[1]/PXPHYSICAL[1]\n"},
    {"INTERNET may be a NAPDEF whose id another has",
     DOCUMENT(ACCOUNT(TO_NAPID("INTERNET")) NAPDEF("a", "A", "") NAPDEF("a", "B", FLAG("INTERNET"))),
     "connection a = A\nconnection a~2 = B\napplication srv by PROVIDER-ID\nAPPLICATION[1]/TO-NAPID: a~2 (INTERNET)\n"
     "warning 412 at NAPDEF[2]\nwarning 602 at NAPDEF[2]\n"},
    {"INTERNET where no NAPDEF says so is dangling", DOCUMENT(ACCOUNT(TO_NAPID("INTERNET")) NAPDEF("a", "A", "")),
     "connection a = A\napplication srv by PROVIDER-ID\nAPPLICATION[1]/TO-NAPID: dangling\n"
     "warning 411 at APPLICATION[1]/TO-NAPID\n"},
    {"BOOTSTRAP, ACCESS and other applications refer too",
     DOCUMENT(IN("BOOTSTRAP", PARM("PROXY-ID", "gw") PARM("PROXY-ID", "gone"))
                  IN("ACCESS", TO_NAPID("n") TO_PROXY("gone") TO_PROXY("gw"))
                      IN("APPLICATION", PARM("APPID", "w2") TO_NAPID("gone")) NAPDEF("n", "A", "")
                          PROXY("gw", PHYSICAL("p", ""))),
     "connection n = A\nconnection gw = + p\napplication  by nothing\nAPPLICATION[1]/TO-NAPID: dangling\n"
     "BOOTSTRAP[1]/PROXY-ID[1]: gw\nBOOTSTRAP[1]/PROXY-ID[2]: dangling\nACCESS[1]/TO-NAPID: n\n"
     "ACCESS[1]/TO-PROXY[1]: dangling\nACCESS[1]/TO-PROXY[2]: gw\nwarning 411 at BOOTSTRAP[1]/PROXY-ID[2]\n"
     "warning 411 at ACCESS[1]/TO-PROXY[1]\nwarning 411 at APPLICATION[1]/TO-NAPID\n"},
    {"only the places of CP are linked",
     DOCUMENT(IN("X", NAPDEF("a", "A", "")) PHYSICAL("p", "") PARM("NAPDEF", "x")
                  W7(PARM("PROVIDER-ID", "s") NAPDEF("b", "B", ""))),
     "application s by PROVIDER-ID\n"},

    {"ADDR and APPADDR/ADDR, in document order",
     DOCUMENT(ACCOUNT(APPADDR("http://a/", PORT("80")) PARM("ADDR", "http://b/") APPADDR("http://c/", ""))),
     "application srv by PROVIDER-ID\nAPPADDR http://a/\nADDR http://b/\nAPPADDR http://c/\n"
     "warning 414 at APPLICATION[1]\n"},
    {"an APPADDR without ADDR", DOCUMENT(ACCOUNT(IN("APPADDR", PORT("80")))),
     "application srv by PROVIDER-ID\nAPPADDR missing\n"},
    {"a port inside and beside that agree, or that nobody can read",
     DOCUMENT(ACCOUNT(APPADDR("http://a:8080/", PORT("8080")) APPADDR("http://a:8080/", PORT("x"))
                          APPADDR("http://a/", PORT("1")) APPADDR("http://[::1]/", PORT("2"))
                              APPADDR("http://u:7@a/", PORT("3")) APPADDR("http://a:008080/", PORT("08080")))),
     "application srv by PROVIDER-ID\nAPPADDR http://a:8080/\nAPPADDR http://a:8080/\nAPPADDR http://a/\n"
     "APPADDR http://[::1]/\nAPPADDR http://u:7@a/\nAPPADDR http://a:008080/\n"},

    {"an absent level, an empty one, and HTTP-* at APPSRV are HTTP",
     DOCUMENT(ACCOUNT(IN("APPAUTH", "") AUTH("", "BASIC") AUTH("APPSRV", "HTTP-BASIC") AUTH("APPSRV", "HTTP-DIGEST")
                          AUTH("APPSRV", "BASIC") AUTH("CLIENT", "HTTP-BASIC") AUTH("OBEX", "HTTP-BASIC")
                              AUTH("appsrv", "HTTP-BASIC"))),
     "application srv by PROVIDER-ID\nauth HTTP []\nauth HTTP [BASIC]\nauth HTTP [HTTP-BASIC]\n"
     "auth HTTP [HTTP-DIGEST]\nauth APPSRV [BASIC]\nauth CLIENT [HTTP-BASIC]\nauth OBEX [HTTP-BASIC]\n"
     "auth appsrv [HTTP-BASIC]\n"},
    {"a comma list is several, without blanks, empty parts and repetitions",
     DOCUMENT(ACCOUNT(AUTH("APPSRV", " HTTP-BASIC ,,DIGEST&#9;,DIGEST, BASIC,") AUTH("APPSRV", ",BASIC, BASIC")
                          AUTH("CLIENT", " , ,") AUTH("CLIENT", "") AUTH("CLIENT", "A B"))),
     "application srv by PROVIDER-ID\nauth HTTP [HTTP-BASIC] of several\nauth APPSRV [DIGEST] of several\n"
     "auth APPSRV [BASIC] of several\nauth APPSRV [BASIC]\nauth CLIENT []\nauth CLIENT []\nauth CLIENT [A B]\n"},
    {"no type at all", DOCUMENT(ACCOUNT(IN("APPAUTH", PARM("AAUTHLEVEL", "CLIENT")))),
     "application srv by PROVIDER-ID\nauth CLIENT []\n"},

    {"PROVIDER-ID goes before the AAUTHNAME of CLIENT",
     DOCUMENT(W7(IN("APPAUTH", PARM("AAUTHLEVEL", "CLIENT") PARM("AAUTHNAME", "c")) PARM("PROVIDER-ID", " p "))),
     "application  p  by PROVIDER-ID\nauth CLIENT []\n"},
    {"an absent or empty PROVIDER-ID is the first AAUTHNAME of CLIENT that says something",
     DOCUMENT(W7(PARM("PROVIDER-ID", "") IN("APPAUTH", PARM("AAUTHLEVEL", "APPSRV") PARM("AAUTHNAME", "a")) IN(
         "APPAUTH", PARM("AAUTHLEVEL", "CLIENT")) IN("APPAUTH", PARM("AAUTHLEVEL", "CLIENT") PARM("AAUTHNAME", ""))
                     IN("APPAUTH", PARM("AAUTHLEVEL", "CLIENT") PARM("AAUTHNAME", "c"))
                         IN("APPAUTH", PARM("AAUTHLEVEL", "CLIENT") PARM("AAUTHNAME", "d")))),
     "application c by AAUTHNAME\nauth APPSRV []\nauth CLIENT []\nauth CLIENT []\nauth CLIENT []\nauth CLIENT []\n"},
    {"what is no DM account needs no name and may contradict itself",
     DOCUMENT(IN("APPLICATION", PARM("APPID", "w4") APPADDR("http://a:1/", PORT("2")) PARM("ADDR", "x"))
                  IN("APPLICATION", "") IN("APPLICATION", PARM("APPID", "W7"))),
     "application  by nothing\nAPPADDR http://a:1/\nADDR x\napplication  by nothing\napplication  by nothing\n"},
};

static void test_row(gconstpointer data)
{
    const struct link_row *row = data;
    struct cp_fixture f;
    struct cp_links *links;
    GString *told = g_string_new(NULL);
    cp_set_up(&f, 0x5EED);
    cp_read(&f, slice_of(row->xml));
    cp_assert_ok(&f, cp_link(&f.job, f.document, true, &links));
    put_connections(told, links);
    put_applications(told, &f, links);
    put_other_references(told, &f, links);
    put_warnings(told, &f);
    g_assert_cmpstr(told->str, ==, row->links);
    g_string_free(told, TRUE);
    cp_tear_down(&f);
}

/* ---- What is refused ---- */

static const struct {
    const char *xml;
    unsigned rule;
    const char *path, *sentence;
} refused[] = {
    {DOCUMENT(ACCOUNT("") W7("")), CPDM_RULE_CP_NO_PROVIDER, "APPLICATION[2]",
     "the w7 account has no PROVIDER-ID, and no AAUTHNAME at level CLIENT to name its server"},
    {DOCUMENT(W7(PARM("PROVIDER-ID", "") IN("APPAUTH", PARM("AAUTHLEVEL", "APPSRV") PARM("AAUTHNAME", "user")))),
     CPDM_RULE_CP_NO_PROVIDER, "APPLICATION[1]",
     "the w7 account has no PROVIDER-ID, and no AAUTHNAME at level CLIENT to name its server"},
    {DOCUMENT(ACCOUNT(APPADDR("http://a:8080/", PORT("8081")))), CPDM_RULE_CP_PORT_CONFLICT,
     "APPLICATION[1]/APPADDR[1]/PORT[1]/PORTNBR", "PORTNBR is 8081, but the port in ADDR is 8080"},
    {DOCUMENT(ACCOUNT(APPADDR("http://a/", PORT("1")) APPADDR("http://[::1]:80", IN("PORT", "") PORT("81")))),
     CPDM_RULE_CP_PORT_CONFLICT, "APPLICATION[1]/APPADDR[2]/PORT[2]/PORTNBR",
     "PORTNBR is 81, but the port in ADDR is 80"},
};

static void test_refused(void)
{
    struct cp_fixture f;
    struct cp_links *links;
    cp_set_up(&f, 0x5EED);
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        cp_read(&f, slice_of(refused[i].xml));
        g_assert_cmpint(cp_link(&f.job, f.document, true, &links), ==, CPDM_ERROR_DOCUMENT);
        g_assert_cmpuint(f.job.diag.error.rule, ==, refused[i].rule);
        g_assert_cmpstr(f.job.diag.error.path, ==, refused[i].path);
        g_assert_cmpstr(f.job.diag.error.sentence, ==, refused[i].sentence);
    }
    cp_tear_down(&f);
}

/* ---- Inheritance ---- */

static void test_inheritance(void)
{
    static const char xml[] =
        DOCUMENT(PROXY("gw", PHYSICAL("bare", "") PHYSICAL("own", PARM("DOMAIN", "d") FLAG("TRUST") PORT("80"))
                                 PARM("DOMAIN", "x") PARM("NAME", "n")));
    static const enum cp_name handed_down[] = {CP_NAME_PORT,        CP_NAME_DOMAIN,      CP_NAME_TRUST,
                                               CP_NAME_PUSHENABLED, CP_NAME_PULLENABLED, CP_NAME_WSP_VERSION};
    struct cp_fixture f;
    cp_set_up(&f, 0x5EED);
    cp_read(&f, slice_of(xml));
    const struct cp_node *bare = f.document->root.first->first->next, *own = bare->next;
    for (size_t i = 0; i < G_N_ELEMENTS(handed_down); i++) {
        g_assert_true(cp_link_inherits(bare, handed_down[i]));
        g_assert_cmpint(cp_link_inherits(own, handed_down[i]), ==, i >= 3); /* own: PORT, DOMAIN, TRUST */
    }
    for (int name = 0; name < CP_NAME_COUNT; name++) {
        bool listed = false;
        for (size_t i = 0; i < G_N_ELEMENTS(handed_down); i++)
            listed = listed || (int)handed_down[i] == name;
        g_assert_cmpint(cp_link_inherits(bare, (enum cp_name)name), ==, listed);
    }
    cp_tear_down(&f);
}

/* ---- Limits ---- */

/* `count` NAPDEFs and `proxies` PXPHYSICALs that lead to every one. */
static cpdm_status link_many(struct cp_fixture *f, unsigned count, unsigned proxies)
{
    GString *xml = g_string_new("<wap-provisioningdoc>");
    struct cp_links *links;
    for (unsigned i = 0; i < count; i++)
        g_string_append_printf(xml, NAPDEF("n%u", "x", ""), i);
    g_string_append(xml, "<characteristic type='PXLOGICAL'>");
    for (unsigned i = 0; i < proxies; i++) {
        g_string_append(xml, "<characteristic type='PXPHYSICAL'>");
        for (unsigned k = 0; k < count; k++)
            g_string_append_printf(xml, TO_NAPID("n%u"), k);
        g_string_append(xml, "</characteristic>");
    }
    g_string_append(xml, "</characteristic></wap-provisioningdoc>");
    cp_read(f, slice(xml->str, xml->len));
    cpdm_status status = cp_link(&f->job, f->document, true, &links);
    g_string_free(xml, TRUE);
    return status;
}

static cpdm_status link_types(struct cp_fixture *f, unsigned count)
{
    GString *xml = g_string_new("<wap-provisioningdoc><characteristic type='APPLICATION'><characteristic "
                                "type='APPAUTH'><parm name='AAUTHTYPE' value='");
    struct cp_links *links;
    for (unsigned i = 0; i < count; i++)
        g_string_append_printf(xml, "T%u,T0,,", i);
    g_string_append(xml, "'/></characteristic></characteristic></wap-provisioningdoc>");
    cp_read(f, slice(xml->str, xml->len));
    cpdm_status status = cp_link(&f->job, f->document, true, &links);
    g_string_free(xml, TRUE);
    return status;
}

static void test_limits(void)
{
    struct cp_fixture f;
    cp_set_up(&f, 0x5EED);
    cp_assert_ok(&f, link_many(&f, 16, 15)); /* 16 + 16 x 15 = 256 */
    g_assert_cmpint(link_many(&f, 16, 16), ==, CPDM_ERROR_LIMIT);
    g_assert_cmpuint(f.job.diag.error.rule, ==, CPDM_RULE_CONNECTION_LIMIT);
    g_assert_cmpint(link_many(&f, 257, 0), ==, CPDM_ERROR_LIMIT);
    cp_assert_ok(&f, link_types(&f, 32));
    g_assert_cmpint(link_types(&f, 33), ==, CPDM_ERROR_LIMIT);
    g_assert_cmpstr(f.job.diag.error.path, ==, "APPLICATION[1]/APPAUTH[1]/AAUTHTYPE");
    cp_tear_down(&f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *path = g_strdup_printf("/links/%s", rows[i].rule);
        for (char *c = path + strlen("/links/"); *c; c++)
            *c = *c == '/' || *c == ' ' ? '-' : *c;
        g_test_add_data_func(path, &rows[i], test_row);
        g_free(path);
    }
    g_test_add_func("/links/refused", test_refused);
    g_test_add_func("/links/inheritance", test_inheritance);
    g_test_add_func("/links/limits", test_limits);
    return g_test_run();
}
