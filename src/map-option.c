/* SPDX-License-Identifier: MIT */
/* The options of a row, one table: the word, its argument, and the rows that it fits. A new option is a line here, an
 * enumerator, a member of struct map_row, and its meaning in the engine. */
#include "diag.h"
#include "map-parse.h"

enum argument {
    ARGUMENT_NONE,
    ARGUMENT_WHY,     /* "why" */
    ARGUMENT_SIGNAL,  /* start-session */
    ARGUMENT_RANGE,   /* A..B */
    ARGUMENT_LIST,    /* a value list */
    ARGUMENT_DEFAULT, /* WORD, "text", or NAME of PARM */
    ARGUMENT_TYPE,    /* of a characteristic */
    ARGUMENT_PATH,    /* ../PARM */
    ARGUMENT_FAMILY,  /* ipv4 or ipv6 */
    ARGUMENT_DIGEST,  /* md5 PARM */
    ARGUMENT_SETTING  /* first-session-id */
};

enum {
    ON_NODE = 1 << MAP_GOAL_NODE,
    ON_NAME = 1 << MAP_GOAL_NAME,
    ON_SAME = 1 << MAP_GOAL_SAME,
    ON_LOSS = 1 << MAP_GOAL_LOSS,
    ON_SIGNAL = 1 << MAP_GOAL_SIGNAL,
    ON_ANY = ON_NODE | ON_NAME | ON_SAME | ON_LOSS | ON_SIGNAL
};

enum {
    CHR = 1 << CPDM_FORMAT_CHR,
    INT = 1 << CPDM_FORMAT_INT,
    BOOL = 1 << CPDM_FORMAT_BOOL,
    BIN = 1 << CPDM_FORMAT_BIN,
    ANY = ~0
};

enum {               /* what else an option asks of its row */
       TO_TREE = 1,  /* to the tree only */
       SUPPLIED = 2, /* fits a row without a parm too */
       ALONE = 4,    /* fits a row without a parm only */
       NUMBERED = 8, /* needs {#} */
       ONCE = 16     /* does not fit {#} */
};

struct option_rule {
    const char *word;
    enum argument argument;
    int goals;   /* ON_… */
    int formats; /* that the node may have */
    int more;
};

static const struct option_rule option_rules[MAP_OPTION_COUNT] = {
    [MAP_OPTION_LOSS] = {"loss", ARGUMENT_WHY, ON_LOSS, ANY, 0},
    [MAP_OPTION_SIGNAL] = {"signal", ARGUMENT_SIGNAL, ON_SIGNAL, ANY, 0},
    [MAP_OPTION_KEY] = {"key", ARGUMENT_NONE, ON_NAME, ANY, 0},
    [MAP_OPTION_FIRST] = {"first", ARGUMENT_NONE, ON_NODE | ON_SAME, ANY, ONCE},
    [MAP_OPTION_SEVERAL] = {"several", ARGUMENT_NONE, ON_NODE, ANY, NUMBERED},
    [MAP_OPTION_FAMILY] = {"family", ARGUMENT_FAMILY, ON_NODE, CHR, 0},
    [MAP_OPTION_SECRET] = {"secret", ARGUMENT_NONE, ON_NODE, ANY, SUPPLIED},
    [MAP_OPTION_BASE64] = {"base64", ARGUMENT_NONE, ON_NODE, BIN, 0},
    [MAP_OPTION_FLAG] = {"flag", ARGUMENT_NONE, ON_NODE, BOOL, ONCE},
    [MAP_OPTION_NOT_EMPTY] = {"not-empty", ARGUMENT_NONE, ON_NODE, ANY, 0},
    [MAP_OPTION_RANGE] = {"range", ARGUMENT_RANGE, ON_NODE, CHR | INT, SUPPLIED},
    [MAP_OPTION_VALUES] = {"values", ARGUMENT_LIST, ON_NODE, ANY, 0},
    [MAP_OPTION_SCHEME] = {"scheme", ARGUMENT_LIST, ON_NODE, ANY, TO_TREE},
    [MAP_OPTION_DIGEST] = {"digest", ARGUMENT_DIGEST, ON_NODE, CHR, TO_TREE},
    [MAP_OPTION_DEFAULT] = {"default", ARGUMENT_DEFAULT, ON_NODE, ANY, SUPPLIED | ONCE},
    [MAP_OPTION_SETTING] = {"setting", ARGUMENT_SETTING, ON_NODE, ANY, SUPPLIED | ALONE},
    [MAP_OPTION_REF] = {"ref", ARGUMENT_TYPE, ON_NODE, CHR, 0},
    [MAP_OPTION_REF_URI] = {"ref-uri", ARGUMENT_NONE, ON_NODE, CHR, 0},
    [MAP_OPTION_SAME_AS] = {"same-as", ARGUMENT_TYPE, ON_SAME, ANY, 0},
    [MAP_OPTION_WARN_UNLESS_EQUAL] = {"warn-unless-equal", ARGUMENT_PATH, ON_ANY, ANY, 0},
};

/* How a value is made: at most one way. And what a row without a node is for. */
static const enum map_option makers[] = {MAP_OPTION_VALUES,  MAP_OPTION_SCHEME, MAP_OPTION_BASE64, MAP_OPTION_REF,
                                         MAP_OPTION_REF_URI, MAP_OPTION_DIGEST, MAP_OPTION_FLAG};
static const enum map_option reasons[] = {MAP_OPTION_LOSS, MAP_OPTION_SIGNAL};

static const char *const signals[] = {"start-session"}, *const settings[] = {"first-session-id"},
                         *const families[] = {"ipv4", "ipv6"};

enum { ONE_WORD = 1, FAMILIES = sizeof families / sizeof *families };

const char *map_option_name(enum map_option option)
{
    return option_rules[option].word;
}

static size_t find_option(const struct map_word *word)
{
    size_t option = 0;
    while (option < MAP_OPTION_COUNT && !map_word_is(word, option_rules[option].word))
        option++;
    return option;
}

bool map_is_option(const struct map_word *word)
{
    return find_option(word) < MAP_OPTION_COUNT;
}

/* Reports the argument that is missing or malformed; `form` says what it looks like. */
static bool bad_argument(struct parser *parser, enum map_option option, const struct map_word *word, const char *form)
{
    map_error(parser->work, MAP_RULE_OPTION_ARGUMENT, map_place_of(parser, word), "%s needs %s",
              map_option_name(option), form);
    return false;
}

/* A plain word that is no option itself: the name of something. */
static bool take_name(struct parser *parser, enum map_option option, const char *form, cpdm_slice *name)
{
    const struct map_word *word = map_peek(parser);
    if (!word || word->quoted || map_is_option(word))
        return bad_argument(parser, option, word, form);
    *name = map_take(parser)->text;
    return true;
}

static bool parse_range(struct parser *parser, struct map_row *row)
{
    static const char form[] = "two numbers, the lower one first: 1..65535";
    cpdm_slice range;
    const struct map_word *word = map_peek(parser);
    if (!take_name(parser, MAP_OPTION_RANGE, form, &range))
        return false;
    const char *dots = memmem(range.data, range.length, "..", 2);
    size_t low = dots ? (size_t)(dots - range.data) : range.length;
    if (!dots || !map_number(slice(range.data, low), &row->range_low) ||
        !map_number(slice(dots + 2, range.length - low - 2), &row->range_high) || row->range_low > row->range_high)
        return bad_argument(parser, MAP_OPTION_RANGE, word, form);
    row->has_range = true;
    return true;
}

static bool parse_default(struct parser *parser, struct parsed_row *row)
{
    const struct map_word *word = map_take(parser);
    if (!word)
        return bad_argument(parser, MAP_OPTION_DEFAULT, word, "a value, or NAME of PARM");
    if (word->quoted || !map_take_keyword(parser, "of")) {
        row->row.default_kind = MAP_DEFAULT_TEXT;
        row->row.default_text = map_keep(parser->work, word->text);
        return true;
    }
    row->row.default_kind = MAP_DEFAULT_LOOKUP;
    row->default_name = word->text;
    return take_name(parser, MAP_OPTION_DEFAULT, "the parm whose scheme is looked up: NAME of PARM",
                     &row->row.default_of);
}

/* { "../" } PARM */
static bool parse_equal(struct parser *parser, struct parsed_row *row)
{
    static const char form[] = "a parm: PARM, ../PARM …";
    const struct map_word *word = map_peek(parser);
    if (!take_name(parser, MAP_OPTION_WARN_UNLESS_EQUAL, form, &row->row.equal))
        return false;
    struct bytes_reader rest = bytes_reader(row->row.equal);
    cpdm_slice up, parm = row->row.equal, segments[MAP_PATH_MAX];
    uint16_t count;
    while (slice_starts_with(parm, SLICE("../"))) {
        (void)bytes_take(&rest, 3, &up);
        parm = slice((const char *)rest.next, bytes_left(&rest));
        row->row.equal_up++;
    }
    if (!map_split(parser, map_place_of(parser, word), parm, MAP_PATH_PARM, segments, &count))
        return false;
    row->equal_parm = parm;
    return count == 1 || bad_argument(parser, MAP_OPTION_WARN_UNLESS_EQUAL, word, form);
}

/* One word of a closed list; its index, or `count` when there is none. */
static size_t take_known(struct parser *parser, enum map_option option, const char *form, const char *const *words,
                         size_t count, enum map_rule rule)
{
    cpdm_slice name;
    const struct map_word *word = map_peek(parser);
    const char *kind = option_rules[option].word;
    if (!take_name(parser, option, form, &name))
        return count;
    struct map_guess guess = map_guess(name);
    for (size_t i = 0; i < count; i++) {
        if (name.length && slice_is(name, words[i]))
            return i;
        map_guess_try(&guess, slice_of(words[i]));
    }
    map_error(parser->work, rule, map_place_of(parser, word), "unknown %s \"%.*s\"%s", kind, DIAG_TEXT(name),
              map_guess_text(parser->work, &guess));
    return count;
}

static bool parse_signal(struct parser *parser, struct map_row *row)
{
    size_t index =
        take_known(parser, MAP_OPTION_SIGNAL, "the name of a signal", signals, ONE_WORD, MAP_RULE_SIGNAL_UNKNOWN);
    row->signal = index < ONE_WORD ? slice_of(signals[index]) : SLICE("");
    return index < ONE_WORD;
}

static bool parse_setting(struct parser *parser, struct map_row *row)
{
    size_t index =
        take_known(parser, MAP_OPTION_SETTING, "the name of a setting", settings, ONE_WORD, MAP_RULE_SETTING_UNKNOWN);
    row->setting = index < ONE_WORD ? slice_of(settings[index]) : SLICE("");
    return index < ONE_WORD;
}

static bool parse_family(struct parser *parser, struct map_row *row)
{
    size_t index = take_known(parser, MAP_OPTION_FAMILY, "ipv4 or ipv6", families, FAMILIES, MAP_RULE_OPTION_ARGUMENT);
    row->family = index < FAMILIES ? (enum map_family)(MAP_FAMILY_IPV4 + index) : MAP_FAMILY_ANY;
    return index < FAMILIES;
}

/* "md5" PARM */
static bool parse_digest(struct parser *parser, struct map_row *row)
{
    static const char form[] = "its method and a parm: md5 PARM";
    cpdm_slice segments[MAP_PATH_MAX];
    uint16_t count;
    const struct map_word *method = map_peek(parser);
    if (!map_take_keyword(parser, "md5"))
        return bad_argument(parser, MAP_OPTION_DIGEST, method, form);
    const struct map_word *word = map_peek(parser);
    if (!take_name(parser, MAP_OPTION_DIGEST, form, &row->digest_of) ||
        !map_split(parser, map_place_of(parser, word), row->digest_of, MAP_PATH_PARM, segments, &count))
        return false;
    return count == 1 || bad_argument(parser, MAP_OPTION_DIGEST, word, form);
}

static cpdm_slice *name_member(struct parsed_row *row, enum map_option option)
{
    return option == MAP_OPTION_VALUES   ? &row->values_name
           : option == MAP_OPTION_SCHEME ? &row->scheme_name
           : option == MAP_OPTION_REF    ? &row->reference_name
                                         : &row->same_as_name;
}

static bool parse_argument(struct parser *parser, struct parsed_row *row, enum map_option option)
{
    switch (option_rules[option].argument) {
    case ARGUMENT_NONE: return true;
    case ARGUMENT_WHY: return map_take_why(parser, &row->row.why);
    case ARGUMENT_SIGNAL: return parse_signal(parser, &row->row);
    case ARGUMENT_RANGE: return parse_range(parser, &row->row);
    case ARGUMENT_LIST: return take_name(parser, option, "the name of a value list", name_member(row, option));
    case ARGUMENT_DEFAULT: return parse_default(parser, row);
    case ARGUMENT_TYPE: return take_name(parser, option, "the type of a characteristic", name_member(row, option));
    case ARGUMENT_PATH: return parse_equal(parser, row);
    case ARGUMENT_FAMILY: return parse_family(parser, &row->row);
    case ARGUMENT_DIGEST: return parse_digest(parser, &row->row);
    case ARGUMENT_SETTING: return parse_setting(parser, &row->row);
    }
    return false;
}

static void unknown_option(struct parser *parser, const struct map_word *word)
{
    struct map_guess guess = map_guess(word->text);
    for (size_t i = 0; i < MAP_OPTION_COUNT; i++)
        map_guess_try(&guess, slice_of(option_rules[i].word));
    map_error(parser->work, MAP_RULE_OPTION_UNKNOWN, map_place_of(parser, word), "unknown option \"%.*s\"%s",
              DIAG_TEXT(word->text), map_guess_text(parser->work, &guess));
}

/* After a mistake: what follows it up to the next option is probably its argument. */
static void skip_argument(struct parser *parser)
{
    while (map_peek(parser) && !map_is_option(map_peek(parser)))
        parser->next++;
}

static bool parse_option(struct parser *parser, struct parsed_row *row)
{
    const struct map_word *word = map_take(parser);
    size_t option = find_option(word);
    if (option == MAP_OPTION_COUNT) {
        unknown_option(parser, word);
        return false;
    }
    bool twice = map_has(row, (enum map_option)option);
    if (twice)
        map_error(parser->work, MAP_RULE_OPTION_TWICE, map_place_of(parser, word), "a second %s",
                  option_rules[option].word);
    row->options |= UINT32_C(1) << option;
    row->columns[option] = word->column;
    return parse_argument(parser, row, (enum map_option)option) && !twice;
}

bool map_parse_options(struct parser *parser, struct parsed_row *row)
{
    bool sound = true;
    while (map_peek(parser))
        if (!parse_option(parser, row)) {
            sound = false;
            skip_argument(parser);
        }
    row->row.first = map_has(row, MAP_OPTION_FIRST);
    row->row.secret = map_has(row, MAP_OPTION_SECRET);
    row->row.base64 = map_has(row, MAP_OPTION_BASE64);
    row->row.not_empty = map_has(row, MAP_OPTION_NOT_EMPTY);
    row->row.flag = map_has(row, MAP_OPTION_FLAG);
    row->row.several = map_has(row, MAP_OPTION_SEVERAL);
    row->row.reference_uri = map_has(row, MAP_OPTION_REF_URI);
    return sound;
}

static struct map_place option_place(const struct parsed_row *row, size_t option)
{
    return (struct map_place){row->row.place.file, row->row.place.line, row->columns[option]};
}

/* At most one option of a group; the second one is reported. */
static bool check_group(struct parser *parser, const struct parsed_row *row, const enum map_option *group, size_t count)
{
    size_t found = MAP_OPTION_COUNT;
    for (size_t i = 0; i < count; i++) {
        if (!map_has(row, group[i]))
            continue;
        if (found < MAP_OPTION_COUNT) {
            map_error(parser->work, MAP_RULE_OPTIONS_EXCLUDE, option_place(row, group[i]),
                      "%s and %s exclude each other", option_rules[found].word, option_rules[group[i]].word);
            return false;
        }
        found = group[i];
    }
    return true;
}

/* The formats of a set, for a sentence. */
static const char *formats_text(int formats)
{
    return formats == CHR ? "chr" : formats == BOOL ? "bool" : formats == BIN ? "bin" : "int or chr";
}

/* What the option asks of the row beside its goal; NULL when it has all. */
static const char *misfit(const struct option_rule *rule, const struct map_row *row)
{
    bool supplied = slice_is(row->parm, "-");
    if (rule->more & TO_TREE && row->arrow != MAP_TO_TREE)
        return "goes to the tree only: ->";
    if (supplied && !(rule->more & SUPPLIED))
        return "does not fit a row without a parm";
    if (!supplied && rule->more & ALONE)
        return "is for rows without a parm: -";
    if (rule->more & NUMBERED && row->numbered == MAP_NONE)
        return "needs a node for each of them: a name of the path is {#}";
    return rule->more & ONCE && row->numbered != MAP_NONE ? "does not fit a row with {#}" : NULL;
}

static void check_fit(struct parser *parser, const struct parsed_row *row, size_t option)
{
    const struct option_rule *rule = &option_rules[option];
    struct map_place place = option_place(row, option);
    bool reason = option == MAP_OPTION_LOSS || option == MAP_OPTION_SIGNAL;
    const char *fault = misfit(rule, &row->row);
    if (reason && !(rule->goals & 1 << row->row.goal))
        map_error(parser->work, MAP_RULE_REASON_AND_NODE, place, "a row with a node has no %s: write - for the node",
                  rule->word);
    else if (!(rule->goals & 1 << row->row.goal))
        map_error(parser->work, MAP_RULE_OPTION_UNFIT, place, "%s does not fit a row without a %s", rule->word,
                  rule->goals & ON_NODE ? "leaf" : "name or subtree");
    else if (!(rule->formats & 1 << row->row.format))
        map_error(parser->work, MAP_RULE_OPTION_UNFIT, place, "%s needs format %s", rule->word,
                  formats_text(rule->formats));
    else if (fault)
        map_error(parser->work, MAP_RULE_OPTION_UNFIT, place, "%s %s", rule->word, fault);
}

void map_check_options(struct parser *parser, const struct parsed_row *row)
{
    if (!check_group(parser, row, reasons, sizeof reasons / sizeof *reasons) ||
        !check_group(parser, row, makers, sizeof makers / sizeof *makers))
        return;
    for (size_t option = 0; option < MAP_OPTION_COUNT; option++)
        if (map_has(row, (enum map_option)option))
            check_fit(parser, row, option);
}
