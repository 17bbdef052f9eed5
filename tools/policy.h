/* SPDX-License-Identifier: MIT */
/* Policy: the rule of what may be translated. */
#ifndef POLICY_H
#define POLICY_H

#include "session.h"

/* Returns 0 when the message may be translated, else the exit code with the message printed. `authenticated` says
 * whether its MAC was verified. */
int policy_authenticate(const struct session *session, bool *authenticated);

#endif
