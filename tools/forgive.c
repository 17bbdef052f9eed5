/* SPDX-License-Identifier: MIT */
/* The words of --lenient into the library's leniencies, with the nearest known word in a complaint. */
#include "forgive.h"

#include <string.h>

#include <glib.h>

#include "nearest.h"

static const struct leniency {
    const char *name;
    cpdm_leniency value;
} leniencies_known[] = {
    {"case", CPDM_LENIENT_CASE},
    {"flat-appauth", CPDM_LENIENT_FLAT_APPAUTH},
};

static int fail_word(const struct options *options, const char *word, const struct nearest *nearest)
{
    char *hint = nearest_hint(nearest, NULL);
    int code = message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, hint,
                            "--lenient takes case and flat-appauth, with commas between them, not %.40s", word);
    g_free(hint);
    return code;
}

static int read_word(const struct options *options, const char *word, unsigned *leniencies)
{
    struct nearest nearest = nearest_to(word);
    for (size_t i = 0; i < G_N_ELEMENTS(leniencies_known); i++) {
        nearest_try(&nearest, leniencies_known[i].name);
        if (strcmp(leniencies_known[i].name, word) == 0) {
            *leniencies |= (unsigned)leniencies_known[i].value;
            return EXIT_DONE;
        }
    }
    return fail_word(options, word, &nearest);
}

int forgive_read(const struct options *options, unsigned *leniencies)
{
    *leniencies = 0;
    if (!options->lenient)
        return EXIT_DONE;
    char **words = g_strsplit(options->lenient, ",", -1);
    int code = words[0] ? EXIT_DONE : read_word(options, "", leniencies);
    for (size_t i = 0; words[i] && !code; i++)
        code = read_word(options, words[i], leniencies);
    g_strfreev(words);
    return code;
}
