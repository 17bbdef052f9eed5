/* SPDX-License-Identifier: MIT */
/*
 * Documents into marks, and marks into the answer whether a password was seen with another owner. Two generations of
 * passwords are kept: when the younger one is full, it becomes the older one and the older one is forgotten; a password
 * that comes again is carried over. So memory is bounded, and the last passwords, as many as were asked for, are
 * always known. SipHash-2-4 as Aumasson and Bernstein define it.
 */
#include "marks.h"

#include <string.h>

#include <glib.h>

enum { FULL_PARTS = 4, FULL_OF = 3 }; /* a generation is full at 3/4: probes stay short */

/* ---- SipHash-2-4 ---- */

struct sip {
    uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t value, unsigned bits)
{
    return value << bits | value >> (64 - bits);
}

static void sip_round(struct sip *s)
{
    s->v0 += s->v1;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

static void sip_take(struct sip *s, uint64_t word)
{
    s->v3 ^= word;
    sip_round(s);
    sip_round(s);
    s->v0 ^= word;
}

/* Little-endian, whatever the machine: the same key gives the same hash. */
static uint64_t sip_word(const char *octets)
{
    uint64_t word;
    memcpy(&word, octets, sizeof word);
    return GUINT64_FROM_LE(word);
}

static uint64_t sip_last_word(const char *octets, size_t length)
{
    uint64_t word = 0;
    for (size_t i = 0; i < length; i++)
        word |= (uint64_t)(unsigned char)octets[i] << 8 * i;
    return word;
}

uint64_t marks_hash(const uint64_t key[2], cpdm_slice text)
{
    struct sip s = {key[0] ^ UINT64_C(0x736f6d6570736575), key[1] ^ UINT64_C(0x646f72616e646f6d),
                    key[0] ^ UINT64_C(0x6c7967656e657261), key[1] ^ UINT64_C(0x7465646279746573)};
    size_t whole = text.length / 8 * 8;
    for (size_t i = 0; i < whole; i += 8)
        sip_take(&s, sip_word(text.data + i));
    sip_take(&s, sip_last_word(text.data + whole, text.length - whole) | (uint64_t)text.length << 56);
    s.v2 ^= 0xFF;
    for (int i = 0; i < 4; i++)
        sip_round(&s);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

/* ---- documents into marks ---- */

struct marker {
    struct mill *mill;
    uint32_t owner;
};

static void add_mark(struct marks *marks, struct mark mark)
{
    if (marks->count == marks->capacity) {
        marks->capacity = marks->capacity ? 2 * marks->capacity : 256;
        marks->items = g_renew(struct mark, marks->items, marks->capacity);
    }
    marks->items[marks->count++] = mark;
}

static bool mark_password(void *data, cpdm_slice password)
{
    const struct marker *marker = data;
    struct mill *mill = marker->mill;
    const struct mark mark = {
        .password = marks_hash(mill->batch->mark_key, password),
        .owner = marker->owner,
        .record = (uint32_t)mill->number,
    };
    add_mark(&mill->marks, mark);
    return true;
}

/* A device is known by the name that the package calls it, else by the record's id, else by the document itself. */
static uint64_t owner_of(const struct mill *mill)
{
    const char *device = mill->options.device;
    const struct member *id = mill->result.id;
    cpdm_slice name = {.data = (const char *)mill->result.digest, .length = sizeof mill->result.digest};
    if (device && device != mill->batch->options->device)
        name = (cpdm_slice){.data = device, .length = strlen(device)};
    else if (id)
        name = (cpdm_slice){.data = id->text, .length = id->length};
    return marks_hash(mill->batch->mark_key, name);
}

void marks_take(struct mill *mill)
{
    struct marker marker = {.mill = mill, .owner = (uint32_t)owner_of(mill)};
    cpdm_document_passwords(mill->translation.document, mark_password, &marker);
}

/* ---- marks into an answer ---- */

struct generation {
    struct mark *slots; /* password 0: empty */
    size_t count;
};

struct mark_set {
    struct generation young, old;
    size_t slots;
    uint64_t forgotten;
};

/* Written to at once: the memory of a stream is what it is at its beginning (threats F13). */
static struct mark *new_slots(size_t count)
{
    struct mark *slots = g_new(struct mark, count);
    memset(slots, 0, count * sizeof *slots);
    return slots;
}

struct mark_set *mark_set_new(size_t passwords)
{
    struct mark_set *set = g_new0(struct mark_set, 1);
    set->slots = 16;
    while (set->slots / FULL_PARTS * FULL_OF < passwords)
        set->slots *= 2;
    set->young.slots = new_slots(set->slots);
    set->old.slots = new_slots(set->slots);
    return set;
}

void mark_set_free(struct mark_set *set)
{
    if (!set)
        return;
    g_free(set->young.slots);
    g_free(set->old.slots);
    g_free(set);
}

static struct mark *find_slot(const struct mark_set *set, struct generation *generation, uint64_t password)
{
    size_t at = password & (set->slots - 1);
    while (generation->slots[at].password && generation->slots[at].password != password)
        at = (at + 1) & (set->slots - 1);
    return &generation->slots[at];
}

static void turn(struct mark_set *set)
{
    struct generation emptied = set->old;
    set->forgotten += emptied.count;
    memset(emptied.slots, 0, set->slots * sizeof *emptied.slots);
    emptied.count = 0;
    set->old = set->young;
    set->young = emptied;
}

uint64_t mark_set_find(struct mark_set *set, struct mark mark)
{
    mark.password += mark.password == 0;
    struct mark *slot = find_slot(set, &set->young, mark.password);
    if (slot->password)
        return slot->owner != mark.owner ? slot->record : 0;
    const struct mark *known = find_slot(set, &set->old, mark.password);
    uint64_t shared_with = known->password && known->owner != mark.owner ? known->record : 0;
    if (known->password)
        mark = *known;
    if (set->young.count == set->slots / FULL_PARTS * FULL_OF) {
        turn(set);
        slot = find_slot(set, &set->young, mark.password);
    }
    *slot = mark;
    set->young.count++;
    return shared_with;
}

uint64_t mark_set_forgotten(const struct mark_set *set)
{
    return set->forgotten;
}
