/* SPDX-License-Identifier: MIT */
/* Whether two tables mean the same. Everything is compared but the places: also what was compiled from the text. */
#include "map-load.h"

static bool equal_properties(const struct cpdm_tables *a, const struct cpdm_tables *b)
{
    bool same =
        slice_equal(a->target, b->target) && slice_equal(a->title, b->title) && a->property_count == b->property_count;
    for (size_t i = 0; same && i < a->property_count; i++)
        same = slice_equal(a->properties[i].key, b->properties[i].key) &&
               slice_equal(a->properties[i].value, b->properties[i].value);
    return same;
}

static bool equal_list(const struct map_values *a, const struct map_values *b)
{
    bool same = slice_equal(a->name, b->name) && a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        const struct map_value *x = &a->values[i], *y = &b->values[i];
        same = slice_equal(x->from, y->from) && slice_equal(x->to, y->to) && slice_equal(x->loss, y->loss) &&
               x->lost == y->lost && x->one_way == y->one_way;
    }
    return same;
}

static size_t skip_unused(const struct cpdm_tables *tables, size_t i)
{
    while (i < tables->value_count && !tables->values[i].used)
        i++;
    return i;
}

static bool equal_lists(const struct cpdm_tables *a, const struct cpdm_tables *b)
{
    size_t i = skip_unused(a, 0), j = skip_unused(b, 0);
    bool same = true;
    for (; same && i < a->value_count && j < b->value_count; i = skip_unused(a, i + 1), j = skip_unused(b, j + 1))
        same = equal_list(&a->values[i], &b->values[j]);
    return same && i == a->value_count && j == b->value_count;
}

static bool equal_slices(const cpdm_slice *a, const cpdm_slice *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!slice_equal(a[i], b[i]))
            return false;
    return true;
}

static bool equal_row_columns(const struct map_row *a, const struct map_row *b)
{
    return slice_equal(a->parm, b->parm) && a->parm_segments == b->parm_segments &&
           equal_slices(a->parm_path, b->parm_path, a->parm_segments) && a->parm_name == b->parm_name &&
           a->arrow == b->arrow && a->goal == b->goal && slice_equal(a->node, b->node) &&
           a->node_segments == b->node_segments && equal_slices(a->node_path, b->node_path, a->node_segments) &&
           a->numbered == b->numbered && a->format == b->format && a->cardinality == b->cardinality &&
           a->section == b->section && a->next_same == b->next_same;
}

static bool equal_row_options(const struct map_row *a, const struct map_row *b)
{
    return slice_equal(a->why, b->why) && slice_equal(a->signal, b->signal) && a->first == b->first &&
           a->flag == b->flag && a->several == b->several && a->family == b->family && a->secret == b->secret &&
           a->base64 == b->base64 && a->not_empty == b->not_empty && a->has_range == b->has_range &&
           a->range_low == b->range_low && a->range_high == b->range_high && a->values == b->values &&
           a->scheme == b->scheme && a->default_kind == b->default_kind &&
           slice_equal(a->default_text, b->default_text) && a->default_values == b->default_values &&
           slice_equal(a->default_of, b->default_of) && a->default_of_name == b->default_of_name &&
           slice_equal(a->digest_of, b->digest_of) && a->digest_name == b->digest_name &&
           slice_equal(a->setting, b->setting) && a->reference_uri == b->reference_uri &&
           a->reference == b->reference && a->same_as == b->same_as && slice_equal(a->equal, b->equal) &&
           a->equal_up == b->equal_up && a->equal_name == b->equal_name && a->taker->reading == b->taker->reading;
}

static bool equal_numbers(const uint16_t *a, const uint16_t *b, size_t count)
{
    return count == 0 || memcmp(a, b, count * sizeof *a) == 0;
}

static bool equal_segments(const struct map_section *a, const struct map_section *b)
{
    bool same = a->segment_count == b->segment_count && a->permanent == b->permanent;
    for (size_t i = 0; same && i < a->segment_count; i++) {
        const struct map_segment *x = &a->segments[i], *y = &b->segments[i];
        same = slice_equal(x->text, y->text) && x->naming == y->naming && x->exact == y->exact && x->parm == y->parm &&
               x->values == y->values;
    }
    return same;
}

static bool equal_heads(const struct map_section *a, const struct map_section *b)
{
    return slice_equal(a->path, b->path) && a->type_count == b->type_count &&
           equal_slices(a->types, b->types, a->type_count) && a->type_name == b->type_name &&
           a->alias_of == b->alias_of && slice_equal(a->node, b->node) && a->kind == b->kind && equal_segments(a, b) &&
           slice_equal(a->when, b->when) && a->when_name == b->when_name && a->when_count == b->when_count &&
           equal_slices(a->when_values, b->when_values, a->when_count) && a->first == b->first &&
           slice_equal(a->first_why, b->first_why) && slice_equal(a->mo_type, b->mo_type) &&
           a->on_request == b->on_request;
}

static bool equal_dispatch(const struct map_section *a, const struct map_section *b, size_t names)
{
    return a->implied == b->implied && a->parent == b->parent && a->next_same == b->next_same && a->star == b->star &&
           equal_numbers(a->row_of, b->row_of, names) && equal_numbers(a->child_of, b->child_of, names) &&
           a->checked_count == b->checked_count && equal_numbers(a->checked, b->checked, a->checked_count) &&
           a->beside_count == b->beside_count && equal_numbers(a->beside, b->beside, a->beside_count) &&
           a->first_row == b->first_row && a->row_count == b->row_count;
}

static bool equal_names(const struct cpdm_tables *a, const struct cpdm_tables *b)
{
    bool same =
        a->name_count == b->name_count && a->vendor_count == b->vendor_count && a->vendor_mask == b->vendor_mask;
    for (size_t i = 0; same && i < a->vendor_count; i++)
        same = slice_equal(a->vendor_names[i].text, b->vendor_names[i].text);
    return same;
}

bool map_equal(const struct cpdm_tables *a, const struct cpdm_tables *b)
{
    bool same = equal_properties(a, b) && equal_names(a, b) && equal_lists(a, b) &&
                a->section_count == b->section_count && a->row_count == b->row_count &&
                a->root_count == b->root_count && equal_numbers(a->root_of, b->root_of, a->name_count) &&
                equal_numbers(a->root_order, b->root_order, a->root_count);
    for (size_t i = 0; same && i < a->section_count; i++)
        same = equal_heads(&a->sections[i], &b->sections[i]) &&
               equal_dispatch(&a->sections[i], &b->sections[i], a->name_count);
    for (size_t i = 0; same && i < a->row_count; i++)
        same = equal_row_columns(&a->rows[i], &b->rows[i]) && equal_row_options(&a->rows[i], &b->rows[i]);
    return same;
}
