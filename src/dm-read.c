/* SPDX-License-Identifier: MIT */
/*
 * Received nodes into a tree (DM Tree and Description section 6): names that are safe, values that fit their format, no
 * node twice, nothing below a leaf. Order does not matter: a node may come behind what is below it.
 */
#include "dm-read.h"

bool dm_read_begin(struct dm_reader *reader, struct job *job, struct xml_reader *xml)
{
    *reader = (struct dm_reader){.job = job, .xml = xml, .tree = job_alloc(job, sizeof(struct cpdm_tree))};
    if (reader->tree)
        dm_tree_init(reader->tree);
    return reader->tree;
}

/* ---- Complaints ---- */

cpdm_status dm_read_fail(struct dm_reader *reader, enum diag_rule rule, const struct syncml_node *node,
                         const char *sentence, cpdm_slice detail)
{
    struct job *job = reader->job;
    return diag_fail(&job->diag, rule, node->offset, syncml_path(&job->arena, node),
                     rule == CPDM_RULE_VALUE_LIMIT ? "--limit value=N raises it" : NULL, "%s%.*s", sentence,
                     DIAG_TEXT(detail));
}

cpdm_status dm_read_fail_value(struct dm_reader *reader, enum diag_rule rule, const struct syncml_node *node,
                               const char *must)
{
    struct job *job = reader->job;
    return diag_fail(&job->diag, rule, node->offset, syncml_path(&job->arena, node), NULL,
                     "%.*s is \"%.*s\", and must be %s", DIAG_TEXT(syncml_name(node)), DIAG_TEXT(node->text), must);
}

bool dm_read_blames_path(const struct dm_reader *reader)
{
    return reader->sentence[strlen(reader->sentence) - 1] == ' ';
}

cpdm_status dm_read_fail_place(struct dm_reader *reader, const struct syncml_node *path,
                               const struct syncml_node *value)
{
    if (!reader->sentence)
        return reader->job->diag.error.status;
    bool blamed = dm_read_blames_path(reader);
    return dm_read_fail(reader, reader->rule, blamed ? path : value, reader->sentence,
                        blamed ? path->text : slice("", 0));
}

static struct dm_node *fault(struct dm_reader *reader, enum diag_rule rule, const char *sentence)
{
    reader->rule = rule;
    reader->sentence = sentence;
    return NULL;
}

/* ---- Formats ---- */

bool dm_read_format(cpdm_slice name, cpdm_format *format)
{
    *format = CPDM_FORMAT_BIN;
    if (slice_is(name, "b64"))
        return true;
    for (*format = CPDM_FORMAT_NODE; *format <= CPDM_FORMAT_NULL; ++*format)
        if (slice_is(name, cpdm_format_name(*format)))
            return true;
    return false;
}

static bool is_integer(cpdm_slice text)
{
    uint64_t number;
    bool sign = text.length > 1 && (text.data[0] == '-' || text.data[0] == '+');
    return slice_to_number(sign ? slice(text.data + 1, text.length - 1) : text, UINT64_MAX, &number);
}

/* What is wrong with a value of this format; NULL when nothing is. */
static const char *find_fault(cpdm_format format, cpdm_slice value)
{
    switch (format) {
    case CPDM_FORMAT_NODE: return value.length ? "the value of an interior node is not empty" : NULL;
    case CPDM_FORMAT_NULL: return value.length ? "the value of a null node is not empty" : NULL;
    case CPDM_FORMAT_INT: return is_integer(value) ? NULL : "the value of an int node is not an integer";
    case CPDM_FORMAT_BOOL:
        return slice_is(value, "true") || slice_is(value, "false") ? NULL
                                                                   : "the value of a bool node is not true or false";
    case CPDM_FORMAT_CHR:
    case CPDM_FORMAT_BIN:
    case CPDM_FORMAT_XML: break;
    }
    return NULL;
}

/* ---- Places ---- */

/* Nodes that every device has (DM standardised objects 1.1.2 section 5.2). */
static bool is_permanent(cpdm_slice uri)
{
    return slice_is(uri, "./SyncML") || slice_is(uri, "./SyncML/DMAcc") || slice_is(uri, "./SyncML/Con");
}

static struct dm_node *add(struct dm_reader *reader, struct dm_node *parent, cpdm_slice name, cpdm_format format,
                           enum dm_why why)
{
    struct dm_node *node = dm_tree_add(reader->job, reader->tree, parent, name, slice_bit(name), format);
    if (!node)
        return fault(reader, CPDM_RULE_MEMORY, NULL);
    node->why = (uint8_t)why;
    node->permanent = format == CPDM_FORMAT_NODE && is_permanent(node->uri);
    node->secret = format != CPDM_FORMAT_NODE && dm_name_is_secret(name);
    return node;
}

/* Whether a leaf would take the place of a node that every device has. */
static bool is_reserved(struct dm_reader *reader, const struct dm_node *parent, cpdm_slice name)
{
    if (slice_is(parent->uri, "./SyncML"))
        return slice_is(name, "DMAcc") || slice_is(name, "Con");
    return parent == &reader->tree->root && slice_is(name, "SyncML");
}

/* The node itself. It may be there already as structure: something below it came first. */
static struct dm_node *place_here(struct dm_reader *reader, struct dm_node *parent, cpdm_slice name, cpdm_format format,
                                  cpdm_slice value)
{
    struct dm_node *found = dm_tree_child(reader->tree, parent, name);
    if (found && found->why == DM_WHY_PARM)
        return fault(reader, CPDM_RULE_SYNCML_TWICE, "a node comes twice: ");
    if (format != CPDM_FORMAT_NODE && is_reserved(reader, parent, name))
        return fault(reader, CPDM_RULE_SYNCML_FORMAT, "every device has this as an interior node: ");
    if (found && format != CPDM_FORMAT_NODE)
        return fault(reader, CPDM_RULE_SYNCML_TWICE, "there are nodes below this leaf: ");
    if (!found)
        found = add(reader, parent, name, format, DM_WHY_PARM);
    if (found) {
        found->why = DM_WHY_PARM;
        found->value = value;
    }
    return found;
}

/* The first segment of a path, which becomes what is behind it; false when it is no node name. */
static bool take_segment(struct dm_reader *reader, cpdm_slice *path, cpdm_slice *name, bool *last)
{
    const char *slash = path->length ? memchr(path->data, '/', path->length) : NULL;
    *last = !slash;
    *name = slice(path->data, slash ? (size_t)(slash - path->data) : path->length);
    if (slash)
        *path = slice(slash + 1, path->length - name->length - 1);
    if (dm_name_is_safe(*name))
        return true;
    fault(reader, CPDM_RULE_SYNCML_URI, "a path has a segment that is no node name: ");
    return false;
}

static struct dm_node *enter(struct dm_reader *reader, struct dm_node *parent, cpdm_slice name)
{
    struct dm_node *node = dm_tree_child(reader->tree, parent, name);
    if (!node)
        return add(reader, parent, name, CPDM_FORMAT_NODE, DM_WHY_STRUCTURE);
    return node->format == CPDM_FORMAT_NODE ? node
                                            : fault(reader, CPDM_RULE_SYNCML_TWICE, "a node is to be below a leaf: ");
}

struct dm_node *dm_read_walk(struct dm_reader *reader, struct dm_node *parent, cpdm_slice path)
{
    cpdm_slice name;
    for (bool last = false; parent && !last;)
        parent = take_segment(reader, &path, &name, &last) ? enter(reader, parent, name) : NULL;
    return parent;
}

struct dm_node *dm_read_place(struct dm_reader *reader, struct dm_node *parent, cpdm_slice path, cpdm_format format,
                              cpdm_slice value)
{
    cpdm_slice name;
    const char *wrong = find_fault(format, value);
    if (wrong)
        return fault(reader, CPDM_RULE_SYNCML_FORMAT, wrong);
    if (value.length > reader->job->limits.value)
        return fault(reader, CPDM_RULE_VALUE_LIMIT, "a value is longer than it may be");
    for (bool last = false; parent;) {
        if (!take_segment(reader, &path, &name, &last))
            return NULL;
        if (last)
            return place_here(reader, parent, name, format, value);
        parent = enter(reader, parent, name);
    }
    return NULL;
}

bool dm_read_strip(struct dm_reader *reader, cpdm_slice uri, cpdm_slice *path)
{
    if (!slice_starts_with(uri, SLICE("./"))) {
        fault(reader, CPDM_RULE_SYNCML_URI, "a path does not begin with \"./\": ");
        return false;
    }
    *path = slice(uri.data + 2, uri.length - 2);
    return true;
}
