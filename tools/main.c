/* SPDX-License-Identifier: MIT */
/* `cpdm VERB …`: finds the verb, reads its options, runs it. Before that the process makes itself a safe place for
 * secrets: no core dump, no debugger, no descriptor that a file could take for stdout. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib.h>
#include <openssl/crypto.h>

#include "options.h"
#include "output.h"
#include "text.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define UNDER_SANITIZER 1
#endif

/* The leak checker is a debugger, and must be let in where it is built in. */
static void forbid_dumps(void)
{
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifndef UNDER_SANITIZER
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

/* A file opened later must not become descriptor 1 and take what goes to stdout. What is opened here fails when it is
 * used: stdin cannot be read, stdout and stderr cannot be written. */
static bool fill_standard_descriptors(void)
{
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
        if (fcntl(descriptor, F_GETFD) < 0 &&
            open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) != descriptor)
            return false;
    return true;
}

/* Only where EVP makes the digests (Makefile.am). This process names those it makes, so OpenSSL's configuration file,
 * its table of all algorithms, the texts of its errors and its tidying at the end are work for nothing, and nearly all
 * that it does for a first MAC. The library cannot decide this: it would decide for the program that it is linked into.
 * A failure shows where a digest is made.
 */
static void start_openssl_quickly(void)
{
#ifndef DIRECT_DIGESTS
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ADD_ALL_CIPHERS |
                            OPENSSL_INIT_NO_ADD_ALL_DIGESTS | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS |
                            OPENSSL_INIT_NO_ATEXIT,
                        NULL);
#endif
}

static int run_verb(const struct verb *verb, int argc, char **argv)
{
    struct options options;
    int code = options_parse(verb, argc, argv, &options);
    if (!code && options.help) {
        char *text = options_help(verb);
        code = output_write(&options.messages, NULL, OUTPUT_PUBLIC, text_slice(text));
        g_free(text);
    } else if (!code) {
        options.messages.mode = options.diag.word == WORD_JSON   ? MESSAGE_JSON
                                : options.diag.word == WORD_NONE ? MESSAGE_NONE
                                                                 : MESSAGE_TEXT;
        code = verb->run(&options);
    }
    options_clear(&options);
    return code;
}

static int print_version(const struct messages *messages)
{
    char *text = g_strdup_printf("cpdm %s\n", cpdm_version());
    int code = output_write(messages, NULL, OUTPUT_PUBLIC, text_slice(text));
    g_free(text);
    return code;
}

static int fail_verb(const struct messages *messages, const char *name)
{
    bool option = name[0] == '-';
    const char *nearest = verb_nearest(name + strspn(name, "-"));
    char *hint = nearest ? g_strdup_printf("did you mean cpdm %s?", nearest) : g_strdup("cpdm help lists the verbs");
    int length = (int)(option ? strcspn(name, "=") : strlen(name)); /* behind = may stand a secret */
    int code = message_fail(messages, TOOL_USAGE, (struct message_place){0}, hint, "unknown %s %.*s",
                            option ? "option" : "verb", length < 40 ? length : 40, name);
    g_free(hint);
    return code;
}

int main(int argc, char **argv)
{
    const struct messages messages = {.program = "cpdm"};
    forbid_dumps();
    if (!fill_standard_descriptors())
        return EXIT_IO;
    start_openssl_quickly();
    signal(SIGPIPE, SIG_IGN); /* a reader that went away is an I/O error like any other */
    if (argc < 2)
        return message_fail(&messages, TOOL_USAGE, (struct message_place){0}, "cpdm help lists the verbs",
                            "a verb is missing");
    const char *name = argv[1];
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
        return print_version(&messages);
    bool help = strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0;
    const struct verb *verb = verb_find(help ? "help" : name);
    if (!verb)
        return fail_verb(&messages, name);
    char *nothing[] = {argv[0], NULL};
    return help ? run_verb(verb, 1, nothing) : run_verb(verb, argc - 1, argv + 1);
}
