/* SPDX-License-Identifier: MIT */
/*
 * Names of nodes that are made, not read: numbers, values of a list, Windows' name of an account, the type of a
 * characteristic (design section 6).
 */
#include "to-tree-special.h"

#include "bytes.h"
#include "digest.h"

cpdm_slice name_number(struct engine *engine, const struct dm_node *parent)
{
    uint64_t highest = 0, number;
    for (const struct dm_node *child = parent->first; child; child = child->next)
        if (slice_to_number(child->name, UINT32_MAX - 1, &number) && number > highest)
            highest = number;
    const char *text = arena_printf(&engine->job->arena, "%u", (unsigned)highest + 1);
    if (!text)
        diag_no_memory(&engine->job->diag);
    return text ? slice_of(text) : slice(NULL, 0);
}

/* No name: why the characteristic has no node; a reason that is NULL had no memory. */
static cpdm_slice refuse(struct engine *engine, const char *reason)
{
    engine->unplaced = reason;
    if (!reason)
        diag_no_memory(&engine->job->diag);
    return slice(NULL, 0);
}

static cpdm_slice escape(struct engine *engine, cpdm_slice text)
{
    cpdm_slice name = dm_name_escape(&engine->job->arena, text);
    if (!name.data)
        diag_no_memory(&engine->job->diag);
    return name;
}

static cpdm_slice name_from_list(struct engine *engine, const struct map_segment *segment, cpdm_slice value)
{
    struct arena *arena = &engine->job->arena;
    const struct map_values *list = &engine->tables->values[segment->values];
    const struct map_value *found = map_value_from(list, value);
    if (!found)
        return refuse(engine, arena_printf(arena, "its %.*s \"%.*s\" is not in the list \"%.*s\"",
                                           DIAG_TEXT(segment->text), DIAG_TEXT(value), DIAG_TEXT(list->name)));
    return found->lost ? refuse(engine, arena_copy(arena, found->loss).data) : escape(engine, found->to);
}

/* A character of UTF-8 as UTF-16LE. The text is sound: readers let nothing else through. */
static void put_utf16(struct bytes_writer *out, struct bytes_reader *rest)
{
    unsigned character = (unsigned)bytes_get(rest);
    unsigned more = character < 0xC0 ? 0 : character < 0xE0 ? 1 : character < 0xF0 ? 2 : 3;
    character = more ? character & (0x3Fu >> more) : character;
    while (more-- > 0)
        character = character << 6 | ((unsigned)bytes_get(rest) & 0x3F);
    unsigned units[] = {character, 0}, count = 1;
    if (character >= 0x10000) {
        units[0] = 0xD800 + ((character - 0x10000) >> 10);
        units[1] = 0xDC00 + (character & 0x3FF);
        count = 2;
    }
    for (unsigned i = 0; i < count; i++) {
        bytes_put(out, (uint8_t)(units[i] & 0xFF));
        bytes_put(out, (uint8_t)(units[i] >> 8));
    }
}

/* The account node of Windows' DMAcc CSP: 0x, the number of SHA-256 in CryptoAPI (CALG_SHA_256), the digest in
 * upper-case digits. */
static cpdm_slice name_by_digest(struct engine *engine, cpdm_slice value)
{
    struct arena *arena = &engine->job->arena;
    struct bytes_writer wide = bytes_writer(arena, 2 * value.length), name = bytes_writer(arena, 80);
    struct bytes_reader rest = bytes_reader(value);
    uint8_t digest[DIGEST_SHA256_OCTETS];
    cpdm_slice text = {NULL, 0};
    while (bytes_left(&rest))
        put_utf16(&wide, &rest);
    if (bytes_finish(&wide, &text) && !digest_sha256(&text, 1, digest))
        return refuse(engine, "the cryptographic library has no SHA-256");
    bytes_put_text(&name, "0x0000800c");
    for (size_t i = 0; !wide.failed && i < sizeof digest; i++) {
        bytes_put(&name, (uint8_t) "0123456789ABCDEF"[digest[i] >> 4]);
        bytes_put(&name, (uint8_t) "0123456789ABCDEF"[digest[i] & 15]);
    }
    if (wide.failed || !bytes_finish(&name, &text))
        return refuse(engine, NULL);
    return text;
}

/* The type is document text, unlike other names that are made. */
static cpdm_slice name_by_type(struct engine *engine, const struct cp_node *node)
{
    return dm_name_fit(engine->job, escape(engine, node ? node->text : slice("", 0)), node);
}

cpdm_slice name_made(struct engine *engine, const struct instance *instance, const struct dm_node *parent,
                     const struct map_segment *segment)
{
    switch (segment->naming) {
    case MAP_NAME_LITERAL: return segment->text;
    case MAP_NAME_NUMBER: return name_number(engine, parent);
    case MAP_NAME_TYPE: return name_by_type(engine, instance->node);
    case MAP_NAME_PARM:
    case MAP_NAME_VALUES:
    case MAP_NAME_SHA256_UTF16: break;
    }
    cpdm_slice value = instance_text(engine->tables, instance, segment->parm);
    if (!value.length)
        return refuse(engine,
                      arena_printf(&engine->job->arena, "there is no %.*s to name it by", DIAG_TEXT(segment->text)));
    return segment->naming == MAP_NAME_VALUES ? name_from_list(engine, segment, value) : name_by_digest(engine, value);
}
