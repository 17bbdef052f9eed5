/* SPDX-License-Identifier: MIT */
/* Entries into results. An entry is a record of batch in one field; it has exactly one result, whatever is in it. */
#include <stdio.h>
#include <string.h>

#include "batch-result.h"
#include "block.h"
#include "worker.h"

enum { LINE_KEPT = 256 * 1024 };

enum found { FOUND_NONE, FOUND_ONE, FOUND_TWICE, FOUND_LARGE };

struct entry {
    cpdm_slice id;
    enum found found;
    char *record;
    size_t length;
};

void hand_clear(struct hand *hand)
{
    spool_reset(&hand->words, WORKER_KEPT);
    hand->entries = 0;
    hand->tally = (struct tally){0};
    hand->open = false;
}

/* Milliseconds, a dash, a number: what goes back to the server is what it can have given. */
static bool is_id(const struct reply *reply)
{
    return reply->kind == REPLY_TEXT && reply->length < ENTRY_ID - 1 &&
           strspn(reply->text, "0123456789-") == reply->length && strchr(reply->text, '-');
}

static bool read_field(const struct worker *worker, const struct reply *name, const struct reply *value,
                       struct entry *entry)
{
    if (name->kind != REPLY_TEXT || value->kind != REPLY_TEXT)
        return false;
    if (!reply_is_text(name, worker->field))
        return true;
    entry->found = entry->found == FOUND_NONE ? FOUND_ONE : FOUND_TWICE;
    entry->record = value->text;
    entry->length = value->length;
    return true;
}

/* [id, [name, value, ...]] */
static bool read_entry(const struct worker *worker, const struct reply *reply, struct entry *entry)
{
    *entry = (struct entry){.found = FOUND_NONE};
    if (!reply_is_array(reply, 2) || !is_id(reply->elements[0]))
        return false;
    const struct reply *fields = reply->elements[1];
    if (fields->kind != REPLY_ARRAY || fields->count % 2)
        return false;
    entry->id = (cpdm_slice){.data = reply->elements[0]->text, .length = reply->elements[0]->length};
    for (size_t i = 0; i < fields->count; i += 2)
        if (!read_field(worker, fields->elements[i], fields->elements[i + 1], entry))
            return false;
    if (entry->found == FOUND_ONE && entry->length > worker->batch->max_record)
        entry->found = FOUND_LARGE;
    return true;
}

/* Each entry is a stream of one record, so what the result says does not depend on what else came. */
static void grind(struct mill *mill, const struct entry *entry)
{
    const uint64_t first = 1;
    mill->marks.count = 0;
    if (entry->found == FOUND_ONE) {
        block_grind_record(mill, first, entry->record, entry->length);
        return;
    }
    mill_begin(mill, first);
    switch (entry->found) {
    case FOUND_ONE: return;
    case FOUND_NONE: mill_refuse(mill, TOOL_RECORD_MEMBER, SIZE_MAX, "the entry has no field with a record"); return;
    case FOUND_TWICE: mill_refuse(mill, TOOL_RECORD_MEMBER, SIZE_MAX, "the entry has two fields with a record"); return;
    case FOUND_LARGE: mill_refuse(mill, TOOL_RECORD_LIMIT, SIZE_MAX, "the record is longer than --max-record"); return;
    }
}

static void answer(struct worker *worker, const struct entry *entry, struct hand *hand)
{
    struct mill *mill = worker->mill;
    grind(mill, entry);
    batch_result_put(mill, &worker->line);
    block_count(&hand->tally, mill);
    hand->tally.octets_in += entry->length;
    hand->tally.octets_out += worker->line.length;
    request_slice(&hand->words, entry->id);
    request_slice(&hand->words, spool_all(&worker->line));
    spool_reset(&worker->line, LINE_KEPT);
    hand->entries++;
}

bool worker_grind_entries(struct worker *worker, const struct reply *entries, struct hand *hand)
{
    hand_clear(hand);
    for (size_t i = 0; i < entries->count; i++) {
        struct entry entry;
        if (!read_entry(worker, entries->elements[i], &entry))
            return false;
        answer(worker, &entry, hand);
    }
    hand->open = true;
    return true;
}

/* ---- entries that were taken over, one at a time ---- */

static bool find_word(const struct reply *reply, enum found *found)
{
    static const char *const words[] = {
        [FOUND_NONE] = "none",
        [FOUND_ONE] = "one",
        [FOUND_TWICE] = "twice",
        [FOUND_LARGE] = "large",
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        *found = (enum found)i;
        if (reply_is_text(reply, words[i]))
            return true;
    }
    return false;
}

static void say_buried(struct worker *worker, const struct reply *reply)
{
    bool gone = reply_is_text(reply->elements[2], "gone");
    worker->story.buried++;
    message_warn(worker->messages, TOOL_ENTRY_BURIED, (struct message_place){.file = worker->input}, NULL,
                 gone ? "entry %s was deleted before it was answered; %s says so"
                      : "entry %s ended its workers too often, and is put into %s",
                 reply->elements[0]->text, worker->dead);
}

/* [id, deliveries, what was found, record] */
enum claimed worker_grind_claimed(struct worker *worker, const struct reply *reply, struct hand *hand,
                                  char start[ENTRY_ID])
{
    if (reply->kind == REPLY_NIL)
        return CLAIMED_NOTHING;
    if (!reply_is_array(reply, 4) || !is_id(reply->elements[0]) || reply->elements[2]->kind != REPLY_TEXT ||
        reply->elements[3]->kind != REPLY_TEXT)
        return CLAIMED_NONSENSE;
    struct reply *id = reply->elements[0], *record = reply->elements[3];
    struct entry entry = {{.data = id->text, .length = id->length}, FOUND_NONE, record->text, record->length};
    snprintf(start, ENTRY_ID, "(%s", id->text);
    if (!find_word(reply->elements[2], &entry.found)) {
        say_buried(worker, reply);
        return CLAIMED_BURIED;
    }
    hand_clear(hand);
    answer(worker, &entry, hand);
    hand->open = true;
    worker->story.claimed++;
    return CLAIMED_ENTRY;
}
