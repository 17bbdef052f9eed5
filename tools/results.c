/* SPDX-License-Identifier: MIT */
/* Results to their places: -o, --report, --content-type-out, --user-code-out; all of them or none. */
#include "results.h"

#include <string.h>

#include <glib.h>

#include "output.h"
#include "text.h"

static bool same_output(const char *a, const char *b)
{
    return a && b && (strcmp(a, b) == 0 || (output_is_stdout(a) && output_is_stdout(b)));
}

int results_check(const struct options *options)
{
    const char *paths[] = {options->output ? options->output : "-", options->report, options->content_type_out,
                           options->user_code_out};
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
        for (size_t j = i + 1; j < G_N_ELEMENTS(paths); j++)
            if (same_output(paths[i], paths[j]))
                return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0},
                                    "-o FILE leaves stdout to another output",
                                    "two outputs cannot go to the same place");
    return EXIT_DONE;
}

/* A line of text, kept until the outputs are written. */
static cpdm_slice line_of(GString *line, cpdm_slice text)
{
    g_string_append_len(line, text.data, (gssize)text.length);
    g_string_append_c(line, '\n');
    return text_of(line);
}

int results_write(const struct options *options, const struct results *results)
{
    struct outputs outputs = {.messages = &options->messages};
    GString *content_type = g_string_new(NULL), *user_code = g_string_new(NULL);
    int code = outputs_add(&outputs, options->output, OUTPUT_SECRET, results->body);
    if (!code && results->report.data)
        code = outputs_add(&outputs, options->report, OUTPUT_PUBLIC, results->report);
    if (!code && options->content_type_out)
        code = outputs_add(&outputs, options->content_type_out, OUTPUT_SECRET,
                           line_of(content_type, results->content_type));
    if (!code && options->user_code_out && results->signature->user_code[0])
        code = outputs_add(&outputs, options->user_code_out, OUTPUT_SECRET,
                           line_of(user_code, text_slice(results->signature->user_code)));
    if (!code)
        code = outputs_commit(&outputs);
    outputs_clear(&outputs);
    g_string_free(content_type, TRUE);
    text_wipe(user_code);
    return code;
}
