/* SPDX-License-Identifier: MIT */
/* What the tests of SyncML messages share: a job with the limits of its input, and reading from text and octets. */
#ifndef SYNCML_FIXTURE_H
#define SYNCML_FIXTURE_H

#include <glib.h>

#include "syncml-doc.h"
#include "xml-read.h"

struct fixture {
    struct job job;
    struct xml_reader *xml;
    struct cpdm_package *package; /* of the last read */
};

static inline void set_up(struct fixture *f, gconstpointer data)
{
    (void)data;
    *f = (struct fixture){.job.salt = 0x5EED};
    job_init(&f->job, NULL);
    diag_init(&f->job.diag, &f->job.arena);
    f->xml = xml_reader_new(&f->job.arena.allocator, 1);
    g_assert_nonnull(f->xml);
}

static inline void tear_down(struct fixture *f, gconstpointer data)
{
    (void)data;
    xml_reader_free(f->xml);
    job_free(&f->job);
}

/* A new document for the same translator. */
static inline void begin(struct fixture *f, size_t input)
{
    job_reset(&f->job);
    diag_init(&f->job.diag, &f->job.arena);
    f->job.limits = limits_for(NULL, input);
    f->job.arena.limit = f->job.nodes.limit = f->job.limits.memory;
    f->package = NULL;
}

static inline cpdm_status read_xml(struct fixture *f, cpdm_slice text)
{
    begin(f, text.length);
    return syncml_read_xml(&f->job, f->xml, text, &f->package);
}

static inline cpdm_status read_wbxml(struct fixture *f, cpdm_slice octets)
{
    begin(f, octets.length);
    return syncml_read_wbxml(&f->job, octets, &f->package);
}

/* Fails with the sentence of the error that should not be. */
static inline void assert_ok(struct fixture *f, cpdm_status status)
{
    if (status)
        g_error("line %u, offset %zu: %s [%u]", f->job.diag.error.line, f->job.diag.error.offset,
                f->job.diag.error.sentence, f->job.diag.error.rule);
}

static inline void assert_rule(struct fixture *f, cpdm_status status, unsigned rule, const char *sentence)
{
    g_assert_cmpint(status, !=, CPDM_OK);
    g_assert_cmpint(status, ==, f->job.diag.error.status);
    g_assert_cmpstr(f->job.diag.error.sentence, ==, sentence);
    g_assert_cmpuint(f->job.diag.error.rule, ==, rule);
}

/* The text, compared so that a difference is shown. */
static inline void assert_text(cpdm_slice text, const char *expected)
{
    char *copy = g_strndup(text.data ? text.data : "", text.length);
    g_assert_cmpstr(copy, ==, expected);
    g_assert_cmpuint(text.length, ==, strlen(expected));
    g_free(copy);
}

/* A copy that outlives the document. */
static inline cpdm_slice keep(cpdm_slice text, GByteArray *room)
{
    g_byte_array_set_size(room, 0);
    g_byte_array_append(room, (const guint8 *)text.data, (guint)text.length);
    return slice((const char *)room->data, room->len);
}

static inline const struct syncml_node *find(const struct cpdm_package *package, unsigned tag)
{
    const struct syncml_node *node = package->root;
    while (node && syncml_tag(node) != tag)
        node = syncml_next(node);
    return node;
}

#endif
