/* SPDX-License-Identifier: MIT */
/*
 * A key file into secrets. The format is GLib's key file (group [secrets], lines `key=value`, comments with #). It is
 * read here and not by GKeyFile, which leaves copies of the values in freed memory and cannot say on which line a wrong
 * key stands. No message shows a value.
 */
#include "secrets.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "cmd.h"
#include "nearest.h"

enum { SECRETS_FILE_MAX = 16 * 1024 };

static const struct secret_key {
    const char *name;
    size_t member; /* in struct secrets */
    bool hex;
} secret_keys[] = {
    {"imsi", offsetof(struct secrets, known.imsi), false},
    {"network-key", offsetof(struct secrets, known.network_key), true},
    {"network-id", offsetof(struct secrets, known.network_id), false},
    {"pin", offsetof(struct secrets, known.pin), false},
    {"userpinmac", offsetof(struct secrets, known.userpinmac), false},
    {"userpinmac-key", offsetof(struct secrets, known.userpinmac_key), false},
    {"hmac-key", offsetof(struct secrets, hmac_key), false},
    {"ks-naf", offsetof(struct secrets, ks_naf), true},
    {"password", offsetof(struct secrets, password), false},
    {"nonce", offsetof(struct secrets, nonce), false},
    {"factory-key", offsetof(struct secrets, factory_key), true},
    {"redis-password", offsetof(struct secrets, redis_password), false},
};

enum { SECRET_KEYS = sizeof secret_keys / sizeof secret_keys[0] };

/* Where the reader is: one line at a time. */
struct reader {
    const struct messages *messages;
    struct message_place place;
    bool in_group;
    struct secrets *secrets;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static char *trim(char *from, char *end)
{
    while (end > from && is_blank(end[-1]))
        end--;
    *end = '\0';
    while (is_blank(*from))
        from++;
    return from;
}

static int fail_line(const struct reader *reader, const char *hint, const char *sentence)
{
    return message_fail(reader->messages, TOOL_SECRET_FILE, reader->place, hint, "%s", sentence);
}

/* Two digits become one octet, in the place where they stand. */
static bool decode_hex(cpdm_slice *value, char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length % 2)
        return false;
    for (size_t i = 0; i < length; i += 2) {
        int high = g_ascii_xdigit_value(text[i]), low = g_ascii_xdigit_value(text[i + 1]);
        if (high < 0 || low < 0)
            return false;
        text[i / 2] = (char)(high << 4 | low);
    }
    *value = (cpdm_slice){.data = text, .length = length / 2};
    return true;
}

static int fail_key(const struct messages *messages, struct message_place place, const char *name)
{
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < SECRET_KEYS; i++)
        nearest_try(&nearest, secret_keys[i].name);
    char *hint = nearest_hint(&nearest, "cpdm(1) lists the keys");
    int code = message_fail(messages, TOOL_SECRET_FILE, place, hint, "the key of a secret is not one that is known");
    g_free(hint);
    return code;
}

int secrets_put(const struct messages *messages, struct message_place place, struct secrets *secrets, const char *name,
                char *text)
{
    const struct secret_key *key = NULL;
    for (size_t i = 0; i < SECRET_KEYS; i++)
        if (secret_keys[i].name[0] == name[0] && strcmp(secret_keys[i].name, name) == 0)
            key = &secret_keys[i];
    if (!key)
        return fail_key(messages, place, name);
    cpdm_slice *value = (cpdm_slice *)((char *)secrets + key->member);
    if (value->data)
        return message_fail(messages, TOOL_SECRET_FILE, place, NULL, "the key stands twice");
    if (!key->hex)
        *value = (cpdm_slice){.data = text, .length = strlen(text)};
    else if (!decode_hex(value, text))
        return message_fail(messages, TOOL_SECRET_MALFORMED, place, NULL, "%s= is not pairs of hexadecimal digits",
                            key->name);
    return EXIT_DONE;
}

/* line = blank | "#" comment | "[" group "]" | key "=" value */
static int read_line(struct reader *reader, char *line, char *end)
{
    char *text = trim(line, end);
    if (*text == '\0' || *text == '#')
        return EXIT_DONE;
    if (*text == '[') {
        if (strcmp(text, "[secrets]") != 0)
            return fail_line(reader, NULL, "the only group is [secrets]");
        reader->in_group = true;
        return EXIT_DONE;
    }
    char *equals = strchr(text, '=');
    if (!equals)
        return fail_line(reader, NULL, "the line is neither a group, nor key=value, nor a comment");
    if (!reader->in_group)
        return fail_line(reader, "the first line is [secrets]", "the key stands before any group");
    char *value = trim(equals + 1, equals + 1 + strlen(equals + 1));
    return secrets_put(reader->messages, reader->place, reader->secrets, trim(text, equals), value);
}

/* The octet behind the text belongs to the buffer: input_read_descriptor() always has one to spare. */
static int read_lines(const struct messages *messages, struct secrets *secrets)
{
    struct reader reader = {.messages = messages, .place = {.file = secrets->text.name}, .secrets = secrets};
    char *at = secrets->text.octets, *end = at + secrets->text.length;
    if (memchr(at, '\0', secrets->text.length))
        return fail_line(&reader, NULL, "the file holds a NUL");
    int code = EXIT_DONE;
    reader.place.column = 1;
    while (at < end && !code) {
        char *line_end = memchr(at, '\n', (size_t)(end - at));
        reader.place.line++;
        line_end = line_end ? line_end : end;
        code = read_line(&reader, at, line_end);
        at = line_end + 1;
    }
    return code;
}

/* The permissions are those of the open file, not of a name that may lead elsewhere by now. */
static int check_privacy(const struct messages *messages, const char *path, int descriptor)
{
    struct stat status;
    const struct message_place place = {.file = path};
    if (fstat(descriptor, &status) != 0)
        return message_fail(messages, TOOL_FILE, place, NULL, "cannot be read: %s", strerror(errno));
    if (status.st_mode & (S_IRWXG | S_IRWXO))
        return message_fail(messages, TOOL_SECRET_FILE, place, "chmod 600 makes it private",
                            "the secrets file is open to others than its owner");
    return EXIT_DONE;
}

static int read_file(const struct messages *messages, const char *path, struct secrets *secrets)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return message_fail(messages, TOOL_FILE, (struct message_place){.file = path}, NULL, "cannot be read: %s",
                            strerror(errno));
    int code = check_privacy(messages, path, descriptor);
    if (!code)
        code = input_read_descriptor(messages, descriptor, path, SECRETS_FILE_MAX, &secrets->text);
    close(descriptor);
    return code;
}

/* The way to a server is no secret of a message. */
static bool are_of_messages(const struct secrets *secrets)
{
    for (size_t i = 0; i < SECRET_KEYS; i++) {
        size_t member = secret_keys[i].member;
        const cpdm_slice *value = (const cpdm_slice *)((const char *)secrets + member);
        if (value->data && member != offsetof(struct secrets, redis_password))
            return true;
    }
    return !secrets->redis_password.data;
}

int secrets_read(const struct options *options, struct secrets *secrets)
{
    const struct messages *messages = &options->messages;
    *secrets = (struct secrets){.given = options->secrets || options->secrets_fd.text};
    int code = EXIT_DONE;
    if (options->secrets && options->secrets_fd.text)
        return message_fail(messages, TOOL_USAGE, (struct message_place){0}, NULL,
                            "--secrets and --secrets-fd exclude each other");
    if (options->secrets)
        code = read_file(messages, options->secrets, secrets);
    else if (options->secrets_fd.text)
        code = input_read_descriptor(messages, (int)options->secrets_fd.value, "<secrets>", SECRETS_FILE_MAX,
                                     &secrets->text);
    if (!code && secrets->given)
        code = read_lines(messages, secrets);
    secrets->given = secrets->given && are_of_messages(secrets);
    return code;
}

/* All of the buffer: decoded octets and ends of lines were written into it. */
void secrets_clear(struct secrets *secrets)
{
    input_clear(&secrets->text);
    explicit_bzero(secrets, sizeof *secrets);
}
