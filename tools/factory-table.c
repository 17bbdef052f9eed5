/* SPDX-License-Identifier: MIT */
/*
 * Devices into credentials, and into packages by a template: a CP document in which {UserName}, {ClientPW SERVER},
 * {ServerPW SERVER} stand for what is derived of the device and that server. Every device is checked before anything is
 * written.
 */
#include "factory-table.h"

#include <string.h>

#include "device-table.h"
#include "output.h"
#include "tables-load.h"
#include "text.h"

enum { DEVICES_MAX = 16 << 20 }; /* octets of the table of devices: a million of them */

struct factory {
    const struct options *options;
    const struct messages *messages;
    cpdm_translator *translator;
    cpdm_slice key;
    struct input devices, document;
    cpdm_tables *tables;
    GPtrArray *rows;
};

bool factory_options_given(const struct options *options)
{
    return options->servers || options->template || options->to || options->overlays || options->format.text ||
           options->legacy;
}

static int fail_usage(const struct factory *factory, const char *hint, const char *sentence)
{
    return message_fail(factory->messages, TOOL_USAGE, (struct message_place){0}, hint, "%s", sentence);
}

/* What the library says about a device belongs to its line in the table. */
static int fail_row(const struct factory *factory, const struct device_row *row, cpdm_status status)
{
    const cpdm_diagnostic *error = cpdm_translator_error(factory->translator);
    const struct message_place place = {.file = factory->devices.name, .line = row->line, .column = 1};
    if (!error || status != CPDM_ERROR_DOCUMENT)
        return message_finish(factory->messages, factory->messages->program, factory->translator, status);
    return message_fail(factory->messages, TOOL_DEVICE_ID, place, error->hint, "%s", error->sentence);
}

static int derive(const struct factory *factory, const struct device_row *row, const char *server,
                  cpdm_factory_credentials *credentials)
{
    cpdm_slice device = text_slice(row->device), id = text_slice(server);
    cpdm_translator_reset(factory->translator);
    cpdm_status status = factory->options->legacy
                             ? cpdm_factory_derive_legacy(factory->translator, device, id, credentials)
                             : cpdm_factory_derive(factory->translator, factory->key, device, id, credentials);
    return status == CPDM_OK ? EXIT_DONE : fail_row(factory, row, status);
}

/* ---- without a template ---- */

static void append_member(GString *text, const char *name, const char *value)
{
    g_string_append_printf(text, "%s\"%s\":", text->str[text->len - 1] == '{' ? "" : ",", name);
    text_append_json(text, text_slice(value));
}

static int append_credentials(const struct factory *factory, const struct device_row *row, const char *server,
                              GString *text)
{
    cpdm_factory_credentials credentials;
    int code = derive(factory, row, server, &credentials);
    if (code)
        return code;
    g_string_append_c(text, '{');
    append_member(text, "device", row->device);
    append_member(text, "server", server);
    append_member(text, "UserName", credentials.user_name);
    append_member(text, "ClientPW", credentials.client_password);
    append_member(text, "ServerPW", credentials.server_password);
    g_string_append(text, "}\n");
    explicit_bzero(&credentials, sizeof credentials);
    return EXIT_DONE;
}

/* Every wrong device is told, not the first one only. */
static int append_table(const struct factory *factory, GString *text)
{
    int worst = EXIT_DONE;
    for (guint i = 0; i < factory->rows->len; i++)
        for (char **server = factory->options->servers; *server; server++) {
            int code = append_credentials(factory, g_ptr_array_index(factory->rows, i), *server, text);
            worst = worst ? worst : code;
            if (code)
                break;
        }
    return worst;
}

/* ---- with one ---- */

static int fail_template(const struct factory *factory)
{
    const struct message_place place = {.file = factory->document.name};
    return message_fail(
        factory->messages, TOOL_USAGE, place, "{ClientPW dm.example}, for one",
        "{UserName}, {ClientPW SERVER} and {ServerPW SERVER} are known, and there is another one or none");
}

/* Appends what a pair of braces stands for. Device numbers and base64 for URLs need no escape in XML. */
static int append_meaning(const struct factory *factory, const struct device_row *row, const char *inside, GString *out)
{
    const char *space = strchr(inside, ' '), *server = space ? space + 1 : "any";
    bool user = strcmp(inside, "UserName") == 0, client = g_str_has_prefix(inside, "ClientPW ");
    bool known = user || (server[0] && (client || g_str_has_prefix(inside, "ServerPW ")));
    cpdm_factory_credentials credentials = {.user_name = ""};
    int code = known ? derive(factory, row, server, &credentials) : fail_template(factory);
    if (!code)
        g_string_append(out, user     ? credentials.user_name
                             : client ? credentials.client_password
                                      : credentials.server_password);
    explicit_bzero(&credentials, sizeof credentials);
    return code;
}

static int fill_template(const struct factory *factory, const struct device_row *row, GString *out)
{
    const char *at = factory->document.octets, *end = at + factory->document.length;
    int code = EXIT_DONE;
    unsigned filled = 0;
    while (at < end && !code) {
        const char *open = memchr(at, '{', (size_t)(end - at));
        const char *close = open ? memchr(open, '}', (size_t)(end - open)) : NULL;
        g_string_append_len(out, at, (close ? open : end) - at);
        at = close ? close + 1 : end;
        if (!close)
            continue;
        char *inside = g_strndup(open + 1, (gsize)(close - open) - 1);
        code = append_meaning(factory, row, inside, out);
        g_free(inside);
        filled++;
    }
    return code || filled ? code : fail_template(factory);
}

static cpdm_status make_package(const struct factory *factory, const char *device, cpdm_slice document,
                                cpdm_slice *package)
{
    const cpdm_package_options options = {.device = device};
    cpdm_form form = factory->options->format.word == WORD_WBXML ? CPDM_FORM_WBXML : CPDM_FORM_XML;
    cpdm_message *message;
    cpdm_document *parsed;
    cpdm_tree *tree;
    cpdm_report *report;
    cpdm_translator_reset(factory->translator);
    cpdm_status status =
        cpdm_message_open(factory->translator, document.data, document.length, CPDM_FORM_XML, NULL, &message);
    if (status == CPDM_OK)
        status = cpdm_document_parse(factory->translator, message, &parsed);
    if (status == CPDM_OK)
        status = cpdm_map_to_tree(factory->translator, factory->tables, parsed, NULL, &tree, &report);
    if (status == CPDM_OK)
        status = cpdm_package_write(factory->translator, factory->tables, tree, &options, form, package);
    return status;
}

/* "IMEI:490154203237518" in the folder of -o: IMEI-490154203237518.xml. */
static char *file_name(const struct factory *factory, const char *device)
{
    const char *ending = factory->options->format.word == WORD_WBXML ? "wbxml" : "xml";
    char *name = g_strdup_printf("%s/%s.%s", factory->options->output, device, ending);
    for (char *at = name + strlen(factory->options->output) + 1; *at; at++)
        if (*at == ':' || *at == '/')
            *at = '-';
    return name;
}

static int make_device(const struct factory *factory, const struct device_row *row, bool write)
{
    cpdm_factory_credentials user;
    GString *document = g_string_new(NULL);
    cpdm_slice package;
    int code = derive(factory, row, "any", &user);
    if (!code)
        code = fill_template(factory, row, document);
    if (!code) {
        cpdm_status status = make_package(factory, user.user_name, text_of(document), &package);
        bool first = !write && row == g_ptr_array_index(factory->rows, 0); /* whose warnings are those of all */
        if (first || status != CPDM_OK)
            code = message_finish(factory->messages, factory->document.name, factory->translator, status);
    }
    if (!code && write) {
        char *name = file_name(factory, user.user_name);
        code = output_write(factory->messages, name, OUTPUT_SECRET, package);
        g_free(name);
    }
    text_wipe(document);
    return code;
}

/* First without writing, so that a wrong device leaves nothing behind. */
static int make_all(const struct factory *factory)
{
    int worst = EXIT_DONE;
    for (guint i = 0; i < factory->rows->len; i++) {
        int code = make_device(factory, g_ptr_array_index(factory->rows, i), false);
        worst = worst ? worst : code;
    }
    for (guint i = 0; i < factory->rows->len && !worst; i++)
        worst = make_device(factory, g_ptr_array_index(factory->rows, i), true);
    return worst;
}

/* ---- both ---- */

static int check_options(const struct factory *factory)
{
    const struct options *options = factory->options;
    if (!options->template && (options->to || options->overlays || options->format.text))
        return fail_usage(factory, NULL, "--to, --overlay and -f need --template");
    if (!options->template && !options->servers)
        return fail_usage(factory, NULL,
                          "--server names whom the credentials are for; --template does it in its braces");
    if (options->template && options->servers)
        return fail_usage(factory, NULL, "a template names its servers itself: no --server");
    if (options->template && output_is_stdout(options->output))
        return fail_usage(factory, "-o FOLDER", "--template makes a file for each device");
    return EXIT_DONE;
}

static int read_inputs(struct factory *factory)
{
    const struct options *options = factory->options;
    const char *path = options->argument_count > 1 ? options->arguments[1] : NULL;
    int code = input_read(factory->messages, path, DEVICES_MAX, &factory->devices);
    if (!code && !(factory->rows = device_table_read(factory->messages, &factory->devices)))
        return EXIT_DOCUMENT;
    if (code || !options->template)
        return code;
    code = input_read(factory->messages, options->template, options_document_limit(options), &factory->document);
    return code ? code
                : tables_load(factory->messages, options->to ? options->to : tables_default_target, options->overlays,
                              &factory->tables);
}

int factory_table(const struct options *options, cpdm_translator *translator, cpdm_slice key, GString *text)
{
    struct factory factory = {.options = options, .messages = &options->messages, .translator = translator, .key = key};
    int code = check_options(&factory);
    if (!code && options->legacy)
        message_warn(factory.messages, TOOL_FACTORY_LEGACY, (struct message_place){0}, NULL,
                     "the old algorithm has no secret: whoever knows a device's number knows its passwords");
    if (!code)
        code = read_inputs(&factory);
    if (!code)
        code = options->template ? make_all(&factory) : append_table(&factory, text);
    cpdm_tables_free(factory.tables);
    if (factory.rows)
        g_ptr_array_unref(factory.rows);
    input_clear(&factory.devices);
    input_clear(&factory.document);
    return code;
}
