/* SPDX-License-Identifier: MIT */
/* `cpdm tables`: mapping tables checked, printed as text that loads to the same table, or listed. */
#include <string.h>

#include <glib.h>

#include "nearest.h"
#include "output.h"
#include "tables-load.h"
#include "text.h"

/* Every file is checked, whatever the ones before it were; the exit code is the first failure's. */
static int check(const struct options *options)
{
    GString *text = g_string_new(NULL);
    int worst = EXIT_DONE;
    for (unsigned i = 1; i < options->argument_count; i++) {
        cpdm_tables *tables;
        int code = tables_load(&options->messages, options->arguments[i], options->overlays, &tables);
        cpdm_tables_free(tables);
        if (!code)
            g_string_append_printf(text, "%s: ok\n", options->arguments[i]);
        worst = worst ? worst : code;
    }
    int code = output_write(&options->messages, options->output, OUTPUT_PUBLIC, text_of(text));
    g_string_free(text, TRUE);
    return worst ? worst : code;
}

static int print(const struct options *options)
{
    cpdm_tables *tables;
    cpdm_slice text;
    int code = tables_load(&options->messages, options->arguments[1], options->overlays, &tables);
    if (!code) {
        code = message_exit_code(cpdm_tables_print(tables, &text));
        if (code)
            message_fail(&options->messages, TOOL_INTERNAL, (struct message_place){0}, NULL, "there is no memory");
    }
    if (!code)
        code = output_write(&options->messages, options->output, OUTPUT_PUBLIC, text);
    cpdm_tables_free(tables);
    return code;
}

/* An embedded table that does not load is a defect of ours; its findings are printed. */
static int list(const struct options *options)
{
    GString *text = g_string_new(NULL);
    const cpdm_table_file *file;
    int code = EXIT_DONE;
    for (size_t i = 0; !code && (file = cpdm_tables_embedded(i)); i++) {
        char *name = g_strndup(file->name, strlen(file->name) - strlen(".map"));
        cpdm_tables *tables;
        code = tables_load(&options->messages, name, NULL, &tables);
        if (!code)
            g_string_append_printf(text, "%s\t%s\n", cpdm_tables_target(tables), cpdm_tables_title(tables));
        cpdm_tables_free(tables);
        g_free(name);
    }
    if (!code)
        code = output_write(&options->messages, options->output, OUTPUT_PUBLIC, text_of(text));
    g_string_free(text, TRUE);
    return code;
}

static const struct action {
    const char *name;
    int (*run)(const struct options *options);
    unsigned arguments_min, arguments_max;
    const char *usage;
    bool overlays;
} actions[] = {
    {"check", check, 1, 1000, "cpdm tables check [--overlay FILE] FILE…", true},
    {"print", print, 1, 1, "cpdm tables print [--overlay FILE] TARGET|FILE", true},
    {"list", list, 0, 0, "cpdm tables list", false},
};

static const struct action *find_action(const char *name, struct nearest *nearest)
{
    for (size_t i = 0; i < G_N_ELEMENTS(actions); i++) {
        nearest_try(nearest, actions[i].name);
        if (strcmp(actions[i].name, name) == 0)
            return &actions[i];
    }
    return NULL;
}

static int fail_action(const struct options *options, const char *name, const struct nearest *nearest)
{
    char *hint = nearest_hint(nearest, "check, print and list are known");
    int code = message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, hint, "tables cannot %s", name);
    g_free(hint);
    return code;
}

int cmd_tables(const struct options *options)
{
    if (options->argument_count == 0)
        return options_fail(options, "check, print or list", "what shall be done with tables is missing");
    const char *name = options->arguments[0];
    struct nearest nearest = nearest_to(name);
    const struct action *action = find_action(name, &nearest);
    if (!action)
        return fail_action(options, name, &nearest);
    unsigned count = options->argument_count - 1;
    if (count < action->arguments_min || count > action->arguments_max)
        return options_fail(options, action->usage, "the number of arguments is wrong");
    if (options->overlays && !action->overlays)
        return options_fail(options, action->usage, "--overlay does not go with it");
    return action->run(options);
}
