/* SPDX-License-Identifier: MIT */
/*
 * A whole SMS as modems print it and take it (3GPP TS 27.005 section 3.1), to its user data:
 *
 *   line    = [ centre ] tpdu
 *   centre  = length [ type *semi-octet ]
 *   deliver = first originator pid dcs timestamp(7) length user-data      (3GPP TS 23.040 section 9.2.2.1)
 *   submit  = first reference recipient pid dcs [ validity ] length user-data       (section 9.2.2.2)
 *
 * It is one only where the lengths in it come out even, to the octet.
 */
#include "sms-tpdu.h"

enum {
    /* The first octet (section 9.2.3): message type, validity period format, user data header indicator. */
    TYPE_MASK = 0x03,
    TYPE_DELIVER = 0x00,
    TYPE_SUBMIT = 0x01,
    VALIDITY_MASK = 0x18,
    VALIDITY_RELATIVE = 0x10, /* one octet; the two others have seven */
    HAS_HEADER = 0x40,

    TIMESTAMP_OCTETS = 7,
    CENTRE_MAX = 11,  /* octets: the type and twenty digits */
    ADDRESS_MAX = 20, /* semi-octets (section 9.1.2.5) */
    ADDRESS_IS_TYPE = 0x80,
    ADDRESS_KIND = 0x70,
    ADDRESS_INTERNATIONAL = 0x10,
    ADDRESS_ALPHANUMERIC = 0x50,
};

static bool skip(struct bytes_reader *in, size_t octets)
{
    cpdm_slice skipped;
    return bytes_take(in, octets, &skipped);
}

static bool skip_centre(struct bytes_reader *in)
{
    int length = bytes_get(in);
    if (length == 0)
        return true;
    return length >= 2 && length <= CENTRE_MAX && bytes_peek(in) >= ADDRESS_IS_TYPE && skip(in, (size_t)length);
}

static bool read_address(struct bytes_reader *in, struct sms_tpdu *tpdu)
{
    int digits = bytes_get(in), type = bytes_get(in);
    if (digits < 0 || digits > ADDRESS_MAX || type < ADDRESS_IS_TYPE)
        return false;
    tpdu->address_type = (unsigned)type;
    tpdu->address_digits = (unsigned)digits;
    return bytes_take(in, ((size_t)digits + 1) / 2, &tpdu->address);
}

static bool read_deliver(struct bytes_reader *in, struct sms_tpdu *tpdu)
{
    tpdu->type = SMS_DELIVER;
    return read_address(in, tpdu) && skip(in, 1) && (tpdu->coding = bytes_get(in)) >= 0 && skip(in, TIMESTAMP_OCTETS);
}

static bool read_submit(struct bytes_reader *in, unsigned first, struct sms_tpdu *tpdu)
{
    unsigned format = first & VALIDITY_MASK;
    tpdu->type = SMS_SUBMIT;
    return skip(in, 1) && read_address(in, tpdu) && skip(in, 1) && (tpdu->coding = bytes_get(in)) >= 0 &&
           skip(in, format == 0                   ? 0
                    : format == VALIDITY_RELATIVE ? 1
                                                  : TIMESTAMP_OCTETS);
}

/* 3GPP TS 23.038 section 4: the general groups, and the one of data coding and message class. */
static bool is_8_bit(int coding)
{
    return coding & 0x80 ? (coding & 0xF4) == 0xF4 : (coding & 0x2C) == 0x04;
}

/* The length counts septets where the coding is of seven bits. */
static bool read_user_data(struct bytes_reader *in, struct sms_tpdu *tpdu)
{
    int length = bytes_get(in);
    if (length < 0)
        return false;
    size_t left = bytes_left(in), octets = (size_t)length;
    tpdu->is_8_bit = is_8_bit(tpdu->coding);
    if (octets != left && (tpdu->is_8_bit || (octets * 7 + 7) / 8 != left))
        return false;
    return bytes_take(in, left, &tpdu->user_data);
}

static bool read_tpdu(struct bytes_reader in, struct sms_tpdu *tpdu)
{
    int first = bytes_get(&in);
    if (first < 0)
        return false;
    tpdu->has_header = first & HAS_HEADER;
    if ((first & TYPE_MASK) == TYPE_DELIVER)
        return read_deliver(&in, tpdu) && read_user_data(&in, tpdu);
    return (first & TYPE_MASK) == TYPE_SUBMIT && read_submit(&in, (unsigned)first, tpdu) && read_user_data(&in, tpdu);
}

bool sms_tpdu_read(cpdm_slice octets, struct sms_tpdu *tpdu)
{
    struct bytes_reader whole = bytes_reader(octets), in = whole;
    return (skip_centre(&in) && read_tpdu(in, tpdu)) || read_tpdu(whole, tpdu);
}

/* ---- the address as a text ---- */

/* Seven bits of each character, from the low ones up (3GPP TS 23.038 section 6.1.2.1.1); of the alphabet only what it
 * shares with ASCII. */
static void put_septets(struct bytes_writer *writer, const struct sms_tpdu *tpdu)
{
    struct bytes_reader in = bytes_reader(tpdu->address);
    unsigned held = 0, bits = 0;
    for (unsigned left = tpdu->address_digits * 4 / 7; left; left--) {
        if (bits < 7) {
            held |= (unsigned)bytes_get(&in) << bits;
            bits += 8;
        }
        unsigned character = held & 0x7F;
        bytes_put(writer, character >= ' ' && character <= 'z' ? (uint8_t)character : '?');
        held >>= 7;
        bits -= 7;
    }
}

cpdm_slice sms_tpdu_address(struct job *job, const struct sms_tpdu *tpdu)
{
    static const char digits[] = "0123456789*#abc?";
    struct bytes_writer writer = bytes_writer(&job->arena, ADDRESS_MAX + 1);
    struct bytes_reader in = bytes_reader(tpdu->address);
    cpdm_slice text;
    if ((tpdu->address_type & ADDRESS_KIND) == ADDRESS_ALPHANUMERIC) {
        put_septets(&writer, tpdu);
    } else {
        if ((tpdu->address_type & ADDRESS_KIND) == ADDRESS_INTERNATIONAL)
            bytes_put(&writer, '+');
        for (unsigned i = 0, octet = 0; i < tpdu->address_digits; i++, octet >>= 4) {
            if (i % 2 == 0)
                octet = (unsigned)bytes_get(&in);
            bytes_put(&writer, (uint8_t)digits[octet & 0x0F]);
        }
    }
    return bytes_finish(&writer, &text) ? text : slice(NULL, 0);
}
