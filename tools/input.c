/* SPDX-License-Identifier: MIT */
/* A path into octets. The memory is taken once, so that no copy of a password stays behind in freed memory. */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

static bool is_stdin(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

static int fail_reading(const struct messages *messages, const char *name)
{
    const struct message_place place = {.file = name};
    return message_fail(messages, TOOL_FILE, place, NULL, "cannot be read: %s", strerror(errno));
}

/* One octet more than the limit is asked for: its coming tells that there is too much. */
int input_read_descriptor(const struct messages *messages, int descriptor, const char *name, size_t limit,
                          struct input *input)
{
    const struct message_place place = {.file = name};
    *input = (struct input){.name = name, .capacity = limit + 1};
    input->octets = malloc(input->capacity);
    if (!input->octets)
        return message_fail(messages, TOOL_INTERNAL, place, NULL, "there is no memory for %zu octets", limit);
    while (input->length < input->capacity) {
        ssize_t got = read(descriptor, input->octets + input->length, input->capacity - input->length);
        if (got == 0)
            return EXIT_DONE;
        if (got < 0 && errno != EINTR)
            return fail_reading(messages, name);
        if (got > 0)
            input->length += (size_t)got;
    }
    return message_fail(messages, TOOL_DOCUMENT_LIMIT, place, NULL, "the input is larger than %zu octets", limit);
}

int input_read(const struct messages *messages, const char *path, size_t limit, struct input *input)
{
    if (is_stdin(path))
        return input_read_descriptor(messages, STDIN_FILENO, "<stdin>", limit, input);
    *input = (struct input){.name = path};
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return fail_reading(messages, path);
    int code = input_read_descriptor(messages, descriptor, path, limit, input);
    close(descriptor);
    return code;
}

cpdm_slice input_slice(const struct input *input)
{
    return (cpdm_slice){.data = input->octets, .length = input->length};
}

void input_clear(struct input *input)
{
    if (input->octets)
        explicit_bzero(input->octets, input->length);
    free(input->octets);
    *input = (struct input){.name = input->name};
}
