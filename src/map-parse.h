/* SPDX-License-Identifier: MIT */
/*
 * A table file as it is written: blocks and lines with their places, names not yet looked up. Overlays are laid over it
 * in this form (map-overlay.c), then it is compiled (map-compile.c).
 */
#ifndef MAP_PARSE_H
#define MAP_PARSE_H

#include "map-scan.h"

enum map_edit { MAP_EDIT_NONE, MAP_EDIT_OVERRIDE, MAP_EDIT_REMOVE };

/* What an overlay of the present round did to a line: see map-overlay.c. Zero where none did anything. */
struct map_touch {
    const struct parsed_file *by;
    struct map_place place;
    bool added; /* it is the overlay's own */
    bool removed;
};

struct parsed_property {
    struct map_property property;
    enum map_edit edit;
    struct map_touch touch;
    struct parsed_property *next;
};

struct parsed_value {
    struct map_value value;
    enum map_edit edit;
    struct map_touch touch;
    struct parsed_value *next;
};

struct parsed_values {
    cpdm_slice name;
    struct map_place place;
    struct parsed_value *values;
    struct map_touch touch;
    uint16_t index;
    struct parsed_values *next;
};

enum map_option {
    MAP_OPTION_LOSS,
    MAP_OPTION_SIGNAL,
    MAP_OPTION_KEY,
    MAP_OPTION_FIRST,
    MAP_OPTION_SECRET,
    MAP_OPTION_BASE64,
    MAP_OPTION_NOT_EMPTY,
    MAP_OPTION_RANGE,
    MAP_OPTION_VALUES,
    MAP_OPTION_SCHEME,
    MAP_OPTION_DEFAULT,
    MAP_OPTION_REF,
    MAP_OPTION_REF_URI,
    MAP_OPTION_SAME_AS,
    MAP_OPTION_FLAG,
    MAP_OPTION_SEVERAL,
    MAP_OPTION_FAMILY,
    MAP_OPTION_DIGEST,
    MAP_OPTION_SETTING,
    MAP_OPTION_WARN_UNLESS_EQUAL,
    MAP_OPTION_COUNT
};

struct parsed_row {
    struct map_row row; /* without what compiling finds */
    enum map_edit edit;
    bool faulty; /* reported: no check is made of it */
    bool has_format;
    unsigned arrow_column, node_column;
    uint32_t options;                   /* bit of each enum map_option that it has */
    unsigned columns[MAP_OPTION_COUNT]; /* where they stand */
    cpdm_slice values_name, scheme_name, default_name, reference_name, same_as_name, equal_parm;
    struct map_touch touch;
    struct parsed_row *next;
};

struct parsed_section;

struct parsed_head { /* one [TYPE/TYPE] of a section */
    struct map_place place;
    cpdm_slice path;
    cpdm_slice types[MAP_PATH_MAX];
    uint16_t type_count;
    struct parsed_section *owner;
    struct parsed_head *parent; /* the head that it is nested in, or NULL */
    struct parsed_head *into;   /* itself, or the head of the base that it extends */
    struct map_touch touch;
    uint16_t index; /* of its section in the tables */
    struct parsed_head *next;
};

struct parsed_section {
    struct map_section section; /* what its heads share: node, when, first */
    struct parsed_head *heads;
    struct parsed_row *rows;
    enum map_edit edit;
    bool faulty;
    struct map_place node_place, when_place, type_place, request_place; /* line 0: not there */
    enum map_edit type_edit;
    struct map_touch type_touch;
    cpdm_slice type_before;    /* this round */
    struct map_touch extended; /* rows were laid over it in this round */
    struct parsed_section *next;
};

/* A file, or the table that files have been laid over so far. */
struct parsed_file {
    struct map_place place; /* of the version line */
    cpdm_slice extends;
    struct map_place extends_place;
    bool is_overlay;
    bool unreadable; /* reported; nothing in it can be judged */
    cpdm_slice target, title;
    struct map_place target_place; /* line 0 without a target block */
    enum map_edit target_edit;
    struct map_touch target_touch;
    struct parsed_property *properties;
    struct parsed_values *values;
    struct parsed_section *sections;
};

struct parser {
    struct map_work *work;
    struct parsed_file *file;
    struct map_scanner scanner;
    struct map_line line;
    size_t next;         /* word of the line */
    bool started, skips; /* the version line was seen; the block is unknown, so are its lines */
    size_t blocks;
    size_t row_count, value_count, section_count;
    struct parsed_property **property_end;
    struct parsed_values **values_end;
    struct parsed_section **section_end;
    bool in_target; /* where an indented line belongs: at most one of the three is set */
    struct parsed_values *in_values;
    struct parsed_section *in_section;
    struct parsed_value **value_end;
    struct parsed_row **row_end;
};

/* Reads one file. Its text stays with the tables. NULL when there is no memory. */
struct parsed_file *map_parse(struct map_work *work, const char *name, cpdm_slice text);

/* ---- Within the parser ---- */

/* The next word of the line, or NULL. */
const struct map_word *map_peek(const struct parser *parser);
const struct map_word *map_take(struct parser *parser);

/* Takes the next word if it is this keyword (plain, not quoted). */
bool map_take_keyword(struct parser *parser, const char *keyword);
bool map_word_is(const struct map_word *word, const char *keyword);

/* The place of a word; of the line's end for NULL. */
struct map_place map_place_of(const struct parser *parser, const struct map_word *word);

/* Reports what is left on the line. */
void map_expect_end(struct parser *parser);

/* Reads `override` or `remove` where one stands. */
enum map_edit map_take_edit(struct parser *parser);

/* Splits a path at its slashes and checks the names (M039, M004). */
enum map_path { MAP_PATH_TYPES, MAP_PATH_PARM, MAP_PATH_NODE, MAP_PATH_HEAD };
bool map_split(struct parser *parser, struct map_place place, cpdm_slice text, enum map_path kind,
               cpdm_slice segments[MAP_PATH_MAX], uint16_t *count);
bool map_has_braces(cpdm_slice segment);
cpdm_slice map_in_braces(cpdm_slice segment);

/* Whether the node of a row is {PARM}, the name of the section's node; {#} is a name of the row's own. */
bool map_is_name(cpdm_slice node);

/* Reads a segment of a section's node; what stands in its braces: map-naming.c. */
bool map_parse_naming(struct parser *parser, struct map_place place, cpdm_slice text, struct map_segment *segment);

/* {#} stands once in a path. Its place among the segments, or MAP_NONE; false, and reported, when it comes again. */
bool map_find_number(struct parser *parser, struct map_place place, const cpdm_slice *segments, uint16_t count,
                     uint16_t *number);

void map_parse_section(struct parser *parser);                         /* map-parse-section.c */
void map_parse_row(struct parser *parser);                             /* map-parse-row.c */
bool map_parse_options(struct parser *parser, struct parsed_row *row); /* map-option.c */
void map_check_options(struct parser *parser, const struct parsed_row *row);
bool map_is_option(const struct map_word *word);
const char *map_option_name(enum map_option option);

static inline bool map_has(const struct parsed_row *row, enum map_option option)
{
    return row->options & (UINT32_C(1) << option);
}

/* "loss \"why\"" in heads and values too. */
bool map_take_why(struct parser *parser, cpdm_slice *why);

#endif
