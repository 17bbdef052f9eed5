/* SPDX-License-Identifier: MIT */
/* What the tests of envelope and security share: a job, documents, and the published messages with their MACs. */
#ifndef ENVELOPE_FIXTURE_H
#define ENVELOPE_FIXTURE_H

#include <glib.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "bytes.h"
#include "content-type.h"
#include "key.h"
#include "wsp.h"

/* T1: the worked example of ProvCont 1.1 section 6.1, PIN 1234. Octets as in OmaSharp's test; the MAC as printed in the
 * specification (2002-11-12-C page 75), and by Wireshark's page on WBXML. */
#define T1_HEX                                                                                         \
    "030b6a054e41503100c54601c65101871506033137302e3138372e35312e3400018707060342616e6b4d61696e50726f" \
    "78790001871c0603687474703a2f2f7777772e62616e6b2e636f6d2f7374617274706167652e776d6c0001c659018719" \
    "069c01871a06037078757365726e616d650001871b0603707875736572706173737764000101c65201872f060350524f" \
    "585920310001871706037777772e62616e6b2e636f6d2f0001872006033137302e3138372e35312e3300018721068501" \
    "87220603494e5445524e45540001872206830001c6530187230603393230330001010101c65501871106830001871006" \
    "aa01870706034d5920495350204353440001870806032b333538303831323430303200018709068701870a069001c65a" \
    "01870c069a01870d06037777776d6d6d757365720001870e06037777776d6d6d736563726574000101c6540187120603" \
    "3232380001871306033030310001010101"
#define T1_MAC "0BB3BB551F0A93359EC29E6CEAC1440E4A617489"

/* T2: Gecko's dom/wappush/tests/test_cp_pdu_helper.js, PIN 0000 (public domain, CC0). */
#define T2_HEX                                                                                         \
    "030b6a0045c65601870706034348545f656d6f6d65000101c60001550187360000060377320001870001390000060357" \
    "50524f58590001870706034348545f656d6f6d650001c600015901873a00000603687474703a2f2f7761702e656d6f6d" \
    "652e6e65742f0001870706034348545f656d6f6d650001871c010101c600015501873600000603773400018700013900" \
    "0006034d50524f585900018700013400000603687474703a2f2f6d6d733a38303032000101c65101871506035750524f" \
    "58590001870706034348545f656d6f6d650001871c0603687474703a2f2f7761702e656d6f6d652e6e65742f0001c652" \
    "01872f060350524f58593100018720060331302e312e312e3100018721068501872206034348545f656d6f6d650001c6" \
    "530187230603383038300001010101c65101871506034d50524f58590001870706034348545f4d4d530001c65201872f" \
    "060350524f58593200018720060331302e312e312e3100018721068501872206034348545f4d4d530001c65301872306" \
    "03383038300001010101c65501871106034348545f656d6f6d650001870706034348545f656d6f6d650001871006ab01" \
    "87080603656d6f6d650001870906890101c65501871106034348545f4d4d530001870706034348545f4d4d5300018710" \
    "06ab0187080603656d6f6d65000187090689010101"
#define T2_MAC "AA2DC41FC48AEEF3FED7351B1EE704461A8894D4"

/* T3: the same file (test_cp_hmac_networkpin), IMSI 466923103145252. An empty document. */
#define T3_HEX "030b6a004501"
#define T3_MAC "1AF545FE2823DC9347064450F90FF1BBF957E146"

/* A SyncML 1.1 package of nothing but its root, written by hand: version 1.2, public id 0x0FD3, UTF-8, no string table.
 */
#define DM_HEX "029f536a002d"

#define CP_MEDIA "application/vnd.wap.connectivity-wbxml"
#define DM_MEDIA "application/vnd.syncml.dm+wbxml"

static inline void job_begin(struct job *job, size_t input)
{
    memset(job, 0, sizeof *job);
    job_init(job, NULL);
    diag_init(&job->diag, &job->arena);
    job->limits = limits_for(NULL, input);
}

/* Ready for the next document; what the last one made is gone. */
static inline void job_again(struct job *job)
{
    job_reset(job);
    diag_init(&job->diag, &job->arena);
}

static inline void job_end(struct job *job)
{
    job_free(job);
}

static inline cpdm_slice from_hex(struct arena *arena, const char *hex)
{
    size_t length = strlen(hex) / 2;
    char *octets = arena_alloc(arena, length + 1);
    g_assert_nonnull(octets);
    for (size_t i = 0; i < length; i++)
        octets[i] = (char)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
    return slice(octets, length);
}

/* Octets as lower-case hex, to be freed. */
static inline char *to_hex(cpdm_slice octets)
{
    GString *hex = g_string_new(NULL);
    for (size_t i = 0; i < octets.length; i++)
        g_string_append_printf(hex, "%02x", (unsigned)(uint8_t)octets.data[i]);
    return g_string_free(hex, FALSE);
}

static inline void assert_hex(cpdm_slice octets, const char *hex)
{
    char *found = to_hex(octets);
    g_assert_cmpstr(found, ==, hex);
    g_free(found);
}

static inline void assert_octets(const void *found, size_t found_length, const void *right, size_t right_length)
{
    g_assert_cmpuint(found_length, ==, right_length);
    g_assert_true(right_length == 0 || memcmp(found, right, right_length) == 0);
}

static inline void assert_rule(const struct job *job, enum diag_rule rule)
{
    g_assert_true(job->diag.failed);
    g_assert_cmpuint(job->diag.error.rule, ==, rule);
}

/* No message shows a secret. */
static inline void assert_not_shown(const struct job *job, cpdm_slice secret)
{
    char *text = g_strndup(secret.data, secret.length);
    g_assert_true(secret.length == 0 || !strstr(job->diag.error.sentence, text));
    g_assert_true(secret.length == 0 || !strstr(job->diag.error.hint, text));
    g_free(text);
}

#endif
