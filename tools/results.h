/* SPDX-License-Identifier: MIT */
/* What a verb hands over beside one another: what it made, its report, the content type and the code for the user. */
#ifndef RESULTS_H
#define RESULTS_H

#include "options.h"

struct results {
    cpdm_slice body, content_type;
    cpdm_slice report; /* `data` NULL: none */
    const cpdm_signature *signature;
};

/* Two of them cannot go to the same place. Returns 0 or the exit code. */
int results_check(const struct options *options);

/* Writes all that there is a place for, or nothing. Returns 0 or the exit code. */
int results_write(const struct options *options, const struct results *results);

#endif
