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
    return (cpdm_limits){.document = options_document_limit(options)};
}

cpdm_form options_form(const struct options *options)
{
    switch (options->from.word) {
    case WORD_XML: return CPDM_FORM_XML;
    case WORD_WBXML: return CPDM_FORM_WBXML;
    case WORD_PUSH: return CPDM_FORM_PUSH;
    case WORD_ABSENT:
    case WORD_AUTO:
    case WORD_NONE:
    case WORD_TREE:
    case WORD_JSON:
    case WORD_TEXT:
    case WORD_NETWPIN:
    case WORD_USERPIN:
    case WORD_USERNETWPIN:
    case WORD_USERPINMAC:
    case WORD_ITEMS: return CPDM_FORM_AUTO;
    }
    return CPDM_FORM_AUTO;
}

cpdm_security options_security(const struct options *options)
{
    switch (options->sign.word) {
    case WORD_NETWPIN: return CPDM_SECURITY_NETWPIN;
    case WORD_USERPIN: return CPDM_SECURITY_USERPIN;
    case WORD_USERNETWPIN: return CPDM_SECURITY_USERNETWPIN;
    case WORD_USERPINMAC: return CPDM_SECURITY_USERPINMAC;
    case WORD_ABSENT:
    case WORD_AUTO:
    case WORD_NONE:
    case WORD_XML:
    case WORD_WBXML:
    case WORD_PUSH:
    case WORD_TREE:
    case WORD_JSON:
    case WORD_TEXT:
    case WORD_ITEMS: return CPDM_SECURITY_NONE;
    }
    return CPDM_SECURITY_NONE;
}
