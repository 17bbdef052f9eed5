/* SPDX-License-Identifier: MIT */
/*
 * A row.
 *
 *   row    := [ "override" ] PARM arrow goal { option } | "remove" PARM [ NODE ]        PARM may be "-"
 *   arrow  := "<->" | "->" | "<-"
 *   goal   := NODE FORMAT CARD | NODE | "{" PARM "}" | "-"          NODE alone with same-as; options: map-option.c
 *   NODE   := NAME { "/" NAME }                                     one NAME may be {#}
 */
#include "diag.h"
#include "map-parse.h"

struct word_number {
    const char *word;
    int number;
};

static const struct word_number arrows[] = {
    {"<->", MAP_BOTH},
    {"->", MAP_TO_TREE},
    {"<-", MAP_TO_DOCUMENT},
    {NULL, 0},
};

static const struct word_number formats[] = {
    {"chr", CPDM_FORMAT_CHR},
    {"int", CPDM_FORMAT_INT},
    {"bool", CPDM_FORMAT_BOOL},
    {"bin", CPDM_FORMAT_BIN},
    {"xml", CPDM_FORMAT_XML},
    {"null", CPDM_FORMAT_NULL},
    {NULL, 0},
};

static const struct word_number cardinalities[] = {
    {"1", MAP_ONE}, {"?", MAP_OPTIONAL}, {"*", MAP_MANY}, {"+", MAP_SOME}, {NULL, 0},
};

static const struct word_number *find_word(const struct word_number *list, const struct map_word *word)
{
    for (; list->word; list++)
        if (map_word_is(word, list->word))
            return list;
    return NULL;
}

/* Takes one word of the list; reports another word, or the line's end. `what` is the word's name in the grammar. */
static bool take_one_of(struct parser *parser, const struct word_number *list, enum map_rule rule, const char *what,
                        int *number)
{
    const struct map_word *word = map_peek(parser);
    const struct word_number *found = find_word(list, word);
    if (found) {
        *number = found->number;
        parser->next++;
        return true;
    }
    if (!word || map_is_option(word)) {
        map_error(parser->work, rule, map_place_of(parser, word), "the %s is missing", what);
        return false;
    }
    struct map_guess guess = map_guess(word->text);
    for (; list->word; list++)
        map_guess_try(&guess, slice_of(list->word));
    map_error(parser->work, rule, map_place_of(parser, word), "unknown %s \"%.*s\"%s", what, DIAG_TEXT(word->text),
              map_guess_text(parser->work, &guess));
    return false;
}

static bool parse_parm(struct parser *parser, struct map_row *row)
{
    const struct map_word *word = map_take(parser);
    if (!word || word->quoted) {
        map_error(parser->work, MAP_RULE_SYNTAX, map_place_of(parser, word), "a row begins with the name of a parm");
        return false;
    }
    row->parm = word->text;
    if (!map_split(parser, map_place_of(parser, word), word->text, MAP_PATH_PARM, row->parm_path, &row->parm_segments))
        return false;
    for (size_t i = 0; i + 1 < row->parm_segments; i++)
        if (slice_is(row->parm_path[i], "*")) {
            map_error(parser->work, MAP_RULE_PATH_SEGMENT, map_place_of(parser, word),
                      "* stands at the end of a path only");
            return false;
        }
    return true;
}

static bool parse_arrow(struct parser *parser, struct parsed_row *row)
{
    int number;
    row->arrow_column = map_place_of(parser, map_peek(parser)).column;
    if (!take_one_of(parser, arrows, MAP_RULE_ARROW_UNKNOWN, "arrow", &number))
        return false;
    row->row.arrow = (enum map_arrow)number;
    return true;
}

static bool parse_node(struct parser *parser, struct parsed_row *row)
{
    const struct map_word *word = map_take(parser);
    struct map_place place = map_place_of(parser, word);
    row->node_column = place.column;
    if (!word || word->quoted) {
        map_error(parser->work, MAP_RULE_SYNTAX, place, "the node is missing: a path, {PARM} or -");
        return false;
    }
    row->row.node = word->text;
    if (map_word_is(word, "-"))
        return true;
    enum map_path kind = map_is_name(word->text) ? MAP_PATH_HEAD : MAP_PATH_NODE;
    if (!map_split(parser, place, word->text, kind, row->row.node_path, &row->row.node_segments) ||
        !map_find_number(parser, place, row->row.node_path, row->row.node_segments, &row->row.numbered))
        return false;
    if (kind == MAP_PATH_NODE || row->row.node_segments == 1)
        return true;
    map_error(parser->work, MAP_RULE_PATH_SEGMENT, place, "braces in a row stand alone: {PARM}");
    return false;
}

static bool parse_format(struct parser *parser, struct parsed_row *row)
{
    int number;
    const struct map_word *word = map_peek(parser);
    bool path = !slice_is(row->row.node, "-") && !map_is_name(row->row.node);
    if (!word || map_is_option(word) || (!path && !find_word(formats, word)))
        return true;
    row->has_format = true;
    if (!take_one_of(parser, formats, MAP_RULE_FORMAT_UNKNOWN, "format", &number))
        return false;
    row->row.format = (cpdm_format)number;
    if (!take_one_of(parser, cardinalities, MAP_RULE_CARDINALITY_UNKNOWN, "cardinality", &number))
        return false;
    row->row.cardinality = (enum map_cardinality)number;
    return true;
}

static enum map_goal goal_of(const struct parsed_row *row)
{
    if (slice_is(row->row.node, "-"))
        return map_has(row, MAP_OPTION_SIGNAL) && !map_has(row, MAP_OPTION_LOSS) ? MAP_GOAL_SIGNAL : MAP_GOAL_LOSS;
    if (map_is_name(row->row.node) || map_has(row, MAP_OPTION_KEY))
        return MAP_GOAL_NAME;
    return map_has(row, MAP_OPTION_SAME_AS) ? MAP_GOAL_SAME : MAP_GOAL_NODE;
}

static struct map_place place_at(const struct parsed_row *row, unsigned column)
{
    struct map_place place = row->row.place;
    place.column = column;
    return place;
}

/* A node that no parm stands behind: "- -> NODE … default …". */
static void check_supplied(struct parser *parser, const struct parsed_row *row)
{
    const struct map_row *r = &row->row;
    if (r->goal != MAP_GOAL_NODE)
        map_error(parser->work, MAP_RULE_SUPPLIED, r->place, "a row without a parm is for a leaf");
    else if (r->arrow != MAP_TO_TREE)
        map_error(parser->work, MAP_RULE_ARROW_UNFIT, place_at(row, row->arrow_column),
                  "a row without a parm goes to the tree only: ->");
    else if (r->numbered != MAP_NONE)
        map_error(parser->work, MAP_RULE_NUMBERED, place_at(row, row->node_column),
                  "a row without a parm has nothing to count: no {#}");
    else if (!map_has(row, MAP_OPTION_DEFAULT))
        map_error(parser->work, MAP_RULE_SUPPLIED, r->place, "a row without a parm needs a default");
}

/* What the goal asks of the columns; the options have their own table. */
static void check_goal(struct parser *parser, const struct parsed_row *row)
{
    const struct map_row *r = &row->row;
    struct map_place node = place_at(row, row->node_column);
    bool dash = slice_is(r->node, "-");
    if (dash && !map_has(row, MAP_OPTION_LOSS) && !map_has(row, MAP_OPTION_SIGNAL))
        map_error(parser->work, MAP_RULE_NO_REASON, node, "a row without a node says loss \"why\" or signal NAME");
    else if (dash && r->arrow != MAP_TO_TREE)
        map_error(parser->work, MAP_RULE_ARROW_UNFIT, place_at(row, row->arrow_column),
                  "a row without a node goes to the tree only: ->");
    else if (r->goal == MAP_GOAL_NAME && !(map_is_name(r->node) && map_has(row, MAP_OPTION_KEY)))
        map_error(parser->work, MAP_RULE_KEY, node, "{PARM} and the option key belong together");
    else if (r->goal == MAP_GOAL_NODE && !row->has_format)
        map_error(parser->work, MAP_RULE_FORMAT_UNKNOWN, map_place_of(parser, NULL),
                  "the format of the node is missing");
    else if (r->goal != MAP_GOAL_NODE && row->has_format)
        map_error(parser->work, MAP_RULE_OPTION_UNFIT, node, "only a leaf has a format");
    else if (slice_is(r->parm_path[r->parm_segments - 1], "*") && !map_has(row, MAP_OPTION_LOSS))
        map_error(parser->work, MAP_RULE_STAR, r->place, "* is for loss only");
    else if (slice_is(r->parm, "-"))
        check_supplied(parser, row);
    else if (r->goal == MAP_GOAL_NODE && r->numbered != MAP_NONE && r->cardinality != MAP_MANY &&
             r->cardinality != MAP_SOME)
        map_error(parser->work, MAP_RULE_NUMBERED, node, "a row with {#} makes many nodes: its cardinality is * or +");
}

/* remove PARM [ NODE ] */
static bool parse_removal(struct parser *parser, struct parsed_row *row)
{
    if (!parse_parm(parser, &row->row) || (map_peek(parser) && !parse_node(parser, row)))
        return false;
    map_expect_end(parser);
    return true;
}

/* False when the row's own words, parm, arrow and node, are not there: then nothing can be made of it. */
static bool parse_columns(struct parser *parser, struct parsed_row *row)
{
    if (row->edit == MAP_EDIT_REMOVE)
        return parse_removal(parser, row);
    if (!parse_parm(parser, &row->row) || !parse_arrow(parser, row) || !parse_node(parser, row))
        return false;
    row->faulty = !parse_format(parser, row) || !map_parse_options(parser, row);
    if (row->faulty)
        return true;
    size_t errors = parser->work->error_count;
    row->row.goal = goal_of(row);
    check_goal(parser, row);
    if (errors == parser->work->error_count)
        map_check_options(parser, row);
    row->faulty = errors < parser->work->error_count;
    return true;
}

void map_parse_row(struct parser *parser)
{
    struct parsed_row *row = map_new(parser->work, 1, sizeof *row);
    if (!row)
        return;
    row->row = (struct map_row){.place = map_place_of(parser, map_peek(parser)),
                                .parm_name = MAP_NONE,
                                .values = MAP_NONE,
                                .scheme = MAP_NONE,
                                .default_values = MAP_NONE,
                                .default_of_name = MAP_NONE,
                                .reference = MAP_NONE,
                                .digest_name = MAP_NONE,
                                .numbered = MAP_NONE,
                                .same_as = MAP_NONE,
                                .equal_name = MAP_NONE,
                                .next_same = MAP_NONE};
    row->edit = map_take_edit(parser);
    if (++parser->row_count > MAP_ROWS_MAX) {
        if (parser->row_count == MAP_ROWS_MAX + 1)
            map_error(parser->work, MAP_RULE_LIMIT, row->row.place, "the table has more than %d rows", MAP_ROWS_MAX);
        return;
    }
    if (!parse_columns(parser, row))
        return;
    *parser->row_end = row;
    parser->row_end = &row->next;
}
