/* SPDX-License-Identifier: MIT */
/* Keys of GBA, digests of a Cred, the x-syncml-hmac header. What these functions promise stands in cpdm-credentials.h.
 */
#ifndef CREDENTIALS_H
#define CREDENTIALS_H

#include "job.h"

cpdm_status credentials_gba(struct job *job, cpdm_slice ks_naf, cpdm_gba_keys *keys);
cpdm_status credentials_digest(struct job *job, cpdm_digest_algorithm algorithm, cpdm_slice name, cpdm_slice password,
                               cpdm_slice nonce, cpdm_slice *digest);
cpdm_status hmac_header_write(struct job *job, cpdm_slice key, cpdm_slice server_id, cpdm_slice timestamp,
                              cpdm_slice message, cpdm_slice *header);
cpdm_status hmac_header_verify(struct job *job, cpdm_slice header, cpdm_slice key, cpdm_slice message);

/* "OpenSSL does not compute it." */
cpdm_status credentials_no_digest(struct job *job);

#endif
