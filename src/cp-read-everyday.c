/* SPDX-License-Identifier: MIT */
/*
 * The everyday elements of a CP document in WBXML (ProvCont 1.1 section 7), each read in one go: characteristics and
 * parms whose type or name is a token, with nothing but a value beside it. Whatever else there is, what is wrong and
 * what reaches a limit is left where it stands: the general reader takes it, or says what is wrong.
 */
#include "cp-doc.h"
#include "wbxml-read.h"

enum {                            /* ProvCont 1.1 section 7.1: the same on both tag pages, but for the root */
       TAG_ROOT = 0xC5,           /* with attributes and content */
       TAG_CHARACTERISTIC = 0xC6, /* likewise */
       TAG_PARM = 0x87,           /* with attributes */
       ATTRIBUTE_VALUE = 0x06,    /* on both attribute pages too */
       NO_TOKEN = 0x100,
       TOKEN_MAX = 3,                /* octets: a token and the page switch before it, or the index behind it */
       HEAD_MAX = 1 + 3 * TOKEN_MAX, /* a tag, two attributes, a value */
};

/* A place in the document. Only whole elements move the reader's own. */
struct place {
    struct bytes_reader in;
    const struct wbxml_page *page; /* of attributes */
};

/* Memory for elements, clear but for what was put into the first of them before it turned out not to be everyday.
 * Whoever takes them all comes to no limit. */
struct room {
    struct cp_node *next, *end;
};

/* What changes with each element: copies, which can stay in registers. */
struct state {
    struct place at;
    const uint8_t *last; /* where HEAD_MAX octets are there for the last time */
    struct room room;
    struct cp_builder builder;
    size_t text_left; /* octets that may be decoded */
    unsigned depth;
};

/* A value of several fragments, and what they took. */
struct fragments {
    struct place at;
    struct room room;
    cpdm_slice text;
};

/* Of TOKEN_MAX octets: a token, to be looked up on at->page. A page that is not there makes it none. */
static inline unsigned take_token(const struct wbxml_reader *reader, struct place *at)
{
    unsigned token = bytes_next(&at->in);
    if (token != WBXML_SWITCH_PAGE)
        return token;
    unsigned page = bytes_next(&at->in);
    if (page >= reader->language->page_count)
        return NO_TOKEN;
    at->page = &reader->language->pages[page];
    return bytes_next(&at->in);
}

/* The name or type that begins an element, where a token stands for it. */
static inline bool take_title(const struct wbxml_reader *reader, struct place *at, enum cp_attribute_kind kind,
                              struct cp_node *node)
{
    bytes_next(&at->in); /* the tag */
    unsigned token = take_token(reader, at);
    if (token >= 0x80)
        return false;
    const struct wbxml_start_token *title = &at->page->starts[token];
    node->text = slice(title->prefix, title->prefix_length);
    node->name = title->known;
    return title->title == kind;
}

/* A plain string of the table, whose index has two octets at most: larger tables are not everyday. */
static inline bool take_table_string(const struct wbxml_reader *reader, struct bytes_reader *in, cpdm_slice *text)
{
    struct bytes_reader table = bytes_reader(reader->string_table);
    cpdm_slice skipped;
    unsigned index = bytes_next(in), low = 0;
    if (index >= 0x80) {
        low = bytes_next(in);
        index = (index & 0x7F) << 7 | low;
    }
    return low < 0x80 && bytes_take(&table, index, &skipped) && bytes_take_plain_string(&table, text);
}

/* What a value token stands for. */
static inline bool take_value_token(const struct wbxml_reader *reader, struct place *at, cpdm_slice *text)
{
    unsigned token = take_token(reader, at) - 0x80;
    if (token >= 0x80)
        return false;
    const struct wbxml_value_token *row = &at->page->values[token];
    *text = slice(row->text, row->length);
    return row->text != NULL; /* no row has the number of a global token */
}

/* One fragment of a value, of which TOKEN_MAX octets are there. */
__attribute__((always_inline)) static inline bool take_fragment(const struct wbxml_reader *reader, struct place *at,
                                                                cpdm_slice *fragment)
{
    if (bytes_first(&at->in) == WBXML_STR_I) {
        bytes_next(&at->in);
        return bytes_take_plain_string(&at->in, fragment);
    }
    if (bytes_first(&at->in) == WBXML_STR_T) {
        bytes_next(&at->in);
        return take_table_string(reader, &at->in, fragment);
    }
    return take_value_token(reader, at, fragment);
}

/* The fragments behind the first, which is in `value->text`: joined in the room of the next elements, where they stay
 * in any case. */
__attribute__((noinline)) static bool take_fragments(const struct wbxml_reader *reader, struct fragments *value)
{
    cpdm_slice fragment = value->text;
    char *start = (char *)value->room.next, *end = start;
    size_t left = (size_t)((char *)value->room.end - start), limit = reader->job->limits.value;
    bool whole = false, taken = true;
    if (left == 0)
        return false;
    left = left - 1 < limit ? left - 1 : limit;
    while (taken && fragment.length <= left && !whole) {
        left -= fragment.length;
        end = bytes_copy(end, fragment);
        whole = bytes_peek(&value->at.in) == WBXML_END_TOKEN;
        taken = whole || (bytes_left(&value->at.in) >= TOKEN_MAX && take_fragment(reader, &value->at, &fragment));
    }
    value->text = slice(start, (size_t)(end - start));
    value->room.next += value->text.length / sizeof *value->room.next + 1;
    return whole;
}

/* A value and the END behind it. One fragment alone, as nearly always, is borrowed. */
static inline bool take_value(const struct wbxml_reader *reader, struct state *state, struct place *at,
                              struct cp_node *node)
{
    cpdm_slice value;
    if (!take_fragment(reader, at, &value))
        return false;
    if (bytes_peek(&at->in) != WBXML_END_TOKEN) {
        struct fragments several = {.at = {{NULL, at->in.next, at->in.end}, at->page},
                                    .room = {node + 1, state->room.end},
                                    .text = {value.data, value.length}};
        bool taken = take_fragments(reader, &several);
        state->room.next = several.room.next - 1;
        if (!taken)
            return false;
        at->in.next = several.at.in.next;
        at->page = several.at.page;
        value = slice(several.text.data, several.text.length);
    }
    bytes_next(&at->in);
    node->value = value;
    node->has_value = true;
    return value.length <= reader->job->limits.value;
}

/* Makes `node`, the next of the room, an element that reaches to `behind`; false where the limit of text is reached. */
static inline bool add_node(const struct wbxml_reader *reader, struct state *state, const struct place *behind,
                            cpdm_element_kind kind, struct cp_node *node, size_t text)
{
    if (text > state->text_left)
        return false;
    cp_build_put(&state->builder, node, kind, (size_t)(state->at.in.next - reader->in.start));
    state->room.next++;
    state->at.in.next = behind->in.next;
    state->at.page = behind->page;
    state->text_left -= text;
    return true;
}

/* `87 NAME [06 VALUE] 01` */
static inline bool take_parm(const struct wbxml_reader *reader, struct state *state)
{
    struct place at = {{NULL, state->at.in.next, state->at.in.end}, state->at.page};
    struct cp_node *node = state->room.next;
    if (!take_title(reader, &at, CP_ATTRIBUTE_NAME, node))
        return false;
    if (bytes_first(&at.in) == WBXML_END_TOKEN)
        bytes_next(&at.in);
    else if (take_token(reader, &at) != ATTRIBUTE_VALUE || !take_value(reader, state, &at, node))
        return false;
    return add_node(reader, state, &at, CPDM_ELEMENT_PARM, node, node->text.length + node->value.length);
}

/* `C6 TYPE 01` */
static inline bool take_characteristic(const struct wbxml_reader *reader, struct state *state)
{
    struct place at = {{NULL, state->at.in.next, state->at.in.end}, state->at.page};
    struct cp_node *node = state->room.next;
    if (!take_title(reader, &at, CP_ATTRIBUTE_TYPE, node) || bytes_next(&at.in) != WBXML_END_TOKEN ||
        state->depth + 1 >= reader->job->limits.depth ||
        !add_node(reader, state, &at, CPDM_ELEMENT_CHARACTERISTIC, node, node->text.length))
        return false;
    cp_build_open(&state->builder, node);
    state->depth++;
    return true;
}

static inline bool take_end(struct state *state)
{
    bytes_next(&state->at.in);
    cp_build_end(&state->builder);
    state->depth--;
    return state->depth > 0;
}

/* False where something else stands, or the root has ended. */
static inline bool take_element(const struct wbxml_reader *reader, struct state *state)
{
    bool whole = state->at.in.next <= state->last && state->room.next < state->room.end;
    if (whole && bytes_first(&state->at.in) == TAG_PARM)
        return take_parm(reader, state);
    if (whole && bytes_first(&state->at.in) == TAG_CHARACTERISTIC)
        return take_characteristic(reader, state);
    return bytes_peek(&state->at.in) == WBXML_END_TOKEN && take_end(state);
}

/* The free part of the arena's chunk, as far as the limits go. */
static struct room take_room(const struct cp_builder *builder)
{
    size_t limit = builder->job->limits.parms, count = arena_room(&builder->job->arena, sizeof(struct cp_node));
    for (unsigned kind = CPDM_ELEMENT_CHARACTERISTIC; kind <= CPDM_ELEMENT_PARM; kind++)
        if (count > limit - builder->counts[kind])
            count = limit - builder->counts[kind];
    struct cp_node *first = count ? arena_alloc(&builder->job->arena, count * sizeof *first) : NULL;
    return (struct room){first, first ? first + count : NULL};
}

/* `C5 VERSION [VALUE] 01`, and nothing before it */
static void take_root(struct wbxml_reader *reader, struct cp_builder *builder)
{
    struct place at = {reader->in, reader->attribute_page};
    const cpdm_limits *limits = &reader->job->limits;
    if (bytes_left(&at.in) < HEAD_MAX || bytes_next(&at.in) != TAG_ROOT)
        return;
    unsigned token = take_token(reader, &at);
    if (token >= 0x80 || at.page->starts[token].kind != CP_ATTRIBUTE_VERSION)
        return;
    cpdm_slice version = slice(at.page->starts[token].prefix, at.page->starts[token].prefix_length);
    if (version.length == 0 && !take_fragment(reader, &at, &version))
        return;
    if (bytes_peek(&at.in) != WBXML_END_TOKEN || version.length > limits->value || version.length > limits->text)
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
    if (!reader->root_seen)
        take_root(reader, builder);
    /* two are as many attributes as everyday elements have */
    if (reader->depth == 0 || reader->attribute_limit < 2 || reader->depth >= limits->depth ||
        builder->open->kind == CPDM_ELEMENT_PARM || bytes_left(&reader->in) < HEAD_MAX)
        return;
    struct state state = {.at = {reader->in, reader->attribute_page},
                          .last = reader->in.end - HEAD_MAX,
                          .room = take_room(builder),
                          .builder = *builder,
                          .text_left = limits->text - reader->text_decoded,
                          .depth = reader->depth};
    while (take_element(reader, &state))
        ;
    if (state.room.next < state.room.end)
        *state.room.next = (struct cp_node){0};
    if (state.room.next)
        arena_give_back(&reader->job->arena, (char *)state.room.next, (char *)state.room.end);
    reader->in.next = state.at.in.next;
    reader->attribute_page = state.at.page;
    reader->text_decoded = limits->text - state.text_left;
    reader->depth = state.depth;
    *builder = state.builder;
}
