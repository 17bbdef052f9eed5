/* SPDX-License-Identifier: MIT */
/* The CP vocabulary: text to number and back. The list is sorted by length and octets, so a search is a few compares.
 */
#include "cp-names.h"

struct cp_name_row {
    const char *text;
    uint8_t length;
    uint8_t flags;
};

static const struct cp_name_row names[CP_NAME_COUNT] = {
    [CP_NAME_UNKNOWN] = {"", 0, 0},
#define CP_NAME(id, text, flags) [CP_NAME_##id] = {text, sizeof(text) - 1, flags},
#include "cp-names-list.h"
#undef CP_NAME
};

static int compare(cpdm_slice text, const struct cp_name_row *row)
{
    if (text.length != row->length)
        return text.length < row->length ? -1 : 1;
    return memcmp(text.data, row->text, row->length);
}

static enum cp_name search(cpdm_slice text)
{
    unsigned low = 1, high = CP_NAME_COUNT;
    while (text.length && low < high) {
        unsigned middle = (low + high) / 2;
        int order = compare(text, &names[middle]);
        if (order == 0)
            return (enum cp_name)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return CP_NAME_UNKNOWN;
}

enum cp_name cp_name_find(cpdm_slice text)
{
    enum cp_name name = search(text);
    return names[name].flags & CP_NAME_IS_VIRTUAL ? CP_NAME_UNKNOWN : name;
}

enum cp_name cp_name_find_virtual(cpdm_slice text)
{
    enum cp_name name = search(text);
    return names[name].flags & CP_NAME_IS_VIRTUAL ? name : CP_NAME_UNKNOWN;
}

enum cp_name cp_name_find_ignoring_case(cpdm_slice text)
{
    for (unsigned i = 1; i < CP_NAME_COUNT; i++)
        if (!(names[i].flags & CP_NAME_IS_VIRTUAL) && slice_equal_ignoring_case(text, slice_of(names[i].text)))
            return (enum cp_name)i;
    return CP_NAME_UNKNOWN;
}

cpdm_slice cp_name_text(enum cp_name name)
{
    return slice(names[name].text, names[name].length);
}

unsigned cp_name_flags(enum cp_name name)
{
    return names[name].flags;
}

static bool contains_ignoring_case(cpdm_slice text, cpdm_slice word)
{
    for (size_t i = 0; i + word.length <= text.length; i++)
        if (slice_equal_ignoring_case(slice(text.data + i, word.length), word))
            return true;
    return false;
}

bool cp_name_is_secret(enum cp_name name, cpdm_slice text)
{
    if (name != CP_NAME_UNKNOWN)
        return names[name].flags & CP_NAME_IS_SECRET;
    static const char *const words[] = {"SECRET", "PASSW", "PWD", "-PW", "PRIVATEKEY", "WEPKEY", "PSK"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (contains_ignoring_case(text, slice_of(words[i])))
            return true;
    return false;
}
