/* SPDX-License-Identifier: MIT */
/* Findings into lines of a file that is only added to. */
#include "run-log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void take(void *data, const char *file, const cpdm_diagnostic *diagnostic)
{
    const struct run_log *log = data;
    if (log->descriptor < 0)
        return;
    GString *line = g_string_new(NULL);
    message_append(&log->written, file, diagnostic, line);
    if (write(log->descriptor, line->str, line->len) < 0)
        g_string_truncate(line, 0); /* there is no other place to say so */
    g_string_free(line, TRUE);
}

int run_log_open(const struct options *options, struct run_log *log)
{
    *log = (struct run_log){.messages = options->messages, .written = options->messages, .descriptor = -1};
    log->messages.sink = take;
    log->messages.sink_data = log;
    if (!options->log_file)
        return EXIT_DONE;
    bool is_stderr = strcmp(options->log_file, "-") == 0;
    log->descriptor =
        is_stderr ? dup(STDERR_FILENO) : open(options->log_file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log->descriptor >= 0)
        return EXIT_DONE;
    return message_fail(&options->messages, TOOL_FILE, (struct message_place){.file = options->log_file}, NULL,
                        "cannot be written: %s", strerror(errno));
}

void run_log_close(struct run_log *log)
{
    if (log->descriptor >= 0)
        close(log->descriptor);
}
