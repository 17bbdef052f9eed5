/* SPDX-License-Identifier: MIT */
/* Options: the words of the command line, read and checked, for every verb. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdint.h>

#include "cmd.h"
#include "cpdm.h"
#include "messages.h"

/* The words that options choose from; each means one thing wherever it stands. */
enum option_word {
    WORD_ABSENT,
    WORD_AUTO,
    WORD_NONE,
    WORD_XML,
    WORD_WBXML,
    WORD_PUSH,
    WORD_SMS,
    WORD_PAP,
    WORD_OBEX,
    WORD_MIME,
    WORD_CARD,
    WORD_TREE,
    WORD_JSON,
    WORD_TEXT,
    WORD_NETWPIN,
    WORD_USERPIN,
    WORD_USERNETWPIN,
    WORD_USERPINMAC,
    WORD_NETWORKID,
    WORD_USERPIN_NETWORKID,
    WORD_3GPP_GBA,
    WORD_PARAMETERS,
    WORD_BARE,
    WORD_MD5,
    WORD_SHA256,
    WORD_ITEMS,
    WORD_ROM,
    WORD_RAPI,
    WORD_OTA,
    WORD_SIM,
    WORD_DM_OVER_CP,
    WORD_NDJSON,
    WORD_TSV,
    WORD_LEN32,
    WORD_NETSTRING,
    WORD_RECORD,
    WORD_BLOCK,
    WORD_ERROR,
    WORD_INLINE,
    WORD_TABLE
};

/* `text` is what the user wrote, NULL when nothing; `value` what it means. */
struct option_number {
    char *text;
    uint64_t value;
};

struct option_limits {
    char *text;
    cpdm_limits value;
};

struct option_choice {
    char *text;
    enum option_word word;
};

struct options {
    const struct verb *verb;
    struct messages messages;
    char **arguments; /* never NULL */
    unsigned argument_count;
    /* what it is and where it goes */
    struct option_choice from, format;
    char *content_type;
    char *output;
    struct option_number max_document;
    struct option_limits limits;
    char *lenient;
    /* tables */
    char *to;
    char **overlays;
    /* authenticity */
    char *secrets;
    struct option_number secrets_fd;
    struct option_choice sign;
    char *content_type_out, *user_code_out;
    struct option_choice sec_form;
    struct option_number wsp_content_type;
    /* transports */
    struct option_number message, sms_reference, sms_reference_bits, max_packet, size;
    char *address, *push_id;
    /* headers and credentials */
    int http_header, legacy;
    char *http_header_text, *timestamp, *user, *template;
    char **servers;
    struct option_choice algorithm;
    /* lint */
    struct option_choice delivery;
    struct option_number rate;
    /* what is there already */
    char *existing, *store, *source, *tps, *context;
    char **forget_sources;
    struct option_choice precedence;
    int rebootstrap, nonce_reset, privileged;
    /* the package */
    char *device, *server;
    struct option_number session_id;
    struct option_choice acl, strings;
    /* the mapping */
    char *apps;
    struct option_number first_session_id, max_segment, max_uri;
    /* a stream of records */
    struct option_choice framing, results, flush, fail_on;
    struct option_number jobs, max_record, max_out, remember;
    char *input, *errors, *log_file, *metrics, *summary, *verify_against;
    /* a Redis server and its streams */
    char *socket, *host, *group, *consumer, *field, *dead;
    struct option_number port, database, count, block, min_idle, tries, max_len;
    int create_stream, delete_answered, allow_volatile, check;
    /* what is said about it */
    char *report;
    struct option_choice diag;
    /* flags, as GOption has them */
    int allow_unauthenticated, strict, cross_check, no_cross_check, show_secrets, show_size, security, items, partial,
        resume, user_codes, help;
};

/* argv[0] is the verb. Returns 0 or the exit code, with the message printed. Clear in either case. */
int options_parse(const struct verb *verb, int argc, char **argv, struct options *options);
void options_clear(struct options *options);

/* A call that cannot be: the usage error, for `return`. `hint` may be NULL. */
int options_fail(const struct options *options, const char *hint, const char *sentence);

/* Where a row's value is. */
struct option_row;
void *options_member(struct options *options, const struct option_row *row);

/* Makes of a row's text what it means. Returns 0 or the exit code, with the message printed. */
int options_read_row(struct options *options, const struct option_row *row);

/* The text of `cpdm VERB --help`; to be freed. */
char *options_help(const struct verb *verb);

/* The one file that a verb works on; NULL is stdin. */
const char *options_file(const struct options *options);

/* The largest document that is read: --max-document, or the library's own 64 KiB. */
size_t options_document_limit(const struct options *options);
cpdm_limits options_limits(const struct options *options);

/* What --apps, --partial, --first-session-id, --max-segment and --max-uri say. */
cpdm_map_options options_map(const struct options *options);

/* What --from says. */
cpdm_form options_form(const struct options *options);

/* The method that --sign names; CPDM_SECURITY_NONE when it names none. */
cpdm_security options_security(const struct options *options);

#endif
