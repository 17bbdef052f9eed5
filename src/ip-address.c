/* SPDX-License-Identifier: MIT */
/*
 * Address literals.
 *
 *   v4 := number "." number "." number "." number        0 to 255, no leading zeros
 *   v6 := eight groups of one to four hexadecimal digits with ":" between; the last two may be a v4; "::" once for
 *         groups of zeros
 */
#include "ip-address.h"

#include "bytes.h"

/* The text up to the next separator, which is taken too; `more` tells whether there was one. */
static cpdm_slice take_field(struct bytes_reader *rest, int separator, bool *more)
{
    struct bytes_reader start = *rest;
    cpdm_slice field = {"", 0};
    while (bytes_left(rest) && bytes_peek(rest) != separator)
        (void)bytes_get(rest);
    (void)bytes_take(&start, bytes_left(&start) - bytes_left(rest), &field);
    *more = bytes_get(rest) >= 0;
    return field;
}

bool ip_address_is_v4(cpdm_slice text)
{
    struct bytes_reader rest = bytes_reader(text);
    size_t count = 0;
    for (bool more = true; more; count++) {
        cpdm_slice field = take_field(&rest, '.', &more);
        uint64_t number;
        bool zeros = field.length > 1 && field.data[0] == '0';
        if (count == 4 || zeros || !slice_to_number(field, 255, &number))
            return false;
    }
    return count == 4;
}

static bool is_group(cpdm_slice field)
{
    struct bytes_reader rest = bytes_reader(field);
    while (bytes_left(&rest) && strchr("0123456789abcdefABCDEF", bytes_peek(&rest)))
        (void)bytes_get(&rest);
    return field.length > 0 && field.length <= 4 && !bytes_left(&rest);
}

bool ip_address_is_v6(cpdm_slice text)
{
    struct bytes_reader rest = bytes_reader(text);
    size_t groups = 0, gaps = 0, index = 0;
    bool after_gap = false;
    for (bool more = true; more; index++) {
        cpdm_slice field = take_field(&rest, ':', &more);
        bool first = index == 0, gap = !field.length && !first && more;
        if (first && !field.length && bytes_peek(&rest) != ':')
            return false; /* ":1", or nothing at all */
        if (!first && !more && !field.length && !after_gap)
            return false; /* "1:" */
        gaps += gap;
        after_gap = gap;
        if (!field.length)
            continue;
        if (!more && ip_address_is_v4(field))
            groups += 2;
        else if (is_group(field))
            groups++;
        else
            return false;
    }
    return gaps == 0 ? groups == 8 : gaps == 1 && groups < 8;
}
