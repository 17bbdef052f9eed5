/* SPDX-License-Identifier: MIT */
/* Octets into text that is safe to print: escapes of `-f tree` (design section 8), JSON strings (RFC 8259 section 7),
 * base64. */
#include "text.h"

#include <string.h>

cpdm_slice text_slice(const char *string)
{
    return (cpdm_slice){.data = string, .length = strlen(string)};
}

cpdm_slice text_of(const GString *string)
{
    return (cpdm_slice){.data = string->str, .length = string->len};
}

/* The next character of `rest` and how many octets it takes; an octet that is no UTF-8 comes alone, as U+FFFD. */
static gunichar next_character(cpdm_slice rest, size_t *length, bool *valid)
{
    gunichar character = g_utf8_get_char_validated(rest.data, (gssize)rest.length);
    *valid = character != (gunichar)-1 && character != (gunichar)-2;
    /* GLib reports a NUL inside the length as an incomplete character. */
    if (!*valid && rest.data[0] == '\0') {
        *valid = true;
        character = 0;
    }
    *length = *valid && character != 0 ? (size_t)g_unichar_to_utf8(character, NULL) : 1;
    return *valid ? character : 0xFFFD;
}

static bool drives_terminal(gunichar character)
{
    return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x2028 || character == 0x2029;
}

static void append_hex(GString *out, const char *octets, size_t length)
{
    for (size_t i = 0; i < length; i++)
        g_string_append_printf(out, "\\x%02X", (unsigned)(unsigned char)octets[i]);
}

static void append_character(GString *out, const char *octets, size_t length, gunichar character, bool valid)
{
    switch (character) {
    case '\\': g_string_append(out, "\\\\"); return;
    case '\n': g_string_append(out, "\\n"); return;
    case '\r': g_string_append(out, "\\r"); return;
    case '\t': g_string_append(out, "\\t"); return;
    default: break;
    }
    if (!valid || drives_terminal(character))
        append_hex(out, octets, length);
    else
        g_string_append_len(out, octets, (gssize)length);
}

void text_append_escaped(GString *out, cpdm_slice text)
{
    size_t length;
    bool valid;
    for (size_t at = 0; at < text.length; at += length) {
        cpdm_slice rest = {.data = text.data + at, .length = text.length - at};
        gunichar character = next_character(rest, &length, &valid);
        append_character(out, rest.data, length, character, valid);
    }
}

void text_append_safe(GString *out, const char *text)
{
    size_t length, total = strlen(text);
    bool valid;
    for (size_t at = 0; at < total; at += length) {
        cpdm_slice rest = {.data = text + at, .length = total - at};
        gunichar character = next_character(rest, &length, &valid);
        if (!valid || drives_terminal(character))
            append_hex(out, rest.data, length);
        else
            g_string_append_len(out, rest.data, (gssize)length);
    }
}

static void append_json_character(GString *out, gunichar character)
{
    if (character == '"' || character == '\\')
        g_string_append_c(out, '\\');
    if (character < 0x20 || character == 0x7F)
        g_string_append_printf(out, "\\u%04x", (unsigned)character);
    else
        g_string_append_unichar(out, character);
}

void text_append_json(GString *out, cpdm_slice text)
{
    size_t length;
    bool valid;
    g_string_append_c(out, '"');
    for (size_t at = 0; at < text.length; at += length) {
        cpdm_slice rest = {.data = text.data + at, .length = text.length - at};
        append_json_character(out, next_character(rest, &length, &valid));
    }
    g_string_append_c(out, '"');
}

void text_append_base64(GString *out, cpdm_slice octets)
{
    if (octets.length == 0)
        return;
    char *text = g_base64_encode((const guchar *)octets.data, octets.length);
    g_string_append(out, text);
    explicit_bzero(text, strlen(text));
    g_free(text);
}

void text_wipe(GString *string)
{
    if (!string)
        return;
    explicit_bzero(string->str, string->allocated_len);
    g_string_free(string, TRUE);
}
