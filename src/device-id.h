/* SPDX-License-Identifier: MIT */
/* Numbers of devices: IMEI (3GPP TS 23.003 section 6), MEID (3GPP2 S.R0048), ESN (TIA-41). */
#ifndef DEVICE_ID_H
#define DEVICE_ID_H

#include "job.h"

enum { DEVICE_ID_MAX = 23 };

struct device_id {
    char text[DEVICE_ID_MAX + 1]; /* "IMEI:490154203237518", "MEID:A0000000002329", "ESN:80AABBCC" */
};

/* The number with or without its kind before it, hexadecimal digits in either case; refused when its length or check
 * digit is wrong. An MEID is kept without its check digit. */
cpdm_status device_id_read(struct job *job, cpdm_slice text, struct device_id *id);

#endif
