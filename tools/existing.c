/* SPDX-License-Identifier: MIT */
/* --existing into a refusal or a tree that fits (SyncML DM Bootstrap 1.1, seed 000, section 7). The file is the
 * caller's own, of any kind that `cpdm diff` takes: nobody asks for its MAC. */
#include "existing.h"

#include "output.h"

int existing_check_options(const struct options *options)
{
    static const char what_it_is[] = "--existing FILE says what is there already";
    const char *file = options_file(options);
    if (options->rebootstrap && !options->existing)
        return options_fail(options, what_it_is, "--rebootstrap needs --existing");
    if (options->nonce_reset && !options->existing)
        return options_fail(options, what_it_is, "--nonce-reset needs --existing");
    if (options->nonce_reset && options->rebootstrap)
        return options_fail(options, NULL, "--nonce-reset and --rebootstrap exclude each other");
    if (options->nonce_reset && (options->report || options->strict))
        return options_fail(options, NULL,
                            "--nonce-reset leaves everything behind but nonces: no --report or --strict with it");
    if (options->existing && output_is_stdout(options->existing) && output_is_stdout(file))
        return options_fail(options, NULL, "the document and --existing cannot both come from stdin");
    return EXIT_DONE;
}

/* The same options without those that are about the document. */
static struct options options_of_file(const struct options *options)
{
    struct options own = *options;
    own.from = (struct option_choice){.word = WORD_AUTO};
    own.message.text = own.secrets_fd.text = NULL;
    own.content_type = own.secrets = NULL;
    return own;
}

int existing_obey(struct existing *existing, const struct session *session, const cpdm_tables *tables, cpdm_tree **tree)
{
    const struct options *options = session->options;
    cpdm_translator *translator = session->translator;
    if (!options->existing)
        return EXIT_DONE;
    existing->options = options_of_file(options);
    int code = tree_source_open_outline(&existing->options, options->existing, &existing->source);
    if (!code)
        code = tree_source_map(&existing->source, tables);
    if (code)
        return code;
    const cpdm_tree *there = existing->source.tree;
    return session_check(session, options->nonce_reset
                                      ? cpdm_tree_reset_nonces(translator, *tree, there, tree)
                                      : cpdm_tree_meet(translator, *tree, there, options->rebootstrap));
}

void existing_close(struct existing *existing)
{
    tree_source_close(&existing->source);
}
