/* SPDX-License-Identifier: MIT */
/* Messages: findings of the library and of the command line on stderr, as text, as JSON or not at all. */
#ifndef MESSAGES_H
#define MESSAGES_H

#include <glib.h>

#include "cpdm.h"

enum message_mode { MESSAGE_TEXT, MESSAGE_JSON, MESSAGE_NONE };

/* Takes findings in the place of stderr; they live for the call. */
typedef void message_sink(void *data, const char *file, const cpdm_diagnostic *diagnostic);

struct messages {
    enum message_mode mode;
    message_sink *sink; /* NULL: stderr */
    void *sink_data;
    const char *program; /* "cpdm translate": stands where a file name would, when no file is at fault */
};

/* The rules that the command line itself finds broken. The numbers are those of the registry. */
enum tool_rule {
    TOOL_DOCUMENT_LIMIT = 102,
    TOOL_CONTENT_UNEXPECTED = 111,
    TOOL_USAGE = 112,
    TOOL_INTERNAL = 199,
    TOOL_SECRET_MISSING = 517,
    TOOL_SECRET_MALFORMED = 518,
    TOOL_SECRET_FILE = 519,
    TOOL_SIGN_FORM = 520,
    TOOL_UNAUTHENTICATED = 521,
    TOOL_SEC_PROFILE = 524,
    TOOL_DEVICE_ID = 526,
    TOOL_FACTORY_LEGACY = 527,
    TOOL_MUST_NODE = 600,
    TOOL_ACCOUNT_ADDRESS = 611,
    TOOL_ACCOUNT_CREDENTIAL = 612,
    TOOL_PARM_LOST = 607,
    TOOL_PARM_UNMAPPED = 608,
    TOOL_PARM_INVALID = 609,
    TOOL_NODE_UNMAPPED = 623,
    TOOL_NODE_INVALID = 624,
    TOOL_CROSS_CHECK = 900,
    TOOL_FILE = 901,
    TOOL_NOT_SIGNED = 902,
    TOOL_CROSS_CHECK_LEFT_OUT = 903,
    TOOL_PARMS_LEFT_BEHIND = 904,
    TOOL_NOT_VERIFIED = 905,
    TOOL_NODES_LEFT_BEHIND = 906,
    TOOL_TARGET_AMBIGUOUS = 907,
    TOOL_NO_PARM = 908,
    TOOL_RECORD_SYNTAX = 920,
    TOOL_RECORD_MEMBER = 921,
    TOOL_RECORD_LIMIT = 922,
    TOOL_RESULT_LIMIT = 923,
    TOOL_RECORD_LIBRARY = 924,
    TOOL_STREAM_BROKEN = 925,
    TOOL_RESUME = 926,
    TOOL_PASSWORD_SHARED = 927,
    TOOL_BROKER = 930,
    TOOL_BROKER_ACCESS = 931,
    TOOL_BROKER_VOLATILE = 932,
    TOOL_BROKER_LIBRARY = 933,
    TOOL_ENTRY_BURIED = 934,
};

/* Where a finding of the command line itself stands: line 0 is the file as a whole. */
struct message_place {
    const char *file; /* NULL: the program */
    unsigned line, column;
};

/* The exit code that a status means (design section 8). */
int message_exit_code(cpdm_status status);

/* The exit code that a rule of the command line itself means. */
int message_rule_exit_code(enum tool_rule rule);

/* Appends the line or lines of one finding; nothing in the mode without messages. */
void message_append(const struct messages *messages, const char *file, const cpdm_diagnostic *diagnostic, GString *out);

/* Prints one finding of the library; `file` is the document's name. */
void message_print(const struct messages *messages, const char *file, const cpdm_diagnostic *diagnostic);

/* Prints the translator's warnings, and its error where there is one; returns the exit code for `status`. */
int message_finish(const struct messages *messages, const char *file, const cpdm_translator *translator,
                   cpdm_status status);

/* Prints a finding of the command line; message_fail() returns the rule's exit code. `hint` may be NULL. */
int message_fail(const struct messages *messages, enum tool_rule rule, struct message_place place, const char *hint,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));
void message_warn(const struct messages *messages, enum tool_rule rule, struct message_place place, const char *hint,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

/* message_warn() of a sentence as it is. */
void message_warn_text(const struct messages *messages, enum tool_rule rule, struct message_place place,
                       const char *hint, const char *sentence);

#endif
