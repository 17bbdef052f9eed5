/* SPDX-License-Identifier: MIT */
/* Values on the way back to a document: lists from right to left, octets to base64, numbers in range. */
#include "value-back.h"

#include "base64.h"

static bool refuse(struct value_back *value, const char *reason)
{
    value->reason = reason;
    return false;
}

bool value_from_list(const struct map_values *values, cpdm_slice *text)
{
    for (size_t i = 0; i < values->count; i++) {
        const struct map_value *one = &values->values[i];
        if (!one->lost && !one->one_way && slice_equal(one->to, *text)) {
            *text = one->from;
            return true;
        }
    }
    return false;
}

bool value_has_family(enum map_family family, cpdm_slice text)
{
    bool six = text.length && memchr(text.data, ':', text.length);
    switch (family) {
    case MAP_FAMILY_ANY: return true;
    case MAP_FAMILY_IPV4: return !six;
    case MAP_FAMILY_IPV6: return six;
    }
    return true;
}

static bool from_list(struct job *job, const struct map_values *values, struct value_back *value)
{
    return value_from_list(values, &value->text) ||
           refuse(value, arena_printf(&job->arena, "\"%.*s\" is the counterpart of nothing in the list \"%.*s\"",
                                      DIAG_TEXT(value->text), DIAG_TEXT(values->name)));
}

/* The parm without a value, or none. */
static bool from_flag(struct value_back *value)
{
    if (slice_is(value->text, "false") || slice_is(value->text, "0")) {
        value->fate = CPDM_FATE_DERIVED;
        value->reason = "false is no parm";
        return true;
    }
    value->has_value = false;
    return slice_is(value->text, "true") || slice_is(value->text, "1") || refuse(value, "neither true nor false");
}

/* A node of text where octets are wanted holds them as they are (as stacks do that know no bin). */
static bool from_octets(struct job *job, struct value_back *value)
{
    struct bytes_writer out = bytes_writer(&job->arena, (value->text.length + 2) / 3 * 4);
    base64_put(&out, value->text);
    return bytes_finish(&out, &value->text) || refuse(value, NULL);
}

static bool from_number(struct job *job, const struct map_row *row, struct value_back *value)
{
    struct value seen = {.text = value->text, .fate = CPDM_FATE_MAPPED};
    const struct map_taker reading = {.reading = MAP_READ_NUMBER};
    const struct map_row number = {.taker = &reading,
                                   .not_without_text = true,
                                   .has_range = row->has_range,
                                   .range_low = row->range_low,
                                   .range_high = row->range_high};
    if (!value_to_tree(job, NULL, &number, &seen))
        return refuse(value, NULL);
    if (seen.fate > CPDM_FATE_NORMALISED)
        return refuse(value, value->text.length ? seen.reason : "not a number");
    *value = (struct value_back){seen.text, value->has_value, seen.fate, seen.reason ? seen.reason : ""};
    return true;
}

bool value_to_document(struct job *job, const struct cpdm_tables *tables, const struct map_row *row,
                       const struct dm_node *node, struct value_back *value)
{
    size_t bad;
    *value = (struct value_back){node->value, node->format != CPDM_FORMAT_NULL, CPDM_FATE_MAPPED, ""};
    if (row->base64)
        return from_octets(job, value);
    if (!slice_is_xml_text(node->value, &bad))
        return refuse(value, "octets that are no text");
    if (row->flag)
        return from_flag(value);
    if (row->values != MAP_NONE)
        return from_list(job, &tables->values[row->values], value);
    if (row->format == CPDM_FORMAT_INT || row->has_range)
        return from_number(job, row, value);
    if (!value->text.length && row->not_empty) {
        value->fate = CPDM_FATE_DERIVED;
        value->reason = "an empty value";
    }
    return true;
}
