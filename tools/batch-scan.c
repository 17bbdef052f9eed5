/* SPDX-License-Identifier: MIT */
/*
 * JSON (RFC 8259) of the plain kind into members, in two passes: the first only looks, so that a line that is not plain
 * is still what it was; the second takes the escapes out of the strings.
 *
 *   line   = blanks object blanks
 *   object = "{" [ member *( "," member ) ] "}"
 *   member = string ":" value
 *   value  = string | integer | "true" | "false" | "null" | object of "secret" or "options"
 */
#include "batch-scan.h"

#include <stdint.h>
#include <string.h>

#include <glib.h>

#include "batch-unescape.h"

enum { INTEGER_DIGITS_MAX = 18 };

struct scan {
    char *at, *end;
};

static void skip_blanks(struct scan *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r' || *scan->at == '\n'))
        scan->at++;
}

static bool take(struct scan *scan, char c)
{
    skip_blanks(scan);
    if (scan->at == scan->end || *scan->at != c)
        return false;
    scan->at++;
    return true;
}

static bool take_word(struct scan *scan, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0)
        return false;
    scan->at += length;
    return true;
}

/* What the octets of a string are, eight at a time: a lookup of each would cost more than the rest of the scan. */
struct kinds {
    uint64_t high, control, backslash; /* not 0 where there is one */
};

static void look_at(struct kinds *kinds, uint64_t eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t slash = eight ^ ones * '\\';
    kinds->high |= eight & tops;
    kinds->control |= (eight - ones * ' ') & ~eight & tops;
    kinds->backslash |= (slash - ones) & ~slash & tops;
}

static struct kinds kinds_of(const char *text, size_t length)
{
    struct kinds kinds = {0};
    uint64_t eight;
    for (; length >= sizeof eight; text += sizeof eight, length -= sizeof eight) {
        memcpy(&eight, text, sizeof eight);
        look_at(&kinds, eight);
    }
    memset(&eight, '0', sizeof eight);
    memcpy(&eight, text, length);
    look_at(&kinds, eight);
    return kinds;
}

static bool string_is_sound(const char *from, size_t length, bool *escaped)
{
    struct kinds kinds = kinds_of(from, length);
    *escaped = kinds.backslash != 0;
    return !kinds.control && (!kinds.high || g_utf8_validate(from, (gssize)length, NULL)) &&
           (!*escaped || unescape_length(from, length) != UNESCAPE_OTHER);
}

/* A quotation mark behind an odd number of backslashes is part of the string. */
static char *find_end(char *from, char *end)
{
    for (char *quote = from; (quote = memchr(quote, '"', (size_t)(end - quote))); quote++) {
        char *before = quote;
        while (before > from && before[-1] == '\\')
            before--;
        if ((quote - before) % 2 == 0)
            return quote;
    }
    return NULL;
}

static bool scan_string(struct scan *scan, char **text, size_t *length, bool *escaped)
{
    if (!take(scan, '"'))
        return false;
    char *end = find_end(scan->at, scan->end);
    if (!end || !string_is_sound(scan->at, (size_t)(end - scan->at), escaped))
        return false;
    *text = scan->at;
    *length = (size_t)(end - scan->at);
    scan->at = end + 1;
    return true;
}

/* -0 and leading zeros are left to the library. */
static bool scan_integer(struct scan *scan, struct member *member)
{
    char *from = scan->at;
    if (scan->at < scan->end && *scan->at == '-')
        scan->at++;
    char *digits = scan->at;
    while (scan->at < scan->end && g_ascii_isdigit(*scan->at))
        scan->at++;
    size_t count = (size_t)(scan->at - digits);
    bool fraction = scan->at < scan->end && (*scan->at == '.' || *scan->at == 'e' || *scan->at == 'E');
    if (count == 0 || count > INTEGER_DIGITS_MAX || fraction || (*digits == '0' && (count > 1 || digits > from)))
        return false;
    member->kind = MEMBER_INTEGER;
    member->text = from;
    member->length = (size_t)(scan->at - from);
    return true;
}

static bool scan_plain_value(struct scan *scan, struct member *member)
{
    skip_blanks(scan);
    if (scan->at == scan->end)
        return false;
    member->kind = MEMBER_TEXT;
    if (*scan->at == '"')
        return scan_string(scan, &member->text, &member->length, &member->escaped);
    member->kind = *scan->at == 't' ? MEMBER_TRUE : *scan->at == 'f' ? MEMBER_FALSE : MEMBER_NULL;
    if (take_word(scan, "true") || take_word(scan, "false") || take_word(scan, "null"))
        return true;
    return scan_integer(scan, member);
}

static bool is_new(const struct member_list *list, cpdm_slice name)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].name.length == name.length &&
            (name.length == 0 || memcmp(list->items[i].name.data, name.data, name.length) == 0))
            return false;
    return true;
}

static struct member *scan_name(struct scan *scan, struct member_list *list)
{
    char *text;
    size_t length;
    bool escaped;
    if (!scan_string(scan, &text, &length, &escaped) || escaped || !take(scan, ':'))
        return NULL;
    cpdm_slice name = {.data = text, .length = length};
    struct member *member = is_new(list, name) ? member_add(list) : NULL;
    if (member)
        member->name = name;
    return member;
}

typedef bool scan_value_function(struct scan *scan, struct member *member, struct members *members);

static bool scan_object(struct scan *scan, struct member_list *list, scan_value_function *value,
                        struct members *members)
{
    if (!take(scan, '{'))
        return false;
    if (take(scan, '}'))
        return true;
    do {
        struct member *member = scan_name(scan, list);
        if (!member || !value(scan, member, members))
            return false;
    } while (take(scan, ','));
    return take(scan, '}');
}

static bool scan_inner_value(struct scan *scan, struct member *member, struct members *members)
{
    (void)members;
    return scan_plain_value(scan, member);
}

static bool is_named(const struct member *member, const char *name)
{
    return member->name.length == strlen(name) && memcmp(member->name.data, name, member->name.length) == 0;
}

/* The two objects go to lists of their own. */
static bool scan_top_value(struct scan *scan, struct member *member, struct members *members)
{
    bool secret = is_named(member, "secret");
    skip_blanks(scan);
    if (scan->at == scan->end || *scan->at != '{' || (!secret && !is_named(member, "options")))
        return scan_plain_value(scan, member);
    *(secret ? &members->has_secret : &members->has_options) = true;
    member->kind = MEMBER_OTHER;
    return scan_object(scan, secret ? &members->secret : &members->options, scan_inner_value, members);
}

/* The octet behind a string was its quotation mark; what is behind an integer is still needed. */
static void decode_one(struct member *member)
{
    if (member->kind == MEMBER_INTEGER)
        member->text = memcpy(member->digits, member->text, member->length);
    if (member->kind == MEMBER_TEXT && member->escaped)
        member->length = unescape(member->text, member->length);
    if (member->kind == MEMBER_INTEGER || member->kind == MEMBER_TEXT)
        member->text[member->length] = '\0';
}

static void decode(struct member_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        decode_one(&list->items[i]);
}

bool batch_scan(char *line, size_t length, struct members *members)
{
    struct scan scan = {.at = line, .end = line + length};
    members_clear(members);
    bool plain = scan_object(&scan, &members->top, scan_top_value, members);
    skip_blanks(&scan);
    if (!plain || scan.at != scan.end)
        return false;
    decode(&members->top);
    decode(&members->secret);
    decode(&members->options);
    return true;
}
