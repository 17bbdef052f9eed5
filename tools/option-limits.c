/* SPDX-License-Identifier: MIT */
/* The words of --limit into the library's limits, with the nearest known name in a complaint. */
#include "option-limits.h"

#include <string.h>

#include <glib.h>

#include "nearest.h"

/* Counters of the library have 32 bits. */
#define COUNT_MAX  (UINT64_C(1) << 30)
#define OCTETS_MAX ((uint64_t)(SIZE_MAX / 4))

static const struct limit {
    const char *name;
    size_t member; /* in cpdm_limits */
    uint64_t minimum, maximum;
} limits_known[] = {
    {"depth", offsetof(cpdm_limits, depth), 1, 64},
    {"parms", offsetof(cpdm_limits, parms), 1, COUNT_MAX},
    {"value", offsetof(cpdm_limits, value), 1, OCTETS_MAX},
    {"text", offsetof(cpdm_limits, text), 1, OCTETS_MAX},
    {"memory", offsetof(cpdm_limits, memory), 1, OCTETS_MAX},
    {"attributes", offsetof(cpdm_limits, attributes), 1, 16},
    {"connections", offsetof(cpdm_limits, connections), 1, COUNT_MAX},
    {"nodes", offsetof(cpdm_limits, nodes), 64, COUNT_MAX},
    {"same-name", offsetof(cpdm_limits, same_name), 1, COUNT_MAX},
};

static int fail_name(const struct options *options, const char *name)
{
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < G_N_ELEMENTS(limits_known); i++)
        nearest_try(&nearest, limits_known[i].name);
    char *hint = nearest_hint(&nearest, "depth, parms, value, text, memory, attributes, connections, nodes, same-name");
    int code = message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, hint,
                            "--limit takes NAME=N, with commas between them, and knows no %.40s", name);
    g_free(hint);
    return code;
}

/* NAME=N. */
static int read_limit(const struct options *options, const char *word, cpdm_limits *limits)
{
    size_t length = strcspn(word, "=");
    const struct limit *limit = NULL;
    guint64 value = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(limits_known); i++)
        if (strlen(limits_known[i].name) == length && memcmp(limits_known[i].name, word, length) == 0)
            limit = &limits_known[i];
    if (!limit) {
        char *name = g_strndup(word, length);
        int code = fail_name(options, name);
        g_free(name);
        return code;
    }
    const char *number = word[length] ? word + length + 1 : "";
    if (!g_ascii_string_to_unsigned(number, 10, limit->minimum, limit->maximum, &value, NULL))
        return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, NULL,
                            "--limit %s takes a number from %llu to %llu", limit->name,
                            (unsigned long long)limit->minimum, (unsigned long long)limit->maximum);
    *(size_t *)((char *)limits + limit->member) = (size_t)value;
    return EXIT_DONE;
}

int limits_read(const struct options *options, const char *text, cpdm_limits *limits)
{
    char **words = g_strsplit(text, ",", -1);
    int code = words[0] ? EXIT_DONE : fail_name(options, "");
    for (size_t i = 0; words[i] && !code; i++)
        code = read_limit(options, words[i], limits);
    g_strfreev(words);
    return code;
}
