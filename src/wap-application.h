/* SPDX-License-Identifier: MIT */
/* Application ids of WAP push (OMNA, push application ids) that a sender may write out. */
#ifndef WAP_APPLICATION_H
#define WAP_APPLICATION_H

#include "slice.h"

enum { WAP_APPLICATION_WML = 0x02, WAP_APPLICATION_DM = 0x07 };

#define WAP_APPLICATION_DM_NAME "x-wap-application:syncml.dm"

/* The code of a name; 0 when it is not known. */
static inline unsigned wap_application_code(cpdm_slice name)
{
    if (slice_equal_ignoring_case(name, SLICE("x-wap-application:wml.ua")))
        return WAP_APPLICATION_WML;
    return slice_equal_ignoring_case(name, SLICE(WAP_APPLICATION_DM_NAME)) ? WAP_APPLICATION_DM : 0;
}

#endif
