/* SPDX-License-Identifier: MIT */
/* What the fuzzers share: a demand that ends the program, and the steps that most of them begin with. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cpdm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The property that the fuzzer is after. */
#define fuzz_demand(condition) \
    ((condition) ? (void)0 : (fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition), abort()))

/* A failure has a complaint: rule, status and sentence. */
static inline void fuzz_demand_complaint(const cpdm_translator *translator, cpdm_status status)
{
    const cpdm_diagnostic *error = cpdm_translator_error(translator);
    fuzz_demand(status != CPDM_ERROR_INTERNAL);
    fuzz_demand(error && error->status == status);
    fuzz_demand(error->sentence[0] && cpdm_rule_explanation(error->rule, error->table));
}

static inline bool fuzz_equal(cpdm_slice a, cpdm_slice b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

/* Octets to a message; false when they are none. */
static inline bool fuzz_open(cpdm_translator *translator, const void *octets, size_t length, cpdm_form form,
                             cpdm_message **message)
{
    cpdm_status status = cpdm_message_open(translator, octets, length, form, NULL, message);
    if (status != CPDM_OK)
        fuzz_demand_complaint(translator, status);
    return status == CPDM_OK;
}

/* Octets to a CP document; false when they are none. */
static inline bool fuzz_document(cpdm_translator *translator, const void *octets, size_t length, cpdm_form form,
                                 cpdm_document **document)
{
    cpdm_message *message;
    if (!fuzz_open(translator, octets, length, form, &message))
        return false;
    cpdm_status status = cpdm_document_parse(translator, message, document);
    if (status != CPDM_OK)
        fuzz_demand_complaint(translator, status);
    return status == CPDM_OK;
}

/* True when done. What cpdm wrote itself may fail in one way only: it grew, and there is no room for it. */
static inline bool fuzz_demand_done(const cpdm_translator *translator, cpdm_status status)
{
    const cpdm_diagnostic *error = cpdm_translator_error(translator);
    if (status != CPDM_OK && status != CPDM_ERROR_LIMIT)
        fprintf(stderr, "%s at %zu: %s [%u]\n", error->path, error->offset, error->sentence, error->rule);
    fuzz_demand(status == CPDM_OK || status == CPDM_ERROR_LIMIT);
    return status == CPDM_OK;
}

/* What was written in this form reads again, and writes the same again. */
static inline void fuzz_read_again(cpdm_slice written, cpdm_form form)
{
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_message *message;
    cpdm_document *document;
    cpdm_slice again;
    cpdm_status status = cpdm_message_open(translator, written.data, written.length, form, NULL, &message);
    if (status == CPDM_OK)
        status = cpdm_document_parse(translator, message, &document);
    if (status == CPDM_OK)
        status = cpdm_document_write(translator, document, form, &again);
    if (fuzz_demand_done(translator, status))
        fuzz_demand(fuzz_equal(written, again));
    cpdm_translator_free(translator);
}

/* A document that is read can be written in either form, and each is the same document. */
static inline void fuzz_round_trip(const uint8_t *data, size_t size, cpdm_form form)
{
    static const cpdm_form forms[] = {CPDM_FORM_XML, CPDM_FORM_WBXML};
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_document *document;
    if (fuzz_document(translator, data, size, form, &document)) {
        for (size_t i = 0; i < 2; i++) {
            cpdm_slice written;
            cpdm_status status = cpdm_document_write(translator, document, forms[i], &written);
            if (fuzz_demand_done(translator, status))
                fuzz_read_again(written, forms[i]);
        }
    }
    cpdm_translator_free(translator);
}

#endif
