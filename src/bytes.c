/* SPDX-License-Identifier: MIT */
/* Bounded octets: multi-byte integers (WBXML 1.3 section 5.1, WSP 8.1.2) and the growing of a writer. */
#include "bytes.h"

enum { MULTIBYTE_MAX = 5 }; /* octets of a 32-bit number, seven bits each */

const uint8_t *bytes_skip_few_plain(const uint8_t *next, const uint8_t *end)
{
    while (next < end && *next >= 0x20 && *next < 0x80)
        next++;
    return next;
}

enum bytes_number bytes_get_long_multibyte(struct bytes_reader *reader, uint32_t *number)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < MULTIBYTE_MAX; i++) {
        int octet = bytes_get(reader);
        if (octet < 0)
            return BYTES_NUMBER_TRUNCATED;
        sum = (sum << 7) | ((unsigned)octet & 0x7Fu);
        if (sum > UINT32_MAX)
            return BYTES_NUMBER_TOO_BIG;
        if ((octet & 0x80) == 0) {
            *number = (uint32_t)sum;
            return BYTES_NUMBER_OK;
        }
    }
    return BYTES_NUMBER_TOO_BIG;
}

bool bytes_finish(const struct bytes_writer *writer, cpdm_slice *octets)
{
    *octets = slice(writer->start, (size_t)(writer->next - writer->start));
    return !writer->failed;
}

bool bytes_close(struct bytes_writer *writer, cpdm_slice *octets)
{
    if (!writer->failed)
        arena_give_back(writer->arena, writer->next, writer->end);
    writer->end = writer->next;
    return bytes_finish(writer, octets);
}

bool bytes_grow(struct bytes_writer *writer, size_t more)
{
    size_t used = (size_t)(writer->next - writer->start);
    size_t size = (size_t)(writer->end - writer->start);
    char *memory = NULL;
    if (!writer->failed && more <= SIZE_MAX / 4 && size <= SIZE_MAX / 4) {
        size = 2 * size + more;
        memory = arena_alloc(writer->arena, size);
    }
    if (!memory) {
        writer->failed = true;
        writer->next = writer->end = writer->start; /* later puts find no room either */
        return false;
    }
    if (used)
        memcpy(memory, writer->start, used);
    *writer = (struct bytes_writer){writer->arena, memory, memory + used, memory + size, false};
    return true;
}

void bytes_put_long_multibyte(struct bytes_writer *writer, uint32_t number)
{
    uint8_t octets[MULTIBYTE_MAX];
    unsigned first = MULTIBYTE_MAX - 1;
    octets[first] = number & 0x7F;
    while ((number >>= 7) != 0)
        octets[--first] = (uint8_t)(0x80 | (number & 0x7F));
    bytes_put_slice(writer, slice((const char *)octets + first, MULTIBYTE_MAX - first));
}
