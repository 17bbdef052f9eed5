/* SPDX-License-Identifier: MIT */
/*
 * Table text to lines of words.
 *
 *   line    := { blank } { word blank { blank } } [ comment ] newline
 *   word    := plain | quoted
 *   plain   := any characters but blanks, newline and ", the first one no #; blanks inside { and } belong to the word
 *   quoted  := '"' { any character but newline, " and \ | '\"' | '\\' } '"'
 *   comment := '#' where a word would begin, to the end of the line
 *   blank   := space | tab | carriage return
 */
#include "map-scan.h"

static bool is_blank(int octet)
{
    return octet == ' ' || octet == '\t' || octet == '\r';
}

static bool ends_line(int octet)
{
    return octet < 0 || octet == '\n';
}

/* Columns count characters: octets that continue one (10xxxxxx) do not. */
static void step(struct map_scanner *scanner)
{
    if ((bytes_get(&scanner->rest) & 0xC0) != 0x80)
        scanner->place.column++;
}

/* The octets from an earlier state of the reader up to now. */
static cpdm_slice since(const struct map_scanner *scanner, struct bytes_reader start)
{
    cpdm_slice octets = {NULL, 0};
    (void)bytes_take(&start, bytes_left(&start) - bytes_left(&scanner->rest), &octets);
    return octets;
}

/* {PARM values NAME} is one word. A brace without its end would take the rest of the line, and is none. */
static bool closes(struct bytes_reader rest)
{
    (void)bytes_get(&rest);
    int octet = bytes_get(&rest);
    while (!ends_line(octet) && octet != '}' && octet != '{' && octet != '"')
        octet = bytes_get(&rest);
    return octet == '}';
}

/* One blank between the words in braces, none beside the braces. */
static cpdm_slice without_blanks(struct map_scanner *scanner, cpdm_slice raw)
{
    struct bytes_writer writer = bytes_writer(&scanner->work->tables->arena, raw.length);
    struct bytes_reader reader = bytes_reader(raw);
    bool blank = false;
    for (int octet = bytes_get(&reader), last = '{'; octet >= 0; octet = bytes_get(&reader)) {
        if (is_blank(octet)) {
            blank = last != '{';
            continue;
        }
        if (blank && octet != '}')
            bytes_put(&writer, ' ');
        bytes_put(&writer, (uint8_t)octet);
        blank = false;
        last = octet;
    }
    cpdm_slice text = {NULL, 0};
    if (!bytes_finish(&writer, &text))
        scanner->work->no_memory = true;
    return text;
}

static cpdm_slice scan_plain(struct map_scanner *scanner)
{
    struct bytes_reader start = scanner->rest;
    bool inside = false, blanks = false;
    for (int octet = bytes_peek(&start); !ends_line(octet) && octet != '"' && (inside || !is_blank(octet));
         octet = bytes_peek(&scanner->rest)) {
        inside = octet == '{' ? closes(scanner->rest) : inside && octet != '}';
        blanks |= is_blank(octet);
        step(scanner);
    }
    return blanks ? without_blanks(scanner, since(scanner, start)) : since(scanner, start);
}

/* Takes out the backslashes; the text stays with the tables. */
static cpdm_slice unescape(struct map_scanner *scanner, cpdm_slice raw)
{
    struct bytes_writer writer = bytes_writer(&scanner->work->tables->arena, raw.length);
    struct bytes_reader reader = bytes_reader(raw);
    for (int octet = bytes_get(&reader); octet >= 0; octet = bytes_get(&reader)) {
        int next = octet == '\\' ? bytes_get(&reader) : octet;
        if (next >= 0)
            bytes_put(&writer, (uint8_t)next);
    }
    cpdm_slice text = {NULL, 0};
    if (!bytes_finish(&writer, &text))
        scanner->work->no_memory = true;
    return text;
}

static cpdm_slice scan_quoted(struct map_scanner *scanner)
{
    struct map_place opening = scanner->place;
    bool escaped = false;
    step(scanner);
    struct bytes_reader start = scanner->rest;
    int octet;
    while (!ends_line(octet = bytes_peek(&scanner->rest)) && octet != '"') {
        struct map_place place = scanner->place;
        step(scanner);
        if (octet != '\\')
            continue;
        escaped = true;
        octet = bytes_peek(&scanner->rest);
        if (octet == '"' || octet == '\\')
            step(scanner);
        else
            map_error(scanner->work, MAP_RULE_QUOTE, place, "a backslash stands before \" or another backslash only");
    }
    cpdm_slice raw = since(scanner, start);
    if (octet == '"')
        step(scanner);
    else
        map_error(scanner->work, MAP_RULE_QUOTE, opening, "the text has no closing quote");
    return escaped ? unescape(scanner, raw) : raw;
}

static void scan_word(struct map_scanner *scanner, struct map_word *word)
{
    word->column = scanner->place.column;
    word->quoted = bytes_peek(&scanner->rest) == '"';
    word->text = word->quoted ? scan_quoted(scanner) : scan_plain(scanner);
    int octet = bytes_peek(&scanner->rest);
    if (!ends_line(octet) && !is_blank(octet))
        map_error(scanner->work, MAP_RULE_QUOTE, scanner->place,
                  "there is no blank between a quoted text and its neighbour");
}

static void scan_words(struct map_scanner *scanner, struct map_line *line)
{
    for (;;) {
        while (is_blank(bytes_peek(&scanner->rest)))
            step(scanner);
        int octet = bytes_peek(&scanner->rest);
        if (ends_line(octet) || octet == '#')
            break;
        if (line->count == MAP_WORDS_MAX) {
            map_error(scanner->work, MAP_RULE_LIMIT, scanner->place, "the line has more than %d words", MAP_WORDS_MAX);
            break;
        }
        scan_word(scanner, &line->words[line->count++]);
        line->end = scanner->place.column;
    }
}

bool map_scan_line(struct map_scanner *scanner, struct map_line *line)
{
    line->count = 0;
    while (line->count == 0 && bytes_left(&scanner->rest)) {
        line->number = ++scanner->place.line;
        scanner->place.column = 1;
        scan_words(scanner, line);
        if (!bytes_skip_past(&scanner->rest, SLICE("\n"))) /* a comment, where one stands, and the newline */
            scanner->rest.next = scanner->rest.end;
    }
    return line->count > 0;
}
