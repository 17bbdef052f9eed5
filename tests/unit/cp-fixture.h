/* SPDX-License-Identifier: MIT */
/* What the tests of CP documents share: a job with the limits of its input, and a document read into it. */
#ifndef CP_FIXTURE_H
#define CP_FIXTURE_H

#include <glib.h>

#include "cp-doc.h"
#include "xml-read.h"

struct cp_fixture {
    struct job job;
    struct xml_reader *xml;
    struct cpdm_document *document; /* of the last read */
};

static inline void cp_set_up(struct cp_fixture *f, uint64_t salt)
{
    *f = (struct cp_fixture){.job.salt = salt};
    job_init(&f->job, NULL);
    diag_init(&f->job.diag, &f->job.arena);
    f->xml = xml_reader_new(&f->job.arena.allocator, 1);
    g_assert_nonnull(f->xml);
}

/* Nobody has written to what an arena has not handed out. */
static inline void cp_expect_clear(const struct arena *arena)
{
    for (const char *octet = arena->next; octet < arena->end; octet++)
        if (*octet)
            g_error("an octet behind what was handed out is 0x%02X", (unsigned char)*octet);
}

static inline void cp_tear_down(struct cp_fixture *f)
{
    cp_expect_clear(&f->job.arena);
    xml_reader_free(f->xml);
    job_free(&f->job);
}

/* A new document for the same translator: what it owned before is gone. */
static inline void cp_begin(struct cp_fixture *f, size_t input)
{
    cp_expect_clear(&f->job.arena);
    job_reset(&f->job);
    diag_init(&f->job.diag, &f->job.arena);
    f->job.limits = limits_for(NULL, input);
    f->job.arena.limit = f->job.nodes.limit = f->job.limits.memory;
    f->document = NULL;
}

/* The error that the test did not expect. */
static inline void cp_assert_ok(const struct cp_fixture *f, cpdm_status status)
{
    const cpdm_diagnostic *error = &f->job.diag.error;
    if (status)
        g_error("line %u, offset %zu: %s [%u]", error->line, error->offset, error->sentence, error->rule);
}

/* Reads a document that is sound: XML, or WBXML where it does not begin with '<'. */
static inline void cp_read(struct cp_fixture *f, cpdm_slice octets)
{
    cp_begin(f, octets.length);
    cp_assert_ok(f, octets.data[0] == '<' ? cp_read_xml(&f->job, f->xml, octets, &f->document)
                                          : cp_read_wbxml(&f->job, octets, &f->document));
}

#endif
