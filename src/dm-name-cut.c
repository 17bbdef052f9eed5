/* SPDX-License-Identifier: MIT */
/*
 * Node names cut to the length that a device takes (design section 7): the beginning of the name, "~", and the first
 * eight hexadecimal digits of the SHA-256 of the whole name. The same name is always cut the same way. No other name
 * has so much behind a "~": document text is escaped, numbers are short.
 */
#include "cp-doc.h"
#include "digest.h"
#include "dm-tree.h"

enum { MARK_OCTETS = 1 + 8 }; /* "~" and the digits */

/* How much of an escaped name stays where there is room for so many octets: no %XX is cut in two. */
static size_t whole_octets(cpdm_slice name, size_t room)
{
    for (size_t back = 1; back <= 2; back++)
        if (name.data[room - back] == '%')
            return room - back;
    return room;
}

cpdm_slice dm_name_cut(struct job *job, cpdm_slice name, const struct cp_node *origin)
{
    uint8_t digest[DIGEST_SHA256_OCTETS];
    if (!digest_sha256(&name, 1, digest)) {
        diag_fail(&job->diag, CPDM_RULE_INTERNAL, DIAG_NO_OFFSET, NULL, NULL,
                  "the cryptographic library has no SHA-256");
        return slice(NULL, 0);
    }
    const char *cut =
        arena_printf(&job->arena, "%.*s~%02x%02x%02x%02x", (int)whole_octets(name, job->segment_max - MARK_OCTETS),
                     name.data, digest[0], digest[1], digest[2], digest[3]);
    if (!cut)
        return slice(NULL, 0);
    if (origin)
        diag_warn(&job->diag, CPDM_RULE_NAME_CUT, origin->offset, cp_doc_path(&job->arena, origin), NULL,
                  "the node name \"%.*s\" has %zu octets; at most %zu are allowed, so it becomes \"%s\"",
                  DIAG_TEXT(name), name.length, job->segment_max, cut);
    return slice_of(cut);
}

bool dm_name_is_cut(cpdm_slice name)
{
    const char *mark = name.length ? memchr(name.data, '~', name.length) : NULL;
    return mark && name.length - (size_t)(mark - name.data) >= MARK_OCTETS;
}
