/* SPDX-License-Identifier: MIT */
/* The formats that a device is given: a WBXML body with its SEC and MAC as a push PDU, SMS, PAP or OBEX, or on a card.
 */
#ifndef WIRE_H
#define WIRE_H

#include "session.h"

/* The format carries WBXML, so it can be signed and is cross-checked: wbxml, push, sms, pap, obex, card. */
bool wire_is_wire(enum option_word format);

/* The format has a place for SEC and MAC in itself: push, sms, pap, obex. */
bool wire_carries_mac(enum option_word format);

/* Sooner or later it is cut into SMS: push, sms, pap. */
bool wire_is_cut(enum option_word format);

/* Octets of the push PDU before a body that is signed by this method. Returns 0 or the exit code. */
int wire_push_head(const struct session *session, cpdm_content content, cpdm_security security, size_t *octets);

/* Options that the format cannot obey are refused, not forgotten; binary output to a terminal too. 0 or exit code. */
int wire_check_options(const struct options *options, enum option_word format);

/* The message around a body. `content_type` is what --content-type-out takes: of the body, or with pap of the whole,
 * which then does not stand in the octets. Returns 0 or the exit code. */
int wire_write(const struct session *session, cpdm_content content, const cpdm_signature *signature, cpdm_slice body,
               cpdm_slice *octets, cpdm_slice *content_type);

#endif
