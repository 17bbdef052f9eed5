/* SPDX-License-Identifier: MIT */
/*
 * Two results of one record into what a change of tables, options or version alters: node by node, each with the parms
 * that stand behind it now, and the parms that go nowhere now. Values of passwords and nonces are not shown, only that
 * they differ. One line:
 *
 *   id  input_sha256  same  was {ok, tables, version, rule}  is {ok, tables, version, rule}
 *   changes [{node, parms, was, is}]  left [{path, fate, reason}]
 */
#include "replay.h"

#include <string.h>

#include <glib.h>

#include "batch-library.h"
#include "tree-diff.h"

/* What an old line says. */
struct replayed {
    struct batch_library library;
    struct members members;
    bool ok;
    cpdm_slice digest, tables, version, content_type, body;
    bool base64;
    const char *rule;
};

static bool is_named(const struct member *member, const char *name)
{
    return member->name.length == strlen(name) && memcmp(member->name.data, name, member->name.length) == 0;
}

static cpdm_slice text_of_member(const struct member *member)
{
    return member->kind == MEMBER_TEXT ? (cpdm_slice){.data = member->text, .length = member->length} : (cpdm_slice){0};
}

static void take_body(struct replayed *old, const struct member *member)
{
    static const char *const names[] = {"wbxml_b64", "push_b64", "pap_b64", "obex_b64", "sms", "xml"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (is_named(member, names[i])) {
            old->body = text_of_member(member);
            old->base64 = strstr(names[i], "_b64") != NULL;
        }
    }
}

static void take_member(struct replayed *old, const struct member *member)
{
    const struct {
        const char *name;
        cpdm_slice *text;
    } rows[] = {{"input_sha256", &old->digest},
                {"tables", &old->tables},
                {"version", &old->version},
                {"content_type", &old->content_type}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (is_named(member, rows[i].name))
            *rows[i].text = text_of_member(member);
    if (is_named(member, "ok"))
        old->ok = member->kind == MEMBER_TRUE;
    take_body(old, member);
}

static bool read_old(cpdm_slice line, struct replayed *old)
{
    if (!batch_library_read(line.data, line.length, &old->library, &old->members))
        return false;
    for (size_t i = 0; i < old->members.top.count; i++)
        take_member(old, &old->members.top.items[i]);
    old->rule = batch_library_text(&old->library, "error", "rule");
    return old->tables.length > 0;
}

static bool slices_equal(cpdm_slice a, cpdm_slice b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

/* Of the same document: its digest is the only name that cannot be wrong. */
static bool is_same_input(const struct mill *mill, const struct replayed *old)
{
    struct spool digest = {0};
    if (mill->result.has_digest)
        spool_hex(&digest, mill->result.digest, sizeof mill->result.digest);
    bool same = slices_equal(spool_all(&digest), old->digest);
    spool_clear(&digest);
    return same;
}

static void put_id(const struct mill *mill, struct spool *out)
{
    const struct member *id = mill->result.id;
    spool_literal(out, "{\"id\":");
    if (!id)
        spool_literal(out, "null");
    else if (id->kind == MEMBER_INTEGER)
        spool_put(out, id->text, id->length);
    else
        spool_json(out, (cpdm_slice){.data = id->text, .length = id->length});
    spool_literal(out, ",\"line\":");
    spool_number(out, mill->number);
}

static void put_side(struct spool *out, const char *name, bool ok, cpdm_slice tables, cpdm_slice version,
                     const char *rule)
{
    spool_literal(out, ",\"");
    spool_text(out, name);
    spool_text(out, ok ? "\":{\"ok\":true,\"tables\":" : "\":{\"ok\":false,\"tables\":");
    spool_json(out, tables);
    spool_literal(out, ",\"version\":");
    spool_json(out, version);
    if (rule) {
        spool_literal(out, ",\"rule\":");
        spool_json(out, (cpdm_slice){.data = rule, .length = strlen(rule)});
    }
    spool_char(out, '}');
}

static void put_sides(const struct mill *mill, const struct replayed *old, struct spool *out)
{
    char rule[16];
    g_snprintf(rule, sizeof rule, "CPDM-%04u", mill->findings.rule);
    put_side(out, "was", old->ok, old->tables, old->version, old->rule);
    put_side(out, "is", mill->result.ok,
             (cpdm_slice){.data = mill->batch->tables_id, .length = strlen(mill->batch->tables_id)},
             (cpdm_slice){.data = cpdm_version(), .length = strlen(cpdm_version())}, mill->result.ok ? NULL : rule);
}

/* ---- nodes ---- */

struct differences {
    const struct mill *mill;
    struct spool *out;
    const cpdm_node *node;
    size_t count;
    bool any; /* in the list that is being written */
};

static void put_comma(struct differences *differences)
{
    if (differences->any)
        spool_char(differences->out, ',');
    differences->any = true;
}

static bool put_parm_of_node(void *data, const cpdm_parm_fate *fate)
{
    struct differences *differences = data;
    for (size_t i = 0; i < fate->node_count; i++) {
        if (!slices_equal(fate->nodes[i], differences->node->uri))
            continue;
        put_comma(differences);
        spool_json(differences->out, (cpdm_slice){.data = fate->path, .length = strlen(fate->path)});
        break;
    }
    return true;
}

static void put_value(struct spool *out, const char *name, const cpdm_node *node, bool secret)
{
    if (!node)
        return;
    spool_literal(out, ",\"");
    spool_text(out, name);
    spool_literal(out, "\":");
    if (secret)
        spool_literal(out, "\"********\"");
    else if (node->format == CPDM_FORMAT_NODE)
        spool_literal(out, "null");
    else
        spool_json(out, node->value);
}

static void put_difference(void *data, const cpdm_node *was, const cpdm_node *is)
{
    struct differences *differences = data;
    struct spool *out = differences->out;
    bool secret = (was && was->secret) || (is && is->secret);
    differences->node = is ? is : was;
    spool_text(out, differences->count++ ? ",{\"node\":" : "{\"node\":");
    spool_json(out, differences->node->uri);
    spool_literal(out, ",\"parms\":[");
    differences->any = false;
    cpdm_report_walk(differences->mill->translator, differences->mill->translation.report, put_parm_of_node, NULL,
                     differences);
    spool_char(out, ']');
    put_value(out, "was", was, secret);
    put_value(out, "is", is, secret);
    spool_char(out, '}');
}

static bool put_left(void *data, const cpdm_parm_fate *fate)
{
    struct differences *differences = data;
    if (fate->fate != CPDM_FATE_LOST && fate->fate != CPDM_FATE_UNMAPPED && fate->fate != CPDM_FATE_INVALID)
        return true;
    put_comma(differences);
    spool_literal(differences->out, "{\"path\":");
    spool_json(differences->out, (cpdm_slice){.data = fate->path, .length = strlen(fate->path)});
    spool_literal(differences->out, ",\"fate\":\"");
    spool_text(differences->out, cpdm_fate_name(fate->fate));
    spool_literal(differences->out, "\",\"reason\":");
    spool_json(differences->out, (cpdm_slice){.data = fate->reason, .length = strlen(fate->reason)});
    spool_char(differences->out, '}');
    return true;
}

/* The old package's tree, in the scratch translator. */
static bool list_old_nodes(const struct mill *mill, const struct replayed *old, GArray *nodes)
{
    cpdm_slice octets = old->body;
    cpdm_message *message;
    cpdm_tree *tree;
    cpdm_translator_reset(mill->scratch);
    return (!old->base64 || cpdm_base64_decode(mill->scratch, octets, &octets) == CPDM_OK) &&
           cpdm_message_open(mill->scratch, octets.data, octets.length, CPDM_FORM_AUTO, NULL, &message) == CPDM_OK &&
           cpdm_tree_parse(mill->scratch, message, &tree) == CPDM_OK &&
           cpdm_tree_walk(mill->scratch, tree, tree_diff_keep, nodes) == CPDM_OK;
}

static void put_changes(const struct mill *mill, const struct replayed *old, struct spool *out)
{
    struct differences differences = {.mill = mill, .out = out};
    GArray *was = g_array_new(FALSE, FALSE, sizeof(cpdm_node)), *is = g_array_new(FALSE, FALSE, sizeof(cpdm_node));
    spool_literal(out, ",\"changes\":[");
    if (list_old_nodes(mill, old, was) &&
        cpdm_tree_walk(mill->translator, mill->translation.tree, tree_diff_keep, is) == CPDM_OK)
        tree_diff_nodes(was, is, put_difference, &differences);
    spool_literal(out, "],\"left\":[");
    differences.any = false;
    cpdm_report_walk(mill->translator, mill->translation.report, put_left, NULL, &differences);
    spool_char(out, ']');
    g_array_free(was, TRUE);
    g_array_free(is, TRUE);
}

/* ---- results ---- */

static bool has_same_body(const struct mill *mill, const struct replayed *old)
{
    cpdm_slice octets = old->body;
    cpdm_translator_reset(mill->scratch);
    if (old->base64 && cpdm_base64_decode(mill->scratch, octets, &octets) != CPDM_OK)
        return false;
    return slices_equal(octets, mill->result.body) && slices_equal(old->content_type, mill->result.content_type);
}

static bool is_same(const struct mill *mill, const struct replayed *old)
{
    char rule[16];
    g_snprintf(rule, sizeof rule, "CPDM-%04u", mill->findings.rule);
    if (old->ok != mill->result.ok)
        return false;
    return old->ok ? has_same_body(mill, old) : old->rule && strcmp(old->rule, rule) == 0;
}

static enum replay put_refusal(struct mill *mill, const char *sentence, struct spool *out)
{
    findings_clear(&mill->findings);
    mill_refuse(mill, TOOL_RESUME, SIZE_MAX, sentence);
    put_id(mill, out);
    spool_literal(out, ",\"same\":false,\"error\":");
    findings_put_error(&mill->findings, mill->result.code, out);
    spool_char(out, '}');
    return REPLAY_REFUSED;
}

static enum replay put_comparison(struct mill *mill, const struct replayed *old, struct spool *out)
{
    bool same = is_same(mill, old);
    put_id(mill, out);
    spool_literal(out, ",\"input_sha256\":");
    if (old->digest.data)
        spool_json(out, old->digest);
    else
        spool_literal(out, "null");
    spool_text(out, same ? ",\"same\":true" : ",\"same\":false");
    put_sides(mill, old, out);
    if (!same && old->ok && mill->result.ok)
        put_changes(mill, old, out);
    spool_char(out, '}');
    return same ? REPLAY_SAME : REPLAY_CHANGED;
}

enum replay replay_put(struct mill *mill, cpdm_slice line, struct spool *out)
{
    struct replayed *old = g_new0(struct replayed, 1);
    enum replay replay;
    if (!read_old(line, old))
        replay = put_refusal(mill, "the line to compare with is not a result of batch", out);
    else if (!is_same_input(mill, old))
        replay = put_refusal(mill, "the result to compare with is of another document", out);
    else
        replay = put_comparison(mill, old, out);
    batch_library_clear(&old->library);
    g_free(old);
    return replay;
}
