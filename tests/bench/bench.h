/* SPDX-License-Identifier: MIT */
/*
 * The bench: the translation of one CP document into one SyncML DM package, done by several implementations in one
 * process. All of them must make the same items before any of them is timed.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdio.h>
#include <string.h>

#include "cpdm.h"

enum {
    BENCH_DOCUMENTS = 128,    /* distinct documents, each with its own key */
    BENCH_ITEMS_MAX = 128,    /* items of one package */
    BENCH_TEXT = 16 * 1024,   /* octets of all URIs and values of one package */
    BENCH_OUTPUT = 64 * 1024, /* octets of one package */
    BENCH_MAC = 20,           /* HMAC-SHA1 */
};

/* One Item of a package. Format b64 counts as bin, its Data decoded: one and the same value (design section 7). */
struct bench_item {
    cpdm_slice uri;
    cpdm_format format;
    cpdm_slice data;
};

struct bench_items {
    struct bench_item list[BENCH_ITEMS_MAX];
    size_t count;
    cpdm_slice device, server; /* Target and Source LocURI of the SyncHdr */
    size_t text_used;
    char text[BENCH_TEXT]; /* what the slices point to */
};

struct bench_document {
    cpdm_slice xml, wbxml;
    char *wbxml_type; /* content type with SEC=USERPIN and the MAC */
    char pin[9];
    uint8_t xml_mac[BENCH_MAC], wbxml_mac[BENCH_MAC];
    struct bench_items *items;             /* what every package must hold */
    cpdm_slice package_xml, package_wbxml; /* ready packages, for the limits */
};

struct bench_documents {
    struct bench_document list[BENCH_DOCUMENTS];
    size_t count;
};

/* One implementation of a job. `run` is false on failure; `output` is valid until the next run, and a package but where
 * the job is a part of the work only. */
struct bench_job {
    bool (*run)(void *state, const struct bench_document *document, cpdm_slice *output);
    void *state;
    bool part; /* makes no package */
};

/* jobs.c: the job of that name, with its state; the program ends when there is none. `job_name`: NULL behind the last.
 */
struct bench_job job_make(const char *name, const char *directory);
const char *job_name(size_t index);

/* Once for each document, in turn. bench_measured() is the one that callgrind looks at; all else stays outside. */
void job_repeat(const struct bench_job *job, const struct bench_documents *documents, size_t times);
void bench_measured(const struct bench_job *job, const struct bench_documents *documents, size_t times);

/* documents.c: `directory`/docs/`size`.xml with its 0000 replaced by the number of each document. */
struct bench_documents *documents_load(const char *directory, const char *size, size_t count);

/* One document with the objects of `copies` documents: XML, WBXML and MAC alone, for the library's own jobs. */
struct bench_documents *documents_scaled(const char *directory, const char *size, size_t copies);

/* exchange.c: the documents in files for other programs, and their packages back: whether these hold the items. */
void exchange_write(const struct bench_documents *documents, const char *folder);
bool exchange_agrees(const struct bench_documents *documents, const char *folder, const char *ending);

/* agree.c: whether all implementations make of all documents the items they shall; says where not. */
bool jobs_agree(const char *directory, const struct bench_documents *documents, const char *size);
const char *package_difference(cpdm_slice package, const struct bench_document *document);

/* items.c */
cpdm_slice items_keep(struct bench_items *items, cpdm_slice text); /* copied; ends the program when there is no room */
void items_add(struct bench_items *items, cpdm_slice uri, cpdm_format format, cpdm_slice data);
const char *items_difference(struct bench_items *meant, struct bench_items *found); /* NULL when there is none */
cpdm_slice items_write_xml(const struct bench_items *items, char output[BENCH_OUTPUT]);

/* emit.c: false when there is no room. */
bool package_emit(const struct bench_items *items, char output[BENCH_OUTPUT], cpdm_slice *octets);

/* package-read.c: the items of a package, XML or WBXML, by readers that share nothing with the library's. */
bool package_read(cpdm_slice package, struct bench_items *items);

/* hand-map.c: dm-1.1.2 for the bench documents, as somebody would write it in C with expat. */
struct hand_map;
struct hand_map *hand_map_new(void);
bool hand_map_run(struct hand_map *map, cpdm_slice xml, struct bench_items *items);

/* hmac.c: HMAC-SHA1 with one key schedule for both MACs of a document, as in src/mac.c. */
struct bench_hmac;
struct bench_hmac *hmac_new(void);
bool hmac_first(struct bench_hmac *hmac, cpdm_slice key, cpdm_slice octets, uint8_t mac[BENCH_MAC]);
bool hmac_second(struct bench_hmac *hmac, cpdm_slice octets,
                 uint8_t mac[BENCH_MAC]);                                  /* once, with the key of the first */
bool hmac_once(cpdm_slice key, cpdm_slice octets, uint8_t mac[BENCH_MAC]); /* HMAC(): what a user writes */

/* The implementations: jobs with their state. The program ends when one cannot be made. */
struct bench_job candidate_ww(const char *directory), candidate_wi(const char *directory);
struct bench_job candidate_wr(const char *directory);
struct bench_job candidate_xw(const char *directory);
struct bench_job candidate_xx(const char *directory);
struct bench_job candidate_tree_w(const char *directory), candidate_tree_x(const char *directory);
struct bench_job limit_w(const char *directory), limit_x(const char *directory), limit_xw(const char *directory);
struct bench_job hmac_pair(const char *directory), hmac_pair_low(const char *directory);
struct bench_job libwbxml_ww(const char *directory);
struct bench_job libxslt_ww(const char *directory), libxslt_xx(const char *directory);

/* libwbxml.c: its public conversions, used by three parts. The output is libwbxml's: free() it. */
bool libwbxml_to_xml(cpdm_slice wbxml, cpdm_slice *xml);
bool libwbxml_to_wbxml(cpdm_slice xml, cpdm_slice *wbxml);

/* timing.c */
struct bench_ratio {
    double a_ns, b_ns;    /* per document, 10th percentile of the slices */
    double tenth, median; /* p10(a) / p10(b); median of the ratios of the pairs */
    bool agreed;          /* the two are within 3 % of each other */
};
struct bench_ratio timing_compare(const struct bench_job *a, const struct bench_job *b,
                                  const struct bench_documents *documents, size_t pairs);
double timing_now_ns(void); /* of this thread's processor time */

/* count.c: calls of malloc, calloc, realloc and the like, by the object that called. */
struct bench_allocations {
    unsigned long libcrypto, others;
};
bool count_works(void);
void count_start(void);
struct bench_allocations count_stop(void);

/* The program cannot go on. */
_Noreturn void bench_die(const char *sentence);
void *bench_alloc(size_t size); /* cleared; never NULL */

static inline cpdm_slice bench_slice(const char *text)
{
    return (cpdm_slice){text, strlen(text)};
}

static inline bool bench_equal(cpdm_slice a, cpdm_slice b)
{
    return a.length == b.length && (!a.length || memcmp(a.data, b.data, a.length) == 0);
}

#endif
