/* SPDX-License-Identifier: MIT */
/*
 * The user data header of an SMS (3GPP TS 23.040 section 9.2.3.24):
 *
 *   header  = length *element
 *   element = identifier length octets
 *
 * Where an element that may stand once comes twice, the last one counts; elements that are not known are passed over.
 */
#include "sms-header.h"

enum {
    ELEMENT_CONCATENATION_8 = 0x00,  /* reference, total, sequence */
    ELEMENT_PORTS_8 = 0x04,          /* destination, source */
    ELEMENT_PORTS_16 = 0x05,         /* the same of two octets each */
    ELEMENT_CONCATENATION_16 = 0x08, /* reference of two octets, total, sequence */
    PORTS_8_LENGTH = 2,
    PORTS_16_LENGTH = 4,
    CONCATENATION_8_LENGTH = 3,
    CONCATENATION_16_LENGTH = 4,
};

static unsigned get_number(struct bytes_reader *in, unsigned octets)
{
    unsigned number = 0;
    while (octets-- && bytes_left(in))
        number = number << 8 | (unsigned)bytes_get(in);
    return number;
}

static void read_concatenation(struct bytes_reader *in, unsigned octets, struct sms_header *header)
{
    header->bits = 8 * octets;
    header->reference = get_number(in, octets);
    header->total = get_number(in, 1);
    header->sequence = get_number(in, 1);
}

static void read_ports(struct bytes_reader *in, unsigned octets, struct sms_header *header)
{
    header->has_ports = true;
    header->destination = get_number(in, octets);
    header->source = get_number(in, octets);
}

/* What is wrong, or NULL. */
static const char *read_element(unsigned identifier, cpdm_slice octets, struct sms_header *header)
{
    static const char wrong[] = "an element of the user data header has a length that it cannot have";
    struct bytes_reader in = bytes_reader(octets);
    switch (identifier) {
    case ELEMENT_CONCATENATION_8:
        if (octets.length != CONCATENATION_8_LENGTH)
            return wrong;
        read_concatenation(&in, 1, header);
        break;
    case ELEMENT_CONCATENATION_16:
        if (octets.length != CONCATENATION_16_LENGTH)
            return wrong;
        read_concatenation(&in, 2, header);
        break;
    case ELEMENT_PORTS_8:
        if (octets.length != PORTS_8_LENGTH)
            return wrong;
        read_ports(&in, 1, header);
        break;
    case ELEMENT_PORTS_16:
        if (octets.length != PORTS_16_LENGTH)
            return wrong;
        read_ports(&in, 2, header);
        break;
    default: return NULL;
    }
    if (header->bits && (header->sequence == 0 || header->sequence > header->total))
        return "the number of the segment is 0 or more than there are segments";
    return NULL;
}

static const char *read_header(struct bytes_reader *in, struct sms_header *header)
{
    cpdm_slice elements, octets;
    const char *wrong = NULL;
    *header = (struct sms_header){.total = 1, .sequence = 1};
    int length = bytes_get(in);
    if (length < 0 || !bytes_take(in, (size_t)length, &elements))
        return "the user data ends within its header";
    struct bytes_reader inner = bytes_reader(elements);
    while (!wrong && bytes_left(&inner)) {
        int identifier = bytes_get(&inner);
        length = bytes_get(&inner);
        if (length < 0 || !bytes_take(&inner, (size_t)length, &octets))
            return "an element of the user data header is longer than the header";
        wrong = read_element((unsigned)identifier, octets, header);
    }
    return wrong;
}

cpdm_status sms_header_read(struct job *job, cpdm_slice user_data, size_t offset, struct sms_header *header,
                            cpdm_slice *octets)
{
    struct bytes_reader in = bytes_reader(user_data);
    const char *wrong = read_header(&in, header);
    if (wrong)
        return diag_fail(&job->diag, CPDM_RULE_SMS_HEADER, offset, NULL, NULL, "%s", wrong);
    bytes_take(&in, bytes_left(&in), octets);
    return CPDM_OK;
}

bool sms_header_looks_right(cpdm_slice hex)
{
    char memory[SMS_USER_DATA];
    struct sms_header header;
    size_t length = hex.length / 2 < sizeof memory ? hex.length / 2 : sizeof memory;
    for (size_t i = 0; i < length; i++)
        memory[i] = (char)(hex_digit(hex.data[2 * i]) << 4 | hex_digit(hex.data[2 * i + 1]));
    struct bytes_reader in = bytes_reader(slice(memory, length));
    return !read_header(&in, &header) && (header.has_ports || header.bits);
}

size_t sms_header_length(const struct sms_header *header)
{
    size_t ports = header->has_ports ? 2 + PORTS_16_LENGTH : 0;
    size_t concatenation = header->bits == 0    ? 0
                           : header->bits == 16 ? 2 + CONCATENATION_16_LENGTH
                                                : 2 + CONCATENATION_8_LENGTH;
    return 1 + ports + concatenation;
}

static void put_16(struct bytes_writer *writer, unsigned number)
{
    bytes_put(writer, (uint8_t)(number >> 8));
    bytes_put(writer, (uint8_t)number);
}

void sms_header_put(struct bytes_writer *writer, const struct sms_header *header)
{
    bytes_put(writer, (uint8_t)(sms_header_length(header) - 1));
    if (header->has_ports) {
        bytes_put(writer, ELEMENT_PORTS_16);
        bytes_put(writer, PORTS_16_LENGTH);
        put_16(writer, header->destination);
        put_16(writer, header->source);
    }
    if (header->bits == 0)
        return;
    bytes_put(writer, header->bits == 16 ? ELEMENT_CONCATENATION_16 : ELEMENT_CONCATENATION_8);
    bytes_put(writer, header->bits == 16 ? CONCATENATION_16_LENGTH : CONCATENATION_8_LENGTH);
    if (header->bits == 16)
        put_16(writer, header->reference);
    else
        bytes_put(writer, (uint8_t)header->reference);
    bytes_put(writer, (uint8_t)header->total);
    bytes_put(writer, (uint8_t)header->sequence);
}
