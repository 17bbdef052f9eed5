/* SPDX-License-Identifier: MIT */
/*
 * `cpdm apply --store FILE MESSAGE…`: the client side. Messages are authenticated, become trees, and go into the store
 * of a device, all of them or none; what changed is printed, a line a node.
 */
#include <string.h>
#include <sys/stat.h>

#include "output.h"
#include "policy.h"
#include "store-file.h"
#include "tables-load.h"
#include "text.h"
#include "tree-text.h"

/* Everything that lives until the store is written: its nodes are the messages' own. */
struct application {
    const struct options *options;
    struct options later; /* of all messages but the first, which brings the secrets */
    cpdm_tables *tables;
    struct store_file file;
    cpdm_translator *translator; /* the store's */
    cpdm_store *store;
    struct session *sessions; /* one for each message */
};

/* What has changed is written when the store is: by another name, through a link too, it would replace it. */
static bool output_is_store(const struct options *options)
{
    struct stat store, output;
    if (output_is_stdout(options->output))
        return false;
    return strcmp(options->output, options->store) == 0 ||
           (stat(options->store, &store) == 0 && stat(options->output, &output) == 0 && store.st_dev == output.st_dev &&
            store.st_ino == output.st_ino);
}

static int check_options(const struct options *options)
{
    unsigned from_stdin = 0;
    for (unsigned i = 0; i < options->argument_count; i++)
        from_stdin += output_is_stdout(options->arguments[i]);
    if (!options->store || !*options->store)
        return options_fail(options, "--store FILE names the store", "apply needs a store");
    if (output_is_stdout(options->store))
        return options_fail(options, NULL, "the store is a file, not stdin");
    if (output_is_store(options))
        return options_fail(options, "-o names another file", "what has changed cannot be written over the store");
    if (from_stdin > 1)
        return options_fail(options, NULL, "only one of the messages can come from stdin");
    if (!options->argument_count && !options->forget_sources && !options->rebootstrap)
        return options_fail(options, "- is stdin", "apply needs a message, --forget-source or --rebootstrap");
    return EXIT_DONE;
}

/* ---- The store ---- */

/* What came in message by message may be read at once. */
static cpdm_translator *new_translator(const struct options *options)
{
    cpdm_limits limits = options_limits(options);
    limits.document = limits.text = STORE_FILE_MAX;
    limits.depth = 64;
    return cpdm_translator_new(&limits, NULL);
}

static cpdm_status read_store(cpdm_translator *translator, cpdm_slice text, cpdm_store **store)
{
    cpdm_message *message = NULL;
    cpdm_status status = CPDM_OK;
    if (text.data)
        status = cpdm_message_open(translator, text.data, text.length, CPDM_FORM_XML, NULL, &message);
    return status ? status : cpdm_store_open(translator, message, store);
}

static int finish_store(const struct application *application, const cpdm_translator *translator, cpdm_status status)
{
    return message_finish(&application->options->messages, application->options->store, translator, status);
}

static int open_store(struct application *application)
{
    const struct options *options = application->options;
    int code = store_file_open(&options->messages, options->store, &application->file);
    if (code)
        return code;
    application->translator = new_translator(options);
    if (!application->translator)
        return message_fail(&options->messages, TOOL_INTERNAL, (struct message_place){0}, NULL, "there is no memory");
    cpdm_slice text = {application->file.exists ? application->file.text.octets : NULL, application->file.text.length};
    cpdm_status status = read_store(application->translator, text, &application->store);
    for (char **source = options->forget_sources; !status && source && *source; source++)
        status = cpdm_store_forget(application->store, *source);
    if (!status && options->rebootstrap)
        cpdm_store_allow_rebootstrap(application->store);
    return finish_store(application, application->translator, status);
}

/* ---- The messages ---- */

/* Known to nobody but the operator's network and the device. */
static bool is_network_security(cpdm_security security)
{
    return security == CPDM_SECURITY_NETWPIN || security == CPDM_SECURITY_USERNETWPIN ||
           security == CPDM_SECURITY_NETWORKID || security == CPDM_SECURITY_USERPIN_NETWORKID;
}

static int put_message(const struct application *application, struct session *session)
{
    const struct options *options = application->options;
    const cpdm_map_options wishes = options_map(options);
    cpdm_store_options how = {.source = options->source, .tps = options->tps, .context = options->context};
    bool authenticated;
    cpdm_tree *tree;
    int code = policy_authenticate(session, &authenticated);
    if (code)
        return code;
    how.privileged = options->privileged || (authenticated && is_network_security(session->info.security));
    how.precedence = options->precedence.word == WORD_DM_OVER_CP ? CPDM_PRECEDENCE_DM_OVER_CP : CPDM_PRECEDENCE_NONE;
    cpdm_status status =
        cpdm_message_to_tree(session->translator, application->tables, session->message, &wishes, &tree);
    if (!status)
        status = cpdm_store_apply(session->translator, application->store, tree, &how);
    if (!status)
        session_warn(session);
    return session_check(session, status);
}

/* A descriptor can be read once: the secrets are the first session's. */
static int open_message(struct application *application, unsigned index)
{
    struct session *session = &application->sessions[index], *first = application->sessions;
    const struct options *options = index ? &application->later : application->options;
    int code = session_open_file(options, options->arguments[index], session);
    session->foreign = true;
    if (!index)
        return code;
    session->secrets = first->secrets;
    session->secrets.text = (struct input){.name = NULL};
    return code;
}

static int put_messages(struct application *application)
{
    int code = EXIT_DONE;
    for (unsigned i = 0; i < application->options->argument_count && !code; i++) {
        code = open_message(application, i);
        if (!code)
            code = put_message(application, &application->sessions[i]);
    }
    return code;
}

/* ---- What comes of it ---- */

/* What cannot be read again is not written. */
static int check_text(const struct application *application, cpdm_slice text)
{
    cpdm_translator *translator = new_translator(application->options);
    cpdm_store *store;
    cpdm_status status = translator ? read_store(translator, text, &store) : CPDM_ERROR_MEMORY;
    int code = EXIT_DONE;
    if (status)
        code = translator ? finish_store(application, translator, status) : EXIT_INTERNAL;
    cpdm_translator_free(translator);
    return code;
}

static int write_store(const struct application *application)
{
    const struct input *old = &application->file.text;
    const struct options *options = application->options;
    cpdm_slice text;
    if (!application->file.exists && !options->argument_count && !options->rebootstrap)
        return EXIT_DONE; /* where there is no store nothing can be forgotten */
    cpdm_status status = cpdm_store_write(application->store, &text);
    if (status)
        return finish_store(application, application->translator, status);
    if (application->file.exists && text.length == old->length && memcmp(text.data, old->octets, old->length) == 0)
        return EXIT_DONE;
    int code = text.length > STORE_FILE_MAX
                   ? message_fail(&application->options->messages, TOOL_DOCUMENT_LIMIT,
                                  (struct message_place){.file = application->options->store}, NULL,
                                  "the store would be larger than %d octets", (int)STORE_FILE_MAX)
                   : check_text(application, text);
    return code ? code : store_file_replace(&application->file, text);
}

struct printer {
    GString *out;
    bool show_secrets;
};

static bool print_change(void *data, const cpdm_change *change)
{
    static const char *const words[] = {
        [CPDM_CHANGE_ADDED] = "added", [CPDM_CHANGE_REPLACED] = "replaced", [CPDM_CHANGE_DELETED] = "deleted"};
    const struct printer *printer = data;
    g_string_append_printf(printer->out, "%s\t", words[change->kind]);
    text_append_escaped(printer->out, change->node.uri);
    tree_text_value(printer->out, &change->node, printer->show_secrets);
    g_string_append_c(printer->out, '\n');
    return true;
}

static void print_changes(const struct application *application, GString *text)
{
    struct printer printer = {text, application->options->show_secrets};
    cpdm_store_changes(application->store, print_change, &printer);
}

/* Where what has changed cannot be written, nothing changes: its file is there before the store is replaced. */
static int finish(const struct application *application)
{
    const struct options *options = application->options;
    struct outputs outputs = {.messages = &options->messages};
    GString *changes = g_string_new(NULL);
    print_changes(application, changes);
    int code = outputs_add(&outputs, options->output, OUTPUT_SECRET, text_of(changes));
    if (!code)
        code = write_store(application);
    if (!code)
        code = outputs_commit(&outputs);
    outputs_clear(&outputs);
    text_wipe(changes);
    return code;
}

static int apply(struct application *application)
{
    const struct options *options = application->options;
    int code = tables_load(&options->messages, options->to ? options->to : tables_default_target, options->overlays,
                           &application->tables);
    if (!code)
        code = open_store(application);
    if (!code)
        code = put_messages(application);
    return code ? code : finish(application);
}

int cmd_apply(const struct options *options)
{
    int code = check_options(options);
    if (code)
        return code;
    struct application application = {.options = options, .later = *options, .file.lock = -1};
    application.later.secrets = application.later.secrets_fd.text = NULL;
    application.sessions = g_new0(struct session, options->argument_count + 1);
    code = apply(&application);
    for (unsigned i = options->argument_count; i--;)
        session_close(&application.sessions[i]);
    cpdm_translator_free(application.translator);
    store_file_close(&application.file);
    cpdm_tables_free(application.tables);
    g_free(application.sessions);
    return code;
}
