/* SPDX-License-Identifier: MIT */
/* Shared secrets to what is derived of them: DMBIK and DMBEK (OMA DM Security 1.3 section 5.10.2.4.1), the digest of a
 * Cred (section 5.4.2). What lives in the arena on the way is cleansed with it. */
#include "credentials.h"

#include "base64.h"
#include "digest.h"

enum { KS_NAF = 32 }; /* octets: an output of HMAC-SHA-256 itself (TS 33.220 section 4.4.2) */

cpdm_status credentials_no_digest(struct job *job)
{
    return diag_fail(&job->diag, CPDM_RULE_INTERNAL, DIAG_NO_OFFSET, NULL, NULL,
                     "the cryptographic library does not compute the digest");
}

/* S = FC || P0 || L0 (TS 33.220 section B.2.0). The document prints P0 as "dmbik", and its octets and length as those
 * of "dm-bik": these, six of them, are what is meant. */
static bool derive(cpdm_slice ks_naf, const char label[6], uint8_t key[DIGEST_SHA256_OCTETS])
{
    char s[1 + 6 + 2] = {0x01, label[0], label[1], label[2], label[3], label[4], label[5], 0x00, 0x06};
    const cpdm_slice whole = slice(s, sizeof s);
    return digest_hmac_sha256(ks_naf, &whole, 1, key);
}

cpdm_status credentials_gba(struct job *job, cpdm_slice ks_naf, cpdm_gba_keys *keys)
{
    if (ks_naf.length == 0)
        return diag_fail(&job->diag, CPDM_RULE_SECRET_MISSING, DIAG_NO_OFFSET, NULL, "give ks-naf= in the secrets file",
                         "the keys of GBA are derived from Ks_NAF");
    if (ks_naf.length != KS_NAF)
        return diag_fail(&job->diag, CPDM_RULE_SECRET_MALFORMED, DIAG_NO_OFFSET, NULL, NULL,
                         "Ks_NAF is not of 32 octets");
    bool done = derive(ks_naf, "dm-bik", keys->dmbik) && derive(ks_naf, "dm-bek", keys->dmbek);
    return done ? CPDM_OK : credentials_no_digest(job);
}

/* base64(H(one ":" two)) */
static cpdm_status digest_pair(struct job *job, cpdm_digest_algorithm algorithm, cpdm_slice one, cpdm_slice two,
                               cpdm_slice *text)
{
    bool md5 = algorithm == CPDM_DIGEST_MD5;
    uint8_t digest[DIGEST_SHA256_OCTETS];
    const cpdm_slice parts[] = {one, SLICE(":"), two};
    if (!(md5 ? digest_md5(parts, 3, digest) : digest_sha256(parts, 3, digest)))
        return credentials_no_digest(job);
    struct bytes_writer base64 = bytes_writer(&job->arena, 48);
    base64_put(&base64, slice((const char *)digest, md5 ? DIGEST_MD5_OCTETS : DIGEST_SHA256_OCTETS));
    return bytes_finish(&base64, text) ? CPDM_OK : diag_no_memory(&job->diag);
}

cpdm_status credentials_digest(struct job *job, cpdm_digest_algorithm algorithm, cpdm_slice name, cpdm_slice password,
                               cpdm_slice nonce, cpdm_slice *digest)
{
    cpdm_slice stored;
    cpdm_status status = digest_pair(job, algorithm, name, password, &stored);
    return status == CPDM_OK ? digest_pair(job, algorithm, stored, nonce, digest) : status;
}
