/* SPDX-License-Identifier: MIT */
/*
 * Links (design section 5): references, inheritance and joins are the same in every target, so they are settled here,
 * once, and the tables stay leaf rows. The document is not changed; this is a view beside it.
 */
#ifndef CP_LINKS_H
#define CP_LINKS_H

#include "cp-index.h"

enum cp_reference_state {
    CP_REFERENCE_RESOLVED,
    CP_REFERENCE_INTERNET, /* TO-NAPID=INTERNET, resolved to the first NAPDEF with INTERNET */
    CP_REFERENCE_NOWHERE,  /* the target is there but makes no connection: a PXLOGICAL without PXPHYSICAL */
    CP_REFERENCE_DANGLING
};

struct dm_node;

/* A proxy of its own: one for each PXPHYSICAL. Made by cp_link_access() only. */
struct cp_proxy {
    struct cp_index_entry named; /* `id` is the node name, unique among proxies */
    struct cp_node *pxphysical, *pxlogical;
    const struct dm_node *object; /* for the engine: what was made of it, or NULL */
    uint32_t seen;                /* for the engine */
    struct cp_proxy *next;        /* those of one PXLOGICAL follow one another */
};

/* One way to the network: a NAPDEF alone, a PXPHYSICAL with a NAPDEF it leads to, or a PXPHYSICAL alone. */
struct cp_connection {
    struct cp_index_entry by_id;            /* `id` is the NAPID or PROXY-ID; empty when there is none */
    struct cp_index_entry named;            /* `id` is the node name: escaped, unique; "3" of the third without an id */
    struct cp_node *napdef;                 /* or NULL */
    struct cp_node *pxphysical, *pxlogical; /* or NULL, both or none */
    struct cp_connection *alone;            /* the NAPDEF's own, where this is another one of it; or NULL */
    const struct cp_node *last_user;        /* of a NAPDEF alone: the last PXPHYSICAL that led here */
    struct cp_proxy *proxy;                 /* of the PXPHYSICAL */
    const struct dm_node *object;           /* for the engine: what was made of it, or NULL */
    const struct dm_node *access_point;     /* and of a NAPDEF alone */
    const struct dm_node *copied;           /* and of a NAPDEF in it, where its other connections copy that; or NULL */
    uint32_t seen, point_seen;
    uint32_t
        point;    /* for to-tree-twice.c, of a NAPDEF alone: the number, from 1, of what it says; and of the last way */
    uint32_t way; /* that leads to it */
    struct cp_connection *next;
};

/* A TO-PROXY, TO-NAPID or PROXY-ID parm and where it leads. */
struct cp_reference {
    struct cp_node *parm;
    struct cp_node *target; /* NAPDEF or PXLOGICAL, NULL when dangling */
    enum cp_reference_state state;
    struct cp_connection *connection; /* the first one it leads to, or NULL */
    struct cp_reference *next;
};

/* APPAUTH as the tables see it: one for each type of a comma-separated AAUTHTYPE. */
struct cp_auth {
    struct cp_node *node;
    cpdm_slice level;           /* canonical: absent, or an HTTP-* type with APPSRV, is HTTP */
    struct cp_node *level_parm; /* or NULL */
    cpdm_slice type;            /* one type, trimmed; empty when the parm is absent */
    struct cp_node *type_parm;  /* or NULL */
    bool split;                 /* the parm had several types */
    struct cp_auth *next;
};

/* APPADDR as the tables see it: an ADDR directly in the APPLICATION is one of its own. */
struct cp_address {
    struct cp_node *node; /* the APPADDR, or NULL for an ADDR of the APPLICATION */
    struct cp_node *addr; /* the ADDR parm, or NULL */
    struct cp_address *next;
};

struct cp_application {
    struct cp_node *node;
    struct cp_node *appid, *to_proxy, *to_napid; /* the first of each, or NULL */
    struct cp_node *flat;                        /* the first AAUTH… parm directly in it, or NULL */
    cpdm_slice provider;           /* PROVIDER-ID, or else the AAUTHNAME of CLIENT; empty when there is neither */
    struct cp_node *provider_parm; /* the parm it comes from, or NULL */
    struct cp_address *addresses;
    struct cp_auth *auths;
    struct cp_reference *references; /* TO-PROXYs first, then TO-NAPIDs: the order of preference (R10) */
    struct cp_application *next;
};

struct cp_links {
    struct cp_application *applications;
    struct cp_connection *connections; /* those without a proxy first */
    size_t connection_count;
    bool repeated;                      /* a PXPHYSICAL has two TO-NAPIDs to one NAPDEF */
    bool bare;                          /* a PXLOGICAL has no PXPHYSICAL: it makes no connection */
    struct cp_proxy *proxies;           /* none before cp_link_access() */
    struct cp_reference **reference_of; /* by parm index: what a TO-PROXY, TO-NAPID or PROXY-ID refers to, else NULL */
};

/* Also refuses what a DM account must not leave open (cp-link-apps.h). `named`: somebody reads the names of
 * connections. */
cpdm_status cp_link(struct job *job, const struct cpdm_document *document, bool named, struct cp_links **links);

/* The same without judging accounts. */
cpdm_status cp_link_unchecked(struct job *job, const struct cpdm_document *document, bool named,
                              struct cp_links **links);

/* Names that are taken, and how far those that were wanted more than once have been numbered. All zero: none. */
struct cp_names {
    struct cp_index taken, numbers;
};

/* Enters a free node name for an id in `names`: itself, escaped, or with ~2, ~3 …, which is told; `unnamed` for none.
 */
cpdm_status cp_link_name(struct job *job, struct cp_names *names, cpdm_slice id, size_t unnamed, struct cp_node *origin,
                         const char *what, struct cp_index_entry *named);

/* Whether it is a DM account: APPID w7. */
static inline bool cp_link_is_account(const struct cp_application *application)
{
    return application->appid && slice_is(application->appid->value, "w7");
}

/* Whether a PXLOGICAL hands down parms or characteristics of this name. */
static inline bool cp_link_hands_down(uint16_t name)
{
    return name == CP_NAME_PORT || name == CP_NAME_DOMAIN || name == CP_NAME_TRUST || name == CP_NAME_PUSHENABLED ||
           name == CP_NAME_PULLENABLED || name == CP_NAME_WSP_VERSION;
}

/* Whether a PXPHYSICAL takes over its PXLOGICAL's parms or characteristics of this name: it has none of its own. */
bool cp_link_inherits(const struct cp_node *pxphysical, enum cp_name name);

#endif
