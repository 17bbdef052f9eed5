/* SPDX-License-Identifier: MIT */
/*
 * Ready items to a SyncML 1.1 package in WBXML with inline strings, with no more work than copying: the emitter of
 * limit_w. Constant parts are written as octets; their tokens are those of SyncML Representation Protocol 1.1
 * section 8.
 */
#include "bench.h"

static inline char *put(char *next, const void *octets, size_t length)
{
    memcpy(next, octets, length);
    return next + length;
}

#define PUT(next, octets) put((next), octets, sizeof(octets) - 1)

static inline char *put_data(char *next, const struct bench_item *item)
{
    if (!item->data.length)
        return PUT(next, "\x0F");
    next = PUT(next, "\x4F");
    if (item->format == CPDM_FORMAT_BIN) {
        *next++ = (char)0xC3;
        if (item->data.length > 0x7F)
            *next++ = (char)(item->data.length >> 7 | 0x80);
        *next++ = (char)(item->data.length & 0x7F);
        return PUT(put(next, item->data.data, item->data.length), "\x01");
    }
    return PUT(put(PUT(next, "\x03"), item->data.data, item->data.length), "\x00\x01");
}

/* Target LocURI, Meta Format behind a switch to MetInf, Data behind a switch back. */
static inline char *put_item(char *next, const struct bench_item *item)
{
    next = PUT(next, "\x54\x6E\x57\x03");
    next = put(next, item->uri.data, item->uri.length);
    next = PUT(next, "\x00\x01\x01");
    if (item->format == CPDM_FORMAT_NODE)
        next = PUT(next, "\x5A\x00\x01\x47\x03node\x00\x01\x01\x00\x00");
    else if (item->format == CPDM_FORMAT_INT)
        next = PUT(next, "\x5A\x00\x01\x47\x03int\x00\x01\x01\x00\x00");
    else if (item->format == CPDM_FORMAT_BIN)
        next = PUT(next, "\x5A\x00\x01\x47\x03"
                         "bin\x00\x01\x01\x00\x00");
    return PUT(put_data(next, item), "\x01");
}

bool package_emit(const struct bench_items *items, char output[BENCH_OUTPUT], cpdm_slice *octets)
{
    char *next = PUT(output, "\x02\x9F\x53\x6A\x00\x6D\x6C\x71\x03"
                             "1.1\x00\x01\x72\x03"
                             "DM/1.1\x00\x01\x65\x03"
                             "0\x00\x01\x5B\x03"
                             "0\x00\x01\x6E\x57\x03");
    next = put(next, items->device.data, items->device.length);
    next = PUT(next, "\x00\x01\x01\x67\x57\x03");
    next = put(next, items->server.data, items->server.length);
    next = PUT(next, "\x00\x01\x01\x01\x6B\x60\x4B\x03"
                     "1\x00\x01");
    for (size_t i = 0; i < items->count; i++) {
        const struct bench_item *item = &items->list[i];
        if (item->uri.length + item->data.length + 64 > (size_t)(output + BENCH_OUTPUT - next))
            return false;
        next = put_item(next, item);
    }
    next = PUT(next, "\x01\x01\x01");
    *octets = (cpdm_slice){output, (size_t)(next - output)};
    return true;
}
