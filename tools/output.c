/* SPDX-License-Identifier: MIT */
/* Octets into stdout or files. A file appears complete or not at all, and one that holds secrets is its owner's alone
 * from the start (design section 8; threats E5). */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "cmd.h"

bool output_is_stdout(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

int output_refuse_terminal(const struct messages *messages, const char *path)
{
    if (!output_is_stdout(path) || !isatty(STDOUT_FILENO))
        return EXIT_DONE;
    return message_fail(messages, TOOL_USAGE, (struct message_place){0}, "-o FILE writes it to a file",
                        "binary output is not written to a terminal");
}

static int fail_writing(const struct messages *messages, const char *path)
{
    const struct message_place place = {.file = output_is_stdout(path) ? "<stdout>" : path};
    return message_fail(messages, TOOL_FILE, place, NULL, "cannot be written: %s", strerror(errno));
}

bool output_write_all(int descriptor, cpdm_slice octets)
{
    while (octets.length) {
        ssize_t written = write(descriptor, octets.data, octets.length);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            octets.data += written;
            octets.length -= (size_t)written;
        }
    }
    return true;
}

static mode_t public_mode(void)
{
    mode_t mask = umask(077);
    umask(mask);
    return (mode_t)(0666 & ~mask);
}

/* mkostemp() makes the file with mode 0600. */
static bool write_temporary(struct output *output, enum output_privacy privacy)
{
    char *name = g_strconcat(output->target, ".XXXXXX", NULL);
    int descriptor = mkostemp(name, O_CLOEXEC);
    if (descriptor < 0) {
        int error = errno;
        g_free(name);
        errno = error;
        return false;
    }
    output->temporary = name;
    bool sound = output_write_all(descriptor, output->octets);
    if (sound && privacy == OUTPUT_PUBLIC)
        sound = fchmod(descriptor, public_mode()) == 0;
    int error = errno;
    if (close(descriptor) != 0)
        return false;
    errno = error;
    return sound;
}

/* Whether the path can name a file at all, said before another output is written. */
static bool is_no_place(const char *path, const struct stat *status, bool exists)
{
    errno = !*path ? ENOENT : exists && S_ISDIR(status->st_mode) ? EISDIR : 0;
    return errno != 0;
}

/* The file that will be replaced: behind symbolic links; NULL for a device or a pipe, which cannot be, and where errno
 * says so, for what is no place of a file. */
static char *find_target(const char *path)
{
    struct stat status;
    bool exists = stat(path, &status) == 0;
    if (is_no_place(path, &status, exists))
        return NULL;
    if (!exists)
        return g_strdup(path);
    if (!S_ISREG(status.st_mode))
        return NULL;
    char *real = realpath(path, NULL), *copy = g_strdup(real ? real : path);
    free(real);
    return copy;
}

int outputs_add(struct outputs *outputs, const char *path, enum output_privacy privacy, cpdm_slice octets)
{
    if (outputs->count == OUTPUTS_MAX)
        return message_fail(outputs->messages, TOOL_INTERNAL, (struct message_place){0}, NULL, "too many outputs");
    struct output *output = &outputs->items[outputs->count++];
    *output = (struct output){.path = output_is_stdout(path) ? NULL : path, .octets = octets};
    if (!output->path)
        return EXIT_DONE;
    output->target = find_target(path);
    if (output->target ? !write_temporary(output, privacy) : errno != 0)
        return fail_writing(outputs->messages, path);
    return EXIT_DONE;
}

static bool write_device(const char *path, cpdm_slice octets)
{
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    bool sound = output_write_all(descriptor, octets);
    int error = errno;
    if (close(descriptor) != 0)
        return false;
    errno = error;
    return sound;
}

static bool write_directly(const struct output *output)
{
    return output->path ? write_device(output->path, output->octets) : output_write_all(STDOUT_FILENO, output->octets);
}

int outputs_commit(struct outputs *outputs)
{
    for (size_t i = 0; i < outputs->count; i++)
        if (!outputs->items[i].target && !write_directly(&outputs->items[i]))
            return fail_writing(outputs->messages, outputs->items[i].path);
    for (size_t i = 0; i < outputs->count; i++) {
        struct output *output = &outputs->items[i];
        if (!output->target)
            continue;
        if (rename(output->temporary, output->target) != 0)
            return fail_writing(outputs->messages, output->path);
        g_free(output->temporary);
        output->temporary = NULL;
    }
    return EXIT_DONE;
}

void outputs_clear(struct outputs *outputs)
{
    for (size_t i = 0; i < outputs->count; i++) {
        struct output *output = &outputs->items[i];
        if (output->temporary)
            unlink(output->temporary);
        g_free(output->temporary);
        g_free(output->target);
    }
    outputs->count = 0;
}

int output_write(const struct messages *messages, const char *path, enum output_privacy privacy, cpdm_slice octets)
{
    struct outputs outputs = {.messages = messages};
    int code = outputs_add(&outputs, path, privacy, octets);
    if (!code)
        code = outputs_commit(&outputs);
    outputs_clear(&outputs);
    return code;
}
