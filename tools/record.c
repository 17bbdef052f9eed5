/* SPDX-License-Identifier: MIT */
/*
 * Members into a record:
 *
 *   id            text or an integer: comes back with the result
 *   doc_b64, xml  the document, one of them; xml is the text of a bare XML document
 *   encoding      what the octets are, as --from
 *   content_type  of a bare body, with its SEC and MAC
 *   secret        an object: the keys of a secrets file
 *   options       an object: options of the verb that a record may say, with _ or - between words
 *   x-…           anything, left alone
 *
 * What else stands there is an error: a misspelt option that is passed over would make another package than was meant.
 */
#include "record.h"

#include <string.h>

#include <glib.h>

#include "nearest.h"
#include "option-rows.h"

static const char record_name[] = "record";

/* Options that speak of the document and its package. None of them names a file, or lets in what
 * --allow-unauthenticated of the run would not. */
static const char *const option_names[] = {
    "format",        "sign",
    "sec-form",      "wsp-content-type",
    "sms-reference", "sms-reference-bits",
    "address",       "push-id",
    "max-packet",    "size",
    "device",        "server",
    "session-id",    "message",
    "apps",          "first-session-id",
    "max-segment",   "max-uri",
    "partial",       "items",
    "acl",           "strings",
    "strict",        "from",
};

_Static_assert(sizeof option_names / sizeof option_names[0] <= BATCH_OPTIONS_MAX, "all of them have a place");

void record_find_options(struct batch *batch)
{
    const struct option_row *row;
    unsigned bit = (unsigned)batch->options->verb->bit;
    batch->record_option_count = 0;
    for (unsigned i = 0; (row = option_row_at(i)); i++)
        for (size_t j = 0; j < G_N_ELEMENTS(option_names); j++)
            if (row->verbs & bit && strcmp(row->name, option_names[j]) == 0)
                batch->record_options[batch->record_option_count++] = row;
}

static int fail(const struct mill *mill, const char *hint, const char *sentence)
{
    return message_fail(&mill->options.messages, TOOL_RECORD_MEMBER, (struct message_place){.file = record_name}, hint,
                        "%s", sentence);
}

static int fail_member(const struct mill *mill, const char *name, const char *why)
{
    return message_fail(&mill->options.messages, TOOL_RECORD_MEMBER, (struct message_place){.file = record_name}, NULL,
                        "%s %s", name, why);
}

static int fail_unknown(const struct mill *mill, const char *what, const char *name, const struct nearest *nearest)
{
    char *hint = nearest_hint(nearest, NULL);
    int code = message_fail(&mill->options.messages, TOOL_RECORD_MEMBER, (struct message_place){.file = record_name},
                            hint, "there is no %s of this name: %.40s", what, name);
    g_free(hint);
    return code;
}

/* As the command line writes it; false where no name is so long. */
static bool spell(const struct member *member, char name[MEMBER_NAME_MAX])
{
    size_t length = member->name.length;
    bool fits = length < MEMBER_NAME_MAX;
    length = fits ? length : MEMBER_NAME_MAX - 1;
    for (size_t i = 0; i < length; i++)
        name[i] = member->name.data[i] == '_' ? '-' : member->name.data[i];
    name[length] = '\0';
    return fits;
}

static bool is_text(const struct member *member)
{
    return member->kind == MEMBER_TEXT && !memchr(member->text, '\0', member->length);
}

/* ---- options ---- */

static const struct option_row *find_row(const struct batch *batch, const char *name)
{
    for (size_t i = 0; i < batch->record_option_count; i++)
        if (strcmp(batch->record_options[i]->name, name) == 0)
            return batch->record_options[i];
    return NULL;
}

static int fail_option(const struct mill *mill, const char *name)
{
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < mill->batch->record_option_count; i++)
        nearest_try(&nearest, mill->batch->record_options[i]->name);
    return fail_unknown(mill, "option for records", name, &nearest);
}

static int put_flag(struct mill *mill, const struct option_row *row, const struct member *member)
{
    if (member->kind != MEMBER_TRUE && member->kind != MEMBER_FALSE)
        return fail_member(mill, row->name, "is true or false");
    *(int *)options_member(&mill->options, row) = member->kind == MEMBER_TRUE;
    return EXIT_DONE;
}

/* The text of each of these kinds is the first member of its value. */
static int put_text(struct mill *mill, const struct option_row *row, const struct member *member)
{
    bool number = row->kind == ROW_NUMBER && member->kind == MEMBER_INTEGER;
    if (!number && !is_text(member))
        return fail_member(mill, row->name, row->kind == ROW_NUMBER ? "is a number" : "is a text without U+0000");
    *(char **)options_member(&mill->options, row) = member->text;
    return options_read_row(&mill->options, row);
}

static int put_option(struct mill *mill, const struct member *member)
{
    char name[MEMBER_NAME_MAX];
    const struct option_row *row = spell(member, name) ? find_row(mill->batch, name) : NULL;
    if (!row)
        return fail_option(mill, name);
    if (member->kind == MEMBER_NULL)
        return EXIT_DONE;
    switch (row->kind) {
    case ROW_FLAG: return put_flag(mill, row, member);
    case ROW_TEXT:
    case ROW_CHOICE:
    case ROW_NUMBER: return put_text(mill, row, member);
    case ROW_LIST:
    case ROW_LIMITS: break;
    }
    return fail_option(mill, name);
}

static int put_options(struct mill *mill)
{
    const struct member_list *list = &mill->members.options;
    int code = EXIT_DONE;
    for (size_t i = 0; i < list->count && !code; i++)
        code = put_option(mill, &list->items[i]);
    return code;
}

/* ---- secrets ---- */

static int put_secret(struct mill *mill, const struct member *member)
{
    const struct message_place place = {.file = record_name};
    char name[MEMBER_NAME_MAX];
    spell(member, name);
    if (member->kind != MEMBER_INTEGER && !is_text(member))
        return message_fail(&mill->options.messages, TOOL_SECRET_MALFORMED, place, NULL,
                            "a secret is a text without U+0000");
    return secrets_put(&mill->options.messages, place, &mill->translation.session.secrets, name, member->text);
}

/* A record's own secrets take the place of all of the run's. */
static int put_secrets(struct mill *mill)
{
    const struct member_list *list = &mill->members.secret;
    int code = EXIT_DONE;
    if (mill->members.has_secret)
        mill->translation.session.secrets = (struct secrets){.given = true};
    for (size_t i = 0; i < list->count && !code; i++)
        code = put_secret(mill, &list->items[i]);
    return code;
}

/* ---- the document ---- */

struct parts {
    const struct member *id, *doc_b64, *xml, *encoding, *content_type;
};

/* Where a member goes; NULL for those that are looked at elsewhere. */
static bool find_part(struct parts *parts, const char *name, const struct member ***part)
{
    const struct {
        const char *name;
        const struct member **part;
    } rows[] = {
        {"id", &parts->id},
        {"doc-b64", &parts->doc_b64},
        {"xml", &parts->xml},
        {"encoding", &parts->encoding},
        {"content-type", &parts->content_type},
        {"secret", NULL},
        {"options", NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].name, name) == 0) {
            *part = rows[i].part;
            return true;
        }
    }
    return false;
}

static int fail_part(const struct mill *mill, const struct member *member)
{
    static const char *const names[] = {"id", "doc_b64", "xml", "encoding", "content_type", "secret", "options"};
    char name[MEMBER_NAME_MAX];
    size_t length = MIN(member->name.length, MEMBER_NAME_MAX - 1);
    memcpy(name, member->name.data, length);
    name[length] = '\0';
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        nearest_try(&nearest, names[i]);
    return fail_unknown(mill, "member", name, &nearest);
}

static bool is_extension(const struct member *member)
{
    return member->name.length >= 2 && memcmp(member->name.data, "x-", 2) == 0;
}

static int take_part(const struct mill *mill, struct parts *parts, const struct member *member)
{
    char name[MEMBER_NAME_MAX];
    const struct member **part;
    if (is_extension(member))
        return EXIT_DONE;
    if (!spell(member, name) || !find_part(parts, name, &part))
        return fail_part(mill, member);
    if (!part)
        return member->kind == MEMBER_OTHER || member->kind == MEMBER_NULL ? EXIT_DONE
                                                                           : fail_member(mill, name, "is an object");
    if (*part)
        return fail_member(mill, name, "stands twice");
    *part = member->kind == MEMBER_NULL ? NULL : member;
    return EXIT_DONE;
}

/* All of them, whatever is wrong with one: an error without the id of its record helps nobody. */
static int take_parts(const struct mill *mill, struct parts *parts)
{
    const struct member_list *list = &mill->members.top;
    int code = EXIT_DONE;
    for (size_t i = 0; i < list->count; i++) {
        int failed = take_part(mill, parts, &list->items[i]);
        code = code ? code : failed;
    }
    return code;
}

static int put_id(struct mill *mill, const struct parts *parts)
{
    if (parts->id && parts->id->kind != MEMBER_TEXT && parts->id->kind != MEMBER_INTEGER)
        return fail_member(mill, "id", "is a text or an integer");
    mill->result.id = parts->id;
    return EXIT_DONE;
}

static int take_document(const struct mill *mill, const struct parts *parts, const struct member **document)
{
    const struct member *raw = mill->members.document.kind == MEMBER_TEXT ? &mill->members.document : NULL;
    if (!!parts->doc_b64 + !!parts->xml + !!raw != 1)
        return fail(mill, NULL, "a record has doc_b64 or xml, one of them");
    *document = raw ? raw : parts->doc_b64 ? parts->doc_b64 : parts->xml;
    return (*document)->kind == MEMBER_TEXT ? EXIT_DONE : fail(mill, NULL, "the document is not a text");
}

/* The octets' digest is known from here on, whatever becomes of them. */
static int put_document(struct mill *mill, const struct parts *parts)
{
    struct session *session = &mill->translation.session;
    const struct member *document = NULL;
    int code = take_document(mill, parts, &document);
    if (code)
        return code;
    cpdm_slice octets = {.data = document->text, .length = document->length};
    if (document == parts->doc_b64)
        code = session_check(session, cpdm_base64_decode(mill->translator, octets, &octets));
    if (!code)
        code = session_check(session, cpdm_sha256(mill->translator, octets, mill->result.digest));
    mill->result.has_digest = !code;
    session->input.octets = (char *)(uintptr_t)octets.data;
    session->input.length = octets.length;
    return code;
}

static int put_envelope(struct mill *mill, const struct parts *parts)
{
    int code = EXIT_DONE;
    if (parts->content_type && !is_text(parts->content_type))
        return fail_member(mill, "content_type", "is a text without U+0000");
    if (parts->content_type)
        mill->options.content_type = parts->content_type->text;
    if (parts->xml)
        mill->options.from.word = WORD_XML;
    if (parts->encoding)
        code = put_text(mill, find_row(mill->batch, "from"), parts->encoding);
    if (!code && parts->xml && mill->options.from.word != WORD_XML && mill->options.from.word != WORD_AUTO)
        return fail_member(mill, "xml", "is no text in the encoding that is named");
    return code;
}

int record_read(struct mill *mill)
{
    struct parts parts = {0};
    int code = take_parts(mill, &parts), id_code = put_id(mill, &parts);
    code = code ? code : id_code;
    if (!code)
        code = put_document(mill, &parts);
    if (!code)
        code = put_envelope(mill, &parts);
    if (!code)
        code = put_secrets(mill);
    return code ? code : put_options(mill);
}
