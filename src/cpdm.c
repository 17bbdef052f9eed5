/* SPDX-License-Identifier: MIT */
/* The public face: translator and messages. What these functions promise stands in cpdm.h. */
#include <sys/random.h>

#include "config.h"
#include "content-type.h"
#include "translator.h"

const char *cpdm_version(void)
{
    return PACKAGE_VERSION;
}

cpdm_translator *cpdm_translator_new(const cpdm_limits *limits, const cpdm_allocator *allocator)
{
    cpdm_allocator given = arena_allocator(allocator);
    cpdm_translator *translator = given.allocate(given.data, sizeof *translator);
    if (!translator)
        return NULL;
    *translator = (cpdm_translator){.allocator = given};
    job_init(&translator->job, allocator);
    if (limits)
        translator->given = *limits;
    translator->job.limits = limits_for(limits, 0);
    diag_init(&translator->job.diag, &translator->job.arena);
    /* once per translator, not per document; without randomness the tables still work */
    if (getrandom(&translator->job.salt, sizeof translator->job.salt, GRND_NONBLOCK) != sizeof translator->job.salt)
        translator->job.salt = (uintptr_t)translator;
    return translator;
}

void cpdm_translator_reset(cpdm_translator *translator)
{
    job_reset(&translator->job);
    diag_init(&translator->job.diag, &translator->job.arena);
}

void cpdm_translator_free(cpdm_translator *translator)
{
    if (!translator)
        return;
    cpdm_allocator allocator = translator->allocator;
    if (translator->xml)
        xml_reader_free(translator->xml);
    if (translator->mac)
        mac_free(translator->mac);
    if (translator->sha256)
        digest_sha256_free(translator->sha256);
    job_free(&translator->job);
    allocator.release(allocator.data, translator);
}

void cpdm_translator_forgive(cpdm_translator *translator, unsigned leniencies)
{
    translator->job.leniencies = leniencies;
}

const cpdm_diagnostic *cpdm_translator_error(const cpdm_translator *translator)
{
    return translator->job.diag.failed ? &translator->job.diag.error : NULL;
}

const cpdm_diagnostic *cpdm_translator_warning(const cpdm_translator *translator, size_t index)
{
    const struct diag_entry *entry = translator->job.diag.warnings;
    while (entry && index--)
        entry = entry->next;
    return entry ? &entry->diagnostic : NULL;
}

struct xml_reader *translator_xml(struct cpdm_translator *translator)
{
    if (!translator->xml)
        translator->xml = xml_reader_new(&translator->allocator, translator->job.salt);
    if (!translator->xml)
        diag_no_memory(&translator->job.diag);
    return translator->xml;
}

struct mac *translator_mac(struct cpdm_translator *translator)
{
    if (!translator->mac)
        translator->mac = mac_new(&translator->allocator);
    if (!translator->mac)
        diag_no_memory(&translator->job.diag);
    return translator->mac;
}

/* ---- messages ---- */

/* The limits of a new input. */
static void begin(struct cpdm_translator *translator, size_t length)
{
    struct job *job = &translator->job;
    limits_change(&job->limits, &translator->given, length);
    arena_allow(&job->arena, job->limits.memory);
    arena_allow(&job->nodes, job->limits.memory);
    job->diag.text = slice("", 0);
    job->diag.base = 0;
}

cpdm_status cpdm_message_open(cpdm_translator *translator, const void *octets, size_t length, cpdm_form form,
                              const char *content_type, cpdm_message **message)
{
    begin(translator, length);
    return message_open(&translator->job, slice(octets, length), form, content_type, message);
}

cpdm_status cpdm_message_open_sms(cpdm_translator *translator, const void *octets, size_t length, size_t number,
                                  cpdm_message **message)
{
    begin(translator, length);
    return message_open_nth(&translator->job, slice(octets, length), CPDM_FORM_SMS, NULL, number, message);
}

void cpdm_message_describe(const cpdm_message *message, cpdm_message_info *info)
{
    *info = message->info;
}

cpdm_status cpdm_message_verify(cpdm_translator *translator, const cpdm_message *message, const cpdm_secrets *secrets)
{
    struct mac *mac = translator_mac(translator);
    return mac ? message_verify(&translator->job, mac, message, secrets) : translator->job.diag.error.status;
}

cpdm_status cpdm_message_sign(cpdm_translator *translator, cpdm_slice body, cpdm_security security,
                              const cpdm_secrets *secrets, cpdm_signature *signature)
{
    struct mac *mac = translator_mac(translator);
    return mac ? message_sign(&translator->job, mac, body, security, secrets, signature)
               : translator->job.diag.error.status;
}

cpdm_status cpdm_message_signature(cpdm_translator *translator, const cpdm_message *message, cpdm_signature *signature)
{
    return message_signature(&translator->job, message, signature);
}

const char *cpdm_security_name(cpdm_security security)
{
    return content_type_security_name(security);
}

cpdm_status cpdm_content_type_write(cpdm_translator *translator, cpdm_content content, const cpdm_signature *signature,
                                    cpdm_slice *text)
{
    return content_type_write_text(&translator->job, content, signature, text);
}
