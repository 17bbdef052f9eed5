/* SPDX-License-Identifier: MIT */
/* Values on the way to the tree: value lists, schemes, base64, numbers in range. A value that does not fit is told,
 * never bent. */
#include "value.h"

#include <inttypes.h>
#include <stdio.h>

#include "base64.h"
#include "uri.h"

static bool refuse(struct value *value, cpdm_fate fate, const char *reason, unsigned warning)
{
    *value = (struct value){.fate = fate, .reason = reason, .warning = warning};
    return false;
}

static bool normalise(struct value *value, cpdm_slice text, const char *reason, unsigned warning)
{
    *value = (struct value){text, CPDM_FATE_NORMALISED, reason, warning};
    return false;
}

/* `FROM -> TO` in a list: another value is what TO comes back as. */
static bool derive(struct value *value, cpdm_slice text)
{
    *value = (struct value){.text = text, .fate = CPDM_FATE_DERIVED, .reason = "its node's value stands for several"};
    return false;
}

static bool from_list(struct job *job, const struct map_values *values, cpdm_slice *text, struct value *value)
{
    const struct map_value *found = map_value_from(values, *text);
    if (!found)
        return refuse(value, CPDM_FATE_INVALID,
                      arena_printf(&job->arena, "\"%.*s\" is not in the list \"%.*s\"", DIAG_TEXT(*text),
                                   DIAG_TEXT(values->name)),
                      CPDM_RULE_VALUE_UNKNOWN);
    if (found->lost)
        return refuse(value, CPDM_FATE_LOST, arena_copy(&job->arena, found->loss).data, CPDM_RULE_VALUE_UNKNOWN);
    *text = found->to;
    return found->one_way ? derive(value, *text) : true;
}

/* RFC 3986 section 3.1: schemes have no case; the canonical one is lower. `data` NULL: no memory. */
static cpdm_slice lower(struct arena *arena, cpdm_slice scheme)
{
    size_t capitals = 0;
    for (size_t i = 0; i < scheme.length; i++)
        capitals += scheme.data[i] >= 'A' && scheme.data[i] <= 'Z';
    if (!capitals)
        return scheme;
    cpdm_slice copy = arena_copy(arena, scheme);
    for (size_t i = 0; copy.data && i < copy.length; i++)
        if (copy.data[i] >= 'A' && copy.data[i] <= 'Z')
            ((char *)copy.data)[i] = (char)(copy.data[i] + ('a' - 'A'));
    return copy;
}

static bool from_scheme(struct job *job, const struct map_values *values, cpdm_slice *uri, struct value *value)
{
    cpdm_slice scheme = lower(&job->arena, uri_scheme(*uri));
    if (!scheme.data)
        return refuse(value, CPDM_FATE_INVALID, NULL, 0);
    const struct map_value *found = scheme.length ? map_value_from(values, scheme) : NULL;
    if (!found || found->lost)
        return refuse(value, CPDM_FATE_LOST, "the address has no scheme that the target knows",
                      CPDM_RULE_VALUE_UNKNOWN);
    *uri = found->to;
    return true;
}

static bool from_base64(struct job *job, cpdm_slice *text, struct value *value)
{
    cpdm_slice octets;
    switch (base64_decode(&job->arena, *text, &octets)) {
    case BASE64_CANONICAL: *text = octets; return true;
    case BASE64_OTHER: return normalise(value, octets, "", 0);
    case BASE64_NO_MEMORY: break;
    case BASE64_INVALID: return normalise(value, *text, "not base64: taken as raw octets", CPDM_RULE_NOT_BASE64);
    }
    return refuse(value, CPDM_FATE_INVALID, NULL, 0);
}

/* A decimal number: no blanks; leading zeros are left out. */
static bool from_number(struct job *job, const struct map_row *row, cpdm_slice *text, struct value *value)
{
    uint64_t size;
    bool negative = text->length > 1 && text->data[0] == '-';
    cpdm_slice figures = negative ? slice(text->data + 1, text->length - 1) : *text;
    if (!slice_to_number(figures, INT32_MAX, &size))
        return refuse(value, CPDM_FATE_INVALID, "not a number", CPDM_RULE_VALUE_INVALID);
    int64_t number = negative ? -(int64_t)size : (int64_t)size;
    if (row->has_range && (number < row->range_low || number > row->range_high))
        return refuse(value, CPDM_FATE_INVALID,
                      arena_printf(&job->arena, "not from %" PRId64 " to %" PRId64, row->range_low, row->range_high),
                      CPDM_RULE_VALUE_INVALID);
    if (figures.data[0] != '0' || (figures.length == 1 && !negative))
        return true;
    const char *canonical = arena_printf(&job->arena, "%" PRId64, number);
    return canonical ? normalise(value, slice_of(canonical), "without leading zeros", 0)
                     : refuse(value, CPDM_FATE_INVALID, NULL, 0);
}

bool value_to_tree(struct job *job, const struct cpdm_tables *tables, const struct map_row *row, cpdm_slice *text,
                   struct value *value)
{
    bool listed = row->values != MAP_NONE || row->scheme != MAP_NONE;
    if (!text->length && (row->not_empty || listed || row->format == CPDM_FORMAT_INT))
        return refuse(value, CPDM_FATE_LOST, "an empty value", 0);
    if (row->scheme != MAP_NONE)
        return from_scheme(job, &tables->values[row->scheme], text, value);
    if (row->values != MAP_NONE)
        return from_list(job, &tables->values[row->values], text, value);
    if (row->base64)
        return from_base64(job, text, value);
    if (row->format == CPDM_FORMAT_INT)
        return from_number(job, row, text, value);
    return true;
}

bool value_by_scheme(struct job *job, const struct map_values *values, cpdm_slice uri, cpdm_slice *text)
{
    unsigned port;
    struct value value;
    if (uri_port(uri, &port)) {
        const char *number = arena_printf(&job->arena, "%u", port);
        *text = number ? slice_of(number) : (cpdm_slice){NULL, 0};
        return true;
    }
    *text = uri;
    if (from_scheme(job, values, text, &value))
        return true;
    *text = (cpdm_slice){NULL, 0};
    return !value.reason;
}
