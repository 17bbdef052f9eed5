/* SPDX-License-Identifier: MIT */
/*
 * Text into XML 1.0: what has a meaning in markup becomes a reference (section 2.4), and so do the line ends and tabs
 * that a parser would normalise away (sections 2.11 and 3.3.3). Names: production 5.
 */
#include "xml-write.h"

enum { AMPERSAND = 1, LESS, GREATER, QUOTE, TAB, LINE_FEED, RETURN };

static const cpdm_slice references[] = {
    [AMPERSAND] = {"&amp;", 5}, [LESS] = {"&lt;", 4},       [GREATER] = {"&gt;", 4}, [QUOTE] = {"&quot;", 6},
    [TAB] = {"&#9;", 4},        [LINE_FEED] = {"&#10;", 5}, [RETURN] = {"&#13;", 5},
};

/* By octet: which reference stands for it. */
static const uint8_t in_attributes[256] = {
    ['&'] = AMPERSAND, ['<'] = LESS, ['>'] = GREATER, ['"'] = QUOTE, ['\t'] = TAB, ['\n'] = LINE_FEED, ['\r'] = RETURN,
};
static const uint8_t in_texts[256] = {
    ['&'] = AMPERSAND,
    ['<'] = LESS,
    ['>'] = GREATER,
    ['\r'] = RETURN,
};

static void put_escaped(struct bytes_writer *writer, cpdm_slice text, const uint8_t references_for[256])
{
    if (!text.length)
        return;
    const char *plain = text.data, *next = text.data, *end = text.data + text.length;
    for (; next < end; next++) {
        uint8_t reference = references_for[(uint8_t)*next];
        if (!reference)
            continue;
        bytes_put_slice(writer, slice(plain, (size_t)(next - plain)));
        bytes_put_slice(writer, references[reference]);
        plain = next + 1;
    }
    bytes_put_slice(writer, slice(plain, (size_t)(end - plain)));
}

void xml_put_attribute_value(struct bytes_writer *writer, cpdm_slice text)
{
    put_escaped(writer, text, in_attributes);
}

void xml_put_text(struct bytes_writer *writer, cpdm_slice text)
{
    put_escaped(writer, text, in_texts);
}

/* Productions 4 and 4a of XML 1.0, as far as the fourth edition, which expat follows, and the fifth agree: what is
 * written must be read. Of the letters beyond Latin only the two largest alphabets. */
struct name_range {
    uint32_t first, last;
    bool start; /* may be a name's first character */
};

static const struct name_range name_ranges[] = {
    {'-', '.', false},     {'0', '9', false},      {':', ':', true},       {'A', 'Z', true},   {'_', '_', true},
    {'a', 'z', true},      {0xB7, 0xB7, false},    {0xC0, 0xD6, true},     {0xD8, 0xF6, true}, {0xF8, 0x131, true},
    {0x300, 0x345, false}, {0x4E00, 0x9FA5, true}, {0xAC00, 0xD7A3, true},
};

static bool is_name_character(uint32_t point, bool first)
{
    for (size_t i = 0; i < sizeof name_ranges / sizeof *name_ranges; i++)
        if (point >= name_ranges[i].first && point <= name_ranges[i].last)
            return name_ranges[i].start || !first;
    return false;
}

/* The next character of well-formed UTF-8. */
static uint32_t get_character(struct bytes_reader *in)
{
    unsigned lead = (unsigned)bytes_get(in);
    unsigned more = lead < 0xC0 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    uint32_t point = more ? lead & (0x3Fu >> more) : lead;
    for (; more; more--)
        point = point << 6 | ((unsigned)bytes_get(in) & 0x3F);
    return point;
}

bool xml_is_name(cpdm_slice text)
{
    size_t bad;
    if (text.length == 0 || !slice_is_xml_text(text, &bad))
        return false;
    struct bytes_reader in = bytes_reader(text);
    for (bool first = true; bytes_left(&in); first = false)
        if (!is_name_character(get_character(&in), first))
            return false;
    return true;
}
