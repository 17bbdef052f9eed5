/* SPDX-License-Identifier: MIT */
/*
 * The head of a section.
 *
 *   HEAD   := { "[" TYPE { "/" TYPE } "]" } node { option }         a removal has only `when` behind it
 *   node   := "./" PATH | PATH | "same" "node" | "none"             names in braces: map-naming.c
 *   option := "when" PARM "=" WORD | "when" PARM "in" WORD { WORD } | "first" WHY
 *           | [ "override" ] "type" URN | "on-request"              override in overlays only
 */
#include "diag.h"
#include "map-parse.h"

static bool is_head(const struct map_word *word)
{
    return word && !word->quoted && slice_starts_with(word->text, SLICE("["));
}

/* [TYPE/TYPE] without its brackets. */
static bool parse_types(struct parser *parser, const struct map_word *word, struct parsed_head *head)
{
    struct bytes_reader reader = bytes_reader(word->text);
    cpdm_slice bracket, path = SLICE("");
    bool sound = bytes_take(&reader, 1, &bracket) && bytes_left(&reader) > 0 &&
                 bytes_take(&reader, bytes_left(&reader) - 1, &path) && bytes_get(&reader) == ']';
    head->place = map_place_of(parser, word);
    head->path = path;
    if (!sound) {
        map_error(parser->work, MAP_RULE_SYNTAX, head->place, "a section begins with [TYPE], without blanks inside");
        return false;
    }
    return map_split(parser, head->place, path, MAP_PATH_TYPES, head->types, &head->type_count);
}

static void parse_heads(struct parser *parser, struct parsed_section *section)
{
    struct parsed_head **end = &section->heads;
    while (is_head(map_peek(parser)) && !parser->work->no_memory) {
        struct parsed_head *head = map_new(parser->work, 1, sizeof *head);
        if (!head)
            return;
        head->owner = section;
        if (!parse_types(parser, map_take(parser), head))
            section->faulty = true;
        *end = head;
        end = &head->next;
        parser->section_count++;
    }
    if (section->heads)
        return;
    section->faulty = true;
    map_error(parser->work, MAP_RULE_SYNTAX, map_place_of(parser, map_peek(parser)), "[TYPE] is missing");
    parser->next = parser->line.count;
}

/* A path is split into names; ./ makes it one from the root. */
static bool parse_path(struct parser *parser, const struct map_word *word, struct map_section *section)
{
    cpdm_slice segments[MAP_PATH_MAX], path = word->text;
    struct map_place place = map_place_of(parser, word);
    uint16_t number;
    bool root = slice_starts_with(path, SLICE("./"));
    section->kind = root ? MAP_NODE_ROOT : MAP_NODE_RELATIVE;
    if (root) {
        struct bytes_reader reader = bytes_reader(path);
        (void)bytes_take(&reader, 2, &path);
        path = SLICE("");
        (void)bytes_take(&reader, bytes_left(&reader), &path);
    }
    if (!map_split(parser, place, path, MAP_PATH_HEAD, segments, &section->segment_count) ||
        !map_find_number(parser, place, segments, section->segment_count, &number))
        return false;
    for (size_t i = 0; i < section->segment_count; i++)
        if (!map_parse_naming(parser, place, segments[i], &section->segments[i]))
            return false;
    return true;
}

/* The words that may stand behind the node, and end the list of a condition. */
static const char *const head_options[] = {"when", "first", "type", "on-request", "override"};

enum { HEAD_OPTIONS = sizeof head_options / sizeof *head_options };

static bool is_head_option(const struct map_word *word, size_t from)
{
    for (size_t i = from; i < HEAD_OPTIONS; i++)
        if (map_word_is(word, head_options[i]))
            return true;
    return false;
}

static bool parse_node(struct parser *parser, struct map_section *section)
{
    const struct map_word *word = map_peek(parser);
    if (!word || word->quoted || is_head_option(word, 0)) {
        map_error(parser->work, MAP_RULE_SYNTAX, map_place_of(parser, word),
                  "a section needs a node: a path, `same node` or `none`");
        return false;
    }
    section->node = map_take(parser)->text;
    if (map_word_is(word, "none")) {
        section->kind = MAP_NODE_NONE;
        return true;
    }
    if (!map_word_is(word, "same"))
        return parse_path(parser, word, section);
    section->kind = MAP_NODE_SAME;
    section->node = SLICE("same node");
    if (map_take_keyword(parser, "node"))
        return true;
    map_error(parser->work, MAP_RULE_SYNTAX, map_place_of(parser, map_peek(parser)),
              "`same` stands in `same node` only");
    return false;
}

static bool has_value(const struct map_section *section, cpdm_slice value)
{
    for (size_t i = 0; i < section->when_count; i++)
        if (slice_equal(section->when_values[i], value))
            return true;
    return false;
}

static bool parse_when_values(struct parser *parser, struct map_section *section, bool several)
{
    section->when_values = arena_array(&parser->work->tables->arena, parser->line.count, sizeof *section->when_values);
    if (!section->when_values) {
        parser->work->no_memory = true;
        return false;
    }
    for (const struct map_word *word; (word = map_peek(parser)) && !is_head_option(word, 1);) {
        if (has_value(section, word->text)) {
            map_error(parser->work, MAP_RULE_WHEN_TWICE, map_place_of(parser, word),
                      "\"%.*s\" stands in this condition twice", DIAG_TEXT(word->text));
            return false;
        }
        section->when_values[section->when_count++] = map_take(parser)->text;
        if (!several)
            break;
    }
    return section->when_count > 0;
}

static bool parse_when(struct parser *parser, struct parsed_section *parsed)
{
    struct map_section *section = &parsed->section;
    struct map_place place = map_place_of(parser, map_take(parser));
    const struct map_word *parm = map_take(parser), *relation = map_take(parser);
    if (section->when.length) {
        map_error(parser->work, MAP_RULE_OPTION_TWICE, place, "a second when");
        return false;
    }
    bool several = map_word_is(relation, "in");
    bool known = parm && !parm->quoted && (several || map_word_is(relation, "="));
    cpdm_slice segments[MAP_PATH_MAX];
    uint16_t count = 0;
    if (known && !map_split(parser, map_place_of(parser, parm), parm->text, MAP_PATH_PARM, segments, &count))
        return false;
    size_t errors = parser->work->error_count;
    if (known && count == 1 && parse_when_values(parser, section, several)) {
        section->when = parm->text;
        parsed->when_place = place;
        return true;
    }
    if (errors == parser->work->error_count)
        map_error(parser->work, MAP_RULE_OPTION_ARGUMENT, place,
                  "a condition is: when PARM = WORD, or when PARM in WORD WORD …");
    return false;
}

static bool parse_first(struct parser *parser, struct map_section *section)
{
    struct map_place place = map_place_of(parser, map_take(parser));
    if (section->first) {
        map_error(parser->work, MAP_RULE_OPTION_TWICE, place, "a second first");
        return false;
    }
    section->first = true;
    return map_take_why(parser, &section->first_why);
}

/* [ "override" ] "type" URN */
static bool parse_type(struct parser *parser, struct parsed_section *section)
{
    struct map_place place = map_place_of(parser, map_peek(parser));
    enum map_edit edit = map_take_edit(parser);
    const struct map_word *word = map_take(parser), *urn = map_peek(parser);
    if (!map_word_is(word, "type") || !urn || !urn->quoted || urn->text.length == 0) {
        map_error(parser->work, MAP_RULE_OPTION_ARGUMENT, map_place_of(parser, urn),
                  "the identifier is missing: type \"urn:…\", in quotes");
        return false;
    }
    if (section->type_place.line) {
        map_error(parser->work, MAP_RULE_OPTION_TWICE, place, "a second type");
        return false;
    }
    section->type_place = place;
    section->type_edit = edit;
    section->section.mo_type = map_keep(parser->work, map_take(parser)->text);
    return true;
}

static bool parse_request(struct parser *parser, struct parsed_section *section)
{
    struct map_place place = map_place_of(parser, map_take(parser));
    if (section->section.on_request) {
        map_error(parser->work, MAP_RULE_OPTION_TWICE, place, "a second on-request");
        return false;
    }
    section->request_place = place;
    section->section.on_request = true;
    return true;
}

static bool parse_head_option(struct parser *parser, struct parsed_section *section)
{
    const struct map_word *word = map_peek(parser);
    if (map_word_is(word, "when"))
        return parse_when(parser, section);
    if (map_word_is(word, "first"))
        return parse_first(parser, &section->section);
    if (map_word_is(word, "type") || map_word_is(word, "override"))
        return parse_type(parser, section);
    if (map_word_is(word, "on-request"))
        return parse_request(parser, section);
    struct map_guess guess = map_guess(word->text);
    for (size_t i = 0; i < HEAD_OPTIONS; i++)
        map_guess_try(&guess, slice_of(head_options[i]));
    map_error(parser->work, MAP_RULE_OPTION_UNKNOWN, map_place_of(parser, word), "unknown option \"%.*s\"%s",
              DIAG_TEXT(word->text), map_guess_text(parser->work, &guess));
    return false;
}

void map_parse_section(struct parser *parser)
{
    struct parsed_section *section = map_new(parser->work, 1, sizeof *section);
    if (!section)
        return;
    section->section.place = map_place_of(parser, map_peek(parser));
    section->edit = map_take_edit(parser);
    parse_heads(parser, section);
    section->node_place = map_place_of(parser, map_peek(parser));
    bool sound = !section->faulty && (section->edit == MAP_EDIT_REMOVE || parse_node(parser, &section->section));
    while (sound && map_peek(parser))
        sound = parse_head_option(parser, section);
    if (section->edit == MAP_EDIT_REMOVE && (section->section.first || section->type_place.line))
        map_error(parser->work, MAP_RULE_SYNTAX, section->section.place,
                  "a removal has [TYPE] and the section's condition, nothing else");
    section->faulty = !sound;
    if (parser->section_count > MAP_SECTIONS_MAX) {
        map_error(parser->work, MAP_RULE_LIMIT, section->section.place, "the table has more than %d sections",
                  MAP_SECTIONS_MAX);
        parser->section_count = 0; /* said once; the compiler counts again */
        section->faulty = true;
    }
    if (section->edit == MAP_EDIT_REMOVE)
        parser->skips = false;
    else
        parser->in_section = section;
    *parser->section_end = section;
    parser->section_end = &section->next;
    parser->row_end = &section->rows;
}
