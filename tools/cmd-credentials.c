/* SPDX-License-Identifier: MIT */
/* `cpdm credentials`: keys of GBA, the digest of a Cred (OMA DM Security 1.3 sections 5.10.2.4 and 5.4.2), and what is
 * put into devices where they are made. */
#include <string.h>

#include <glib.h>

#include "factory-table.h"
#include "nearest.h"
#include "output.h"
#include "secrets.h"
#include "text.h"

struct kept {
    struct secrets secrets;
    cpdm_translator *translator;
};

static int finish(const struct options *options, const struct kept *kept, cpdm_status status, const GString *text)
{
    if (status != CPDM_OK)
        return message_finish(&options->messages, options->messages.program, kept->translator, status);
    return output_write(&options->messages, options->output, OUTPUT_SECRET, text_of(text));
}

static void append_key(GString *text, const char *name, const uint8_t *octets, size_t length)
{
    g_string_append_printf(text, "%s: ", name);
    for (size_t i = 0; i < length; i++)
        g_string_append_printf(text, "%02X", octets[i]);
    g_string_append_c(text, '\n');
}

static int make_gba(const struct options *options, const struct kept *kept, GString *text)
{
    cpdm_gba_keys keys;
    cpdm_status status = cpdm_gba_derive(kept->translator, kept->secrets.ks_naf, &keys);
    if (status == CPDM_OK) {
        append_key(text, "dmbik", keys.dmbik, sizeof keys.dmbik);
        append_key(text, "dmbek", keys.dmbek, sizeof keys.dmbek);
    }
    explicit_bzero(&keys, sizeof keys);
    return finish(options, kept, status, text);
}

/* The nonce is base64 in the file, as it is in CP and SyncML, and raw octets in the digest. */
static int digest_by(const struct options *options, const struct kept *kept, cpdm_slice nonce, GString *text)
{
    cpdm_digest_algorithm algorithm = options->algorithm.word == WORD_SHA256 ? CPDM_DIGEST_SHA256 : CPDM_DIGEST_MD5;
    cpdm_slice digest = {.data = "", .length = 0};
    cpdm_status status = cpdm_digest_make(kept->translator, algorithm, text_slice(options->user),
                                          kept->secrets.password, nonce, &digest);
    g_string_append_len(text, digest.data, (gssize)digest.length);
    g_string_append_c(text, '\n');
    return finish(options, kept, status, text);
}

static int make_digest(const struct options *options, const struct kept *kept, GString *text)
{
    const struct secrets *secrets = &kept->secrets;
    const struct message_place place = {.file = secrets->text.name};
    if (!options->user)
        return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, NULL, "a digest needs --user");
    if (!secrets->password.data || !secrets->nonce.data)
        return message_fail(&options->messages, TOOL_SECRET_MISSING, place,
                            "give password= and nonce= in the secrets file",
                            "a digest is made of a password and a nonce");
    gsize length;
    guchar *nonce = g_base64_decode(secrets->nonce.data, &length);
    char *again = g_base64_encode(nonce, length);
    int code = EXIT_DONE;
    if (strcmp(again, secrets->nonce.data) != 0)
        code = message_fail(&options->messages, TOOL_SECRET_MALFORMED, place, NULL, "nonce= is not base64");
    if (!code)
        code = digest_by(options, kept, (cpdm_slice){.data = (const char *)nonce, .length = length}, text);
    explicit_bzero(nonce, length);
    explicit_bzero(again, strlen(again));
    g_free(nonce);
    g_free(again);
    return code;
}

static int make_factory(const struct options *options, const struct kept *kept, GString *text)
{
    int code = factory_table(options, kept->translator, kept->secrets.factory_key, text);
    return code || options->template ? code : finish(options, kept, CPDM_OK, text);
}

static const struct making {
    const char *name;
    int (*make)(const struct options *options, const struct kept *kept, GString *text);
    bool of_digest, of_factory; /* whose options it knows */
    unsigned arguments;
} makings[] = {
    {"gba", make_gba, false, false, 1},
    {"digest", make_digest, true, false, 1},
    {"factory", make_factory, false, true, 2},
};

static int find(const struct options *options, const struct making **making)
{
    const char *name = options->argument_count ? options->arguments[0] : "";
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < G_N_ELEMENTS(makings); i++) {
        nearest_try(&nearest, makings[i].name);
        if (strcmp(makings[i].name, name) == 0) {
            *making = &makings[i];
            return EXIT_DONE;
        }
    }
    char *hint = nearest_hint(&nearest, NULL);
    int code = message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, hint,
                            "cpdm credentials makes gba, digest or factory");
    g_free(hint);
    return code;
}

static int check_options(const struct options *options, const struct making *making)
{
    const char *wrong = NULL;
    if (options->argument_count > making->arguments)
        wrong = "too many arguments";
    else if ((options->user || options->algorithm.text) && !making->of_digest)
        wrong = "--user and --algorithm are for cpdm credentials digest";
    else if (factory_options_given(options) && !making->of_factory)
        wrong = "--server, --template, --to, --overlay, -f and --legacy are for cpdm credentials factory";
    if (!wrong)
        return EXIT_DONE;
    return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, NULL, "%s", wrong);
}

int cmd_credentials(const struct options *options)
{
    const struct making *making = NULL;
    int code = find(options, &making);
    if (!code)
        code = check_options(options, making);
    if (code)
        return code;
    struct kept kept = {.translator = cpdm_translator_new(NULL, NULL)};
    GString *text = g_string_new(NULL);
    code = kept.translator
               ? secrets_read(options, &kept.secrets)
               : message_fail(&options->messages, TOOL_INTERNAL, (struct message_place){0}, NULL, "there is no memory");
    if (!code)
        code = making->make(options, &kept, text);
    cpdm_translator_free(kept.translator);
    secrets_clear(&kept.secrets);
    text_wipe(text);
    return code;
}
