/* SPDX-License-Identifier: MIT */
/*
 * The everyday elements of a CP document in WBXML (ProvCont 1.1 section 7), each read in one go: characteristics and
 * parms whose type or name is a token, with nothing but a value beside it. Whatever else there is, what is wrong and
 * what reaches a limit is left where it stands: the general reader takes it, or says what is wrong.
 */
#include "cp-doc.h"
#include "wbxml-read.h"

enum {                               /* ProvCont 1.1 section 7.1: the same on both tag pages, but for the root */
       TAG_ROOT = 0xC5,              /* with attributes and content */
       TAG_CHARACTERISTIC = 0xC6,    /* likewise */
       TAG_PARM = 0x87,              /* with attributes */
       ATTRIBUTE_VALUE = 0x06,       /* on both attribute pages too */
       TOKEN_MAX = 3,                /* octets: a token and the page switch before it, or the index behind it */
       HEAD_MAX = 1 + 3 * TOKEN_MAX, /* a tag, two attributes, a value */
       ELEMENT_MIN = 3,              /* a tag, an attribute, END */
};

/* A place in the document. Only whole elements move the reader's own. */
struct place {
    struct bytes_reader in;
    const struct wbxml_page *page; /* of attributes */
};

/* Memory for elements, not clear. Whoever takes them all comes to no limit. */
struct room {
    struct cp_node *next, *end;
};

/* What changes with each element: copies, which can stay in registers. The document's last octet is behind `at.in`: so
 * one more octet can be looked at anywhere. */
struct state {
    struct place at;
    const uint8_t *stop; /* elements that begin before it have HEAD_MAX octets, and memory; what begins there, eight */
    struct room room;
    struct cp_builder builder;     /* job and document are not used */
    size_t text_left, value_limit; /* octets that may be decoded, in all and for one value */
    unsigned depth_left;
};

/* A value of several fragments, and what they took. */
struct fragments {
    struct place at;
    cpdm_slice text;
};

/* The last place that HEAD_MAX octets can be read from, and so a string's next eight. */
static inline const uint8_t *last_place(const struct wbxml_reader *reader)
{
    return reader->in.end - HEAD_MAX;
}

/* Of TOKEN_MAX octets: a token, with the page switch that stands before it. A page that is not there makes it none. */
static inline unsigned take_token(struct place *at)
{
    unsigned token = bytes_next(&at->in);
    if (token == WBXML_SWITCH_PAGE) {
        unsigned page = bytes_next(&at->in);
        if (page < wbxml_prov10.page_count) {
            at->page = &wbxml_prov10.pages[page];
            token = bytes_next(&at->in);
        }
    }
    return token;
}

/* A plain string of the table, whose index has two octets at most: larger tables are not everyday. It is looked for up
 * to the end of the document, as the others are: the table stands before the elements. */
static inline bool take_table_string(const struct wbxml_reader *reader, struct bytes_reader *in, const uint8_t *last,
                                     cpdm_slice *text)
{
    unsigned index = bytes_next(in), low = 0;
    if (index >= 0x80) {
        low = bytes_next(in);
        index = (index & 0x7F) << 7 | low;
    }
    cpdm_slice table = reader->string_table;
    if (low >= 0x80 || index >= table.length)
        return false;
    struct bytes_reader string = {NULL, (const uint8_t *)table.data + index, in->end};
    return bytes_take_plain_string(&string, last, text) && (const char *)string.next <= table.data + table.length;
}

/* One fragment of a value, of which TOKEN_MAX octets are there. */
IN_PLACE bool take_fragment(const struct wbxml_reader *reader, struct place *at, const uint8_t *last,
                            cpdm_slice *fragment)
{
    if (bytes_first(&at->in) == WBXML_STR_I) {
        bytes_next(&at->in);
        return bytes_take_plain_string(&at->in, last, fragment);
    }
    if (bytes_first(&at->in) == WBXML_STR_T) {
        bytes_next(&at->in);
        return take_table_string(reader, &at->in, last, fragment);
    }
    unsigned token = take_token(at);
    const struct wbxml_attribute_token *row = &at->page->attributes[token];
    *fragment = slice(row->text, row->length);
    return row->whole == CP_ATTRIBUTE_VALUE;
}

/* The fragments behind the first, which is in `value->text`: joined in the arena, as far as its memory goes. */
APART static bool take_fragments(const struct wbxml_reader *reader, struct fragments *value)
{
    struct arena *arena = &reader->job->arena;
    cpdm_slice fragment = value->text;
    char *start = arena_next(arena), *end = start;
    size_t left = arena_room(arena, 16) * 16, limit = reader->job->limits.value;
    bool whole = false, taken = true;
    left = left < limit ? left : limit;
    while (taken && fragment.length <= left && !whole) {
        left -= fragment.length;
        end = bytes_copy(end, fragment);
        whole = bytes_first(&value->at.in) == WBXML_END_TOKEN;
        taken = whole || (bytes_left(&value->at.in) >= TOKEN_MAX &&
                          take_fragment(reader, &value->at, last_place(reader), &fragment));
    }
    value->text = slice(start, (size_t)(end - start));
    arena_take(arena, value->text.length);
    return whole;
}

/* A value and the END behind it. One fragment alone, as nearly always, is borrowed. */
static inline bool take_value(const struct wbxml_reader *reader, struct state *state, struct place *at,
                              struct cp_node *node)
{
    cpdm_slice value;
    if (!take_fragment(reader, at, state->stop, &value))
        return false;
    if (bytes_first(&at->in) != WBXML_END_TOKEN) {
        struct fragments several = {.at = {{NULL, at->in.next, at->in.end}, at->page},
                                    .text = {value.data, value.length}};
        if (!take_fragments(reader, &several))
            return false;
        at->in.next = several.at.in.next;
        at->page = several.at.page;
        value = slice(several.text.data, several.text.length);
    }
    bytes_next(&at->in);
    node->value = value;
    node->has_value = true;
    return value.length <= state->value_limit;
}

/* Behind a tag: the name or type that begins an element, where a token stands for it. */
static inline bool take_title(struct place *at, enum cp_attribute_kind kind, struct cp_node *node)
{
    unsigned token = take_token(at);
    const struct wbxml_attribute_token *title = &at->page->attributes[token];
    node->text = slice(title->text, title->length);
    node->value = slice(NULL, 0); /* and no child */
    node->name = title->known;
    node->has_value = node->has_extras = node->implied = false;
    return title->whole == kind;
}

/* Makes `node`, the next of the room, an element that reaches to `behind`; false where the limit of text is reached. */
static inline bool add_node(const struct wbxml_reader *reader, struct state *state, const struct place *behind,
                            cpdm_element_kind kind, struct cp_node *node, size_t text)
{
    if (__builtin_sub_overflow(state->text_left, text, &state->text_left)) {
        state->text_left += text;
        return false;
    }
    cp_build_put(&state->builder, node, kind, (size_t)(state->at.in.next - reader->in.start));
    state->room.next++;
    state->at.in.next = behind->in.next;
    state->at.page = behind->page;
    return true;
}

/* `87 NAME [06 VALUE] 01` */
static inline bool take_parm(const struct wbxml_reader *reader, struct state *state)
{
    struct place at = {{NULL, state->at.in.next, state->at.in.end}, state->at.page};
    struct cp_node *node = state->room.next;
    bytes_next(&at.in);
    if (!take_title(&at, CP_ATTRIBUTE_NAME, node))
        return false;
    unsigned token = take_token(&at);
    if (token == ATTRIBUTE_VALUE) {
        if (!take_value(reader, state, &at, node))
            return false;
    } else if (token != WBXML_END_TOKEN) {
        return false;
    }
    return add_node(reader, state, &at, CPDM_ELEMENT_PARM, node, node->text.length + node->value.length);
}

/* `C6 TYPE 01` */
static inline bool take_characteristic(const struct wbxml_reader *reader, struct state *state)
{
    struct place at = {{NULL, state->at.in.next, state->at.in.end}, state->at.page};
    struct cp_node *node = state->room.next;
    bytes_next(&at.in);
    if (!take_title(&at, CP_ATTRIBUTE_TYPE, node) || bytes_next(&at.in) != WBXML_END_TOKEN || state->depth_left == 0 ||
        !add_node(reader, state, &at, CPDM_ELEMENT_CHARACTERISTIC, node, node->text.length))
        return false;
    cp_build_open(&state->builder, node);
    state->depth_left--;
    return true;
}

/* False at the root's, which is left to take_ends(). */
static inline bool take_end(struct state *state)
{
    if (!state->builder.open->parent)
        return false;
    bytes_next(&state->at.in);
    cp_build_end(&state->builder);
    state->depth_left++;
    return true;
}

/* False where something else stands. */
static inline bool take_element(const struct wbxml_reader *reader, struct state *state)
{
    switch (bytes_first(&state->at.in)) {
    case TAG_PARM: return take_parm(reader, state);
    case TAG_CHARACTERISTIC: return take_characteristic(reader, state);
    case WBXML_END_TOKEN: return take_end(state);
    }
    return false;
}

/* Whether there is more to come, as far as octets and memory go. */
static inline bool may_go_on(const struct wbxml_reader *reader, struct state *state)
{
    ptrdiff_t room = ELEMENT_MIN * (state->room.end - state->room.next);
    const uint8_t *last = last_place(reader) + 1;
    state->stop = room < last - state->at.in.next ? state->at.in.next + room : last;
    return state->at.in.next < state->stop;
}

static inline void take_elements(const struct wbxml_reader *reader, struct state *state)
{
    bool taken = true;
    while (taken && may_go_on(reader, state))
        do
            taken = take_element(reader, state);
        while (taken && state->at.in.next < state->stop);
}

/* The last ones, and the root's. */
static inline void take_ends(struct wbxml_reader *reader, struct cp_builder *builder)
{
    while (reader->depth > 0 && bytes_peek(&reader->in) == WBXML_END_TOKEN) {
        bytes_next(&reader->in);
        cp_build_end(builder);
        reader->depth--;
    }
}

/* The free part of the arena's chunk, as far as the limits go. */
static struct room take_room(const struct cp_builder *builder)
{
    struct arena *nodes = &builder->job->nodes;
    struct cp_node *first = arena_alloc(nodes, sizeof *first); /* there may be no chunk yet, or no room in it */
    size_t limit = builder->job->limits.parms, count = first ? 1 + arena_room(nodes, sizeof *first) : 0;
    for (unsigned kind = CPDM_ELEMENT_CHARACTERISTIC; kind <= CPDM_ELEMENT_PARM; kind++)
        if (count > limit - builder->counts[kind])
            count = limit - builder->counts[kind];
    if (count > 1)
        arena_take(nodes, (count - 1) * sizeof *first);
    return (struct room){first, count ? first + count : first};
}

/* `C5 VERSION [VALUE] 01`, and nothing before it */
static void take_root(struct wbxml_reader *reader, struct cp_builder *builder)
{
    struct place at = {reader->in, reader->attribute_page};
    const cpdm_limits *limits = &reader->job->limits;
    if (bytes_next(&at.in) != TAG_ROOT)
        return;
    unsigned token = take_token(&at);
    const struct wbxml_attribute_token *row = &at.page->attributes[token];
    cpdm_slice version = slice(row->text, row->length);
    if (row->kind != CP_ATTRIBUTE_VERSION ||
        (version.length == 0 && !take_fragment(reader, &at, last_place(reader), &version)) ||
        bytes_peek(&at.in) != WBXML_END_TOKEN || version.length > limits->value || version.length > limits->text)
        return;
    struct cp_node *root = &builder->document->root;
    root->offset = (uint32_t)bytes_offset(&reader->in);
    root->text = version;
    root->has_value = true;
    cp_build_open(builder, root);
    bytes_next(&at.in);
    reader->in.next = at.in.next;
    reader->attribute_page = at.page;
    reader->text_decoded = version.length;
    reader->root_seen = true;
    reader->depth = 1;
}

void cp_read_everyday(struct wbxml_reader *reader, struct cp_builder *builder)
{
    const cpdm_limits *limits = &reader->job->limits;
    if (!reader->root_seen && bytes_left(&reader->in) >= HEAD_MAX)
        take_root(reader, builder);
    /* two are as many attributes as everyday elements have */
    if (reader->depth == 0 || reader->attribute_limit < 2 || reader->depth >= limits->depth ||
        builder->open->kind == CPDM_ELEMENT_PARM || bytes_left(&reader->in) < HEAD_MAX)
        return;
    struct state state = {.at = {{NULL, reader->in.next, reader->in.end - 1}, reader->attribute_page},
                          .room = take_room(builder),
                          .builder = {.open = builder->open, .next = builder->next},
                          .text_left = limits->text - reader->text_decoded,
                          .value_limit = limits->value,
                          .depth_left = (unsigned)limits->depth - reader->depth - 1};
    memcpy(state.builder.counts, builder->counts, sizeof builder->counts);
    reader->text_decoded += state.text_left; /* what is left of them afterwards is taken off again */
    reader->depth += state.depth_left;
    take_elements(reader, &state);
    if (state.room.next)
        arena_give_back(&reader->job->nodes, (char *)state.room.next, (char *)state.room.end);
    reader->in.next = state.at.in.next;
    reader->attribute_page = state.at.page;
    reader->text_decoded -= state.text_left;
    reader->depth -= state.depth_left;
    builder->open = state.builder.open;
    builder->next = state.builder.next;
    memcpy(builder->counts, state.builder.counts, sizeof builder->counts);
    take_ends(reader, builder);
}
