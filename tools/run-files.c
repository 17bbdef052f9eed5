/* SPDX-License-Identifier: MIT */
/* Names into descriptors. Results are collected in FILE.part, synchronised, and renamed to FILE when the last one is
 * there: who sees FILE sees all of it (threats F9). */
#include "run-files.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "batch-library.h"
#include "output.h"

int run_files_fail(const struct run_files *files, const char *path, const char *what, int error)
{
    return message_fail(files->messages, TOOL_FILE, (struct message_place){.file = path}, NULL, "cannot be %s: %s",
                        what, strerror(error));
}

static const char *input_path(const struct options *options)
{
    const char *path = options->input ? options->input : options_file(options);
    return path && strcmp(path, "-") != 0 ? path : NULL;
}

static bool is_json(enum option_word word)
{
    return word == WORD_ABSENT || word == WORD_NDJSON;
}

static int check_paths(const struct options *options)
{
    bool to_stdout = output_is_stdout(options->output);
    const struct {
        bool wrong;
        const char *sentence;
    } rows[] = {
        {options->input && options_file(options), "the input is named twice"},
        {options->resume && to_stdout, "--resume needs --output FILE: it goes on with what stands there"},
        {options->verify_against && !(is_json(options->framing.word) && is_json(options->results.word)),
         "--verify-against compares lines of JSON: it goes with --framing ndjson and --results ndjson"},
        {options->verify_against && !batch_library_is_there(),
         "--verify-against needs the JSON library, and this build has none"},
        {options->verify_against && (options->resume || options->errors),
         "--verify-against goes with neither --resume nor --errors"},
        {options->errors && output_is_stdout(options->errors), "--errors needs a file"},
        {!input_path(options) && options->secrets_fd.text && options->secrets_fd.value == STDIN_FILENO,
         "the records and the secrets cannot both come from stdin"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].wrong)
            return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, NULL, "%s",
                                rows[i].sentence);
    return EXIT_DONE;
}

static int open_input(const struct options *options, struct run_files *files)
{
    const char *path = input_path(options);
    files->in = path ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    return files->in >= 0 ? EXIT_DONE : run_files_fail(files, path, "read", errno);
}

/* The lock is the kernel's: it ends with the process, however that ends. */
static int open_part(const struct options *options, struct run_files *files)
{
    int flags = O_RDWR | O_CREAT | O_CLOEXEC | (options->resume ? 0 : O_EXCL);
    files->out = open(files->part, flags, 0600);
    if (files->out < 0 && errno == EEXIST)
        return message_fail(files->messages, TOOL_FILE, (struct message_place){.file = files->part},
                            "--resume goes on with it; without it there is nothing of that run",
                            "an unfinished run left its results here");
    if (files->out < 0)
        return run_files_fail(files, files->part, "written", errno);
    if (flock(files->out, LOCK_EX | LOCK_NB) != 0)
        return run_files_fail(files, files->part, "locked, another run is at work on it", errno);
    return EXIT_DONE;
}

static int open_output(const struct options *options, struct run_files *files)
{
    struct stat status;
    if (output_is_stdout(options->output)) {
        files->out = STDOUT_FILENO;
        return EXIT_DONE;
    }
    files->output = options->output;
    bool there = stat(options->output, &status) == 0;
    if (there && !S_ISREG(status.st_mode) && !options->resume) {
        files->out = open(options->output, O_WRONLY | O_CLOEXEC);
        return files->out >= 0 ? EXIT_DONE : run_files_fail(files, options->output, "written", errno);
    }
    files->part = g_strconcat(options->output, ".part", NULL);
    files->finished_before = options->resume && there && access(files->part, F_OK) != 0;
    return files->finished_before ? EXIT_DONE : open_part(options, files);
}

static int open_errors(const struct options *options, struct run_files *files)
{
    if (!options->errors || files->finished_before)
        return EXIT_DONE;
    files->errors = open(options->errors, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    return files->errors >= 0 ? EXIT_DONE : run_files_fail(files, options->errors, "written", errno);
}

int run_files_open(const struct options *options, struct run_files *files)
{
    *files = (struct run_files){.messages = &options->messages, .in = -1, .out = -1, .errors = -1};
    int code = check_paths(options);
    if (!code)
        code = open_input(options, files);
    if (!code)
        code = open_output(options, files);
    return code ? code : open_errors(options, files);
}

static void close_one(int *descriptor)
{
    if (*descriptor > STDERR_FILENO)
        close(*descriptor);
    *descriptor = -1;
}

void run_files_close(struct run_files *files)
{
    close_one(&files->in);
    close_one(&files->out);
    close_one(&files->errors);
    g_free(files->part);
    files->part = NULL;
}

int run_files_write(int descriptor, cpdm_slice octets)
{
    while (octets.length) {
        ssize_t written = write(descriptor, octets.data, octets.length);
        if (written < 0 && errno == EAGAIN)
            poll(&(struct pollfd){.fd = descriptor, .events = POLLOUT}, 1, -1);
        else if (written < 0 && errno != EINTR)
            return errno;
        if (written > 0) {
            octets.data += written;
            octets.length -= (size_t)written;
        }
    }
    return 0;
}

int run_files_sync(const struct run_files *files)
{
    if (!files->part)
        return EXIT_DONE;
    return fdatasync(files->out) == 0 ? EXIT_DONE : run_files_fail(files, files->part, "synchronised", errno);
}

/* The new name is on disk when its folder is. */
static int sync_folder(const struct run_files *files)
{
    char *copy = g_strdup(files->output);
    int folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    g_free(copy);
    if (folder < 0)
        return EXIT_DONE; /* it may not be ours to read */
    int failed = fsync(folder);
    int error = errno;
    close(folder);
    return failed && error != EINVAL ? run_files_fail(files, files->output, "synchronised", error) : EXIT_DONE;
}

int run_files_finish(struct run_files *files)
{
    if (!files->part)
        return EXIT_DONE;
    if (fsync(files->out) != 0 || (files->errors >= 0 && fsync(files->errors) != 0))
        return run_files_fail(files, files->part, "synchronised", errno);
    if (rename(files->part, files->output) != 0)
        return run_files_fail(files, files->output, "written", errno);
    return sync_folder(files);
}
