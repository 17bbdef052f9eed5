/* SPDX-License-Identifier: MIT */
/*
 * The package as WBXML (SyncML Representation Protocol 1.1 section 7 tokens; MetInf on code page 1): strings in place
 * or in a string table, binary values as OPAQUE of Format bin. The parts that are the same in every item are made
 * before the items. A TNDS goes as WBXML of its own in the OPAQUE of the one item.
 */
#include "emit-wbxml.h"
#include "sms-capacity.h"

enum { HEADER_ROOM = 64, INBOX_ROOM = 64, SPILL = sizeof(struct behind_uri) };

char *append_leaf(char *to, uint8_t tag, cpdm_slice text)
{
    static const char behind[] = {0, WBXML_END_TOKEN};
    const char before[] = {(char)tag, WBXML_STR_I};
    to = append(to, before, sizeof before);
    return append(bytes_copy(to, text), behind, sizeof behind);
}

static void put_header(struct emitter *emitter)
{
    const struct emit_plan *plan = &emitter->plan;
    const bool syncml12 = plan->tables->syncml12;
    static const char begin[][9] = {
        {TAG_SYNC_ML, TAG_SYNC_HDR, TAG_VER_DTD, WBXML_STR_I, '1', '.', '1', 0, WBXML_END_TOKEN},
        {TAG_SYNC_ML, TAG_SYNC_HDR, TAG_VER_DTD, WBXML_STR_I, '1', '.', '2', 0, WBXML_END_TOKEN},
    };
    static const char message_id[] = {TAG_MSG_ID, WBXML_STR_I, '0', 0, WBXML_END_TOKEN};
    struct bytes_writer *out = &emitter->out;
    const cpdm_slice protocol = plan->tables->verproto, session = emit_session(plan);
    cpdm_slice table;
    bytes_finish(&emitter->strings.table, &table);
    if (!bytes_room(out, HEADER_ROOM + table.length + protocol.length + session.length + plan->target.length +
                             plan->source.length))
        return;
    char *to = append_document(out->next, syncml12 ? &wbxml_syncml12 : &wbxml_syncml11, table.length);
    if (table.length)
        to = append(to, table.data, table.length);
    to = append(to, begin[syncml12], sizeof *begin);
    to = append_leaf(to, TAG_VER_PROTO, protocol);
    to = append_leaf(to, TAG_SESSION_ID, session);
    to = append(to, message_id, sizeof message_id);
    to = append_end(append_noted(emitter, append_start(to, TAG_TARGET), TAG_LOC_URI, plan->target));
    to = append_end(append_noted(emitter, append_start(to, TAG_SOURCE), TAG_LOC_URI, plan->source));
    out->next = append_start(append_end(to), TAG_SYNC_BODY);
}

/* The one item of a package to the inbox. */
RARE static void put_tnds(struct emitter *emitter)
{
    static const char meta[] = {TAG_META, WBXML_SWITCH_PAGE, PAGE_METINF};
    static const char data[] = {WBXML_END_TOKEN, WBXML_SWITCH_PAGE, PAGE_SYNCML, TAG_DATA | CONTENT};
    const cpdm_slice type = SLICE("application/vnd.syncml.dmtnds+wbxml");
    struct bytes_writer *out = &emitter->out;
    if (!bytes_room(out, INBOX_ROOM + emitter->plan.inbox.length + type.length + 4 * LEAF_ROOM))
        return;
    char *to = append_start(append_start(out->next, TAG_ITEM), TAG_TARGET);
    to = append_end(append_leaf(to, TAG_LOC_URI, emitter->plan.inbox));
    to = append(to, meta, sizeof meta);
    to = append_leaf(append_leaf(to, TAG_FORMAT, SLICE("bin")), TAG_TYPE, type);
    out->next = append(to, data, sizeof data);
    wbxml_put_opaque(out, emitter->tnds.octets);
    bytes_put(out, WBXML_END_TOKEN);
    bytes_put(out, WBXML_END_TOKEN);
}

static void put_command(struct emitter *emitter, uint8_t tag, bool second)
{
    struct bytes_writer *out = &emitter->out;
    const char id = *emit_command_id(&emitter->plan, second);
    const char octets[] = {(char)tag, TAG_CMD_ID, WBXML_STR_I, id, 0, WBXML_END_TOKEN};
    if (bytes_room(out, sizeof octets))
        out->next = append(out->next, octets, sizeof octets);
}

/* An ACL is replaced, never added: behind an Add it needs a command of its own. */
RARE static void put_acls(struct emitter *emitter)
{
    if (emitter->plan.tables->add) {
        bytes_put(&emitter->out, WBXML_END_TOKEN);
        put_command(emitter, TAG_REPLACE, true);
    }
    emit_acls(emitter);
}

static void put_commands(struct emitter *emitter)
{
    const struct emit_plan *plan = &emitter->plan;
    put_command(emitter, plan->tables->add ? TAG_ADD : TAG_REPLACE, false);
    if (plan->inbox.length)
        put_tnds(emitter);
    else
        emit_items(emitter);
    if (plan->acls)
        put_acls(emitter);
    bytes_put(&emitter->out, WBXML_END_TOKEN);
}

static cpdm_status put_package(struct emitter *emitter, cpdm_slice *octets)
{
    const struct emit_plan *plan = &emitter->plan;
    struct bytes_writer *out = &emitter->out;
    bool failed = out->failed;
    *out = bytes_writer(&emitter->job->arena, 512 + 96 * plan->tree->count);
    out->failed = out->failed || failed || emitter->strings.table.failed;
    put_header(emitter);
    if (plan->tables->atomic && bytes_room(out, 1 + LEAF_ROOM + 1))
        out->next = append_leaf(append_start(out->next, TAG_ATOMIC), TAG_CMD_ID, SLICE("1"));
    put_commands(emitter);
    if (plan->tables->atomic)
        bytes_put(out, WBXML_END_TOKEN);
    if (plan->tables->final)
        bytes_put(out, TAG_FINAL);
    if (bytes_room(out, 2 + SPILL)) {
        out->next = append_end(append_end(out->next));
        memset(out->next, 0, SPILL); /* copies of fixed length went beyond the end, and what is given back is clear */
    }
    return bytes_close(out, octets) ? CPDM_OK : diag_no_memory(&emitter->job->diag);
}

/* With a string table, or without one. */
static cpdm_status emit(struct emitter *emitter, bool table, cpdm_slice *octets)
{
    const struct emit_plan *plan = &emitter->plan;
    emitter->excess = 0;
    if (plan->inbox.length) {
        bool text_binary = plan->options->text_binary;
        cpdm_status status = emit_tnds_wbxml(emitter->job, plan->tree, text_binary, table, &emitter->tnds);
        if (status)
            return status;
        emitter->excess = emitter->tnds.excess;
    } else if (table) {
        emit_items_place(emitter);
    } else {
        emit_items_clear(emitter);
    }
    return put_package(emitter, octets);
}

/* Whether the package with a table, of so many octets, is better than the one without: by what is charged for, SMS. */
static bool table_pays(const struct emitter *emitter, size_t length)
{
    const cpdm_package_options *options = emitter->plan.options;
    if (!options->push_head)
        return true;
    size_t saved = wbxml_strings_saved(&emitter->strings) + emitter->tnds.saved;
    length += options->push_head - emitter->excess;
    return sms_segments(length, options->reference_bits) < sms_segments(length + saved, options->reference_bits);
}

cpdm_status emit_syncml_wbxml(struct job *job, const struct cpdm_tables *tables, const struct cpdm_tree *tree,
                              const cpdm_package_options *options, cpdm_slice *octets)
{
    struct emitter emitter;
    emitter.job = job;
    emitter.out.failed = false;
    emitter.permanent = 0;
    emitter.tnds = (struct emit_tnds){.saved = 0};
    cpdm_status status = emit_plan(job, tables, tree, options, &emitter.plan);
    if (status)
        return status;
    cpdm_strings strings = emitter.plan.options->strings;
    if (emitter.plan.inbox.length)
        emitter.strings = (struct wbxml_strings){.saved = 0};
    else if (!emit_items_collect(&emitter))
        return diag_no_memory(&job->diag);
    struct arena_mark mark = arena_mark(&job->arena);
    status = emit(&emitter, strings != CPDM_STRINGS_INLINE, octets);
    if (!status && strings == CPDM_STRINGS_AUTO && !table_pays(&emitter, octets->length)) {
        arena_rewind(&job->arena, &mark);
        status = emit(&emitter, false, octets);
    }
    return status;
}
