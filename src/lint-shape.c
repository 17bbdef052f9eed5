/* SPDX-License-Identifier: MIT */
/* How a document is written: its version, names, flags and values (ProvCont 1.1 section 4), and what went wrong when it
 * was written (escaped twice, numbers with leading zeros). */
#include "cp-lenient.h"
#include "lint.h"

void lint_version(struct lint *lint)
{
    const struct cp_node *root = &lint->document->root;
    if (!root->has_value)
        lint_say(lint, CPDM_RULE_LINT_ROOT_VERSION, root, NULL, "the root says no version");
    else if (!slice_is(root->text, "1.0") && !slice_is(root->text, "1.1"))
        lint_say(lint, CPDM_RULE_LINT_ROOT_VERSION, root, NULL, "the version is \"%.*s\", neither 1.0 nor 1.1",
                 DIAG_TEXT(root->text));
}

void lint_others(struct lint *lint)
{
    for (const struct cp_node *node = NULL; (node = lint_next(lint, node));)
        if (node->kind == CPDM_ELEMENT_OTHER)
            lint_say(lint, CPDM_RULE_CP_OTHER_ELEMENT, node, "such a document cannot be translated",
                     "\"%.*s\" asks, deletes or reports; it provisions nothing", DIAG_TEXT(node->text));
}

void lint_names(struct lint *lint)
{
    for (const struct cp_node *node = NULL; (node = lint_next(lint, node));) {
        enum cp_name name = cp_lenient_name(node);
        if (name != CP_NAME_UNKNOWN)
            lint_say(lint, CPDM_RULE_CP_NAME_CASE, node, "--lenient case reads it so",
                     "\"%.*s\" is %.*s in another case", DIAG_TEXT(node->text), DIAG_TEXT(cp_name_text(name)));
    }
}

/* STARTPAGE is a flag in a RESOURCE, a URL elsewhere. */
static bool is_flag(const struct cp_node *parm)
{
    static const char *const vendor_flags[] = {"BACKCOMPATRETRYDISABLED", "USEHWDEVID"};
    for (size_t i = 0; i < sizeof vendor_flags / sizeof *vendor_flags; i++)
        if (slice_is(parm->text, vendor_flags[i]))
            return true;
    return parm->name == CP_NAME_INIT || parm->name == CP_NAME_INTERNET || parm->name == CP_NAME_TRUST ||
           parm->name == CP_NAME_MASTER || (parm->name == CP_NAME_STARTPAGE && parm->parent->name == CP_NAME_RESOURCE);
}

void lint_flags(struct lint *lint)
{
    for (const struct cp_node *parm = NULL; (parm = cp_doc_next_parm(lint->document, parm));)
        if (parm->value.length && is_flag(parm))
            lint_say(lint, CPDM_RULE_LINT_FLAG_VALUE, parm, "leave the parm out where it shall not be set",
                     "%.*s is set by being there; its value \"%.*s\" means nothing", DIAG_TEXT(parm->text),
                     DIAG_TEXT(parm->value));
}

/* Elements with an attribute of this name, from this one on. */
static unsigned count_attributes(const struct lint *lint, const struct cp_node *node, cpdm_slice name)
{
    unsigned count = 0;
    for (; node; node = lint_next(lint, node))
        for (const cpdm_attribute *extra = node->kind == CPDM_ELEMENT_OTHER ? NULL : cp_extras(node); extra;
             extra = extra->next)
            count += slice_equal(extra->name, name);
    return count;
}

enum { ATTRIBUTES_TOLD = 8 };

/* Whether it is a name that was told before; else it is one now. More than a few are not looked at. */
static bool was_told(cpdm_slice told[ATTRIBUTES_TOLD], cpdm_slice name)
{
    size_t i = 0;
    while (i < ATTRIBUTES_TOLD && told[i].length && !slice_equal(told[i], name))
        i++;
    if (i == ATTRIBUTES_TOLD || told[i].length)
        return true;
    told[i] = name;
    return false;
}

/* A vendor writes it everywhere or not at all: the first place and the number are enough. */
void lint_attributes(struct lint *lint)
{
    cpdm_slice told[ATTRIBUTES_TOLD] = {{NULL, 0}};
    for (const struct cp_node *node = NULL; (node = lint_next(lint, node));)
        for (const cpdm_attribute *extra = cp_extras(node); extra; extra = extra->next)
            if (node->kind != CPDM_ELEMENT_OTHER && !was_told(told, extra->name))
                lint_say(lint, CPDM_RULE_LINT_VENDOR_ATTRIBUTE, node, NULL,
                         "CP has no attribute \"%.*s\" (elements that have it: %u)", DIAG_TEXT(extra->name),
                         count_attributes(lint, node, extra->name));
}

static bool holds(cpdm_slice text, const char *part)
{
    cpdm_slice wanted = slice_of(part);
    for (size_t i = 0; i + wanted.length <= text.length; i++)
        if (memcmp(text.data + i, wanted.data, wanted.length) == 0)
            return true;
    return false;
}

void lint_escapes(struct lint *lint)
{
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#"};
    for (const struct cp_node *parm = NULL; (parm = cp_doc_next_parm(lint->document, parm));)
        for (size_t i = 0; i < sizeof references / sizeof *references; i++)
            if (holds(parm->value, references[i])) {
                lint_say(lint, CPDM_RULE_LINT_DOUBLE_ESCAPED, parm, "escape it once",
                         "%.*s holds \"%s\" after the XML was read: it was escaped twice", DIAG_TEXT(parm->text),
                         references[i]);
                break;
            }
}

/* Cuts a number off the front; false when there is none. `zero`: it has a leading one. */
static bool next_number(cpdm_slice *text, bool *zero)
{
    size_t digits = 0;
    while (digits < text->length && text->data[digits] >= '0' && text->data[digits] <= '9')
        digits++;
    *zero = *zero || (digits > 1 && text->data[0] == '0');
    *text = slice(text->data + digits, text->length - digits);
    return digits > 0 && digits <= 3;
}

/* Four numbers with dots between them, at the start of the text or behind "//", one of them with a leading zero. */
static bool is_octal(cpdm_slice text)
{
    bool zero = false;
    if (!text.length)
        return false;
    for (size_t i = 0; i + 2 <= text.length; i++)
        if (text.data[i] == '/' && text.data[i + 1] == '/') {
            text = slice(text.data + i + 2, text.length - i - 2);
            break;
        }
    for (unsigned part = 0; part < 4; part++) {
        if (part && (!text.length || text.data[0] != '.'))
            return false;
        if (part)
            text = slice(text.data + 1, text.length - 1);
        if (!next_number(&text, &zero))
            return false;
    }
    return zero && (!text.length || text.data[0] == '/' || text.data[0] == ':');
}

void lint_octal(struct lint *lint)
{
    for (const struct cp_node *parm = NULL; (parm = cp_doc_next_parm(lint->document, parm));)
        if (is_octal(parm->value))
            lint_say(lint, CPDM_RULE_LINT_OCTAL_ADDRESS, parm, "write the numbers without leading zeros",
                     "%.*s is \"%.*s\": a number with a leading zero is octal for some readers", DIAG_TEXT(parm->text),
                     DIAG_TEXT(parm->value));
}
