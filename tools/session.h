/* SPDX-License-Identifier: MIT */
/* A session: one input on its way through a verb, with its translator and its secrets. */
#ifndef SESSION_H
#define SESSION_H

#include "input.h"
#include "options.h"
#include "secrets.h"

struct session {
    const struct options *options;
    const struct messages *messages;
    struct secrets secrets;
    struct input input;
    cpdm_translator *translator;
    cpdm_message *message;
    cpdm_message_info info;
    bool foreign;             /* nothing that comes is the operator's own file */
    cpdm_translator *scratch; /* for a try that may fail; NULL: one is made when it is needed */
};

/* Reads secrets and input and opens the message. Returns 0 or the exit code. Close in either case. */
int session_open(const struct options *options, struct session *session);

/* The same of a file that is not the verb's only one; NULL is stdin. */
int session_open_file(const struct options *options, const char *path, struct session *session);

/* Opens the session's input as its options say, in any translator. */
cpdm_status session_open_message(const struct session *session, cpdm_translator *translator, cpdm_message **message);

/* The exit code of a status; when it is a failure its message is printed, after the warnings. */
int session_check(const struct session *session, cpdm_status status);

/* Prints the warnings of a session that came through. */
void session_warn(const struct session *session);
void session_close(struct session *session);

/* Reads a body of unknown content as a CP document, so that the library says what is wrong with it. */
int session_refuse_content(const struct session *session);

#endif
