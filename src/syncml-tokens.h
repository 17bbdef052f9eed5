/* SPDX-License-Identifier: MIT */
/* SyncML and MetInf tokens of a bootstrap package, and octets appended where room has been made. */
#ifndef SYNCML_TOKENS_H
#define SYNCML_TOKENS_H

#include "wbxml-write.h"

enum { /* SyncML tag tokens, page 0; 0x40 = with content (SyncML Representation Protocol 1.1 section 7) */
       TAG_ADD = 0x45,
       TAG_ATOMIC = 0x48,
       TAG_CMD_ID = 0x4B,
       TAG_DATA = 0x0F,
       TAG_FINAL = 0x12,
       TAG_ITEM = 0x54,
       TAG_LOC_URI = 0x57,
       TAG_META = 0x5A,
       TAG_MSG_ID = 0x5B,
       TAG_REPLACE = 0x60,
       TAG_SESSION_ID = 0x65,
       TAG_SOURCE = 0x67,
       TAG_SYNC_BODY = 0x6B,
       TAG_SYNC_HDR = 0x6C,
       TAG_SYNC_ML = 0x6D,
       TAG_TARGET = 0x6E,
       TAG_VER_DTD = 0x71,
       TAG_VER_PROTO = 0x72,
       TAG_FORMAT = 0x47, /* MetInf, page 1 */
       TAG_TYPE = 0x53,
       PAGE_SYNCML = 0,
       PAGE_METINF = 1,
       CONTENT = WBXML_HAS_CONTENT,
};

/* STR_T and an index. */
static inline char *append_reference(char *to, uint32_t index)
{
    *to++ = (char)WBXML_STR_T;
    return append_number(to, index);
}

/* An item up to its URI. */
static inline char *append_item(char *to)
{
    static const char item[] = {TAG_ITEM, TAG_TARGET, TAG_LOC_URI};
    return append(to, item, sizeof item);
}

#endif
