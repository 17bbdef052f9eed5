/* SPDX-License-Identifier: MIT */
/* Signing: which method an output is signed with, and what comes of it. */
#ifndef SIGNING_H
#define SIGNING_H

#include "session.h"

struct signing {
    cpdm_security security;
    cpdm_signature signature;
};

/* The method for a translation: what --sign says; `auto` is the method that the message came with and was verified by,
 * or its counterpart in the target's protocol ("DM/1.2"). Returns 0 or the exit code. */
int signing_method(const struct session *session, cpdm_slice protocol, bool authenticated, cpdm_security *security);

/* A content type as text says it in OMA DM 1.3's bare form. */
bool signing_bare(const struct options *options, cpdm_slice protocol);

/* Makes the MAC of a body, or with CPDM_SECURITY_NONE an empty signature. Returns 0 or the exit code. */
int signing_make(const struct session *session, cpdm_security security, cpdm_slice body, cpdm_signature *signature);

/* The content type line of a body. Returns 0 or the exit code. */
int signing_content_type(const struct session *session, cpdm_content content, const cpdm_signature *signature,
                         cpdm_slice *text);

/* USERPINMAC without a place for the user's code makes a message that nobody can open. Returns 0 or the exit code. */
int signing_need_user_code(const struct session *session, cpdm_security security);

#endif
