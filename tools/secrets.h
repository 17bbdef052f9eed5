/* SPDX-License-Identifier: MIT */
/* Secrets: the [secrets] group of a key file, from a file that only its owner can read or from a descriptor. */
#ifndef SECRETS_H
#define SECRETS_H

#include "input.h"
#include "options.h"

struct secrets {
    bool given;        /* --secrets or --secrets-fd was there, and not for a server's password alone */
    struct input text; /* the members below point into it */
    cpdm_secrets known;
    cpdm_slice hmac_key, ks_naf, password, nonce, factory_key, redis_password;
};

/* Reads what the options name, if anything. Returns 0 or the exit code. Clear in either case. */
int secrets_read(const struct options *options, struct secrets *secrets);

/* Takes one `key=value`, which is written to where it is hexadecimal and must stay. Returns 0 or the exit code. */
int secrets_put(const struct messages *messages, struct message_place place, struct secrets *secrets, const char *name,
                char *text);
void secrets_clear(struct secrets *secrets);

#endif
