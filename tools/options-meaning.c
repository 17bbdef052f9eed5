/* SPDX-License-Identifier: MIT */
/* Options into the terms of the library: forms, methods, limits. */
#include "options.h"

enum { DOCUMENT_DEFAULT = 64 * 1024 }; /* design section 8 */

const char *options_file(const struct options *options)
{
    return options->arguments[0];
}

size_t options_document_limit(const struct options *options)
{
    return options->max_document.text ? (size_t)options->max_document.value : DOCUMENT_DEFAULT;
}

cpdm_limits options_limits(const struct options *options)
{
    cpdm_limits limits = options->limits.value;
    limits.document = options_document_limit(options);
    return limits;
}

cpdm_map_options options_map(const struct options *options)
{
    return (cpdm_map_options){
        .apps = options->apps,
        .partial = options->partial,
        .first_session_id = options->first_session_id.text,
        .max_segment = (size_t)options->max_segment.value,
        .max_uri = (size_t)options->max_uri.value,
    };
}

/* Words that are none of these leave it to the input, or to nobody: AUTO and NONE. */
cpdm_form options_form(const struct options *options)
{
    static const struct {
        enum option_word word;
        cpdm_form form;
    } rows[] = {
        {WORD_XML, CPDM_FORM_XML},   {WORD_WBXML, CPDM_FORM_WBXML}, {WORD_PUSH, CPDM_FORM_PUSH},
        {WORD_SMS, CPDM_FORM_SMS},   {WORD_PAP, CPDM_FORM_PAP},     {WORD_OBEX, CPDM_FORM_OBEX},
        {WORD_MIME, CPDM_FORM_MIME}, {WORD_CARD, CPDM_FORM_CARD},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].word == options->from.word)
            return rows[i].form;
    return CPDM_FORM_AUTO;
}

cpdm_security options_security(const struct options *options)
{
    static const struct {
        enum option_word word;
        cpdm_security security;
    } rows[] = {
        {WORD_NETWPIN, CPDM_SECURITY_NETWPIN},         {WORD_USERPIN, CPDM_SECURITY_USERPIN},
        {WORD_USERNETWPIN, CPDM_SECURITY_USERNETWPIN}, {WORD_USERPINMAC, CPDM_SECURITY_USERPINMAC},
        {WORD_NETWORKID, CPDM_SECURITY_NETWORKID},     {WORD_USERPIN_NETWORKID, CPDM_SECURITY_USERPIN_NETWORKID},
        {WORD_3GPP_GBA, CPDM_SECURITY_3GPP_GBA},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].word == options->sign.word)
            return rows[i].security;
    return CPDM_SECURITY_NONE;
}
