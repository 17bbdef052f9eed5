/* SPDX-License-Identifier: MIT */
/* What every line of a table is read with: the next word, a keyword, a reason, a path. */
#include "diag.h"
#include "map-parse.h"

const struct map_word *map_peek(const struct parser *parser)
{
    return parser->next < parser->line.count ? &parser->line.words[parser->next] : NULL;
}

const struct map_word *map_take(struct parser *parser)
{
    const struct map_word *word = map_peek(parser);
    if (word)
        parser->next++;
    return word;
}

bool map_word_is(const struct map_word *word, const char *keyword)
{
    return word && !word->quoted && slice_is(word->text, keyword);
}

bool map_take_keyword(struct parser *parser, const char *keyword)
{
    bool found = map_word_is(map_peek(parser), keyword);
    if (found)
        parser->next++;
    return found;
}

struct map_place map_place_of(const struct parser *parser, const struct map_word *word)
{
    return (struct map_place){parser->scanner.place.file, parser->line.number, word ? word->column : parser->line.end};
}

void map_expect_end(struct parser *parser)
{
    const struct map_word *word = map_peek(parser);
    if (word)
        map_error(parser->work, MAP_RULE_SYNTAX, map_place_of(parser, word), "nothing is expected here, not \"%.*s\"",
                  DIAG_TEXT(word->text));
    parser->next = parser->line.count;
}

enum map_edit map_take_edit(struct parser *parser)
{
    struct map_place place = map_place_of(parser, map_peek(parser));
    enum map_edit edit = map_take_keyword(parser, "override") ? MAP_EDIT_OVERRIDE
                         : map_take_keyword(parser, "remove") ? MAP_EDIT_REMOVE
                                                              : MAP_EDIT_NONE;
    if (edit != MAP_EDIT_NONE && !parser->file->is_overlay)
        map_error(parser->work, MAP_RULE_EDIT_PLACE, place, "this table extends none: there is nothing to %s",
                  edit == MAP_EDIT_OVERRIDE ? "override" : "remove");
    return edit;
}

bool map_take_why(struct parser *parser, cpdm_slice *why)
{
    const struct map_word *word = map_peek(parser);
    if (!word || !word->quoted || word->text.length == 0) {
        map_error(parser->work, MAP_RULE_OPTION_ARGUMENT, map_place_of(parser, word),
                  "the reason is missing: \"why\", in quotes");
        return false;
    }
    *why = map_keep(parser->work, map_take(parser)->text);
    return true;
}

static bool contains(cpdm_slice text, char octet)
{
    return text.length && memchr(text.data, octet, text.length);
}

bool map_has_braces(cpdm_slice segment)
{
    return slice_starts_with(segment, SLICE("{"));
}

cpdm_slice map_in_braces(cpdm_slice segment)
{
    return slice(segment.data + 1, segment.length - 2);
}

bool map_is_name(cpdm_slice node)
{
    return map_has_braces(node) && !slice_starts_with(node, SLICE("{#}"));
}

/* {PARM}, whole, where heads have it; {#} in the node of a row too. */
static bool are_braces_right(cpdm_slice segment, enum map_path kind)
{
    if (!contains(segment, '{') && !contains(segment, '}'))
        return true;
    if (kind == MAP_PATH_NODE && slice_is(segment, "{#}"))
        return true;
    if (kind != MAP_PATH_HEAD || segment.length < 3 || !map_has_braces(segment))
        return false;
    const char *close = memchr(segment.data, '}', segment.length);
    return close == segment.data + segment.length - 1 && !memchr(segment.data + 1, '{', segment.length - 1);
}

static const char *fault_of(cpdm_slice segment, enum map_path kind)
{
    if (slice_is(segment, ".") || slice_is(segment, ".."))
        return "is no name";
    if (contains(segment, '?'))
        return "has a ? in it";
    if (contains(segment, '[') || contains(segment, ']'))
        return "has a bracket in it";
    if (!are_braces_right(segment, kind))
        return kind == MAP_PATH_HEAD ? "has braces that do not enclose it"
                                     : "has braces: but for {#} they belong in a section's head";
    return NULL;
}

/* The text up to the next slash, which is taken too. */
static cpdm_slice take_segment(struct bytes_reader *rest)
{
    struct bytes_reader start = *rest;
    cpdm_slice segment = SLICE("");
    while (bytes_left(rest) && bytes_peek(rest) != '/')
        (void)bytes_get(rest);
    (void)bytes_take(&start, bytes_left(&start) - bytes_left(rest), &segment);
    return segment;
}

bool map_split(struct parser *parser, struct map_place place, cpdm_slice text, enum map_path kind,
               cpdm_slice segments[MAP_PATH_MAX], uint16_t *count)
{
    struct bytes_reader rest = bytes_reader(text);
    int separator;
    *count = 0;
    do {
        cpdm_slice segment = take_segment(&rest);
        separator = bytes_get(&rest);
        if (segment.length == 0) {
            map_error(parser->work, MAP_RULE_PATH_SEGMENT, place, "a name of the path is empty");
            return false;
        }
        const char *fault = fault_of(segment, kind);
        if (fault) {
            map_error(parser->work, MAP_RULE_PATH_SEGMENT, place, "\"%.*s\" in the path %s", DIAG_TEXT(segment), fault);
            return false;
        }
        if (*count == MAP_PATH_MAX) {
            map_error(parser->work, MAP_RULE_LIMIT, place, "the path has more than %d segments", MAP_PATH_MAX);
            return false;
        }
        segments[(*count)++] = segment;
    } while (separator == '/');
    return true;
}
