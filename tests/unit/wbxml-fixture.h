/* SPDX-License-Identifier: MIT */
/* For tests of the WBXML reader: documents written in hexadecimal, and what the reader makes of them as one line. */
#ifndef WBXML_FIXTURE_H
#define WBXML_FIXTURE_H

#include <glib.h>

#include "wbxml-read.h"

static const struct wbxml_language *const languages[] = {&wbxml_prov10, &wbxml_syncml11, &wbxml_syncml12, NULL};

/* Octets from hexadecimal digits with 'text' between. */
static inline GString *octets(const char *source)
{
    GString *result = g_string_new(NULL);
    for (; *source; source++) {
        if (*source == ' ')
            continue;
        if (*source == '\'') {
            for (source++; *source != '\''; source++)
                g_string_append_c(result, *source);
        } else {
            int high = g_ascii_xdigit_value(*source++), low = g_ascii_xdigit_value(*source);
            g_assert_cmpint(high, >=, 0);
            g_assert_cmpint(low, >=, 0);
            g_string_append_c(result, (char)(high << 4 | low));
        }
    }
    return result;
}

static inline void append(GString *out, cpdm_slice text)
{
    g_string_append_len(out, text.data, (gssize)text.length);
}

static inline void render_start(GString *out, const struct wbxml_reader *reader)
{
    g_string_append_c(out, '<');
    append(out, reader->element);
    for (size_t i = 0; i < reader->attribute_count; i++) {
        g_string_append_c(out, ' ');
        append(out, reader->attributes[i].name);
        g_string_append_c(out, '=');
        append(out, reader->attributes[i].value);
    }
    g_string_append(out, reader->empty ? "/>" : ">");
}

static inline enum wbxml_event render_event(GString *out, struct wbxml_reader *reader)
{
    enum wbxml_event event = wbxml_next(reader);
    switch (event) {
    case WBXML_START: render_start(out, reader); break;
    case WBXML_END: g_string_append(out, "</>"); break;
    case WBXML_TEXT: append(out, reader->text); break;
    case WBXML_OPAQUE:
        g_string_append_c(out, '[');
        append(out, reader->text);
        g_string_append_c(out, ']');
        break;
    case WBXML_DONE:
    case WBXML_ERROR: break;
    }
    return event;
}

/* What the reader makes of a document: its events as text, or "!rule@offset". */
static inline char *read_limited(const GString *input, const cpdm_limits *limits)
{
    struct job job = {.limits = limits_for(limits, input->len)};
    job_init(&job, NULL);
    job.arena.limit = job.nodes.limit = job.limits.memory;
    diag_init(&job.diag, &job.arena);
    struct wbxml_reader reader;
    GString *out = g_string_new(NULL);
    char *exact = g_memdup2(input->str, input->len); /* so that a sanitizer sees an octet too far */
    cpdm_status status = wbxml_open(&reader, &job, slice(exact, input->len), languages);
    if (!status) {
        enum wbxml_event event;
        do
            event = render_event(out, &reader);
        while (event != WBXML_DONE && event != WBXML_ERROR);
        status = event == WBXML_ERROR ? reader.status : CPDM_OK;
    }
    if (status) {
        g_assert_cmpint(status, ==, job.diag.error.status);
        g_assert_cmpuint(job.diag.error.line, ==, 0);
        g_string_printf(out, "!%u@%zu", job.diag.error.rule, job.diag.error.offset);
    }
    g_free(exact);
    job_free(&job);
    return g_string_free(out, FALSE);
}

static inline void expect(const char *source, const char *events)
{
    GString *input = octets(source);
    char *found = read_limited(input, NULL);
    g_assert_cmpstr(found, ==, events);
    g_free(found);
    g_string_free(input, TRUE);
}

static inline void expect_failure(const char *source, enum diag_rule rule, unsigned offset)
{
    char *expected = g_strdup_printf("!%u@%u", (unsigned)rule, offset);
    expect(source, expected);
    g_free(expected);
}

#endif
