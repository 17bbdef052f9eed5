/* SPDX-License-Identifier: MIT */
/*
 * A table to its canonical text: target, value lists, sections, in their order, columns aligned, options in a fixed
 * order. The text loads to an equal table and prints to itself. Comments are the author's and are not kept; overlays
 * are part of the table that is printed.
 */
#include "map-load.h"

#include "bytes.h"

enum {
    COLUMNS_MAX = 5, /* of a row: parm, arrow, node, format, cardinality */
    GAP = 2,
};

/* Words beyond ASCII take the room of their characters, not of their octets. */
static size_t width_of(cpdm_slice text)
{
    struct bytes_reader reader = bytes_reader(text);
    size_t width = 0;
    for (int octet = bytes_get(&reader); octet >= 0; octet = bytes_get(&reader))
        width += (octet & 0xC0) != 0x80;
    return width;
}

static void put_blanks(struct bytes_writer *out, size_t count)
{
    while (count-- > 0)
        bytes_put(out, ' ');
}

static void put_quoted(struct bytes_writer *out, cpdm_slice text)
{
    struct bytes_reader reader = bytes_reader(text);
    bytes_put(out, '"');
    for (int octet = bytes_get(&reader); octet >= 0; octet = bytes_get(&reader)) {
        if (octet == '"' || octet == '\\')
            bytes_put(out, '\\');
        bytes_put(out, (uint8_t)octet);
    }
    bytes_put(out, '"');
}

/* Words that mean something where a value stands are quoted, and what is no plain word. */
static bool needs_quotes(cpdm_slice text)
{
    static const char *const meanings[] = {"", "-", "->", "override", "remove", "first", "type", "on-request"};
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (slice_is(text, meanings[i]))
            return true;
    static const char specials[] = " \t\r{\"";
    for (size_t i = 0; i + 1 < sizeof specials; i++)
        if (memchr(text.data, specials[i], text.length))
            return true;
    return slice_starts_with(text, SLICE("#"));
}

static void put_word(struct bytes_writer *out, cpdm_slice text)
{
    if (needs_quotes(text))
        put_quoted(out, text);
    else
        bytes_put_slice(out, text);
}

static size_t word_width(cpdm_slice text)
{
    size_t width = width_of(text);
    if (!needs_quotes(text))
        return width;
    for (size_t i = 0; i < text.length; i++)
        width += memchr("\"\\", text.data[i], 2) ? 1 : 0;
    return width + 2;
}

/* A word in a column of this width. */
static void put_column(struct bytes_writer *out, cpdm_slice text, size_t width)
{
    put_word(out, text);
    put_blanks(out, width - word_width(text));
}

/* `key` and a word, two blanks before it. */
static void put_option(struct bytes_writer *out, const char *key, cpdm_slice word)
{
    put_blanks(out, GAP);
    bytes_put_slice(out, slice_of(key));
    if (word.length) {
        bytes_put_text(out, " ");
        bytes_put_slice(out, word);
    }
}

static void put_why(struct bytes_writer *out, const char *key, cpdm_slice why)
{
    put_option(out, key, (cpdm_slice){NULL, 0});
    bytes_put_text(out, " ");
    put_quoted(out, why);
}

/* Blanks before a line's end, from columns that are empty, are taken back. */
static void end_line(struct bytes_writer *out)
{
    while (!out->failed && out->next > out->start && out->next[-1] == ' ')
        out->next--;
    bytes_put_text(out, "\n");
}

/* ---- Target and value lists ---- */

static void print_target(struct bytes_writer *out, const struct cpdm_tables *tables)
{
    size_t width = 0;
    for (size_t i = 0; i < tables->property_count; i++)
        if (word_width(tables->properties[i].key) > width)
            width = word_width(tables->properties[i].key);
    bytes_put_text(out, "cpdm-map 1\n\ntarget ");
    put_word(out, tables->target);
    bytes_put_text(out, " ");
    put_quoted(out, tables->title);
    bytes_put_text(out, "\n");
    for (size_t i = 0; i < tables->property_count; i++) {
        put_blanks(out, 4);
        put_column(out, tables->properties[i].key, width + GAP);
        put_word(out, tables->properties[i].value);
        end_line(out);
    }
}

static void print_values(struct bytes_writer *out, const struct map_values *list)
{
    size_t width = 0;
    for (size_t i = 0; i < list->count; i++)
        if (word_width(list->values[i].from) > width)
            width = word_width(list->values[i].from);
    bytes_put_text(out, "\nvalues ");
    bytes_put_slice(out, list->name);
    bytes_put_text(out, "\n");
    for (size_t i = 0; i < list->count; i++) {
        const struct map_value *value = &list->values[i];
        put_blanks(out, 4);
        put_column(out, value->from, width + GAP);
        if (value->lost) {
            bytes_put_text(out, "-");
            put_why(out, "loss", value->loss);
        } else {
            if (value->one_way)
                bytes_put_text(out, "->  ");
            put_word(out, value->to);
        }
        end_line(out);
    }
}

/* ---- Rows ---- */

static cpdm_slice arrow_text(enum map_arrow arrow)
{
    switch (arrow) {
    case MAP_BOTH: return SLICE("<->");
    case MAP_TO_TREE: return SLICE(" ->");
    case MAP_TO_DOCUMENT: return SLICE("<-");
    }
    return SLICE("");
}

static cpdm_slice cardinality_text(enum map_cardinality cardinality)
{
    switch (cardinality) {
    case MAP_ONE: return SLICE("1");
    case MAP_OPTIONAL: return SLICE("?");
    case MAP_MANY: return SLICE("*");
    case MAP_SOME: return SLICE("+");
    }
    return SLICE("");
}

static void columns_of(const struct map_row *row, cpdm_slice columns[COLUMNS_MAX])
{
    bool leaf = row->goal == MAP_GOAL_NODE;
    columns[0] = row->parm;
    columns[1] = arrow_text(row->arrow);
    columns[2] = row->node;
    columns[3] = leaf ? slice_of(cpdm_format_name(row->format)) : SLICE("");
    columns[4] = leaf ? cardinality_text(row->cardinality) : SLICE("");
}

static void put_range(struct bytes_writer *out, const struct map_row *row)
{
    char *text = arena_printf(out->arena, "%lld..%lld", (long long)row->range_low, (long long)row->range_high);
    if (text)
        put_option(out, "range", slice_of(text));
    else
        out->failed = true;
}

/* The name of a characteristic type that a section has. */
static cpdm_slice type_text(const struct cpdm_tables *tables, uint16_t name)
{
    return name < CP_NAME_COUNT ? cp_name_text((enum cp_name)name) : tables->vendor_names[name - CP_NAME_COUNT].text;
}

static void put_default(struct bytes_writer *out, const struct cpdm_tables *tables, const struct map_row *row)
{
    switch (row->default_kind) {
    case MAP_DEFAULT_NONE: return;
    case MAP_DEFAULT_TEXT: put_why(out, "default", row->default_text); return;
    case MAP_DEFAULT_LOOKUP:
        put_option(out, "default", tables->values[row->default_values].name);
        bytes_put_text(out, " of ");
        bytes_put_slice(out, row->default_of);
        return;
    }
}

static void put_options(struct bytes_writer *out, const struct cpdm_tables *tables, const struct map_row *row)
{
    static const cpdm_slice nothing = {NULL, 0};
    if (row->goal == MAP_GOAL_LOSS)
        put_why(out, "loss", row->why);
    if (row->goal == MAP_GOAL_SIGNAL)
        put_option(out, "signal", row->signal);
    if (row->goal == MAP_GOAL_NAME)
        put_option(out, "key", nothing);
    if (row->first)
        put_option(out, "first", nothing);
    if (row->several)
        put_option(out, "several", nothing);
    if (row->family != MAP_FAMILY_ANY)
        put_option(out, "family", row->family == MAP_FAMILY_IPV4 ? SLICE("ipv4") : SLICE("ipv6"));
    if (row->secret)
        put_option(out, "secret", nothing);
    if (row->base64)
        put_option(out, "base64", nothing);
    if (row->flag)
        put_option(out, "flag", nothing);
    if (row->not_empty)
        put_option(out, "not-empty", nothing);
    if (row->has_range)
        put_range(out, row);
    if (row->values != MAP_NONE)
        put_option(out, "values", tables->values[row->values].name);
    if (row->scheme != MAP_NONE)
        put_option(out, "scheme", tables->values[row->scheme].name);
    if (row->digest_of.length) {
        put_option(out, "digest", SLICE("md5 "));
        bytes_put_slice(out, row->digest_of);
    }
    put_default(out, tables, row);
    if (row->setting.length)
        put_option(out, "setting", row->setting);
    if (row->reference != MAP_NONE)
        put_option(out, "ref", type_text(tables, row->reference));
    if (row->reference_uri)
        put_option(out, "ref-uri", nothing);
    if (row->same_as != MAP_NONE)
        put_option(out, "same-as", type_text(tables, row->same_as));
    if (row->equal.length)
        put_option(out, "warn-unless-equal", row->equal);
}

static void print_rows(struct bytes_writer *out, const struct cpdm_tables *tables, const struct map_section *section)
{
    size_t widths[COLUMNS_MAX] = {0};
    cpdm_slice columns[COLUMNS_MAX];
    const struct map_row *rows = &tables->rows[section->first_row];
    for (size_t r = 0; r < section->row_count; r++) {
        columns_of(&rows[r], columns);
        for (size_t i = 0; i < COLUMNS_MAX; i++)
            if (width_of(columns[i]) > widths[i])
                widths[i] = width_of(columns[i]);
    }
    for (size_t r = 0; r < section->row_count; r++) {
        columns_of(&rows[r], columns);
        put_blanks(out, GAP);
        for (size_t i = 0; i < COLUMNS_MAX; i++) {
            put_blanks(out, widths[i] ? GAP : 0);
            bytes_put_slice(out, columns[i]);
            put_blanks(out, widths[i] - width_of(columns[i]));
        }
        put_options(out, tables, &rows[r]);
        end_line(out);
    }
}

/* ---- Sections ---- */

static void put_when(struct bytes_writer *out, const struct map_section *section)
{
    if (section->when.length == 0)
        return;
    put_option(out, "when", section->when);
    bytes_put_slice(out, section->when_count == 1 ? SLICE(" =") : SLICE(" in"));
    for (size_t i = 0; i < section->when_count; i++) {
        bytes_put_text(out, " ");
        put_word(out, section->when_values[i]);
    }
}

static void put_head(struct bytes_writer *out, const struct map_section *section)
{
    bytes_put_text(out, "[");
    bytes_put_slice(out, section->path);
    bytes_put_text(out, "]");
}

/* What stands behind the path of a head. */
static void put_node(struct bytes_writer *out, const struct map_section *section)
{
    put_blanks(out, GAP);
    bytes_put_slice(out, section->node);
    put_when(out, section);
    if (section->first)
        put_why(out, "first", section->first_why);
    if (section->mo_type.length)
        put_why(out, "type", section->mo_type);
    if (section->on_request)
        put_option(out, "on-request", (cpdm_slice){NULL, 0});
}

/* The heads that share the rows of this section stand behind it, with the sections that they imply between them. */
static void print_section(struct bytes_writer *out, const struct cpdm_tables *tables, uint16_t index)
{
    const struct map_section *section = &tables->sections[index];
    bytes_put_text(out, "\n");
    put_head(out, section);
    for (uint16_t i = index; i < tables->section_count; i++)
        if (tables->sections[i].alias_of == index) {
            bytes_put_text(out, " ");
            put_head(out, &tables->sections[i]);
        }
    put_node(out, section);
    bytes_put_text(out, "\n");
    print_rows(out, tables, section);
}

static const char *finish_text(struct bytes_writer *out)
{
    cpdm_slice text;
    bytes_put(out, '\0');
    return bytes_finish(out, &text) ? text.data : NULL;
}

const char *map_head_text(struct arena *arena, const struct map_section *section)
{
    struct bytes_writer out = bytes_writer(arena, 128);
    put_head(&out, section);
    put_node(&out, section);
    return finish_text(&out);
}

const char *map_row_text(struct arena *arena, const struct cpdm_tables *tables, const struct map_row *row)
{
    struct bytes_writer out = bytes_writer(arena, 128);
    cpdm_slice columns[COLUMNS_MAX];
    columns_of(row, columns);
    if (row->arrow == MAP_TO_TREE)
        columns[1] = SLICE("->"); /* without the blank that aligns it */
    for (size_t i = 0; i < COLUMNS_MAX; i++) {
        put_blanks(&out, i && columns[i].length ? GAP : 0);
        bytes_put_slice(&out, columns[i]);
    }
    put_options(&out, tables, row);
    return finish_text(&out);
}

cpdm_status map_print(struct cpdm_tables *tables, cpdm_slice *text)
{
    struct bytes_writer out = bytes_writer(&tables->arena, 4096);
    print_target(&out, tables);
    for (uint16_t i = 0; i < tables->value_count; i++)
        if (tables->values[i].used)
            print_values(&out, &tables->values[i]);
    for (uint16_t i = 0; i < tables->section_count; i++)
        if (!tables->sections[i].implied && tables->sections[i].alias_of == MAP_NONE)
            print_section(&out, tables, i);
    return bytes_finish(&out, text) ? CPDM_OK : CPDM_ERROR_MEMORY;
}
