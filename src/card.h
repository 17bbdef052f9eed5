/* SPDX-License-Identifier: MIT */
/*
 * A transparent elementary file of a smart card (GSM 11.11 section 6.4.1) that holds one document:
 *
 *   file = document *FF
 *
 * The document begins at the first octet; an octet that is not used is FF, as a card is personalised. The files of the
 * Provisioning Smart Card specification (Bootstrap, Config1, Config2), and whatever they hold besides, are not read:
 * their layout was not at hand.
 */
#ifndef CARD_H
#define CARD_H

#include "envelope.h"

enum { CARD_FILE_MAX = 65535 }; /* its size is two octets (GSM 11.11 section 9.2.1) */

cpdm_status card_read(struct job *job, cpdm_slice input, struct cpdm_message *message, cpdm_transport *transport);
cpdm_status card_write(struct job *job, cpdm_slice body, size_t size, cpdm_slice *octets);

#endif
