/* SPDX-License-Identifier: MIT */
/* Factory credentials of a device for a server. What these functions promise stands in cpdm-credentials.h. */
#ifndef FACTORY_H
#define FACTORY_H

#include "job.h"

cpdm_status factory_derive(struct job *job, cpdm_slice secret, cpdm_slice device, cpdm_slice server,
                           cpdm_factory_credentials *credentials);
cpdm_status factory_derive_legacy(struct job *job, cpdm_slice device, cpdm_slice server,
                                  cpdm_factory_credentials *credentials);

#endif
