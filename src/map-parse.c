/* SPDX-License-Identifier: MIT */
/*
 * Table text to blocks of lines. A line at the left margin begins a block, an indented one belongs to the block above.
 *
 *   file     := version [ extends ] { target | values | section | removal }
 *   version  := "cpdm-map" "1"
 *   extends  := "extends" FILE                                      overlays only
 *   target   := [ "override" ] "target" NAME [ TITLE ] { property } title: not where an overlay repeats the name
 *   property := [ "override" ] KEY VALUE
 *   values   := "values" NAME { value }
 *   value    := [ "override" ] FROM ( [ "->" ] TO | "-" "loss" WHY ) | "remove" FROM
 *   section  := HEAD { row }                                        map-parse-section.c, map-parse-row.c
 *   removal  := "remove" HEAD
 *
 * override and remove in overlays only; quoted, they are plain words.
 */
#include "map-parse.h"

#include "diag.h"

struct property_rule {
    const char *key;
    const char *values[2]; /* the allowed ones; none: any text */
    bool uri;              /* from the root of the tree */
};

static const struct property_rule property_rules[] = {
    {"syncml", {"1.1", "1.2"}, false}, {"verproto", {NULL, NULL}, false},        {"command", {"Replace", "Add"}, false},
    {"final", {"yes", "no"}, false},   {"payload", {"items", "tnds"}, false},    {"inbox", {NULL, NULL}, true},
    {"atomic", {"yes", "no"}, false},  {"source", {"server", "account"}, false},
};

enum { PROPERTY_COUNT = sizeof property_rules / sizeof *property_rules };

static void end_block(struct parser *parser)
{
    parser->in_target = parser->skips = false;
    parser->in_values = NULL;
    parser->in_section = NULL;
}

/* False when the text is for another program: nothing after it would make sense. */
static bool parse_version(struct parser *parser)
{
    const struct map_word *word = map_peek(parser);
    parser->started = true;
    parser->file->place = map_place_of(parser, word);
    if (!map_take_keyword(parser, "cpdm-map") || word->column != 1) {
        map_error(parser->work, MAP_RULE_VERSION, parser->file->place, "a table begins with the line `cpdm-map 1`");
        parser->next = 0;
        return true;
    }
    word = map_take(parser);
    if (!word || !slice_is(word->text, "1")) {
        parser->file->unreadable = true;
        map_error(parser->work, MAP_RULE_VERSION, map_place_of(parser, word),
                  "this is not version 1 of the table language, the only one known");
        return false;
    }
    map_expect_end(parser);
    return true;
}

static void parse_extends(struct parser *parser)
{
    struct parsed_file *file = parser->file;
    struct map_place place = map_place_of(parser, map_take(parser));
    if (file->is_overlay)
        map_error(parser->work, MAP_RULE_EXTENDS_PLACE, place, "a second extends: the first is in line %u",
                  file->extends_place.line);
    else if (parser->blocks > 0)
        map_error(parser->work, MAP_RULE_EXTENDS_PLACE, place, "extends stands before all other blocks");
    const struct map_word *word = map_take(parser);
    if (!word || word->text.length == 0)
        map_error(parser->work, MAP_RULE_SYNTAX, map_place_of(parser, word), "extends needs the name of a table file");
    map_expect_end(parser);
    if (file->is_overlay)
        return;
    file->is_overlay = true;
    file->extends = word ? map_keep(parser->work, word->text) : SLICE("");
    file->extends_place = map_place_of(parser, word);
}

static void parse_target(struct parser *parser, enum map_edit edit)
{
    struct parsed_file *file = parser->file;
    struct map_place place = map_place_of(parser, map_take(parser));
    const struct map_word *name = map_take(parser), *title = map_take(parser);
    parser->in_target = true;
    if (file->target_place.line && (edit == MAP_EDIT_NONE || file->is_overlay)) {
        map_error(parser->work, MAP_RULE_TARGET_TWICE, place, "a second target: the first is in line %u",
                  file->target_place.line);
        return;
    }
    bool repeats = file->is_overlay && edit == MAP_EDIT_NONE;
    if (edit != MAP_EDIT_NONE && !file->is_overlay)
        return; /* reported */
    file->target_place = place;
    file->target_edit = edit;
    if (!name || name->text.length == 0 || (!repeats && (!title || !title->quoted)))
        map_error(parser->work, MAP_RULE_SYNTAX, map_place_of(parser, name ? title : name),
                  "a target needs a name and a title in quotes");
    else if (repeats && title)
        map_error(parser->work, MAP_RULE_TARGET_OTHER, map_place_of(parser, title),
                  "the title is the base's: leave it out, or say override target");
    else
        map_expect_end(parser);
    file->target = name ? map_keep(parser->work, name->text) : SLICE("");
    file->title = title ? map_keep(parser->work, title->text) : SLICE("");
}

static const struct property_rule *find_property_rule(struct parser *parser, const struct map_word *key)
{
    struct map_guess guess = map_guess(key->text);
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        if (map_word_is(key, property_rules[i].key))
            return &property_rules[i];
        map_guess_try(&guess, slice_of(property_rules[i].key));
    }
    map_error(parser->work, MAP_RULE_PROPERTY_UNKNOWN, map_place_of(parser, key), "unknown property \"%.*s\"%s",
              DIAG_TEXT(key->text), map_guess_text(parser->work, &guess));
    return NULL;
}

static void check_property_value(struct parser *parser, const struct property_rule *rule, const struct map_word *value)
{
    if (rule->uri && (!slice_starts_with(value->text, SLICE("./")) || value->text.length == 2))
        map_error(parser->work, MAP_RULE_PROPERTY_VALUE, map_place_of(parser, value),
                  "%s is a URI from the root of the tree, like ./Inbox", rule->key);
    if (!rule->values[0] || slice_is(value->text, rule->values[0]) || slice_is(value->text, rule->values[1]))
        return;
    map_error(parser->work, MAP_RULE_PROPERTY_VALUE, map_place_of(parser, value), "%s is %s or %s, not \"%.*s\"",
              rule->key, rule->values[0], rule->values[1], DIAG_TEXT(value->text));
}

static void parse_property(struct parser *parser)
{
    const struct map_word *first = map_peek(parser);
    enum map_edit edit = map_take_keyword(parser, "override") ? MAP_EDIT_OVERRIDE : MAP_EDIT_NONE;
    if (edit != MAP_EDIT_NONE && !parser->file->is_overlay)
        map_error(parser->work, MAP_RULE_EDIT_PLACE, map_place_of(parser, first),
                  "this table extends none: there is "
                  "nothing to override");
    const struct map_word *key = map_take(parser), *value = map_take(parser);
    const struct property_rule *rule = key ? find_property_rule(parser, key) : NULL;
    if ((key && !rule) || (edit != MAP_EDIT_NONE && !parser->file->is_overlay))
        return; /* reported */
    if (!value) {
        map_error(parser->work, MAP_RULE_SYNTAX, map_place_of(parser, value), "a property is a key and a value");
        return;
    }
    check_property_value(parser, rule, value);
    map_expect_end(parser);
    struct parsed_property *property = map_new(parser->work, 1, sizeof *property);
    if (!property)
        return;
    property->property = (struct map_property){map_keep(parser->work, key->text), map_keep(parser->work, value->text),
                                               map_place_of(parser, first)};
    property->edit = edit;
    *parser->property_end = property;
    parser->property_end = &property->next;
}

static void parse_values(struct parser *parser)
{
    struct map_place place = map_place_of(parser, map_take(parser));
    const struct map_word *name = map_take(parser);
    struct parsed_values *list = map_new(parser->work, 1, sizeof *list);
    if (!list)
        return;
    if (!name || name->quoted)
        map_error(parser->work, MAP_RULE_SYNTAX, map_place_of(parser, name), "a value list needs a name");
    map_expect_end(parser);
    list->name = name ? name->text : SLICE("");
    list->place = place;
    parser->in_values = *parser->values_end = list;
    parser->values_end = &list->next;
    parser->value_end = &list->values;
}

/* TO, -> TO, or - loss "why". */
static bool parse_value_right(struct parser *parser, struct map_value *value)
{
    value->one_way = map_take_keyword(parser, "->");
    const struct map_word *to = map_take(parser);
    if (!to) {
        map_error(parser->work, MAP_RULE_SYNTAX, map_place_of(parser, to),
                  "a value needs its counterpart, or - loss \"why\"");
        return false;
    }
    value->lost = map_word_is(to, "-") && !value->one_way;
    if (!value->lost) {
        value->to = map_keep(parser->work, to->text);
    } else if (!map_take_keyword(parser, "loss")) {
        map_error(parser->work, MAP_RULE_NO_REASON, map_place_of(parser, to), "- needs loss \"why\"");
        return false;
    } else if (!map_take_why(parser, &value->loss)) {
        return false;
    }
    return true;
}

static void parse_value(struct parser *parser)
{
    struct parsed_value line = {.value.place = map_place_of(parser, map_peek(parser))};
    line.edit = map_take_edit(parser);
    const struct map_word *from = map_take(parser);
    if (!from) {
        map_error(parser->work, MAP_RULE_SYNTAX, map_place_of(parser, from), "a value is missing");
        return;
    }
    line.value.from = from->text;
    if (line.edit != MAP_EDIT_REMOVE && !parse_value_right(parser, &line.value))
        return;
    map_expect_end(parser);
    if (++parser->value_count == MAP_VALUES_MAX + 1)
        map_error(parser->work, MAP_RULE_LIMIT, line.value.place, "the value lists have more than %d lines",
                  MAP_VALUES_MAX);
    struct parsed_value *value = parser->value_count > MAP_VALUES_MAX ? NULL : map_new(parser->work, 1, sizeof *value);
    if (!value)
        return;
    *value = line;
    *parser->value_end = value;
    parser->value_end = &value->next;
}

static void unknown_block(struct parser *parser)
{
    static const char *const keywords[] = {"extends", "target", "values", "override", "remove", "cpdm-map"};
    const struct map_word *word = map_peek(parser);
    struct map_guess guess = map_guess(word->text);
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        map_guess_try(&guess, slice_of(keywords[i]));
    map_error(parser->work, MAP_RULE_BLOCK_UNKNOWN, map_place_of(parser, word), "\"%.*s\" begins no block%s",
              DIAG_TEXT(word->text), map_guess_text(parser->work, &guess));
    parser->skips = true;
}

static void parse_block(struct parser *parser)
{
    const struct map_word *word = map_peek(parser);
    end_block(parser);
    if (map_word_is(word, "cpdm-map")) {
        map_error(parser->work, MAP_RULE_VERSION, map_place_of(parser, word), "a second cpdm-map");
        return;
    }
    if (map_word_is(word, "extends")) {
        parse_extends(parser);
    } else if (map_word_is(word, "target")) {
        parse_target(parser, MAP_EDIT_NONE);
    } else if (map_word_is(word, "values")) {
        parse_values(parser);
    } else if (map_word_is(word, "override") && parser->line.count > 1 && map_word_is(word + 1, "target")) {
        parse_target(parser, map_take_edit(parser));
    } else if (map_word_is(word, "remove") || (!word->quoted && slice_starts_with(word->text, SLICE("[")))) {
        map_parse_section(parser);
    } else {
        unknown_block(parser);
    }
    parser->blocks++;
}

static void parse_indented(struct parser *parser)
{
    if (parser->in_section)
        map_parse_row(parser);
    else if (parser->in_values)
        parse_value(parser);
    else if (parser->in_target)
        parse_property(parser);
    else if (!parser->skips)
        map_error(parser->work, MAP_RULE_NO_BLOCK, map_place_of(parser, map_peek(parser)),
                  "an indented line without a block above it");
}

/* A byte order mark in front of UTF-8 says nothing, but some editors write one. */
static cpdm_slice without_mark(cpdm_slice text)
{
    struct bytes_reader reader = bytes_reader(text);
    cpdm_slice rest = {NULL, 0};
    if (!slice_starts_with(text, SLICE("\xEF\xBB\xBF")) || !bytes_take(&reader, 3, &rest) ||
        !bytes_take(&reader, bytes_left(&reader), &rest))
        return text;
    return rest;
}

static bool check_text(struct map_work *work, struct map_place place, cpdm_slice text)
{
    size_t bad = 0;
    if (text.length > MAP_FILE_MAX) {
        map_error(work, MAP_RULE_LIMIT, place, "the file is larger than %d octets", MAP_FILE_MAX);
        return false;
    }
    if (slice_is_xml_text(text, &bad))
        return true;
    diag_position(text, bad, &place.line, &place.column);
    map_error(work, MAP_RULE_TEXT, place, "this is not UTF-8 text, or a control character");
    return false;
}

static void parse_lines(struct parser *parser)
{
    while (!parser->work->no_memory && map_scan_line(&parser->scanner, &parser->line)) {
        parser->next = 0;
        if (!parser->started && !parse_version(parser))
            return;
        if (!map_peek(parser))
            continue;
        if (map_peek(parser)->column == 1)
            parse_block(parser);
        else
            parse_indented(parser);
    }
    if (parser->started)
        return;
    parser->file->unreadable = true;
    map_error(parser->work, MAP_RULE_VERSION, (struct map_place){parser->scanner.place.file, 1, 1},
              "the table is empty: it begins with the line `cpdm-map 1`");
}

struct parsed_file *map_parse(struct map_work *work, const char *name, cpdm_slice text)
{
    struct parsed_file *file = map_new(work, 1, sizeof *file);
    struct parser *parser = map_new(work, 1, sizeof *parser);
    if (!file || !parser)
        return NULL;
    file->place = (struct map_place){name, 1, 1};
    file->unreadable = !check_text(work, file->place, text);
    if (file->unreadable)
        return file;
    text = map_keep(work, without_mark(text));
    if (work->no_memory)
        return NULL;
    parser->work = work;
    parser->file = file;
    parser->scanner = (struct map_scanner){work, bytes_reader(text), {name, 0, 1}};
    parser->property_end = &file->properties;
    parser->values_end = &file->values;
    parser->section_end = &file->sections;
    parse_lines(parser);
    return file;
}
