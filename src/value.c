/* SPDX-License-Identifier: MIT */
/* Values on the way to the tree: value lists, schemes, base64, numbers in range. A value that does not fit is told,
 * never bent. */
#include "value.h"

#include <inttypes.h>
#include <stdio.h>

#include "base64.h"
#include "uri.h"

/* Another fate than the row's; false when there was no memory for the reason. */
static bool decide(struct value *value, cpdm_fate fate, const char *reason, unsigned warning)
{
    value->fate = fate;
    value->reason = reason;
    value->warning = warning;
    return reason;
}

static bool from_list(struct job *job, const struct map_values *values, struct value *value)
{
    const struct map_value *found = map_value_from(values, value->text);
    if (!found)
        return decide(value, CPDM_FATE_INVALID,
                      arena_printf(&job->arena, "\"%.*s\" is not in the list \"%.*s\"", DIAG_TEXT(value->text),
                                   DIAG_TEXT(values->name)),
                      CPDM_RULE_VALUE_UNKNOWN);
    if (found->lost)
        return decide(value, CPDM_FATE_LOST, arena_copy(&job->arena, found->loss).data, CPDM_RULE_VALUE_UNKNOWN);
    value->text = found->to; /* `->`: another value is what that comes back as */
    return !found->one_way || decide(value, CPDM_FATE_DERIVED, "its node's value stands for several", 0);
}

/* What the scheme of the URI leads to, or NULL; false when there is no memory. Schemes have no case, and the canonical
 * one is lower (RFC 3986 section 3.1). */
static bool find_scheme(struct job *job, const struct map_values *values, cpdm_slice uri,
                        const struct map_value **found)
{
    cpdm_slice scheme = uri_scheme(uri);
    *found = scheme.length ? map_value_from(values, scheme) : NULL;
    if (scheme.length && !*found) {
        scheme = arena_lower(&job->arena, scheme);
        *found = scheme.data ? map_value_from(values, scheme) : NULL;
    }
    if (*found && (*found)->lost)
        *found = NULL;
    return scheme.data;
}

static bool from_scheme(struct job *job, const struct map_values *values, struct value *value)
{
    const struct map_value *found;
    if (!find_scheme(job, values, value->text, &found))
        return false;
    if (!found)
        return decide(value, CPDM_FATE_LOST, "the address has no scheme that the target knows",
                      CPDM_RULE_VALUE_UNKNOWN);
    value->text = found->to;
    return true;
}

static bool from_base64(struct job *job, struct value *value)
{
    cpdm_slice octets;
    switch (base64_decode(&job->arena, value->text, &octets)) {
    case BASE64_CANONICAL: value->text = octets; return true;
    case BASE64_OTHER: value->text = octets; return decide(value, CPDM_FATE_NORMALISED, "", 0);
    case BASE64_NO_MEMORY: break;
    case BASE64_INVALID:
        return decide(value, CPDM_FATE_NORMALISED, "not base64: taken as raw octets", CPDM_RULE_NOT_BASE64);
    }
    return false;
}

/* A decimal number: no blanks; leading zeros are left out. */
static bool from_number(struct job *job, const struct map_row *row, struct value *value)
{
    uint64_t size;
    bool negative = value->text.length > 1 && value->text.data[0] == '-';
    cpdm_slice figures = negative ? slice(value->text.data + 1, value->text.length - 1) : value->text;
    if (!slice_to_number(figures, INT32_MAX, &size))
        return decide(value, CPDM_FATE_INVALID, "not a number", CPDM_RULE_VALUE_INVALID);
    int64_t number = negative ? -(int64_t)size : (int64_t)size;
    bool below = negative && row->range_low >= 0; /* -0 too: where no number is negative there is no sign */
    if (row->has_range && (below || number < row->range_low || number > row->range_high))
        return decide(value, CPDM_FATE_INVALID,
                      arena_printf(&job->arena, "not from %" PRId64 " to %" PRId64, row->range_low, row->range_high),
                      CPDM_RULE_VALUE_INVALID);
    if (figures.data[0] != '0' || (figures.length == 1 && !negative))
        return true;
    const char *canonical = arena_printf(&job->arena, "%" PRId64, number);
    if (!canonical)
        return false;
    value->text = slice_of(canonical);
    return decide(value, CPDM_FATE_NORMALISED, "without leading zeros", 0);
}

/* That the parm is there is all it says; a value of its own does not come back. */
static bool from_flag(const struct map_row *row, struct value *value)
{
    bool silent = !value->text.length;
    value->text = row->format == CPDM_FORMAT_NULL ? slice("", 0) : SLICE("true");
    return silent || decide(value, CPDM_FATE_NORMALISED, "that it is there is all that counts", 0);
}

/* ---- Where nothing is to be said of the text ---- */

static bool is_number(const struct map_row *row, cpdm_slice text)
{
    int64_t number = 0;
    if (!text.length || text.length > 9 || (text.data[0] == '0' && text.length > 1))
        return false;
    for (size_t i = 0; i < text.length; i++) {
        unsigned figure = (unsigned)(uint8_t)text.data[i] - '0';
        if (figure > 9)
            return false;
        number = number * 10 + figure;
    }
    return !row->has_range || (number >= row->range_low && number <= row->range_high);
}

APART static cpdm_slice from_simple_list(const struct map_values *values, cpdm_slice text)
{
    const struct map_value *found = text.length ? map_value_from(values, text) : NULL;
    return found && found->simple ? found->to : slice(NULL, 0);
}

APART static cpdm_slice from_simple_scheme(struct job *job, const struct map_values *values, cpdm_slice text)
{
    const struct map_value *found;
    return text.length && find_scheme(job, values, text, &found) && found ? found->to : slice(NULL, 0);
}

APART static cpdm_slice from_plain_base64(struct job *job, cpdm_slice text)
{
    struct arena_mark mark = arena_mark(&job->arena);
    cpdm_slice octets;
    if (text.length && base64_decode(&job->arena, text, &octets) == BASE64_CANONICAL)
        return octets;
    arena_rewind(&job->arena, &mark);
    return slice(NULL, 0);
}

APART cpdm_slice value_if_simple(struct job *job, const struct cpdm_tables *tables, const struct map_taker *taker,
                                 cpdm_slice text)
{
    bool simple = false;
    switch ((enum map_reading)taker->reading) {
    case MAP_READ_BY_LIST: return from_simple_list(&tables->values[taker->list], text);
    case MAP_READ_BY_SCHEME: return from_simple_scheme(job, &tables->values[taker->list], text);
    case MAP_READ_BASE64: return from_plain_base64(job, text);
    case MAP_READ_NUMBER: simple = is_number(&tables->rows[taker - tables->takers], text); break;
    case MAP_READ_SOME: simple = text.length; break;
    case MAP_READ_ANY:
    case MAP_READ_FLAG: break;
    }
    return simple ? text : slice(NULL, 0);
}

/* ---- In all cases ---- */

bool value_to_tree(struct job *job, const struct cpdm_tables *tables, const struct map_row *row, struct value *value)
{
    if (!value->text.length && row->not_without_text)
        return decide(value, CPDM_FATE_LOST, "an empty value", 0);
    switch ((enum map_reading)row->taker->reading) {
    case MAP_READ_ANY:
    case MAP_READ_SOME: break;
    case MAP_READ_BY_SCHEME: return from_scheme(job, &tables->values[row->scheme], value);
    case MAP_READ_BY_LIST: return from_list(job, &tables->values[row->values], value);
    case MAP_READ_BASE64: return from_base64(job, value);
    case MAP_READ_NUMBER: return from_number(job, row, value);
    case MAP_READ_FLAG: return from_flag(row, value);
    }
    return true;
}

bool value_by_scheme(struct job *job, const struct map_values *values, cpdm_slice uri, cpdm_slice *text)
{
    unsigned port;
    if (uri_port(uri, &port)) {
        const char *number = arena_printf(&job->arena, "%u", port);
        *text = number ? slice_of(number) : (cpdm_slice){NULL, 0};
        return true;
    }
    const struct map_value *found = NULL;
    bool memory = find_scheme(job, values, uri, &found);
    *text = found ? found->to : slice(NULL, 0);
    return found || !memory;
}
