/* SPDX-License-Identifier: MIT */
/* What the tests of the transports share: a message opened from octets, and what must be refused, where and why. */
#ifndef TRANSPORT_FIXTURE_H
#define TRANSPORT_FIXTURE_H

#include "envelope-fixture.h"
#include "obex.h"
#include "pap.h"
#include "sms.h"
#include "transport.h"

/* A job with an input of its exact size, so that a sanitizer sees every octet too far. */
struct opened {
    struct job job;
    struct mac *mac;
    char *memory;
    struct cpdm_message *message;
};

static inline cpdm_status open_octets(struct opened *opened, const void *octets, size_t length, cpdm_form form)
{
    memset(opened, 0, sizeof *opened);
    job_begin(&opened->job, length);
    opened->job.limits.document = 1 << 20;
    opened->mac = mac_new(NULL);
    opened->memory = g_memdup2(octets, length);
    return message_open(&opened->job, slice(opened->memory, length), form, NULL, &opened->message);
}

static inline cpdm_status open_text(struct opened *opened, const char *text, cpdm_form form)
{
    return open_octets(opened, text, strlen(text), form);
}

static inline void close_opened(struct opened *opened)
{
    mac_free(opened->mac);
    g_free(opened->memory);
    job_end(&opened->job);
}

static inline cpdm_status verify(struct opened *opened)
{
    const cpdm_secrets secrets = {.pin = SLICE("1234"), .imsi = SLICE("466923103145252")};
    return message_verify(&opened->job, opened->mac, opened->message, &secrets);
}

struct refused {
    cpdm_form form;
    const char *text;
    enum diag_rule rule;
    unsigned line;
    const char *sentence; /* a part of it */
};

static inline void assert_refused(const struct refused *row, size_t number)
{
    struct opened opened;
    g_test_message("row %u: %.60s", (unsigned)number, row->text);
    g_assert_cmpint(open_text(&opened, row->text, row->form), !=, CPDM_OK);
    assert_rule(&opened.job, row->rule);
    if (row->line)
        g_assert_cmpuint(opened.job.diag.error.line, ==, row->line);
    if (!strstr(opened.job.diag.error.sentence, row->sentence))
        g_error("says: %s", opened.job.diag.error.sentence);
    close_opened(&opened);
}

#endif
