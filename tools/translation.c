/* SPDX-License-Identifier: MIT */
/* An open and authenticated message into a tree by the tables, and the tree into a package with its signature (design
 * section 1): the steps that one document and a stream of them share. */
#include "translation.h"

#include <stdio.h>

#include "cross-check.h"
#include "signing.h"
#include "strict.h"
#include "wire.h"

enum option_word translation_format(const struct options *options)
{
    return options->format.word == WORD_ABSENT ? WORD_XML : options->format.word;
}

int translation_check_options(const struct options *options)
{
    enum option_word format = translation_format(options);
    if (options_security(options) != CPDM_SECURITY_NONE && !wire_is_wire(format))
        return options_fail(options, "-f wbxml, push, sms, pap or obex",
                            "a MAC covers WBXML: --sign does not go with this format");
    if (options->cross_check && options->no_cross_check)
        return options_fail(options, NULL, "--cross-check and --no-cross-check exclude each other");
    return wire_check_options(options, format);
}

int translation_map(struct translation *translation)
{
    struct session *session = &translation->session;
    cpdm_map_options wishes = options_map(session->options);
    int code =
        session_check(session, cpdm_document_parse(session->translator, session->message, &translation->document));
    if (!code)
        code = session_check(session, cpdm_map_to_tree(session->translator, translation->tables, translation->document,
                                                       &wishes, &translation->tree, &translation->report));
    if (!code)
        code = session_check(session, cpdm_tree_check(session->translator, translation->tree));
    return code || !session->options->strict ? code : strict_parms(session, translation->report);
}

void translation_choose_package_options(struct translation *translation)
{
    const struct options *options = translation->session.options;
    translation->package = (cpdm_package_options){.device = options->device,
                                                  .server = options->server,
                                                  .items = options->items,
                                                  .acl_items = options->acl.word == WORD_ITEMS};
    if (!options->session_id.text)
        return;
    snprintf(translation->session_id, sizeof translation->session_id, "%llu",
             (unsigned long long)options->session_id.value);
    translation->package.session_id = translation->session_id;
}

/* What is cut into SMS shall need as few as it can, with what stands before the package; all else be short. */
static int choose_strings(struct translation *translation)
{
    const struct session *session = &translation->session;
    cpdm_package_options *package = &translation->package;
    enum option_word format = translation_format(session->options), word = session->options->strings.word;
    bool cut = wire_is_cut(format);
    package->strings = word == WORD_INLINE          ? CPDM_STRINGS_INLINE
                       : word == WORD_TABLE || !cut ? CPDM_STRINGS_TABLE
                                                    : CPDM_STRINGS_AUTO;
    if (package->strings != CPDM_STRINGS_AUTO)
        return EXIT_DONE;
    cpdm_security security;
    int code =
        signing_method(session, cpdm_tables_protocol(translation->tables), translation->authenticated, &security);
    package->reference_bits = (unsigned)session->options->sms_reference_bits.value;
    return code ? code : wire_push_head(session, CPDM_CONTENT_DM, security, &package->push_head);
}

static int write_package(struct translation *translation, cpdm_form form)
{
    const struct session *session = &translation->session;
    return session_check(session, cpdm_package_write(session->translator, translation->tables, translation->tree,
                                                     &translation->package, form, &translation->body));
}

/* -f wbxml without --content-type-out has no place for SEC and MAC. */
static void warn_unsigned(const struct session *session, bool authenticated, cpdm_security security)
{
    const struct message_place place = {.file = session->input.name};
    bool automatic = session->options->sign.word == WORD_ABSENT || session->options->sign.word == WORD_AUTO;
    bool carried = wire_carries_mac(translation_format(session->options)) || session->options->content_type_out;
    if (security != CPDM_SECURITY_NONE && !carried)
        message_warn(session->messages, TOOL_NOT_SIGNED, place, "--content-type-out FILE takes SEC and MAC",
                     "the MAC of the package is not written");
    else if (automatic && !authenticated && session->info.security != CPDM_SECURITY_NONE)
        message_warn(session->messages, TOOL_NOT_SIGNED, place, "--sign METHOD signs it",
                     "the package is not signed, for the message was not authenticated");
    else if (security == CPDM_SECURITY_3GPP_GBA)
        message_warn(session->messages, TOOL_NOT_SIGNED, place, "cpdm credentials gba makes DMBIK and DMBEK",
                     "3GPP_GBA is named, and the package is not protected: that is left to you");
}

static int sign_package(struct translation *translation)
{
    const struct session *session = &translation->session;
    cpdm_slice protocol = cpdm_tables_protocol(translation->tables);
    cpdm_security security;
    int code = signing_method(session, protocol, translation->authenticated, &security);
    if (!code)
        code = signing_need_user_code(session, security);
    if (!code)
        code = signing_make(session, security, translation->body, &translation->signature);
    if (code)
        return code;
    translation->signature.bare = signing_bare(session->options, protocol);
    warn_unsigned(session, translation->authenticated, security);
    return wire_write(session, CPDM_CONTENT_DM, &translation->signature, translation->body, &translation->body,
                      &translation->content_type);
}

/* A card is a secure transport (OMA DM Security 1.3 section 5.10.2.2): there is no place for a MAC, and none is missed.
 */
static int put_on_card(struct translation *translation)
{
    return wire_write(&translation->session, CPDM_CONTENT_DM, &translation->signature, translation->body,
                      &translation->body, &translation->content_type);
}

int translation_write(struct translation *translation)
{
    bool wire = wire_is_wire(translation_format(translation->session.options));
    int code = wire ? choose_strings(translation) : EXIT_DONE;
    if (!code)
        code = write_package(translation, wire ? CPDM_FORM_WBXML : CPDM_FORM_XML);
    if (code || !wire)
        return code;
    return translation_format(translation->session.options) == WORD_CARD ? put_on_card(translation)
                                                                         : sign_package(translation);
}

int translation_cross_check(const struct translation *translation)
{
    const struct options *options = translation->session.options;
    if (!options->cross_check && (!wire_is_wire(translation_format(options)) || options->no_cross_check))
        return EXIT_DONE;
    return cross_check(&translation->session, translation->tables, translation->tree, &translation->package);
}
