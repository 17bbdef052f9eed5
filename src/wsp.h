/* SPDX-License-Identifier: MIT */
/* WSP header encoding (WAP-230 section 8.4.1, 8.4.2): the values that headers and their parameters are made of. */
#ifndef WSP_H
#define WSP_H

#include "bytes.h"
#include "job.h"

enum {
    WSP_PUSH = 0x06,       /* PDU type, table 34 */
    WSP_LENGTH_QUOTE = 31, /* a length follows as uintvar */
    WSP_SHORT_LENGTH_MAX = 30,
    WSP_QUOTE = 0x7F,         /* before a text whose first octet is 128 or more */
    WSP_SHORT_INTEGER = 0x80, /* flag of a one-octet number, and of a well-known name */
    WSP_PARAMETER_Q = 0x00,   /* table 38 */
    WSP_PARAMETER_SEC = 0x11,
    WSP_PARAMETER_MAC = 0x12,
    WSP_HEADER_APPLICATION = 0x2F, /* X-WAP-Application-Id, table 39 */
};

/* Where octets are read; `base` is where they stand in the input. */
struct wsp_reader {
    struct job *job;
    struct bytes_reader in;
    size_t base;
};

enum wsp_kind {
    WSP_KIND_NUMBER, /* short-integer, or long-integer of up to four octets */
    WSP_KIND_OCTETS, /* a length and octets that are no such number; also no-value */
    WSP_KIND_TEXT,   /* without quote and NUL */
};

struct wsp_value {
    enum wsp_kind kind;
    uint32_t number;
    cpdm_slice octets; /* TEXT, OCTETS */
    bool unterminated; /* TEXT up to the end of what there is: no NUL */
};

static inline size_t wsp_offset(const struct wsp_reader *reader)
{
    return reader->base + bytes_offset(&reader->in);
}

cpdm_status wsp_truncated(const struct wsp_reader *reader, const char *what);
cpdm_status wsp_malformed(const struct wsp_reader *reader, const char *sentence);

/* A uintvar (section 8.1.2); `what` names it in a complaint. */
cpdm_status wsp_get_uintvar(struct wsp_reader *reader, const char *what, uint32_t *number);

/* As many octets as the value length before them says (section 8.4.2.2); the caller has seen that one stands there, an
 * octet of 0..31. */
cpdm_status wsp_get_counted(struct wsp_reader *reader, const char *what, cpdm_slice *octets);

/* Any value: its first octet tells its form (section 8.4.1.2). A text without NUL is not refused here. */
cpdm_status wsp_get_value(struct wsp_reader *reader, const char *what, struct wsp_value *value);

/* Complains of a text value without NUL. */
cpdm_status wsp_check_terminated(const struct wsp_reader *reader, const struct wsp_value *value);

#endif
