/* SPDX-License-Identifier: MIT */
/* `cpdm help`: the verbs, the options of one verb, what a rule means, or how far the standards are met. */
#include <string.h>

#include <glib.h>

#include "conformance.h"
#include "options.h"
#include "output.h"
#include "text.h"

static char *verb_list(void)
{
    GString *text = g_string_new("Usage:\n  cpdm VERB [OPTION…] [FILE]\n\n"
                                 "OMA Client Provisioning documents into SyncML DM bootstrap packages.\n\nVerbs:\n");
    const struct verb *verb;
    for (unsigned i = 0; (verb = verb_at(i)); i++)
        g_string_append_printf(text, "  %-11s %s\n", verb->name, verb->summary);
    g_string_append(text,
                    "\nNo FILE, or -, is stdin. cpdm VERB --help shows the options of a verb; cpdm(1) tells all.\n");
    return g_string_free(text, FALSE);
}

/* CPDM-0515, CPDM-515, M016, M16, in any case. */
static bool read_rule(const char *name, unsigned *number, bool *table)
{
    *table = !g_ascii_strncasecmp(name, "M", 1);
    if (!*table && g_ascii_strncasecmp(name, "CPDM-", 5) != 0)
        return false;
    guint64 value;
    if (!g_ascii_string_to_unsigned(name + (*table ? 1 : 5), 10, 0, 9999, &value, NULL))
        return false;
    *number = (unsigned)value;
    return true;
}

static char *rule_text(const char *name)
{
    unsigned number;
    bool table;
    if (!read_rule(name, &number, &table))
        return NULL;
    const char *explanation = cpdm_rule_explanation(number, table);
    if (!explanation)
        return NULL;
    return g_strdup_printf(table ? "M%03u: %s\n" : "CPDM-%04u: %s\n", number, explanation);
}

static int fail_help(const struct options *options, const char *name)
{
    const char *nearest = verb_nearest(name);
    char *hint = nearest ? g_strdup_printf("did you mean %s?", nearest) : g_strdup("cpdm help lists the verbs");
    int code = message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, hint,
                            "there is no verb and no rule %s", name);
    g_free(hint);
    return code;
}

int cmd_help(const struct options *options)
{
    const char *name = options->arguments[0];
    const struct verb *verb = name ? verb_find(name) : NULL;
    char *text = !name                              ? verb_list()
                 : verb                             ? options_help(verb)
                 : strcmp(name, "conformance") == 0 ? g_strdup(conformance_text)
                                                    : rule_text(name);
    if (!text)
        return fail_help(options, name);
    int code = output_write(&options->messages, NULL, OUTPUT_PUBLIC, text_slice(text));
    g_free(text);
    return code;
}
