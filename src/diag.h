/* SPDX-License-Identifier: MIT */
/* Diagnostics: what went wrong, where, and what to do, with a stable rule id. Made in the arena, printed by nobody
 * here. */
#ifndef DIAG_H
#define DIAG_H

#include <stdarg.h>

#include "arena.h"

enum diag_rule {
#define RULE(name, number, status, explanation) CPDM_RULE_##name = number,
#include "diag-codes.h"
#undef RULE
};

struct diag_entry {
    cpdm_diagnostic diagnostic;
    struct diag_entry *next;
};

/* Where complaints of one document go. `text` is the document that offsets point into: line and column are counted from
 * it, and only when there is something to say. It is empty for binary documents. */
struct diag {
    struct arena *arena;
    cpdm_slice text;
    size_t base; /* of a binary body in the input: added to its offsets */
    bool failed;
    cpdm_diagnostic error; /* the first failure wins; later ones are its consequences */
    struct diag_entry *warnings, **warnings_end;
    size_t warning_count;
};

#define DIAG_NO_OFFSET ((size_t)-1)

enum { DIAG_WARNINGS_MAX = 100 }; /* later ones say nothing new; the report still has every parm */

void diag_init(struct diag *diag, struct arena *arena);

/* The explanation of a rule of diag-codes.h, or NULL. */
const char *diag_explanation(unsigned number);

/* Records the failure and returns its status, to be returned by the caller. Every format is a sentence without its full
 * stop; it never shows a secret. `path` and `hint` may be NULL. */
cpdm_status diag_fail(struct diag *diag, enum diag_rule rule, size_t offset, const char *path, const char *hint,
                      const char *format, ...) __attribute__((cold, format(printf, 6, 7)));
void diag_warn(struct diag *diag, enum diag_rule rule, size_t offset, const char *path, const char *hint,
               const char *format, ...) __attribute__((cold, format(printf, 6, 7)));

/* diag_warn() with a severity. */
void diag_say(struct diag *diag, cpdm_severity severity, enum diag_rule rule, size_t offset, const char *path,
              const char *hint, const char *format, va_list arguments) __attribute__((cold, format(printf, 7, 0)));

/* The warnings so far, which are the caller's from now on. */
struct diag_entry *diag_take(struct diag *diag);

/* No memory: CPDM_ERROR_LIMIT or CPDM_ERROR_MEMORY, as the arena says. Allocates nothing. */
cpdm_status diag_no_memory(struct diag *diag) __attribute__((cold));

/* Counts lines and columns, from 1, through a text (UTF-8, or UTF-16 with a byte order mark). */
struct diag_cursor {
    cpdm_slice text;
    size_t next; /* octets counted so far */
    unsigned line, column;
};

struct diag_cursor diag_cursor(cpdm_slice text);

/* Moves the cursor forward to an offset; one behind it is not gone back to. */
void diag_cursor_move(struct diag_cursor *cursor, size_t offset);

/* Line and column of one place. */
void diag_position(cpdm_slice text, size_t offset, unsigned *line, unsigned *column);

/* The first 40 octets at most, no character cut in two. */
static inline int diag_text_length(cpdm_slice text)
{
    size_t length = text.length < 40 ? text.length : 40;
    while (length && length < text.length && ((unsigned char)text.data[length] & 0xC0) == 0x80)
        length--;
    return (int)length;
}

/* For %.*s: the beginning of document text, for use in a sentence. */
#define DIAG_TEXT(s) diag_text_length(s), ((s).length ? (s).data : "")

#endif
