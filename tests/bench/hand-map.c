/* SPDX-License-Identifier: MIT */
/*
 * CP XML to items as somebody would write it by hand in C: expat collects the characteristics, then each node is made
 * from its parm. It knows what mappings/dm-1.1.2.map says of the bench documents and no more. It is a part of the
 * libwbxml baseline, and the meaning that every implementation is held to.
 */
#include <expat.h>

#include "bench.h"

enum { PARMS_MAX = 128, BLOCKS_MAX = 64 };

struct parm {
    const char *name, *value;
    int block;
};

struct block { /* a characteristic */
    const char *type;
    int parent;
};

struct hand_map {
    XML_Parser parser;
    struct parm parms[PARMS_MAX];
    struct block blocks[BLOCKS_MAX];
    int parm_count, block_count, current;
    char text[BENCH_TEXT];
    size_t text_used;
    bool failed;
    struct bench_items *items;
};

/* ---- Reading ---- */

static const char *keep(struct hand_map *map, const char *text)
{
    size_t octets = strlen(text) + 1;
    if (octets > sizeof map->text - map->text_used) {
        map->failed = true;
        return "";
    }
    char *copy = memcpy(map->text + map->text_used, text, octets);
    map->text_used += octets;
    return copy;
}

static const char *attribute(const XML_Char **attributes, const char *name)
{
    for (; *attributes; attributes += 2) {
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    }
    return "";
}

static void start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct hand_map *map = data;
    if (strcmp(name, "characteristic") == 0 && map->block_count < BLOCKS_MAX) {
        map->blocks[map->block_count] = (struct block){keep(map, attribute(attributes, "type")), map->current};
        map->current = map->block_count++;
    } else if (strcmp(name, "parm") == 0 && map->parm_count < PARMS_MAX) {
        struct parm *parm = &map->parms[map->parm_count++];
        parm->name = keep(map, attribute(attributes, "name"));
        parm->value = keep(map, attribute(attributes, "value"));
        parm->block = map->current;
    }
}

static void end(void *data, const XML_Char *name)
{
    struct hand_map *map = data;
    if (strcmp(name, "characteristic") == 0 && map->current >= 0)
        map->current = map->blocks[map->current].parent;
}

/* ---- Looking up ---- */

static const char *parm(const struct hand_map *map, int block, const char *name)
{
    for (int i = 0; i < map->parm_count; i++) {
        if (map->parms[i].block == block && strcmp(map->parms[i].name, name) == 0)
            return map->parms[i].value;
    }
    return NULL;
}

/* The next characteristic of this type in `parent` behind `after`, or -1. */
static int block(const struct hand_map *map, int parent, const char *type, int after)
{
    for (int i = after + 1; i < map->block_count; i++) {
        if (map->blocks[i].parent == parent && strcmp(map->blocks[i].type, type) == 0)
            return i;
    }
    return -1;
}

static int block_with(const struct hand_map *map, int parent, const char *type, const char *name, const char *value)
{
    int found = block(map, parent, type, -1);
    while (found >= 0 && (!parm(map, found, name) || strcmp(parm(map, found, name), value) != 0))
        found = block(map, parent, type, found);
    return found;
}

static const char *translate(const char *const (*table)[2], const char *value)
{
    for (; value && (*table)[0]; table++) {
        if (strcmp((*table)[0], value) == 0)
            return (*table)[1];
    }
    return NULL;
}

static const char *const bearers[][2] = {{"GSM-SMS", "3"}, {"GSM-CSD", "10"}, {"GSM-GPRS", "11"}, {NULL, NULL}};
static const char *const address_types[][2] = {{"IPV4", "1"},  {"IPV6", "2"}, {"E164", "3"},
                                               {"ALPHA", "4"}, {"APN", "5"},  {NULL, NULL}};
static const char *const auth_types[][2] = {
    {"BASIC", "syncml:auth-basic"}, {"DIGEST", "syncml:auth-md5"}, {"HMAC", "syncml:auth-MAC"}, {NULL, NULL}};

/* ---- Nodes ---- */

static void add(struct hand_map *map, const char *parent, const char *name, cpdm_format format, cpdm_slice data)
{
    char uri[512];
    int length = snprintf(uri, sizeof uri, *name ? "%s/%s" : "%s%s", parent, name);
    if (length < 0 || (size_t)length >= sizeof uri) {
        map->failed = true;
        return;
    }
    cpdm_slice kept = items_keep(map->items, (cpdm_slice){uri, (size_t)length});
    items_add(map->items, kept, format, items_keep(map->items, data));
}

static void add_node(struct hand_map *map, const char *parent, const char *name)
{
    add(map, parent, name, CPDM_FORMAT_NODE, bench_slice(""));
}

/* A leaf, where there is a value for it. */
static void add_leaf(struct hand_map *map, const char *parent, const char *name, const char *value)
{
    bool number = strcmp(name, "PortNbr") == 0;
    if (value)
        add(map, parent, name, number ? CPDM_FORMAT_INT : CPDM_FORMAT_CHR, bench_slice(value));
}

/* A nonce: base64 text in the document, octets in the tree. The bench documents hold whole groups of four. */
static void add_octets(struct hand_map *map, const char *parent, const char *name, const char *value)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char octets[256];
    size_t length = 0;
    for (unsigned bits = 0, have = 0; value && *value && length < sizeof octets; value++) {
        const char *place = strchr(alphabet, *value);
        map->failed |= !place;
        bits = (bits << 6 | (unsigned)(place ? place - alphabet : 0)) & 0xFFFF;
        have += 6;
        if (have >= 8)
            octets[length++] = (char)(bits >> (have -= 8) & 0xFF);
    }
    if (length)
        add(map, parent, name, CPDM_FORMAT_BIN, (cpdm_slice){octets, length});
}

static void add_credentials(struct hand_map *map, const char *uri, int application)
{
    int client = block_with(map, application, "APPAUTH", "AAUTHLEVEL", "APPSRV");
    int server = block_with(map, application, "APPAUTH", "AAUTHLEVEL", "CLIENT");
    if (client >= 0) {
        add_leaf(map, uri, "UserName", parm(map, client, "AAUTHNAME"));
        add_leaf(map, uri, "ClientPW", parm(map, client, "AAUTHSECRET"));
        add_octets(map, uri, "ClientNonce", parm(map, client, "AAUTHDATA"));
        add_leaf(map, uri, "AuthPref", translate(auth_types, parm(map, client, "AAUTHTYPE")));
    }
    if (server >= 0) {
        add_leaf(map, uri, "ServerPW", parm(map, server, "AAUTHSECRET"));
        add_octets(map, uri, "ServerNonce", parm(map, server, "AAUTHDATA"));
    }
}

static void add_account(struct hand_map *map, int application)
{
    char uri[256];
    const char *provider = parm(map, application, "PROVIDER-ID"), *connection = parm(map, application, "TO-PROXY");
    int addresses = block(map, application, "APPADDR", -1), port = -1;
    const char *address = parm(map, addresses < 0 ? application : addresses, "ADDR");
    if (addresses >= 0)
        port = block(map, addresses, "PORT", -1);
    if (!provider || !address) {
        map->failed = true;
        return;
    }
    const char *default_port = strncmp(address, "https", 5) == 0 ? "443" : "80";
    snprintf(uri, sizeof uri, "./SyncML/DMAcc/%s", provider);
    add_node(map, uri, "");
    add_leaf(map, uri, "Addr", address);
    add_leaf(map, uri, "AddrType", "1");
    add_leaf(map, uri, "PortNbr", port >= 0 ? parm(map, port, "PORTNBR") : default_port);
    add_leaf(map, uri, "ConRef", connection ? connection : "");
    add_leaf(map, uri, "ServerId", provider);
    add_leaf(map, uri, "Name", parm(map, application, "NAME"));
    add_credentials(map, uri, application);
    map->items->server = items_keep(map->items, bench_slice(address));
    map->items->device = bench_slice("unknown-device");
}

static void add_login(struct hand_map *map, const char *uri, const char *scheme, const char *id, const char *secret)
{
    char auth[400];
    snprintf(auth, sizeof auth, "%s/Auth", uri);
    add_node(map, auth, "");
    add_node(map, auth, scheme);
    snprintf(auth, sizeof auth, "%s/Auth/%s", uri, scheme);
    add_leaf(map, auth, "Id", id);
    add_leaf(map, auth, "Secret", secret);
}

static void add_nap(struct hand_map *map, const char *name, int napdef)
{
    char uri[256];
    snprintf(uri, sizeof uri, "./SyncML/Con/%s", name);
    add_node(map, uri, "");
    add_node(map, uri, "NAP");
    snprintf(uri, sizeof uri, "./SyncML/Con/%s/NAP", name);
    add_leaf(map, uri, "Bearer", translate(bearers, parm(map, napdef, "BEARER")));
    add_leaf(map, uri, "Addr", parm(map, napdef, "NAP-ADDRESS"));
    add_leaf(map, uri, "AddrType", translate(address_types, parm(map, napdef, "NAP-ADDRTYPE")));
    int auth = block(map, napdef, "NAPAUTHINFO", -1);
    if (auth >= 0)
        add_login(map, uri, parm(map, auth, "AUTHTYPE"), parm(map, auth, "AUTHNAME"), parm(map, auth, "AUTHSECRET"));
}

static void add_proxy(struct hand_map *map, int logical)
{
    char uri[256];
    int physical = block(map, logical, "PXPHYSICAL", -1);
    const char *name = parm(map, logical, "PROXY-ID"), *nap = parm(map, physical, "TO-NAPID");
    int napdef = nap ? block_with(map, -1, "NAPDEF", "NAPID", nap) : -1;
    if (!name || napdef < 0) {
        map->failed = true;
        return;
    }
    add_nap(map, name, napdef);
    snprintf(uri, sizeof uri, "./SyncML/Con/%s", name);
    add_node(map, uri, "PX");
    snprintf(uri, sizeof uri, "./SyncML/Con/%s/PX", name);
    add_leaf(map, uri, "Addr", parm(map, physical, "PXADDR"));
    add_leaf(map, uri, "AddrType", translate(address_types, parm(map, physical, "PXADDRTYPE")));
    add_leaf(map, uri, "PortNbr", parm(map, block(map, physical, "PORT", -1), "PORTNBR"));
    int auth = block(map, logical, "PXAUTHINFO", -1);
    if (auth >= 0)
        add_login(map, uri, parm(map, auth, "PXAUTH-TYPE"), parm(map, auth, "PXAUTH-ID"), parm(map, auth, "PXAUTH-PW"));
}

struct hand_map *hand_map_new(void)
{
    struct hand_map *map = bench_alloc(sizeof *map);
    map->parser = XML_ParserCreate(NULL);
    if (!map->parser)
        bench_die("out of memory");
    return map;
}

bool hand_map_run(struct hand_map *map, cpdm_slice xml, struct bench_items *items)
{
    XML_ParserReset(map->parser, NULL);
    XML_SetUserData(map->parser, map);
    XML_SetElementHandler(map->parser, start, end);
    map->parm_count = map->block_count = 0;
    map->current = -1;
    map->text_used = 0;
    map->failed = false;
    map->items = items;
    items->count = items->text_used = 0;
    if (XML_Parse(map->parser, xml.data, (int)xml.length, 1) != XML_STATUS_OK)
        return false;
    int application = block_with(map, -1, "APPLICATION", "APPID", "w7");
    if (application < 0)
        return false;
    add_account(map, application);
    for (int nap = block(map, -1, "NAPDEF", -1); nap >= 0; nap = block(map, -1, "NAPDEF", nap))
        add_nap(map, parm(map, nap, "NAPID"), nap);
    for (int proxy = block(map, -1, "PXLOGICAL", -1); proxy >= 0; proxy = block(map, -1, "PXLOGICAL", proxy))
        add_proxy(map, proxy);
    return !map->failed;
}
