/* SPDX-License-Identifier: MIT */
/*
 * Rows that look at more than one parm's text: a node for each of many ({#}), several, an address of one family, a
 * digest, references by name or URI. Everyday rows never come here: map_index() has sorted them.
 */
#include "to-tree-special.h"

#include "base64.h"
#include "digest.h"
#include "ip-address.h"
#include "value.h"

/* ---- Nodes ---- */

static struct dm_node *find_or_add(struct engine *engine, struct dm_node *parent, cpdm_slice name)
{
    struct dm_node *child = dm_tree_child(engine->tree, parent, name);
    return child ? child : dm_tree_add(engine->job, engine->tree, parent, name, slice_bit(name), CPDM_FORMAT_NODE);
}

struct dm_node *special_make(struct engine *engine, struct instance *instance, const struct map_row *row,
                             cpdm_slice text, const struct cp_node *source)
{
    struct dm_node *node = instance->target;
    for (uint16_t i = 0; node && i < row->node_segments; i++) {
        cpdm_slice name = i == row->numbered ? name_number(engine, node) : row->node_path[i];
        if (!name.data)
            return NULL;
        node = i + 1 < row->node_segments
                   ? find_or_add(engine, node, name)
                   : dm_tree_add(engine->job, engine->tree, node, name, slice_bit(name), row->format);
    }
    if (!node)
        return NULL;
    node->value = text;
    node->source = source;
    node->why = DM_WHY_PARM;
    node->secret = row->secret;
    instance->filled |= map_bit(row->taker->row_number);
    return node;
}

struct dm_node *special_find(const struct engine *engine, const struct instance *instance, const struct map_row *row)
{
    struct dm_node *node = instance->target;
    for (uint16_t i = 0; node && i < row->node_segments; i++) {
        if (i == row->numbered)
            node = dm_node_first(node);
        else
            node = node->format == CPDM_FORMAT_NODE ? dm_tree_child(engine->tree, node, row->node_path[i]) : NULL;
    }
    return node;
}

/* ---- What the row asks of the parm ---- */

static bool is_same_name(const struct cp_node *a, const struct cp_node *b)
{
    return a->kind == b->kind && a->name == b->name && (a->name != CP_NAME_UNKNOWN || slice_equal(a->text, b->text));
}

/* Whether the characteristic has another parm of this name. */
static bool is_one_of_several(const struct cp_node *parm)
{
    const struct cp_node *other = parm->parent->first;
    while (other && (other == parm || !is_same_name(other, parm)))
        other = other->next;
    return other;
}

static bool is_of_family(const struct map_row *row, cpdm_slice text)
{
    switch (row->family) {
    case MAP_FAMILY_ANY: break;
    case MAP_FAMILY_IPV4: return ip_address_is_v4(text);
    case MAP_FAMILY_IPV6: return ip_address_is_v6(text);
    }
    return true;
}

/* Another row of the parm may take it; what none takes is invalid, and warned about by the last one. */
static void leave_family(struct engine *engine, struct instance *instance, const struct map_row *row,
                         const struct cp_node *parm)
{
    static const char reason[] = "no address literal of a family that a row takes";
    if (row->next_same == MAP_NONE && report_fate_of(engine->report, parm->index) >= CPDM_FATE_UNMAPPED)
        rows_warn(engine, CPDM_RULE_VALUE_INVALID, parm, reason);
    rows_say(engine, instance, parm, CPDM_FATE_INVALID, row, reason);
}

/* Base64 of the MD5 of the other parm's value, ":" and this one (seed 003 5.4.2: A1 of a digest credential). */
static bool read_digest(struct engine *engine, struct instance *instance, const struct map_row *row,
                        const struct cp_node *parm, struct value *value)
{
    cpdm_slice parts[] = {instance_text(engine->tables, instance, row->digest_name), SLICE(":"), value->text};
    uint8_t digest[DIGEST_MD5_OCTETS];
    struct bytes_writer text = bytes_writer(&engine->job->arena, 32);
    if (!parts[0].data) {
        rows_say(engine, instance, parm, CPDM_FATE_LOST, row, "its digest needs a name, and there is none");
        return false;
    }
    if (!digest_md5(parts, sizeof parts / sizeof *parts, digest)) {
        rows_say(engine, instance, parm, CPDM_FATE_LOST, row, "the cryptographic library has no MD5");
        return false;
    }
    base64_put(&text, slice((const char *)digest, sizeof digest));
    if (bytes_finish(&text, &value->text))
        return true;
    diag_no_memory(&engine->job->diag);
    return false;
}

static bool read_special(struct engine *engine, struct instance *instance, const struct map_row *row,
                         const struct cp_node *parm, struct value *value)
{
    if (row->several && !is_one_of_several(parm)) {
        rows_say(engine, instance, parm, CPDM_FATE_LOST, row, "there is only one of them");
        return false;
    }
    if (!is_of_family(row, value->text)) {
        leave_family(engine, instance, row, parm);
        return false;
    }
    if (row->digest_name != MAP_NONE)
        return read_digest(engine, instance, row, parm, value);
    return row->taker->reading == MAP_READ_ANY || rows_read_value(engine, instance, row, parm, value);
}

/* ---- References ---- */

/* Another parm before this one leads to the same: it would come back once. */
static bool is_repeated(const struct engine *engine, const struct cp_node *parm, const struct cp_node *target)
{
    for (const struct cp_node *other = parm->parent->first; other && other != parm; other = other->next) {
        const struct cp_reference *reference =
            is_same_name(other, parm) ? engine->links->reference_of[other->index] : NULL;
        if (reference && reference->target == target)
            return true;
    }
    return false;
}

/* A TO-PROXY or TO-NAPID by its own name: the first object that it leads to, or each where the row has {#}. */
static void take_reference(struct engine *engine, struct instance *instance, const struct map_row *row,
                           const struct cp_node *parm)
{
    const struct cp_reference *reference = engine->links->reference_of[parm->index];
    struct access_list list;
    if (!reference || reference->state == CP_REFERENCE_DANGLING) {
        rows_say(engine, instance, parm, CPDM_FATE_INVALID, row, "names nothing in this document");
        return;
    }
    if (row->several && !is_one_of_several(parm)) {
        rows_say(engine, instance, parm, CPDM_FATE_LOST, row, "there is only one of them");
        return;
    }
    if (is_repeated(engine, parm, reference->target)) {
        rows_say(engine, instance, parm, CPDM_FATE_LOST, row, "another one leads there");
        return;
    }
    access_begin(engine, &list);
    if (access_collect(engine, &list, reference, CP_NAME_TO_ACCESS))
        access_take(engine, instance, row, list.first);
    rows_say(engine, instance, parm, CPDM_FATE_LOST, row,
             list.first ? "its node has a value already" : "what it leads to has no node");
}

/* ---- All ---- */

void rows_take_special(struct engine *engine, struct instance *instance, const struct map_row *row,
                       const struct cp_node *parm, cpdm_slice text)
{
    if (row->reference != MAP_NONE || row->reference_uri) {
        take_reference(engine, instance, row, parm);
        return;
    }
    struct dm_node *taken = row->numbered == MAP_NONE ? special_find(engine, instance, row) : NULL;
    struct value value = {text, row->fate, NULL, 0};
    if (taken) {
        rows_lose_to(engine, instance, row, parm, taken);
        return;
    }
    if (!read_special(engine, instance, row, parm, &value))
        return;
    struct dm_node *leaf = special_make(engine, instance, row, value.text, parm);
    if (!leaf)
        return;
    uint32_t home = engine->fates[parm->index].home;
    if (home && home != instance->serial)
        leaf->why = DM_WHY_COPIED;
    rows_say(engine, instance, parm, value.fate, row, value.reason);
}
