/* SPDX-License-Identifier: MIT */
/* Scheme and port of a URI, by the grammar of RFC 3986: scheme ":" "//" [ userinfo "@" ] host [ ":" port ] … */
#include "uri.h"

static bool is_scheme_character(char c)
{
    if (c >= 'a' && c <= 'z')
        return true;
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

cpdm_slice uri_scheme(cpdm_slice uri)
{
    size_t length = 0;
    while (length < uri.length && is_scheme_character(uri.data[length]))
        length++;
    bool ends = uri.length - length >= 3 && memcmp(uri.data + length, "://", 3) == 0;
    return length && ends ? slice(uri.data, length) : slice("", 0);
}

/* What stands behind the last ":" of the authority, which goes from behind "//" to the next "/", "?" or "#". The
 * colons of user information stand before its "@", those of an IPv6 literal before its bracket. False where there is
 * none. */
static bool find_port(cpdm_slice uri, cpdm_slice *port)
{
    cpdm_slice scheme = uri_scheme(uri);
    if (!scheme.length)
        return false;
    size_t i = scheme.length + strlen("://"), behind = 0; /* 0: no colon */
    if (i == uri.length || !memchr(uri.data + i, ':', uri.length - i))
        return false;
    for (; i < uri.length; i++) {
        char c = uri.data[i];
        if (c == '/' || c == '?' || c == '#')
            break;
        if (c == ':')
            behind = i + 1;
        else if (c == '@' || c == ']')
            behind = 0;
    }
    *port = slice(uri.data + behind, i - behind);
    return behind;
}

bool uri_port(cpdm_slice uri, unsigned *port)
{
    cpdm_slice figures;
    uint64_t number;
    if (!find_port(uri, &figures) || !slice_to_number(figures, 65535, &number) || number == 0)
        return false;
    *port = (unsigned)number;
    return true;
}
