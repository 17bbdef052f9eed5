/* SPDX-License-Identifier: MIT */
/* A device's number to its kind and digits, the check digit judged: Luhn's to the base 10 for an IMEI (TS 23.003 Annex
 * B), to the base 16 for an MEID with letters in it (3GPP2 S.R0048 section 3). */
#include "device-id.h"

#include "hex.h"

enum { IMEI_DIGITS = 15, MEID_DIGITS = 14, ESN_DIGITS = 8 };

static bool is_decimal(cpdm_slice digits)
{
    for (size_t i = 0; i < digits.length; i++)
        if (digits.data[i] < '0' || digits.data[i] > '9')
            return false;
    return digits.length > 0;
}

static bool is_hexadecimal(cpdm_slice digits)
{
    for (size_t i = 0; i < digits.length; i++)
        if (hex_digit(digits.data[i]) < 0)
            return false;
    return digits.length > 0;
}

/* Every second digit from the right, the one before the check digit first, is doubled and its digits summed; all
 * together are a multiple of the base. */
static bool check_digit_is_right(cpdm_slice digits, unsigned base)
{
    unsigned sum = 0;
    for (size_t i = 0; i < digits.length; i++) {
        unsigned digit = (unsigned)hex_digit(digits.data[digits.length - 1 - i]);
        unsigned doubled = 2 * digit;
        sum += i % 2 ? doubled / base + doubled % base : digit;
    }
    return sum % base == 0;
}

static const char *judge_imei(cpdm_slice digits)
{
    if (digits.length != IMEI_DIGITS || !is_decimal(digits))
        return "an IMEI is of 15 decimal digits, the last of them its check digit";
    return check_digit_is_right(digits, 10) ? NULL : "the check digit of the IMEI is wrong";
}

static const char *judge_meid(cpdm_slice *digits)
{
    if ((digits->length != MEID_DIGITS && digits->length != MEID_DIGITS + 1) || !is_hexadecimal(*digits))
        return "an MEID is of 14 hexadecimal digits, and a check digit where it has one";
    cpdm_slice without = slice(digits->data, MEID_DIGITS);
    if (digits->length > MEID_DIGITS && !check_digit_is_right(*digits, is_decimal(without) ? 10 : 16))
        return "the check digit of the MEID is wrong";
    *digits = without;
    return NULL;
}

static const char *judge_esn(cpdm_slice digits)
{
    return digits.length == ESN_DIGITS && is_hexadecimal(digits) ? NULL : "an ESN is of 8 hexadecimal digits";
}

/* Without a kind before it only what can be one thing is taken. */
static cpdm_slice guess_kind(cpdm_slice digits)
{
    if (is_decimal(digits))
        return digits.length == IMEI_DIGITS ? SLICE("IMEI") : SLICE("");
    bool meid = digits.length == MEID_DIGITS || digits.length == MEID_DIGITS + 1;
    return meid ? SLICE("MEID") : digits.length == ESN_DIGITS ? SLICE("ESN") : SLICE("");
}

static void write_id(struct device_id *id, cpdm_slice kind, cpdm_slice digits)
{
    size_t at = 0;
    *id = (struct device_id){.text = ""};
    for (size_t i = 0; i < kind.length; i++)
        id->text[at++] = (char)(kind.data[i] & ~0x20);
    id->text[at++] = ':';
    for (size_t i = 0; i < digits.length; i++)
        id->text[at++] = "0123456789ABCDEF"[hex_digit(digits.data[i])];
}

cpdm_status device_id_read(struct job *job, cpdm_slice text, struct device_id *id)
{
    const char *colon = text.length ? memchr(text.data, ':', text.length) : NULL;
    size_t before = colon ? (size_t)(colon - text.data) : 0;
    cpdm_slice digits = colon ? slice(colon + 1, text.length - before - 1) : text;
    cpdm_slice kind = colon ? slice(text.data, before) : guess_kind(digits);
    const char *wrong = "the device is no number of a kind that is known: write IMEI:, MEID: or ESN: before it";
    if (slice_equal_ignoring_case(kind, SLICE("IMEI")))
        wrong = judge_imei(digits);
    else if (slice_equal_ignoring_case(kind, SLICE("MEID")))
        wrong = judge_meid(&digits);
    else if (slice_equal_ignoring_case(kind, SLICE("ESN")))
        wrong = judge_esn(digits);
    if (wrong)
        return diag_fail(&job->diag, CPDM_RULE_DEVICE_ID, DIAG_NO_OFFSET, NULL, NULL, "%s", wrong);
    write_id(id, kind, digits);
    return CPDM_OK;
}
