/* SPDX-License-Identifier: MIT */
/*
 * Rows into members:
 *
 *   row     = id TAB doc_b64 [ TAB content_type [ TAB secret [ TAB options ] ] ]
 *   secret  = options = [ name "=" value *( ";" name "=" value ) ]
 *   value   = any text; \\ \n \r \t and \xNN stand for a character, so \x3B for a semicolon
 *
 * A column that is empty is absent. "encoding" stands among the options.
 */
#include "batch-row.h"

#include <string.h>

#include <glib.h>

#include "plain.h"

enum { COLUMNS_MAX = 5 };

struct columns {
    struct {
        char *text;
        size_t length;
    } items[COLUMNS_MAX];
    size_t count;
};

/* False where there are more than there may be. */
static bool split(char *line, size_t length, size_t most, struct columns *columns)
{
    columns->count = 0;
    for (char *end = line + length;; columns->count++) {
        if (columns->count == most)
            return false;
        char *tab = memchr(line, '\t', (size_t)(end - line));
        columns->items[columns->count].text = line;
        columns->items[columns->count].length = (size_t)((tab ? tab : end) - line);
        if (!tab)
            break;
        line = tab + 1;
    }
    columns->count++;
    return true;
}

/* What stands behind a backslash; its length, or 0 where it is nothing. */
static size_t escaped(const char *text, size_t length, char *c)
{
    static const char letters[] = "\\nrt", meanings[] = "\\\n\r\t";
    const char *letter = length > 1 && text[1] ? strchr(letters, text[1]) : NULL;
    if (letter) {
        *c = meanings[letter - letters];
        return 2;
    }
    if (length < 4 || text[1] != 'x' || !g_ascii_isxdigit(text[2]) || !g_ascii_isxdigit(text[3]))
        return 0;
    *c = (char)(g_ascii_xdigit_value(text[2]) << 4 | g_ascii_xdigit_value(text[3]));
    return 4;
}

static bool decode_escapes(char *text, size_t *length)
{
    char *to = text;
    for (size_t i = 0; i < *length;) {
        char c = text[i];
        size_t used = c == '\\' ? escaped(text + i, *length - i, &c) : 1;
        if (used == 0)
            return false;
        *to++ = c;
        i += used;
    }
    *length = (size_t)(to - text);
    return g_utf8_validate(text, (gssize)*length, NULL);
}

/* Decodes where it stands, and puts a NUL behind it: over the TAB, semicolon or line end. */
static bool decode(char *text, size_t *length)
{
    bool sound = plain_is(text, *length) || decode_escapes(text, length);
    text[*length] = '\0';
    return sound;
}

static const char *add(struct member_list *list, const char *name, size_t name_length, char *text, size_t length)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].name.length == name_length && memcmp(list->items[i].name.data, name, name_length) == 0)
            return "a name stands twice in a row";
    struct member *member = member_add(list);
    if (!member)
        return "a row has more than 32 names";
    member->name = (cpdm_slice){.data = name, .length = name_length};
    member->kind = MEMBER_TEXT;
    member->text = text;
    member->length = length;
    return decode(member->text, &member->length) ? NULL : "an escape in a row is none, or the row is not UTF-8";
}

static const char *add_column(struct members *members, const char *name, const struct columns *columns, size_t index)
{
    if (index >= columns->count || columns->items[index].length == 0)
        return NULL;
    return add(&members->top, name, strlen(name), columns->items[index].text, columns->items[index].length);
}

/* Flags are words here, so the words of JSON mean what they mean there. */
static void take_words(struct member_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct member *member = &list->items[i];
        if (member->kind == MEMBER_TEXT && strcmp(member->text, "true") == 0)
            member->kind = MEMBER_TRUE;
        else if (member->kind == MEMBER_TEXT && strcmp(member->text, "false") == 0)
            member->kind = MEMBER_FALSE;
    }
}

static bool is_encoding(const char *name, size_t length)
{
    return length == strlen("encoding") && memcmp(name, "encoding", length) == 0;
}

static const char *add_pairs(struct members *members, struct member_list *list, const struct columns *columns,
                             size_t index)
{
    if (index >= columns->count)
        return NULL;
    char *at = columns->items[index].text, *end = at + columns->items[index].length;
    const char *wrong = NULL;
    while (at < end && !wrong) {
        char *semicolon = memchr(at, ';', (size_t)(end - at)), *pair_end = semicolon ? semicolon : end;
        char *equals = memchr(at, '=', (size_t)(pair_end - at));
        if (!equals)
            return "a secret or option in a row is not name=value";
        size_t name = (size_t)(equals - at);
        wrong =
            add(is_encoding(at, name) ? &members->top : list, at, name, equals + 1, (size_t)(pair_end - equals - 1));
        at = pair_end + 1;
    }
    return wrong;
}

/* `index` is the column behind the id. */
static const char *add_rest(struct members *members, const struct columns *columns, size_t index)
{
    const char *wrong = add_column(members, "id", columns, 0);
    if (!wrong)
        wrong = add_column(members, "content_type", columns, index);
    if (!wrong)
        wrong = add_pairs(members, &members->secret, columns, index + 1);
    if (!wrong)
        wrong = add_pairs(members, &members->options, columns, index + 2);
    take_words(&members->options);
    members->has_secret = members->secret.count > 0;
    members->has_options = members->options.count > 0;
    return wrong;
}

const char *batch_row_read(char *line, size_t length, struct members *members)
{
    struct columns columns;
    members_clear(members);
    if (length && line[length - 1] == '\r')
        length--;
    if (!split(line, length, COLUMNS_MAX, &columns))
        return "a row has at most five columns";
    const char *wrong = add_column(members, "doc_b64", &columns, 1);
    return wrong ? wrong : add_rest(members, &columns, 2);
}

static void take_document(struct members *members, char *octets, size_t length)
{
    members->document.kind = MEMBER_TEXT;
    members->document.text = octets;
    members->document.length = length;
}

const char *batch_frame_read(char *octets, size_t length, struct members *members)
{
    static const char mark[] = "cpdm\t";
    struct columns columns;
    size_t mark_length = sizeof mark - 1;
    members_clear(members);
    if (length < mark_length || memcmp(octets, mark, mark_length) != 0) {
        take_document(members, octets, length);
        return NULL;
    }
    char *row = octets + mark_length, *line_end = memchr(row, '\n', length - mark_length);
    if (!line_end)
        return "the row before the document has no end";
    take_document(members, line_end + 1, length - (size_t)(line_end + 1 - octets));
    if (!split(row, (size_t)(line_end - row), COLUMNS_MAX - 1, &columns))
        return "a row before a document has at most four columns";
    return add_rest(members, &columns, 1);
}
