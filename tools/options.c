/* SPDX-License-Identifier: MIT */
/* Words into options: one table says which verb knows which option, what it takes, and what `--help` prints. GOption
 * splits the words; what they mean is decided here, with the nearest known word in each complaint. */
#include "options.h"

#include <stddef.h>
#include <string.h>

#include <glib.h>

#include "nearest.h"
#include "option-limits.h"
#include "option-rows.h"

enum { ROWS_MAX = 128 };

void *options_member(struct options *options, const struct option_row *row)
{
    return (char *)options + row->member;
}

/* Texts are taken as file names: GOption would convert other strings by the locale, and there is none. */
static GOptionArg entry_kind(enum option_row_kind kind)
{
    switch (kind) {
    case ROW_FLAG: return G_OPTION_ARG_NONE;
    case ROW_LIST: return G_OPTION_ARG_FILENAME_ARRAY;
    case ROW_TEXT:
    case ROW_CHOICE:
    case ROW_NUMBER:
    case ROW_LIMITS: return G_OPTION_ARG_FILENAME;
    }
    return G_OPTION_ARG_NONE;
}

static GOptionContext *make_context(const struct verb *verb, struct options *options)
{
    GOptionEntry entries[ROWS_MAX] = {{0}};
    size_t count = 0;
    const struct option_row *row;
    for (unsigned i = 0; (row = option_row_at(i)); i++) {
        if (!(row->verbs & (unsigned)verb->bit) || count + 2 >= ROWS_MAX)
            continue;
        entries[count++] = (GOptionEntry){
            row->name, row->letter, 0, entry_kind(row->kind), options_member(options, row), row->help, row->argument};
    }
    entries[count] =
        (GOptionEntry){G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->arguments, NULL, NULL};
    GOptionContext *context = g_option_context_new(verb->arguments);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_set_summary(context, verb->summary);
    g_option_context_add_main_entries(context, entries, NULL);
    return context;
}

char *options_help(const struct verb *verb)
{
    struct options options = {0};
    char *program = g_strconcat("cpdm ", verb->name, NULL);
    g_set_prgname(program);
    g_free(program);
    GOptionContext *context = make_context(verb, &options);
    char *text = g_option_context_get_help(context, TRUE, NULL);
    g_option_context_free(context);
    return text;
}

int options_fail(const struct options *options, const char *hint, const char *sentence)
{
    return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, hint, "%s", sentence);
}

/* The option's name alone: what stands behind it may be a secret that does not belong here. */
static char *unknown_name(const char *message)
{
    const char *dash = strstr(message, " -");
    const char *name = dash ? dash + 1 : "";
    if (g_str_has_prefix(name, "--"))
        return g_strndup(name, strcspn(name, "="));
    return g_strndup(name, 2);
}

static char *unknown_hint(const struct verb *verb, const char *name)
{
    static const char *const secrets[] = {"imsi",       "network-key",    "network-id",  "pin",
                                          "userpinmac", "userpinmac-key", "hmac-key",    "ks-naf",
                                          "password",   "nonce",          "factory-key", "redis-password"};
    const char *bare = name + strspn(name, "-");
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        if (strcmp(bare, secrets[i]) == 0)
            return g_strdup("secrets never come on the command line: --secrets FILE or --secrets-fd N");
    struct nearest nearest = nearest_to(bare);
    const struct option_row *row;
    for (unsigned i = 0; (row = option_row_at(i)); i++)
        if (row->verbs & (unsigned)verb->bit)
            nearest_try(&nearest, row->name);
    return nearest.best ? g_strdup_printf("did you mean --%s?", nearest.best)
                        : g_strdup_printf("cpdm %s --help shows the options", verb->name);
}

static int fail_parse(const struct options *options, const GError *error)
{
    if (!g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
        return options_fail(options, NULL, error->message);
    char *name = unknown_name(error->message), *hint = unknown_hint(options->verb, name);
    char *sentence = g_strdup_printf("unknown option %s", name);
    int code = options_fail(options, hint, sentence);
    g_free(sentence);
    g_free(hint);
    g_free(name);
    return code;
}

static enum option_word find_word(const char *text)
{
    static const char *const words[] = {
        [WORD_AUTO] = "auto",
        [WORD_NONE] = "none",
        [WORD_XML] = "xml",
        [WORD_WBXML] = "wbxml",
        [WORD_PUSH] = "push",
        [WORD_SMS] = "sms",
        [WORD_PAP] = "pap",
        [WORD_OBEX] = "obex",
        [WORD_MIME] = "mime",
        [WORD_CARD] = "card",
        [WORD_TREE] = "tree",
        [WORD_JSON] = "json",
        [WORD_TEXT] = "text",
        [WORD_NETWPIN] = "netwpin",
        [WORD_USERPIN] = "userpin",
        [WORD_USERNETWPIN] = "usernetwpin",
        [WORD_USERPINMAC] = "userpinmac",
        [WORD_NETWORKID] = "networkid",
        [WORD_USERPIN_NETWORKID] = "userpin_networkid",
        [WORD_3GPP_GBA] = "3gpp_gba",
        [WORD_PARAMETERS] = "parameters",
        [WORD_BARE] = "bare",
        [WORD_MD5] = "md5",
        [WORD_SHA256] = "sha256",
        [WORD_ITEMS] = "items",
        [WORD_ROM] = "rom",
        [WORD_RAPI] = "rapi",
        [WORD_OTA] = "ota",
        [WORD_SIM] = "sim",
        [WORD_DM_OVER_CP] = "dm-over-cp",
        [WORD_NDJSON] = "ndjson",
        [WORD_TSV] = "tsv",
        [WORD_LEN32] = "len32",
        [WORD_NETSTRING] = "netstring",
        [WORD_RECORD] = "record",
        [WORD_BLOCK] = "block",
        [WORD_ERROR] = "error",
        [WORD_INLINE] = "inline",
        [WORD_TABLE] = "table",
    };
    for (size_t i = WORD_AUTO; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i], text) == 0)
            return (enum option_word)i;
    return WORD_ABSENT;
}

/* One of the words of "a|b|c". */
static bool row_has_word(const struct option_row *row, const char *text)
{
    size_t length = strlen(text);
    for (const char *word = row->argument;; word++) {
        size_t end = strcspn(word, "|");
        if (end == length && memcmp(word, text, length) == 0)
            return true;
        word += end;
        if (!*word)
            return false;
    }
}

static int fail_choice(const struct options *options, const struct option_row *row, const char *text)
{
    struct nearest nearest = nearest_to(text);
    char **words = g_strsplit(row->argument, "|", -1);
    for (size_t i = 0; words[i]; i++)
        nearest_try(&nearest, words[i]);
    char *hint = nearest_hint(&nearest, NULL);
    int code = message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, hint, "--%s takes %s, not %.40s",
                            row->name, row->argument, text);
    g_free(hint);
    g_strfreev(words);
    return code;
}

static int read_choice(const struct options *options, const struct option_row *row, struct option_choice *choice)
{
    if (!choice->text)
        return EXIT_DONE;
    choice->word = find_word(choice->text);
    return row_has_word(row, choice->text) ? EXIT_DONE : fail_choice(options, row, choice->text);
}

static int read_number(const struct options *options, const struct option_row *row, struct option_number *number)
{
    if (!number->text)
        return EXIT_DONE;
    bool hex = row->hex && (g_str_has_prefix(number->text, "0x") || g_str_has_prefix(number->text, "0X"));
    guint64 value = 0;
    if (!g_ascii_string_to_unsigned(number->text + (hex ? 2 : 0), hex ? 16 : 10, row->minimum, row->maximum, &value,
                                    NULL))
        return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, NULL,
                            "--%s takes a number from %llu to %llu", row->name, (unsigned long long)row->minimum,
                            (unsigned long long)row->maximum);
    number->value = value;
    return EXIT_DONE;
}

static int read_limits(const struct options *options, struct option_limits *limits)
{
    return limits->text ? limits_read(options, limits->text, &limits->value) : EXIT_DONE;
}

static int read_text(const struct options *options, const struct option_row *row, const char *text)
{
    if (!text || row->file || g_utf8_validate(text, -1, NULL))
        return EXIT_DONE;
    return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, NULL, "--%s is not UTF-8 text",
                        row->name);
}

int options_read_row(struct options *options, const struct option_row *row)
{
    switch (row->kind) {
    case ROW_FLAG:
    case ROW_LIST: return EXIT_DONE;
    case ROW_TEXT: return read_text(options, row, *(char **)options_member(options, row));
    case ROW_CHOICE: return read_choice(options, row, options_member(options, row));
    case ROW_NUMBER: return read_number(options, row, options_member(options, row));
    case ROW_LIMITS: return read_limits(options, options_member(options, row));
    }
    return EXIT_DONE;
}

static int read_rows(struct options *options)
{
    const struct option_row *row;
    for (unsigned i = 0; (row = option_row_at(i)); i++) {
        int code = row->verbs & (unsigned)options->verb->bit ? options_read_row(options, row) : EXIT_DONE;
        if (code)
            return code;
    }
    options->argument_count = g_strv_length(options->arguments);
    if (options->argument_count > options->verb->arguments_max)
        return options_fail(options, options->verb->arguments, "too many arguments");
    return EXIT_DONE;
}

/* How messages are wanted is looked for before anything else is read: the first complaint shall already obey it. */
static enum message_mode find_message_mode(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *word = g_str_has_prefix(argv[i], "--diag=")             ? argv[i] + strlen("--diag=")
                           : strcmp(argv[i], "--diag") == 0 && i + 1 < argc ? argv[i + 1]
                                                                            : NULL;
        if (word && strcmp(word, "json") == 0)
            return MESSAGE_JSON;
        if (word && strcmp(word, "none") == 0)
            return MESSAGE_NONE;
    }
    return MESSAGE_TEXT;
}

static bool takes_value(const struct verb *verb, char letter)
{
    const struct option_row *row;
    for (unsigned i = 0; (row = option_row_at(i)); i++)
        if (row->verbs & (unsigned)verb->bit && row->letter && row->letter == letter)
            return row->kind != ROW_FLAG;
    return false;
}

/* -j4 into -j 4, which is all that GOption reads. A value is not looked at, whatever it begins with. */
static char **split_words(const struct verb *verb, int *argc, char **argv)
{
    GPtrArray *words = g_ptr_array_new();
    bool options = true;
    for (int i = 0; i < *argc; i++) {
        options = options && strcmp(argv[i], "--") != 0;
        bool attached = options && i && argv[i][0] == '-' && takes_value(verb, argv[i][1]) && argv[i][2];
        g_ptr_array_add(words, attached ? g_strndup(argv[i], 2) : g_strdup(argv[i]));
        if (attached)
            g_ptr_array_add(words, g_strdup(argv[i] + 2));
        else if (options && i && argv[i][0] == '-' && takes_value(verb, argv[i][1]) && i + 1 < *argc)
            g_ptr_array_add(words, g_strdup(argv[++i]));
    }
    *argc = (int)words->len;
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_free(words, FALSE);
}

int options_parse(const struct verb *verb, int argc, char **argv, struct options *options)
{
    *options = (struct options){.verb = verb};
    options->messages.program = g_strconcat("cpdm ", verb->name, NULL);
    options->messages.mode = find_message_mode(argc, argv);
    GOptionContext *context = make_context(verb, options);
    GError *error = NULL;
    char **split = split_words(verb, &argc, argv), **words = g_memdup2(split, ((gsize)argc + 1) * sizeof *split);
    bool parsed = g_option_context_parse(context, &argc, &words, &error);
    int code = parsed ? EXIT_DONE : fail_parse(options, error);
    g_clear_error(&error);
    g_option_context_free(context);
    g_free(words);
    g_strfreev(split);
    if (!options->arguments)
        options->arguments = g_new0(char *, 1);
    return code || options->help ? code : read_rows(options);
}

void options_clear(struct options *options)
{
    const struct option_row *row;
    for (unsigned i = 0; (row = option_row_at(i)); i++) {
        void *member = options_member(options, row);
        switch (row->kind) {
        case ROW_FLAG: break;
        case ROW_LIST: g_clear_pointer((char ***)member, g_strfreev); break;
        case ROW_TEXT:
        case ROW_CHOICE:
        case ROW_NUMBER:
        case ROW_LIMITS: g_clear_pointer((char **)member, g_free); break;
        }
    }
    g_strfreev(options->arguments);
    g_free((char *)options->messages.program);
}
