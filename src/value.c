/* SPDX-License-Identifier: MIT */
/* Values on the way to the tree: value lists, schemes, base64, numbers in range. A value that does not fit is told,
 * never bent. */
#include "value.h"

#include <inttypes.h>
#include <stdio.h>

#include "base64.h"
#include "uri.h"

static struct value kept(cpdm_slice text)
{
    return (struct value){.text = text, .fate = CPDM_FATE_MAPPED, .reason = ""};
}

static struct value refused(cpdm_fate fate, const char *reason, unsigned warning)
{
    return (struct value){.fate = fate, .reason = reason, .warning = warning};
}

static struct value from_list(struct job *job, const struct map_values *values, cpdm_slice text)
{
    const struct map_value *value = map_value_from(values, text);
    if (!value)
        return refused(
            CPDM_FATE_LOST,
            arena_printf(&job->arena, "\"%.*s\" is not in the list \"%.*s\"", DIAG_TEXT(text), DIAG_TEXT(values->name)),
            CPDM_RULE_VALUE_UNKNOWN);
    if (value->lost)
        return refused(CPDM_FATE_LOST, arena_copy(&job->arena, value->loss).data, CPDM_RULE_VALUE_UNKNOWN);
    return kept(value->to);
}

static struct value from_scheme(struct job *job, const struct map_values *values, cpdm_slice uri)
{
    cpdm_slice scheme = arena_copy(&job->arena, uri_scheme(uri));
    if (!scheme.data)
        return refused(CPDM_FATE_INVALID, NULL, 0);
    for (size_t i = 0; i < scheme.length; i++) /* RFC 3986 section 3.1: schemes have no case */
        if (scheme.data[i] >= 'A' && scheme.data[i] <= 'Z')
            ((char *)scheme.data)[i] = (char)(scheme.data[i] + ('a' - 'A'));
    const struct map_value *value = scheme.length ? map_value_from(values, scheme) : NULL;
    if (!value || value->lost)
        return refused(CPDM_FATE_LOST, "the address has no scheme that the target knows", CPDM_RULE_VALUE_UNKNOWN);
    return kept(value->to);
}

static struct value from_base64(struct job *job, cpdm_slice text)
{
    struct value value = kept(text);
    switch (base64_decode(&job->arena, text, &value.text)) {
    case BASE64_CANONICAL: break;
    case BASE64_OTHER: value.fate = CPDM_FATE_NORMALISED; break;
    case BASE64_NO_MEMORY: value.reason = NULL; break;
    case BASE64_INVALID:
        value = (struct value){text, CPDM_FATE_NORMALISED, "not base64: taken as raw octets", CPDM_RULE_NOT_BASE64};
        break;
    }
    return value;
}

/* A decimal number: no blanks; leading zeros are left out. */
static struct value from_number(struct job *job, const struct map_row *row, cpdm_slice text)
{
    uint64_t number;
    bool negative = text.length > 1 && text.data[0] == '-';
    cpdm_slice figures = negative ? slice(text.data + 1, text.length - 1) : text;
    if (!slice_to_number(figures, INT32_MAX, &number))
        return refused(CPDM_FATE_INVALID, "not a number", CPDM_RULE_VALUE_INVALID);
    int64_t value = negative ? -(int64_t)number : (int64_t)number;
    if (row->has_range && (value < row->range_low || value > row->range_high))
        return refused(CPDM_FATE_INVALID,
                       arena_printf(&job->arena, "not from %" PRId64 " to %" PRId64, row->range_low, row->range_high),
                       CPDM_RULE_VALUE_INVALID);
    if (figures.data[0] != '0' || (figures.length == 1 && !negative))
        return kept(text);
    struct value made = kept((cpdm_slice){NULL, 0});
    made.fate = CPDM_FATE_NORMALISED;
    made.reason = "without leading zeros";
    char *canonical = arena_printf(&job->arena, "%" PRId64, value);
    made.text = canonical ? slice_of(canonical) : made.text;
    return canonical ? made : refused(CPDM_FATE_INVALID, NULL, 0);
}

struct value value_to_tree(struct job *job, const struct cpdm_tables *tables, const struct map_row *row,
                           cpdm_slice text)
{
    bool listed = row->values != MAP_NONE || row->scheme != MAP_NONE;
    if (!text.length && (row->not_empty || listed || row->format == CPDM_FORMAT_INT))
        return refused(CPDM_FATE_LOST, "an empty value", 0);
    if (row->scheme != MAP_NONE)
        return from_scheme(job, &tables->values[row->scheme], text);
    if (row->values != MAP_NONE)
        return from_list(job, &tables->values[row->values], text);
    if (row->base64)
        return from_base64(job, text);
    if (row->format == CPDM_FORMAT_INT)
        return from_number(job, row, text);
    return kept(text);
}

bool value_by_scheme(struct job *job, const struct map_values *values, cpdm_slice uri, cpdm_slice *text)
{
    unsigned port;
    if (uri_port(uri, &port)) {
        const char *number = arena_printf(&job->arena, "%u", port);
        *text = number ? slice_of(number) : (cpdm_slice){NULL, 0};
        return true;
    }
    struct value value = from_scheme(job, values, uri);
    *text = value.reason ? value.text : (cpdm_slice){NULL, 0};
    return !value.reason || value.fate == CPDM_FATE_MAPPED;
}
