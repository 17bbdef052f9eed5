/* SPDX-License-Identifier: MIT */
/*
 * Node names of the management tree (DM Tree and Description section 6.2): document text into one segment of a LocURI
 * and back. No text can make a "/", a "?", a "~", "." or "..": it can neither leave its place nor meet the numbered
 * name of another node, and two texts never make the same name.
 */
#include "dm-tree.h"

#include "bytes.h"
#include "cp-names.h"

/* The octets that stand for themselves: A-Z a-z 0-9 - . _ */
static const uint8_t plain_octets[UINT8_MAX + 1] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* controls */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* controls */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, /* - . */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, /* 0-9 */
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* A-O */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, /* P-Z _ */
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* a-o */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, /* p-z */
};

static inline unsigned is_plain(char c)
{
    return plain_octets[(uint8_t)c];
}

/* How many octets at the beginning stand for themselves; looks at four at a time. */
static inline size_t count_plain(cpdm_slice text)
{
    const char *at = text.data, *end = text.data + text.length;
    while (end - at >= 4 && is_plain(at[0]) & is_plain(at[1]) & is_plain(at[2]) & is_plain(at[3]))
        at += 4;
    while (at < end && is_plain(*at))
        at++;
    return (size_t)(at - text.data);
}

static bool is_dots(cpdm_slice text)
{
    return text.length <= 2 && (slice_is(text, ".") || slice_is(text, ".."));
}

/* dm_name_escape() where the text is no name as it is: the first `plain` octets stand for themselves. */
static cpdm_slice escape_from(struct arena *arena, cpdm_slice text, size_t plain)
{
    static const char digits[] = "0123456789ABCDEF";
    bool dots = is_dots(text);
    struct bytes_writer writer = bytes_writer(arena, plain + 3 * (text.length - plain));
    bytes_put_slice(&writer, slice(text.data, plain));
    for (size_t i = plain; i < text.length; i++) {
        uint8_t octet = (uint8_t)text.data[i];
        if (!dots && is_plain(text.data[i])) {
            bytes_put(&writer, octet);
        } else {
            char escaped[3] = {'%', digits[octet >> 4], digits[octet & 15]};
            bytes_put_slice(&writer, slice(escaped, sizeof escaped));
        }
    }
    cpdm_slice name;
    return bytes_finish(&writer, &name) ? name : slice(NULL, 0);
}

cpdm_slice dm_name_escape(struct arena *arena, cpdm_slice text)
{
    if (text.length == 0)
        return SLICE("%");
    if (is_dots(text))
        return escape_from(arena, text, 0);
    size_t plain = count_plain(text);
    return plain == text.length ? text : escape_from(arena, text, plain);
}

/* The value of a hexadecimal digit as dm_name_escape() writes it; -1 when it is none, or the end. */
static int digit_value(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool dm_name_unescape(struct arena *arena, cpdm_slice name, cpdm_slice *text)
{
    *text = slice("", 0);
    if (slice_is(name, "%"))
        return true;
    struct bytes_writer writer = bytes_writer(arena, name.length + 1);
    struct bytes_reader in = bytes_reader(name);
    while (bytes_left(&in)) {
        int octet = bytes_get(&in);
        if (octet == '%') {
            int high = digit_value(bytes_get(&in)), low = digit_value(bytes_get(&in));
            if (high < 0 || low < 0)
                return false;
            octet = high << 4 | low;
        }
        bytes_put(&writer, (uint8_t)octet);
    }
    *text = (cpdm_slice){NULL, 0};
    if (!bytes_finish(&writer, text))
        return false;
    /* What was escaped without need, or not escaped in spite of it, is no name of ours. */
    cpdm_slice again = dm_name_escape(arena, *text);
    if (!again.data)
        *text = again;
    return again.data && slice_equal(again, name);
}

cpdm_slice dm_name_numbered(struct arena *arena, cpdm_slice name, unsigned number)
{
    char digits[3 * sizeof number];
    size_t first = sizeof digits;
    do
        digits[--first] = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    struct bytes_writer writer = bytes_writer(arena, name.length + 1 + sizeof digits);
    cpdm_slice numbered;
    bytes_put_slice(&writer, name);
    bytes_put(&writer, '~');
    bytes_put_slice(&writer, slice(digits + first, sizeof digits - first));
    return bytes_finish(&writer, &numbered) ? numbered : slice(NULL, 0);
}

/* "/" would be two segments, "?" begins a property (?prop=ACL), "\" is the escape of later releases, blanks and control
 * characters are no part of a URI (RFC 2396 section 2.4.3). */
bool dm_name_is_safe(cpdm_slice name)
{
    for (size_t i = 0; i < name.length; i++) {
        uint8_t octet = (uint8_t)name.data[i];
        if (octet <= 0x20 || octet == 0x7F || octet == '/' || octet == '?' || octet == '\\')
            return false;
    }
    return name.length > 0 && !is_dots(name);
}

bool dm_name_is_secret(cpdm_slice name)
{
    static const char *const secrets[] = {
        "ServerNonce", "ClientNonce", /* DMAcc 1.1.2 */
        "Nonce",                      /* DMAcc 1.1 (seed 000 section 6.3.3) */
        "AAuthData",                  /* DMAcc 1.2 */
    };
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (slice_is(name, secrets[i]))
            return true;
    return cp_name_is_secret(CP_NAME_UNKNOWN, name); /* passwords and keys: vendors call them what they like */
}
