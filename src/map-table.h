/* SPDX-License-Identifier: MIT */
/*
 * A mapping table, compiled: what `map-load` makes of the text and the engine walks. Immutable once loaded. A table is
 * text about names; it never sees a document. Language: mappings/README; grammar: map-parse.c.
 */
#ifndef MAP_TABLE_H
#define MAP_TABLE_H

#include "arena.h"
#include "cp-names.h"
#include "dm-marks.h"

struct map_place { /* where it was written, for messages, `explain` and reports */
    const char *file;
    unsigned line, column;
};

/* ---- values NAME: two columns ---- */

struct map_value {
    cpdm_slice from; /* in CP */
    cpdm_slice to;   /* in the tree; empty when lost */
    uint16_t next;   /* the next one in its bucket, or MAP_NONE */
    bool simple;     /* not lost, not one-way: the text has its counterpart, and nothing is to be said. Settled by
                        map_index() */
    bool lost;       /* `-` */
    bool one_way;    /* `->`: not what `to` comes back as */
    cpdm_slice loss; /* why there is no counterpart; empty when there is one */
    struct map_place place;
};

struct map_values {
    cpdm_slice name;
    struct map_value *values;
    size_t count;
    bool used; /* by a row or a name; what no longer is, since an overlay took its place, is not part of the table */
    struct map_place place;
    uint16_t bucket_of[64]; /* by slice_bit_number() of `from`: the first one, or MAP_NONE. Settled by map_index() */
};

/* ---- rows: one parm, one line ---- */

enum map_arrow { MAP_BOTH /* <-> */, MAP_TO_TREE /* -> */, MAP_TO_DOCUMENT /* <- */ };

enum map_goal {
    MAP_GOAL_NODE,   /* a leaf */
    MAP_GOAL_NAME,   /* {PARM} key: the parm is the name of the section's node */
    MAP_GOAL_SAME,   /* NODE same-as TYPE: the reference is told by the subtree beside it; makes no node */
    MAP_GOAL_LOSS,   /* - loss "why" */
    MAP_GOAL_SIGNAL, /* - signal NAME */
};

enum map_cardinality { MAP_ONE /* 1 */, MAP_OPTIONAL /* ? */, MAP_MANY /* * */, MAP_SOME /* + */ };

enum map_default { MAP_DEFAULT_NONE, MAP_DEFAULT_TEXT /* default "" */, MAP_DEFAULT_LOOKUP /* default MAP of PARM */ };

enum map_family { MAP_FAMILY_ANY, MAP_FAMILY_IPV4, MAP_FAMILY_IPV6 }; /* of an address, as a literal */

/* How a parm's text becomes that of the node. */
enum map_reading {
    MAP_READ_ANY,
    MAP_READ_SOME /* not empty */,
    MAP_READ_BY_SCHEME,
    MAP_READ_BY_LIST,
    MAP_READ_BASE64,
    MAP_READ_NUMBER,
    MAP_READ_FLAG
};

/* What a row does with a parm where nothing stands in its way; else, and for rows that look at more, the engine goes
 * through all there is to ask. */
enum map_way {
    MAP_WAY_LEAF, /* its text, or what the reading makes of it, is a leaf directly below the node of the section */
    MAP_WAY_NAME, /* it names the node of its section */
    MAP_WAY_LOSE, /* it is lost */
    MAP_WAY_ANY,  /* it is compared, its leaf is not an ordinary one … */

    MAP_WAY_VIEWED /* and one of these: the linked view may have a text of its own for the parm */
};

#define MAP_NONE     UINT16_MAX      /* no such index */
#define MAP_ANY_TYPE CP_NAME_UNKNOWN /* table name of a section's type `*`: all that no other section there takes */
#define MAP_PATH_MAX 8               /* segments of a path in a table */

/* What is said of a parm. */
struct map_decision {
    uint16_t row; /* the number of the row that decided, or MAP_NONE */
    uint8_t rank; /* map_fate_rank() of the fate; 0: nothing said, the row means nothing */
    bool split;   /* a comma list: the worst fate counts, not the best. Never a row's */
};

/* What a row does with a parm in the everyday case: all that is looked at then, side by side, two of them in 64 octets.
 * The rest is the row's. Settled by map_index(). */
struct map_taker {
    uint8_t way;                  /* enum map_way: map_way(), and MAP_WAY_VIEWED */
    uint8_t reading;              /* enum map_reading */
    struct dm_marks marks;        /* of the leaf */
    struct map_decision decision; /* its own */
    uint16_t next;                /* the number of the row's next_same, or MAP_NONE */
    uint16_t list;                /* of `values` or `scheme`: index into values, or MAP_NONE */
    uint8_t leaf_number;          /* slice_bit_number() of the leaf */
    uint8_t row_number; /* its own among those of its written section; MAP_LAST_BIT for all behind the others */
    cpdm_slice leaf;    /* the last segment of node_path (MAP_GOAL_NODE) */
};

static inline unsigned map_way(const struct map_taker *taker)
{
    return taker->way & ~(unsigned)MAP_WAY_VIEWED;
}

enum { MAP_LAST_BIT = 63 };

static inline uint64_t map_bit(uint8_t number)
{
    return (uint64_t)1 << number;
}

struct map_row {
    /* Settled by map_index() */
    const struct map_taker *taker;
    uint16_t number;       /* of all rows */
    uint8_t fate;          /* cpdm_fate of a parm that the row takes as it is; derived where nothing leads back */
    bool not_without_text; /* an empty value makes no node */
    bool ordinary;         /* a leaf of one parm's text alone: to-tree-rows.c; else to-tree-special.c */

    struct map_place place;
    cpdm_slice parm;                    /* as written: "ADDR", "PORT/PORTNBR", "*"; "-" for a node without a parm */
    cpdm_slice parm_path[MAP_PATH_MAX]; /* its segments */
    uint16_t parm_segments;
    uint16_t parm_name; /* table name (map_name()) of the last segment; MAP_NONE for "*" and "-" */
    enum map_arrow arrow;
    enum map_goal goal;
    cpdm_slice node;                    /* as written: "Addr", "ConRefs/{#}/ConRef", "{NAPID}", "-" */
    cpdm_slice node_path[MAP_PATH_MAX]; /* its segments (MAP_GOAL_NODE, MAP_GOAL_SAME) */
    uint16_t node_segments;
    uint16_t numbered; /* the segment of node_path that is {#}, or MAP_NONE */
    cpdm_format format;
    enum map_cardinality cardinality;

    /* options, each at most once */
    cpdm_slice why;    /* loss "why" */
    cpdm_slice signal; /* signal NAME */
    bool first;        /* several are expected, the first is taken: no warning for the others */
    bool secret;
    bool base64;    /* base64 in CP, octets in the tree (format bin) */
    bool not_empty; /* an empty value makes no node */
    bool flag;      /* the parm's presence is `true` (format bool) */
    bool several;   /* only when the characteristic has more than one of the parm */
    enum map_family family;
    bool has_range;
    int64_t range_low, range_high;
    uint16_t values; /* index into values, or MAP_NONE */
    uint16_t scheme; /* scheme NAME: look the URI's scheme up in these values; or MAP_NONE */
    enum map_default default_kind;
    cpdm_slice default_text;
    uint16_t default_values; /* default NAME of PARM: by the scheme of that parm; the port in the URI comes first */
    cpdm_slice default_of;
    uint16_t default_of_name; /* table name of it */
    uint16_t reference;       /* ref TYPE: table name of the type (CONNECTION); or MAP_NONE */
    uint16_t same_as;         /* same-as TYPE: table name; or MAP_NONE */
    bool reference_uri;       /* ref-uri: the leaf holds the URI of the node that the reference leads to */
    cpdm_slice digest_of;     /* digest md5 PARM: of PARM's value, ":" and this one */
    uint16_t digest_name;     /* table name of it; MAP_NONE without the option */
    cpdm_slice setting;       /* setting NAME: the caller's value, where there is one, before the default */
    cpdm_slice equal;         /* warn-unless-equal PATH, as written: "../PROVIDER-ID" */
    uint16_t equal_up;        /* how many ".." it begins with */
    uint16_t equal_name;      /* table name of its last segment; MAP_NONE without the option */

    uint16_t section;   /* the section it is written in */
    uint16_t next_same; /* the next row of the same section that takes the same parm to the tree, or MAP_NONE */
};

/* ---- sections: for each such characteristic, one such node ---- */

enum map_place_kind {
    MAP_NODE_ROOT,     /* ./SyncML/DMAcc/{PROVIDER-ID} */
    MAP_NODE_RELATIVE, /* Auth/{AUTHTYPE}: continues the node of the nearest section above */
    MAP_NODE_SAME,     /* same node */
    MAP_NODE_NONE,     /* none */
};

enum map_naming {
    MAP_NAME_LITERAL,
    MAP_NAME_PARM,         /* {PARM}: its value; {name} */
    MAP_NAME_NUMBER,       /* {#}: from 1 in document order */
    MAP_NAME_VALUES,       /* {PARM values NAME}: its counterpart in the list */
    MAP_NAME_SHA256_UTF16, /* {PARM sha256-utf16}: 0x0000800c and the digest, in hexadecimal digits */
    MAP_NAME_TYPE,         /* {type}: of the characteristic that a `*` stands for */
};

/* Whether a parm stands in the braces. */
static inline bool map_names_parm(enum map_naming naming)
{
    return naming == MAP_NAME_PARM || naming == MAP_NAME_VALUES || naming == MAP_NAME_SHA256_UTF16;
}

struct map_segment { /* of a section's node path */
    cpdm_slice text; /* literal, or the parm between the braces; "#" and "type" */
    uint64_t bit;    /* slice_bit() of a literal */
    enum map_naming naming;
    bool braces;     /* no literal */
    bool exact;      /* the name is the value (there is a key row, or no other reading): a second one is lost */
    uint16_t parm;   /* table name of the parm in braces, or MAP_NONE */
    cpdm_slice list; /* {PARM values NAME}: NAME */
    uint16_t values; /* index into values, or MAP_NONE */
};

/* What a section does with a characteristic in the everyday case: all that is looked at then, in 64 octets. The rest is
 * the section's. Settled by map_index(). */
struct map_front {
    uint8_t kind;        /* enum map_place_kind */
    bool conditional;    /* when or on-request: not for every such characteristic */
    bool counted;        /* whether an enclosing instance had one already matters: `first`, or it is in such a list */
    bool next_to;        /* the node is `step`, one literal segment below the one of the section above */
    bool implied;        /* the section's */
    bool beside;         /* it has sections beside it */
    bool finished;       /* something is left to do when all parms are taken */
    uint16_t next;       /* the section's next_same */
    uint8_t step_number; /* slice_bit_number() of it */
    cpdm_slice step;
    uint64_t checked_bits;          /* map_bit() of the rows in `checked` */
    const struct map_taker *takers; /* the first of those in taker_of */
    const uint8_t *taker_of;        /* by the standard's names, beginning at `takers`: that of row_of, or of the row of
                                       `*` where the parm goes to it in any case; MAP_NO_TAKER where nothing takes it,
                                       or the engine has to look */
    const struct map_section *section;
};

enum { MAP_NO_TAKER = UINT8_MAX };

struct map_section {
    enum map_place_kind kind;
    bool first;           /* first "why" */
    bool implied;         /* made by the loader for a row like PORT/PORTNBR: same node, never printed */
    bool copied;          /* [CONNECTION/NAPDEF]: another connection of the NAPDEF has the same nodes again, whatever
                             it is */
    bool on_request;      /* only for characteristics that the caller asked for */
    bool when_comes_back; /* the parm of `when` is told by the section alone: it has one value, and no row takes it */
    uint16_t next_same;   /* the next section under the same parent that takes the same type, or MAP_NONE.
                             Sections with a condition come first. */
    uint16_t star;        /* the row of `*`, or MAP_NONE */
    uint16_t when_name;   /* table name of the parm of `when`; MAP_NONE without a condition */
    uint16_t when_count;
    uint16_t beside_count, checked_count, segment_count;
    uint16_t permanent; /* ROOT: how many segments lead to the first {…}: permanent nodes, never sent */
    cpdm_slice *when_values;

    /* Dispatch, indexed by table name (0 .. name_count-1): MAP_NONE where nothing takes the name. */
    uint16_t *row_of;   /* first row to the tree for a parm directly in the characteristic; others by next_same */
    uint16_t *child_of; /* first section for a characteristic directly in it; others by next_same. What nothing takes
                           goes to the sections of `*`, which stand under MAP_ANY_TYPE as well. */

    /* Rows to look at when an instance is finished: with a default, or of cardinality 1 or +; those of implied sections
     * below included. Indices into rows. */
    uint16_t *checked;

    /* Sections nested at the same node that have rows to look at: when no characteristic stands for one, its MUST nodes
     * are missing all the same, and its defaults too where it has no condition. */
    uint16_t *beside;
    struct map_segment segments[MAP_PATH_MAX]; /* of a ROOT path without the leading "." */

    /* As written */
    struct map_place place;
    cpdm_slice path;                /* as written: "APPLICATION/APPADDR" */
    cpdm_slice types[MAP_PATH_MAX]; /* its segments */
    uint16_t type_count;
    uint16_t type_name; /* table name of the last segment; MAP_ANY_TYPE for `*` */
    uint16_t alias_of;  /* [A] [B] heads: index of the section whose rows are shared, or MAP_NONE */
    uint16_t parent;    /* the section that this one is nested in, or MAP_NONE */
    cpdm_slice node;    /* "./SyncML/Con/{name}", "same node", "none" */
    cpdm_slice when;    /* when PARM = WORD … : the parm; empty without a condition */
    cpdm_slice first_why;
    cpdm_slice mo_type; /* type "urn:…": the management object identifier of the node; empty when there is none */
    uint16_t first_row, row_count; /* written rows are contiguous, in the order of the text */
};

/* A property of the target: `syncml 1.1`. */
struct map_property {
    cpdm_slice key, value;
    struct map_place place;
};

struct map_vendor_name { /* a name that the standard does not have */
    cpdm_slice text;
    uint32_t hash;
};

struct cpdm_tables {
    struct arena arena;
    cpdm_slice target, title;
    struct map_property *properties;
    size_t property_count;
    cpdm_slice syncml, verproto; /* properties of the package, or their usual values */
    cpdm_slice inbox;            /* the URI of a TNDS, ./Inbox where the table says none */
    bool syncml12;               /* `syncml 1.2`, else 1.1 */
    bool add;                    /* `command Add`, else Replace */
    bool final;                  /* `final yes` */
    bool tnds;                   /* `payload tnds`: one item to the inbox, its Data the objects as a TNDS */
    bool atomic;                 /* `atomic yes` */
    bool source_account;         /* `source account` */
    struct map_values *values;
    uint16_t value_count;
    struct map_section *sections;
    struct map_front *fronts; /* of the sections, by the same indices */
    uint16_t section_count;
    struct map_row *rows;
    struct map_taker *takers; /* of the rows, by the same indices */
    uint16_t row_count;
    uint16_t *root_of;    /* by table name: the first section for such a characteristic at the root, or MAP_NONE */
    uint16_t *root_order; /* root sections' types (table names), each once, in the order of the text */
    uint16_t root_count;
    uint16_t *linked_order; /* the same of types that come from the links, not from the document as it stands */
    uint16_t linked_count;
    bool access;         /* rows ask what references lead to: PROXYs are linked, NAPDEFs and PROXYs made first */
    uint16_t name_count; /* CP_NAME_COUNT standard names, then the vendor names */
    struct map_vendor_name *vendor_names; /* table name = CP_NAME_COUNT + index */
    uint16_t vendor_count;
    uint16_t *vendor_hash; /* open addressing, indices into vendor_names or MAP_NONE */
    uint16_t vendor_mask;  /* its size - 1; 0 with no vendor name */
};

uint16_t map_vendor_name(const struct cpdm_tables *tables, cpdm_slice text);

/* The table name of a document's name: the standard's number itself, or a vendor name's; CP_NAME_UNKNOWN (0) when the
 * table does not speak of it. Virtual names are never found by this. */
static inline uint16_t map_name(const struct cpdm_tables *tables, uint16_t name, cpdm_slice text)
{
    return name != CP_NAME_UNKNOWN || !tables->vendor_count ? name : map_vendor_name(tables, text);
}

/* Fates by their worth, from 1: the best has the highest. */
static inline uint8_t map_fate_rank(cpdm_fate fate)
{
    return (uint8_t)(CPDM_FATE_COUNT - fate);
}

/* The counterpart of a CP value; NULL when the list does not have it. */
static inline const struct map_value *map_value_from(const struct map_values *values, cpdm_slice from)
{
    uint16_t index = values->bucket_of[slice_bit_number(from)];
    while (index != MAP_NONE && !slice_same(values->values[index].from, from))
        index = values->values[index].next;
    return index == MAP_NONE ? NULL : &values->values[index];
}

/* A property of the target, or an empty slice. */
cpdm_slice map_property(const struct cpdm_tables *tables, const char *key);

/* Table rules Mnnn: TABLE_RULE(name, number, explanation) in map-codes.h */
enum map_rule {
#define TABLE_RULE(name, number, explanation) MAP_RULE_##name = number,
#include "map-codes.h"
#undef TABLE_RULE
};

#endif
