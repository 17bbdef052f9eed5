/* SPDX-License-Identifier: MIT */
/*
 * A name of a section's node.
 *
 *   name   := TEXT | "{" naming "}"
 *   naming := PARM [ "values" NAME | "sha256-utf16" ] | "#" | "type"
 *
 * The scanner has left one blank between the words.
 */
#include "diag.h"
#include "map-parse.h"

enum { NAMING_WORDS = 3 };

static cpdm_slice take_word(struct bytes_reader *rest)
{
    struct bytes_reader start = *rest;
    cpdm_slice word = SLICE("");
    while (bytes_left(rest) && bytes_peek(rest) != ' ')
        (void)bytes_get(rest);
    (void)bytes_take(&start, bytes_left(&start) - bytes_left(rest), &word);
    (void)bytes_get(rest);
    return word;
}

/* PARM and what is made of it. */
static enum map_naming naming_of(const cpdm_slice *words, size_t count)
{
    if (slice_is(words[0], "#") || slice_is(words[0], "type"))
        return count > 1 ? MAP_NAME_LITERAL : slice_is(words[0], "#") ? MAP_NAME_NUMBER : MAP_NAME_TYPE;
    if (count == 3 && slice_is(words[1], "values"))
        return MAP_NAME_VALUES;
    if (count == 2 && slice_is(words[1], "sha256-utf16"))
        return MAP_NAME_SHA256_UTF16;
    return count == 1 ? MAP_NAME_PARM : MAP_NAME_LITERAL;
}

static bool refuse(struct parser *parser, struct map_place place, cpdm_slice text, cpdm_slice second)
{
    struct map_guess guess = map_guess(second);
    map_guess_try(&guess, SLICE("values"));
    map_guess_try(&guess, SLICE("sha256-utf16"));
    map_error(parser->work, MAP_RULE_NAMING, place,
              "\"%.*s\" is no name: {PARM}, {PARM values NAME}, {PARM sha256-utf16}, {#} or {type}%s", DIAG_TEXT(text),
              map_guess_text(parser->work, &guess));
    return false;
}

bool map_parse_naming(struct parser *parser, struct map_place place, cpdm_slice text, struct map_segment *segment)
{
    *segment = (struct map_segment){.text = text, .parm = MAP_NONE, .values = MAP_NONE};
    if (!map_has_braces(text))
        return true;
    cpdm_slice words[NAMING_WORDS] = {{NULL, 0}};
    struct bytes_reader rest = bytes_reader(map_in_braces(text));
    size_t count = 0;
    while (bytes_left(&rest) && count < NAMING_WORDS)
        words[count++] = take_word(&rest);
    segment->naming = bytes_left(&rest) ? MAP_NAME_LITERAL : naming_of(words, count);
    if (segment->naming == MAP_NAME_LITERAL)
        return refuse(parser, place, text, words[1]);
    segment->braces = true;
    segment->text = words[0];
    segment->list = words[2];
    return true;
}

bool map_find_number(struct parser *parser, struct map_place place, const cpdm_slice *segments, uint16_t count,
                     uint16_t *number)
{
    *number = MAP_NONE;
    for (uint16_t i = 0; i < count; i++) {
        if (!slice_is(segments[i], "{#}"))
            continue;
        if (*number != MAP_NONE) {
            map_error(parser->work, MAP_RULE_NUMBERED, place, "{#} stands in a path once");
            return false;
        }
        *number = i;
    }
    return true;
}
