/* SPDX-License-Identifier: MIT */
/* WBXML out: header, strings, page switches. Inline strings; literals go to a string table made before the body. */
#ifndef WBXML_WRITE_H
#define WBXML_WRITE_H

#include "bytes.h"
#include "wbxml-tokens.h"

enum { WBXML_INDEX_MAX = 5 }; /* octets of an mb_u_int32 */

APART size_t wbxml_long_number_length(size_t number);

/* Octets of an mb_u_int32. */
static inline size_t wbxml_number_length(size_t number)
{
    return number < 0x80 ? 1 : wbxml_long_number_length(number);
}

/* Octets where room has been made. */
static inline char *append(char *to, const void *octets, size_t length)
{
    memcpy(to, octets, length);
    return to + length;
}

APART char *append_long_number(char *to, uint32_t number);

static inline char *append_number(char *to, uint32_t number)
{
    if (number >= 0x80)
        return append_long_number(to, number);
    *to = (char)number;
    return to + 1;
}

/* What a document begins with up to its string table of so many octets. */
static inline char *append_document(char *to, const struct wbxml_language *language, size_t table_length)
{
    memcpy(to, language->head, sizeof language->head);
    return append_number(to + language->head_length, (uint32_t)table_length);
}

/* Octets of the string table that wbxml_put_header() puts before those it is given: the public identifier. */
static inline size_t wbxml_table_before(const struct wbxml_language *language)
{
    return language->public_id ? 0 : strlen(language->formal_id) + 1;
}

/* Version 1.3 (PROV) or 1.2 (SyncML), public id as a number, or as the first string of the table where the language has
 * none, UTF-8, then the string table. */
void wbxml_put_header(struct bytes_writer *writer, const struct wbxml_language *language, cpdm_slice string_table);
void wbxml_put_string(struct bytes_writer *writer, cpdm_slice text);   /* STR_I text NUL; text has no NUL */
void wbxml_put_opaque(struct bytes_writer *writer, cpdm_slice octets); /* OPAQUE length octets */

/* Literal names, each once, in a string table in the making. */
struct wbxml_literals {
    struct bytes_writer table;
    struct wbxml_literal *slots; /* open addressing */
    uint32_t mask;               /* their number - 1 */
    uint64_t salt;
};

/* Room for `most` names; false when there is no memory. */
bool wbxml_literals_begin(struct wbxml_literals *literals, struct arena *arena, size_t most, uint64_t salt);

/* The index of a name, which is added where it is new. */
uint32_t wbxml_literals_index(struct wbxml_literals *literals, cpdm_slice name);

#endif
