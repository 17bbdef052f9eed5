/* SPDX-License-Identifier: MIT */
/* Diagnostics: made once, located when made. Formatting costs nothing on the way of a sound document. */
#include "diag.h"

#include <stdio.h>

struct rule {
    cpdm_status status;
    unsigned number;
    const char *explanation;
};

static const struct rule rules[] = {
#define RULE(name, number, status, explanation) {status, number, explanation},
#include "diag-codes.h"
#undef RULE
};

static const struct rule *find_rule(unsigned number)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].number == number)
            return &rules[i];
    return NULL;
}

const char *diag_explanation(unsigned number)
{
    const struct rule *rule = find_rule(number);
    return rule ? rule->explanation : NULL;
}

void diag_init(struct diag *diag, struct arena *arena)
{
    diag->arena = arena;
    diag->text = slice("", 0);
    diag->base = 0;
    diag->failed = false; /* and nobody asks for `error` */
    diag_take(diag);
}

/* 2 for UTF-16 in either order, told by its byte order mark; else 1. */
static size_t unit_of(cpdm_slice text)
{
    return slice_starts_with(text, SLICE("\xFE\xFF")) || slice_starts_with(text, SLICE("\xFF\xFE")) ? 2 : 1;
}

struct diag_cursor diag_cursor(cpdm_slice text)
{
    return (struct diag_cursor){text, unit_of(text) == 2 ? 2 : 0, 1, 1};
}

/* Units of two octets. */
static void move_in_utf16(struct diag_cursor *cursor, size_t offset)
{
    const uint8_t *p = (const uint8_t *)cursor->text.data;
    size_t i = cursor->next;
    bool big = p[0] == 0xFE;
    for (; i + 2 <= cursor->text.length && i < offset; i += 2) {
        bool newline = p[i] == (big ? 0 : '\n') && p[i + 1] == (big ? '\n' : 0);
        cursor->line += newline;
        cursor->column = newline ? 1 : cursor->column + 1;
    }
    cursor->next = i;
}

/* Octets that begin a character. */
static void move_in_octets(struct diag_cursor *cursor, size_t offset)
{
    const char *next = cursor->text.data + cursor->next, *newline;
    const char *end = cursor->text.data + (offset < cursor->text.length ? offset : cursor->text.length);
    if (next >= end)
        return;
    cursor->next = (size_t)(end - cursor->text.data);
    while ((newline = memchr(next, '\n', (size_t)(end - next))) != NULL) {
        cursor->line++;
        cursor->column = 1;
        next = newline + 1;
    }
    unsigned begun = 0;
    for (; next < end; next++)
        begun += ((unsigned char)*next & 0xC0) != 0x80;
    cursor->column += begun;
}

void diag_cursor_move(struct diag_cursor *cursor, size_t offset)
{
    if (unit_of(cursor->text) == 2)
        move_in_utf16(cursor, offset);
    else
        move_in_octets(cursor, offset);
}

void diag_position(cpdm_slice text, size_t offset, unsigned *line, unsigned *column)
{
    struct diag_cursor cursor = diag_cursor(text);
    diag_cursor_move(&cursor, offset);
    *line = cursor.line;
    *column = cursor.column;
}

static char *format_sentence(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *text = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

/* Control characters would break the message's line, or play with a terminal: what is not printable ASCII or UTF-8
 * becomes '?'. */
static void make_printable(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            *text = '?';
}

static cpdm_diagnostic make(const struct diag *diag, enum diag_rule number, cpdm_severity severity, size_t offset,
                            const char *path, const char *hint, const char *sentence)
{
    const struct rule *rule = find_rule(number);
    cpdm_diagnostic made = {
        .rule = number,
        .status = rule ? rule->status : CPDM_ERROR_INTERNAL,
        .severity = severity,
        .offset = offset == DIAG_NO_OFFSET || diag->text.length ? offset : offset + diag->base,
        .source = "",
        .path = path ? path : "",
        .sentence = sentence,
        .hint = hint ? hint : "",
    };
    if (diag->text.length && offset != DIAG_NO_OFFSET)
        diag_position(diag->text, offset, &made.line, &made.column);
    return made;
}

cpdm_status diag_fail(struct diag *diag, enum diag_rule rule, size_t offset, const char *path, const char *hint,
                      const char *format, ...)
{
    if (diag->failed)
        return diag->error.status;
    va_list arguments;
    va_start(arguments, format);
    diag->arena->limit = SIZE_MAX; /* the sentence itself is not the document's doing */
    char *sentence = format_sentence(diag->arena, format, arguments);
    va_end(arguments);
    if (!sentence)
        return diag_no_memory(diag);
    make_printable(sentence);
    diag->error = make(diag, rule, CPDM_SEVERITY_ERROR, offset, path, hint, sentence);
    diag->failed = true;
    return diag->error.status;
}

void diag_say(struct diag *diag, cpdm_severity severity, enum diag_rule rule, size_t offset, const char *path,
              const char *hint, const char *format, va_list arguments)
{
    if (diag->warning_count >= DIAG_WARNINGS_MAX)
        return;
    struct diag_entry *entry = arena_alloc(diag->arena, sizeof *entry);
    char *sentence = entry ? format_sentence(diag->arena, format, arguments) : NULL;
    if (!sentence) {
        diag_no_memory(diag);
        return;
    }
    make_printable(sentence);
    *entry = (struct diag_entry){make(diag, rule, severity, offset, path, hint, sentence), NULL};
    *diag->warnings_end = entry;
    diag->warnings_end = &entry->next;
    diag->warning_count++;
}

void diag_warn(struct diag *diag, enum diag_rule rule, size_t offset, const char *path, const char *hint,
               const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diag_say(diag, CPDM_SEVERITY_WARNING, rule, offset, path, hint, format, arguments);
    va_end(arguments);
}

struct diag_entry *diag_take(struct diag *diag)
{
    struct diag_entry *taken = diag->warnings;
    diag->warnings = NULL;
    diag->warnings_end = &diag->warnings;
    diag->warning_count = 0;
    return taken;
}

cpdm_status diag_no_memory(struct diag *diag)
{
    if (diag->failed)
        return diag->error.status;
    bool limited = diag->arena->limited;
    diag->error = limited ? make(diag, CPDM_RULE_MEMORY_LIMIT, CPDM_SEVERITY_ERROR, DIAG_NO_OFFSET, NULL,
                                 "--limit memory=N raises it", "the document needs more memory than its size explains")
                          : make(diag, CPDM_RULE_MEMORY, CPDM_SEVERITY_ERROR, DIAG_NO_OFFSET, NULL, NULL,
                                 "there is no memory left");
    diag->failed = true;
    return diag->error.status;
}
