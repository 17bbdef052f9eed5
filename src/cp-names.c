/* SPDX-License-Identifier: MIT */
/* The CP vocabulary: text to number and back. The list is sorted by length, so a search is a few compares. */
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

const cpdm_slice cp_attribute_names[] = {
    [CP_ATTRIBUTE_OTHER] = {"", 0},    [CP_ATTRIBUTE_NAME] = {"name", 4},       [CP_ATTRIBUTE_VALUE] = {"value", 5},
    [CP_ATTRIBUTE_TYPE] = {"type", 4}, [CP_ATTRIBUTE_VERSION] = {"version", 7},
};

enum { LONGEST = 25 };

/* The first name of each length, or the first that is longer; a test finds every name through it. */
static const uint8_t first_of_length[LONGEST + 2] = {
    [0] = CP_NAME_SID,
    [1] = CP_NAME_SID,
    [2] = CP_NAME_SID,
    [3] = CP_NAME_SID,
    [4] = CP_NAME_ADDR,
    [5] = CP_NAME_APPID,
    [6] = CP_NAME_ACCESS,
    [7] = CP_NAME_AACCEPT,
    [8] = CP_NAME_ADDRTYPE,
    [9] = CP_NAME_AAUTHDATA,
    [10] = CP_NAME_AAUTHLEVEL,
    [11] = CP_NAME_AAUTHSECRET,
    [12] = CP_NAME_MAX_SDU_SIZE,
    [13] = CP_NAME_CONTEXT_ALLOW,
    [14] = CP_NAME_CLIENTIDENTITY,
    [15] = CP_NAME_REREG_THRESHOLD,
    [16] = CP_NAME_DELIVERY_ERR_SDU,
    [17] = CP_NAME_PHYSICAL_PROXY_ID,
    [18] = CP_NAME_MAX_BITRATE_DNLINK,
    [19] = CP_NAME_FIRST_RETRY_TIMEOUT,
    [20] = CP_NAME_GUARANTEED_BITRATE_DNLINK,
    [21] = CP_NAME_GUARANTEED_BITRATE_DNLINK,
    [22] = CP_NAME_GUARANTEED_BITRATE_DNLINK,
    [23] = CP_NAME_GUARANTEED_BITRATE_DNLINK,
    [24] = CP_NAME_GUARANTEED_BITRATE_DNLINK,
    [25] = CP_NAME_GUARANTEED_BITRATE_DNLINK,
    [26] = CP_NAME_COUNT,
};

/* Names of one length differ in their last letters more than in their first. */
static enum cp_name search(cpdm_slice text)
{
    if (text.length == 0 || text.length > LONGEST)
        return CP_NAME_UNKNOWN;
    size_t last = text.length - 1;
    for (unsigned i = first_of_length[text.length]; i < first_of_length[text.length + 1]; i++)
        if (names[i].text[last] == text.data[last] && memcmp(names[i].text, text.data, last) == 0)
            return (enum cp_name)i;
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

static bool ends_in_pw(cpdm_slice text)
{
    return text.length > 2 && slice_equal_ignoring_case(slice(text.data + text.length - 2, 2), SLICE("PW"));
}

/* Of names that are not in the list the words tell: passwords of vendors, and the keys of WLAN access points
 * (WPA-PRES-KEY-ASC, and DATA of a WEPKEY). */
bool cp_name_is_secret(enum cp_name name, cpdm_slice text)
{
    static const char *const whole[] = {"PIN", "KEY", "DATA"};
    static const char *const words[] = {"SECR",       "PASSW",  "PASSPHRASE", "TOKEN",    "PWD",
                                        "PRIVATEKEY", "WEPKEY", "PSK",        "PRES-KEY", "PRESKEY"};
    if (name != CP_NAME_UNKNOWN)
        return names[name].flags & CP_NAME_IS_SECRET;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (slice_equal_ignoring_case(text, slice_of(whole[i])))
            return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (contains_ignoring_case(text, slice_of(words[i])))
            return true;
    return ends_in_pw(text);
}
