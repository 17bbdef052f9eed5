/* SPDX-License-Identifier: MIT */
/*
 * Random CP documents, the same for the same number: accounts, access points and proxies that refer to one another by
 * ids that try to leave their place in the tree, parms repeated, empty, of vendors, in the wrong place. Every secret is
 * a canary, one of a kind, and the generator knows where it may turn up.
 */
#ifndef CP_GENERATOR_H
#define CP_GENERATOR_H

#include "cp-texts.h"

/* Where a canary may stand in the tree. */
enum canary_place {
    CANARY_NOWHERE,
    CANARY_CLIENT_PW, /* AAUTHSECRET of APPSRV */
    CANARY_SERVER_PW, /* AAUTHSECRET of CLIENT */
    CANARY_CLIENT_NONCE,
    CANARY_SERVER_NONCE,
    CANARY_NAP_SECRET,
    CANARY_PX_SECRET,
    CANARY_PLACES
};

struct canary {
    enum canary_place place;
    unsigned account; /* from 1: of which w7 APPLICATION; 0: of none */
};

/* What canaries begin with; CANARY_NONCE also in base64. No other text of the generator holds these. */
#define CANARY_SECRET       "cAnArY"
#define CANARY_NONCE        "nOnCe="
#define CANARY_NONCE_BASE64 "bk9uQ2U9"

struct generator {
    GRand *random;
    GString *xml;
    GArray *canaries;      /* struct canary; its number is written behind CANARY_… */
    const char *ids[4];    /* the document's own: references are to lead somewhere often */
    unsigned accounts;     /* w7 APPLICATIONs */
    unsigned inside;       /* the account that is being written, or 0 */
    unsigned applications; /* of any kind */
};

#define PICK(g, list) ((list)[g_rand_int_range((g)->random, 0, (gint32)G_N_ELEMENTS(list))])

static inline bool chance(struct generator *g, int percent)
{
    return g_rand_int_range(g->random, 0, 100) < percent;
}

/* ---- XML ---- */

static inline void put_value(struct generator *g, const char *text)
{
    for (; *text; text++)
        if (strchr("<>&'\"\t\r\n", *text))
            g_string_append_printf(g->xml, "&#%u;", (unsigned)*text);
        else
            g_string_append_c(g->xml, *text);
}

static inline void open_type(struct generator *g, const char *type)
{
    g_string_append(g->xml, "<characteristic type=\"");
    put_value(g, type);
    g_string_append(g->xml, "\">");
}

static inline void close_type(struct generator *g)
{
    g_string_append(g->xml, "</characteristic>");
}

/* A parm; now and then without its value, with an attribute of a vendor. */
static inline void put_parm(struct generator *g, const char *name, const char *value)
{
    g_string_append(g->xml, "<parm name=\"");
    put_value(g, name);
    g_string_append_c(g->xml, '"');
    if (value) {
        g_string_append(g->xml, " value=\"");
        put_value(g, value);
        g_string_append_c(g->xml, '"');
    }
    g_string_append(g->xml, chance(g, 3) ? " datatype=\"string\"/>" : "/>");
}

/* A parm that may be missing or repeated, of values from a list. */
static inline void put_some(struct generator *g, const char *name, const char *const list[], size_t count, int percent)
{
    for (int more = percent; chance(g, more); more = 10)
        put_parm(g, name, chance(g, 2) ? NULL : list[g_rand_int_range(g->random, 0, (gint32)count)]);
}

#define PUT_SOME(g, name, list, percent) put_some(g, name, list, G_N_ELEMENTS(list), percent)

static inline const char *some_id(struct generator *g)
{
    return chance(g, 5) ? PICK(g, nasty_texts) : PICK(g, g->ids);
}

static inline void put_ids(struct generator *g, const char *name, int percent)
{
    for (int more = percent; chance(g, more); more = 20)
        put_parm(g, name, chance(g, 10) ? "INTERNET" : some_id(g));
}

/* ---- Secrets ---- */

static inline unsigned new_canary(struct generator *g, enum canary_place place)
{
    const struct canary canary = {place, g->inside};
    g_array_append_val(g->canaries, canary);
    return g->canaries->len - 1;
}

static inline void put_secret(struct generator *g, const char *name, enum canary_place place, int percent)
{
    for (int more = percent; chance(g, more); more = 5) {
        char *value = g_strdup_printf(CANARY_SECRET "%u", new_canary(g, place));
        put_parm(g, name, chance(g, 3) ? "" : value);
        g_free(value);
    }
}

/* A nonce: base64, base64 with a blank in it, or octets that are no base64 (as met in the field). */
static inline void put_nonce(struct generator *g, enum canary_place place, int percent)
{
    for (int more = percent; chance(g, more); more = 5) {
        char *octets = g_strdup_printf(CANARY_NONCE "%u!", new_canary(g, place));
        char *base64 = g_base64_encode((const guchar *)octets, strlen(octets));
        char *blanks = g_strdup_printf("%.8s %s", base64, base64 + 8);
        const char *const forms[] = {base64, base64, blanks, octets};
        put_parm(g, "AAUTHDATA", PICK(g, forms));
        g_free(blanks);
        g_free(base64);
        g_free(octets);
    }
}

/* ---- Pieces of a document ---- */

static inline void put_vendor_part(struct generator *g)
{
    static const char *const types[] = {"AcmeThing", "ADDR", "name",    "CONNECTION", "PROXY",  "NAPDEF",
                                        "PORT",      "X",    "APPAUTH", "PXPHYSICAL", "napdef", "TO-CONNECTION"};
    static const char *const names[] = {"ROLE",       "acme",          "PORT",      "APPADDR", "PXPHYSICAL",
                                        "CONNECTION", "TO-CONNECTION", "TO-ACCESS", "name",    "PXLOGICAL",
                                        "APPAUTH",    "napid",         "4141",      "<&\"'>",  "x"};
    int depth = g_rand_int_range(g->random, 1, 5);
    for (int i = 0; i < depth; i++) {
        open_type(g, PICK(g, types));
        PUT_SOME(g, PICK(g, names), nasty_texts, 60);
    }
    put_secret(g, "AAUTHSECRET", CANARY_NOWHERE, 20);
    for (int i = 0; i < depth; i++)
        close_type(g);
    PUT_SOME(g, PICK(g, names), nasty_texts, 60);
    put_secret(g, "ACME-PW", CANARY_NOWHERE, 20);
}

static inline void put_port(struct generator *g, int percent)
{
    for (int more = percent; chance(g, more); more = 20) {
        open_type(g, "PORT");
        PUT_SOME(g, "PORTNBR", port_numbers, 90);
        PUT_SOME(g, "SERVICE", nasty_texts, 20);
        close_type(g);
    }
}

static inline void put_address(struct generator *g)
{
    if (chance(g, 40)) {
        put_parm(g, "ADDR", PICK(g, addresses));
        return;
    }
    open_type(g, "APPADDR");
    put_port(g, 30);
    PUT_SOME(g, "ADDR", addresses, 95);
    PUT_SOME(g, "ADDRTYPE", nasty_texts, 20);
    close_type(g);
}

/* AAUTHLEVEL first or last: what it says is settled beforehand. */
static inline void put_auth(struct generator *g)
{
    const char *level = PICK(g, levels);
    bool client = strcmp(level, "CLIENT") == 0, server = strcmp(level, "APPSRV") == 0, last = chance(g, 30);
    bool missing = chance(g, 5), account = g->inside && !missing;
    open_type(g, "APPAUTH");
    if (!missing && !last)
        put_parm(g, "AAUTHLEVEL", level);
    PUT_SOME(g, "AAUTHTYPE", auth_types, 70);
    PUT_SOME(g, "AAUTHNAME", nasty_texts, 70);
    put_secret(g, "AAUTHSECRET",
               account && client   ? CANARY_SERVER_PW
               : account && server ? CANARY_CLIENT_PW
                                   : CANARY_NOWHERE,
               90);
    put_nonce(g,
              account && client   ? CANARY_SERVER_NONCE
              : account && server ? CANARY_CLIENT_NONCE
                                  : CANARY_NOWHERE,
              60);
    if (!missing && last)
        put_parm(g, "AAUTHLEVEL", level);
    if (!missing && chance(g, 3)) /* not looked at */
        put_parm(g, "AAUTHLEVEL", PICK(g, levels));
    close_type(g);
}

static inline void put_resource(struct generator *g)
{
    open_type(g, "RESOURCE");
    PUT_SOME(g, "URI", nasty_texts, 80);
    put_secret(g, "AAUTHSECRET", CANARY_NOWHERE, 50);
    put_nonce(g, CANARY_NOWHERE, 30);
    close_type(g);
}

static inline void put_application(struct generator *g)
{
    static const char *const others[] = {"w2", "w4", "W7", "", "w7 "};
    bool account = chance(g, 80), last = chance(g, 30);
    const char *appid = account ? "w7" : PICK(g, others);
    g->inside = account ? ++g->accounts : 0;
    g->applications++;
    open_type(g, "APPLICATION");
    if (!last)
        put_parm(g, "APPID", appid);
    if (chance(g, 97))
        put_ids(g, "PROVIDER-ID", 100);
    PUT_SOME(g, "NAME", nasty_texts, 50);
    put_ids(g, "TO-NAPID", 60);
    for (int more = 90; chance(g, more); more = 20)
        put_address(g);
    for (int more = 90; chance(g, more); more = 50)
        put_auth(g);
    put_ids(g, "TO-PROXY", 60);
    PUT_SOME(g, "INIT", nasty_texts, 20);
    if (chance(g, 20))
        put_resource(g);
    if (chance(g, 20))
        put_vendor_part(g);
    if (last)
        put_parm(g, "APPID", appid);
    close_type(g);
    g->inside = 0;
}

static inline void put_napdef(struct generator *g)
{
    static const char *const bearers[] = {"GSM-GPRS", "GSM-CSD", "CDMA2000-1X-SIMPLE-IP", "WLAN", "", "gsm-gprs"};
    static const char *const types[] = {"APN", "IPV4", "MAN", "apn", ""};
    static const char *const schemes[] = {"PAP", "CHAP", "MD5", "", "pap", "../PAP"};
    open_type(g, "NAPDEF");
    put_ids(g, "NAPID", 95);
    PUT_SOME(g, "BEARER", bearers, 90);
    PUT_SOME(g, "NAP-ADDRESS", nasty_texts, 80);
    PUT_SOME(g, "NAP-ADDRTYPE", types, 70);
    PUT_SOME(g, "INTERNET", nasty_texts, 30);
    PUT_SOME(g, "LINGER", port_numbers, 20);
    for (int more = 60; chance(g, more); more = 30) {
        open_type(g, "NAPAUTHINFO");
        PUT_SOME(g, "AUTHTYPE", schemes, 95);
        PUT_SOME(g, "AUTHNAME", nasty_texts, 80);
        put_secret(g, "AUTHSECRET", CANARY_NAP_SECRET, 90);
        close_type(g);
    }
    if (chance(g, 20))
        put_vendor_part(g);
    close_type(g);
}

static inline void put_physical(struct generator *g)
{
    static const char *const types[] = {"IPV4", "IPV6", "ALPHA", "APN", ""};
    open_type(g, "PXPHYSICAL");
    PUT_SOME(g, "PHYSICAL-PROXY-ID", nasty_texts, 60);
    PUT_SOME(g, "PXADDR", nasty_texts, 80);
    PUT_SOME(g, "PXADDRTYPE", types, 60);
    put_ids(g, "TO-NAPID", 80);
    put_port(g, 40);
    if (chance(g, 10))
        put_vendor_part(g);
    close_type(g);
}

static inline void put_proxy(struct generator *g)
{
    static const char *const schemes[] = {"HTTP-BASIC", "HTTP-DIGEST", "WTLS-SS", "NTLM", "", "../HTTP-BASIC"};
    open_type(g, "PXLOGICAL");
    put_ids(g, "PROXY-ID", 95);
    put_secret(g, "PROXY-PW", CANARY_NOWHERE, 30);
    put_secret(g, "BASAUTH-PW", CANARY_NOWHERE, 30);
    PUT_SOME(g, "DOMAIN", nasty_texts, 30);
    put_port(g, 40);
    for (int more = 50; chance(g, more); more = 30) {
        open_type(g, "PXAUTHINFO");
        PUT_SOME(g, "PXAUTH-TYPE", schemes, 95);
        PUT_SOME(g, "PXAUTH-ID", nasty_texts, 80);
        put_secret(g, "PXAUTH-PW", CANARY_PX_SECRET, 90);
        close_type(g);
    }
    for (int more = 85; chance(g, more); more = 40)
        put_physical(g);
    if (chance(g, 10))
        put_vendor_part(g);
    close_type(g);
}

static inline void put_other(struct generator *g)
{
    static const char *const types[] = {"BOOTSTRAP", "CLIENTIDENTITY", "VENDORCONFIG", "ACCESS", "VALIDITY", "X"};
    open_type(g, PICK(g, types));
    put_ids(g, "PROXY-ID", 30);
    put_ids(g, "TO-NAPID", 30);
    PUT_SOME(g, "NAME", nasty_texts, 50);
    put_vendor_part(g);
    close_type(g);
}

/* Windows' settings, whose types are the names of nodes: the same place may be met again. */
static inline void put_path(struct generator *g, const char *const types[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        open_type(g, types[i]);
}

static inline void put_settings(struct generator *g)
{
    static const char *const stores[] = {"Root", "ROOT", "CA", "My"}, *const owners[] = {"System", "User", "WSTEP"};
    static const char *const certificates[] = {"QUFB", "QUI=", "QQ=="}, *const things[] = {"UPN", "EntDMID", "Acme"};
    const char *id = PICK(g, g->ids), *name = *id ? id : "AA";
    const char *const certificate[] = {"CertificateStore", PICK(g, stores), PICK(g, owners), name};
    const char *const provider[] = {"DMClient", "Provider", name, "Poll"}, *const policies[] = {"SecurityPolicy"};
    int kind = g_rand_int_range(g->random, 0, 3);
    size_t depth = kind == 2 ? 1 : kind == 1 ? 3 + (size_t)chance(g, 40) : 3 + (size_t)chance(g, 70);
    put_path(g, kind == 0 ? certificate : kind == 1 ? provider : policies, depth);
    if (kind == 0)
        PUT_SOME(g, "EncodedCertificate", certificates, 90);
    else if (kind == 1 && depth == 3)
        PUT_SOME(g, PICK(g, things), nasty_texts, 90);
    else if (kind == 1)
        PUT_SOME(g, chance(g, 50) ? "NumberOfFirstRetries" : "PollOnLogin", port_numbers, 90);
    else
        PUT_SOME(g, chance(g, 50) ? "4104" : "4141", port_numbers, 90);
    while (depth--)
        close_type(g);
}

/* ---- The document ---- */

static inline struct generator generator_new(void)
{
    return (struct generator){.random = g_rand_new(),
                              .xml = g_string_new(NULL),
                              .canaries = g_array_new(FALSE, FALSE, sizeof(struct canary))};
}

static inline void generator_free(struct generator *g)
{
    g_rand_free(g->random);
    g_string_free(g->xml, TRUE);
    g_array_free(g->canaries, TRUE);
}

/* Writes document number `number` to g->xml. */
static inline void generate(struct generator *g, guint32 number)
{
    static void (*const parts[])(struct generator *) = {put_application, put_application, put_napdef,
                                                        put_napdef,      put_proxy,       put_proxy,
                                                        put_other,       put_vendor_part, put_settings};
    g_rand_set_seed(g->random, number);
    g_string_assign(g->xml, chance(g, 50) ? "<wap-provisioningdoc version='1.1'>" : "<wap-provisioningdoc>");
    g_array_set_size(g->canaries, 0);
    g->accounts = g->applications = g->inside = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(g->ids); i++)
        g->ids[i] = PICK(g, nasty_texts);
    for (int more = 100; chance(g, more); more = 85)
        PICK(g, parts)(g);
    g_string_append(g->xml, "</wap-provisioningdoc>");
}

#endif
