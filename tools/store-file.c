/* SPDX-License-Identifier: MIT */
/*
 * A store on a disk. FILE.lock is locked for as long as a process works; a lock dies with its process. What is written
 * goes to FILE.new, to the disk, then by rename into the place of FILE, and the folder to the disk: whenever the
 * process or the machine stops, FILE is the old one or the new one. A FILE.new that was left behind belongs to nobody:
 * who holds the lock makes it anew.
 */
#include "store-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd.h"
#include "output.h"

static int fail(const struct store_file *file, const char *what)
{
    const struct message_place place = {.file = file->path};
    return message_fail(file->messages, TOOL_FILE, place, NULL, "%s: %s", what, strerror(errno));
}

static bool find_target(struct store_file *file)
{
    struct stat status;
    char *real = realpath(file->path, NULL);
    file->target = g_strdup(real ? real : file->path);
    free(real);
    file->exists = stat(file->target, &status) == 0;
    if (!file->exists)
        return errno == ENOENT;
    errno = EINVAL; /* a folder or a device */
    return S_ISREG(status.st_mode);
}

static bool take_lock(struct store_file *file)
{
    char *name = g_strconcat(file->target, ".lock", NULL);
    file->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    g_free(name);
    while (file->lock >= 0 && flock(file->lock, LOCK_EX) != 0)
        if (errno != EINTR)
            return false;
    return file->lock >= 0;
}

/* It may have come while another process had the lock. One that is too large is not read to be told so. */
static int read_text(struct store_file *file)
{
    struct stat status;
    file->exists = stat(file->target, &status) == 0;
    if (!file->exists)
        return errno == ENOENT ? EXIT_DONE : fail(file, "cannot be read");
    if (status.st_size > STORE_FILE_MAX)
        return message_fail(file->messages, TOOL_DOCUMENT_LIMIT, (struct message_place){.file = file->path}, NULL,
                            "the store is larger than %d octets", (int)STORE_FILE_MAX);
    return input_read(file->messages, file->path, STORE_FILE_MAX, &file->text);
}

int store_file_open(const struct messages *messages, const char *path, struct store_file *file)
{
    *file = (struct store_file){.messages = messages, .path = path, .lock = -1, .text.name = path};
    if (!find_target(file))
        return fail(file, "cannot be a store");
    if (!take_lock(file))
        return fail(file, "the store cannot be locked");
    return read_text(file);
}

/* The octets in a file of its own, on the disk. */
static bool write_beside(const char *name, cpdm_slice octets)
{
    if (unlink(name) != 0 && errno != ENOENT)
        return false;
    int descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return false;
    bool sound = output_write_all(descriptor, octets) && fsync(descriptor) == 0;
    int error = errno;
    if (close(descriptor) != 0)
        return false;
    errno = error;
    return sound;
}

/* A file system without such a thing says EINVAL. */
static bool sync_folder(const char *target)
{
    char *folder = g_path_get_dirname(target);
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool sound = descriptor >= 0 && (fsync(descriptor) == 0 || errno == EINVAL);
    int error = errno;
    g_free(folder);
    if (descriptor >= 0)
        close(descriptor);
    errno = error;
    return sound;
}

int store_file_replace(const struct store_file *file, cpdm_slice octets)
{
    char *name = g_strconcat(file->target, ".new", NULL);
    bool sound = write_beside(name, octets) && rename(name, file->target) == 0;
    int code = EXIT_DONE;
    if (!sound) {
        code = fail(file, "the store cannot be written");
        unlink(name);
    } else if (!sync_folder(file->target)) {
        code = fail(file, "the store was written, and its folder cannot be brought to the disk");
    }
    g_free(name);
    return code;
}

void store_file_close(struct store_file *file)
{
    input_clear(&file->text);
    g_free(file->target);
    if (file->lock >= 0)
        close(file->lock);
    file->lock = -1;
    file->target = NULL;
}
