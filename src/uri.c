/* SPDX-License-Identifier: MIT */
/* Scheme and port of a URI, by the grammar of RFC 3986: scheme ":" "//" [ userinfo "@" ] host [ ":" port ] … */
#include "uri.h"

static bool is_scheme_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '.';
}

cpdm_slice uri_scheme(cpdm_slice uri)
{
    size_t length = 0;
    while (length < uri.length && is_scheme_character(uri.data[length]))
        length++;
    cpdm_slice rest = slice(uri.data + length, uri.length - length);
    return length && slice_starts_with(rest, SLICE("://")) ? slice(uri.data, length) : slice("", 0);
}

/* The authority: from behind "//" to the next "/", "?" or "#". */
static cpdm_slice authority(cpdm_slice uri)
{
    cpdm_slice scheme = uri_scheme(uri);
    if (!scheme.length)
        return slice("", 0);
    size_t start = scheme.length + strlen("://"), end = start;
    while (end < uri.length && uri.data[end] != '/' && uri.data[end] != '?' && uri.data[end] != '#')
        end++;
    return slice(uri.data + start, end - start);
}

bool uri_port(cpdm_slice uri, unsigned *port)
{
    cpdm_slice host = authority(uri);
    size_t colon = host.length;
    for (size_t i = host.length; i > 0; i--) {
        char c = host.data[i - 1];
        if (c == ':')
            colon = i - 1;
        if (c == ':' || c == ']' || c == '@') /* an IPv6 literal's colons stand before its bracket */
            break;
    }
    uint64_t number;
    if (colon == host.length ||
        !slice_to_number(slice(host.data + colon + 1, host.length - colon - 1), 65535, &number) || number == 0)
        return false;
    *port = (unsigned)number;
    return true;
}
