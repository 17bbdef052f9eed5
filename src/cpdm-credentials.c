/* SPDX-License-Identifier: MIT */
/* The public face of credentials. What these functions promise stands in cpdm-credentials.h. */
#include "credentials.h"
#include "factory.h"
#include "translator.h"

cpdm_status cpdm_gba_derive(cpdm_translator *translator, cpdm_slice ks_naf, cpdm_gba_keys *keys)
{
    return credentials_gba(&translator->job, ks_naf, keys);
}

cpdm_status cpdm_digest_make(cpdm_translator *translator, cpdm_digest_algorithm algorithm, cpdm_slice name,
                             cpdm_slice password, cpdm_slice nonce, cpdm_slice *digest)
{
    return credentials_digest(&translator->job, algorithm, name, password, nonce, digest);
}

cpdm_status cpdm_hmac_header_write(cpdm_translator *translator, cpdm_slice key, cpdm_slice server_id,
                                   cpdm_slice timestamp, cpdm_slice message, cpdm_slice *header)
{
    return hmac_header_write(&translator->job, key, server_id, timestamp, message, header);
}

cpdm_status cpdm_hmac_header_verify(cpdm_translator *translator, cpdm_slice header, cpdm_slice key, cpdm_slice message)
{
    return hmac_header_verify(&translator->job, header, key, message);
}

cpdm_status cpdm_factory_derive(cpdm_translator *translator, cpdm_slice secret, cpdm_slice device, cpdm_slice server,
                                cpdm_factory_credentials *credentials)
{
    return factory_derive(&translator->job, secret, device, server, credentials);
}

cpdm_status cpdm_factory_derive_legacy(cpdm_translator *translator, cpdm_slice device, cpdm_slice server,
                                       cpdm_factory_credentials *credentials)
{
    return factory_derive_legacy(&translator->job, device, server, credentials);
}
