/* SPDX-License-Identifier: MIT */
/* The named limits on received bytes (design section 8). Those of cpdm_limits can be set; no real message comes near
 * the others. */
#ifndef LIMITS_H
#define LIMITS_H

#include "cpdm.h"

enum {
    LIMIT_DOCUMENT = 64 * 1024,     /* octets of one document */
    LIMIT_DOCUMENT_MAX = 1 << 30,   /* what a caller may raise it to: places in a document are kept in 32 bits */
    LIMIT_DEPTH = 32,               /* nested elements; real documents use 6 */
    LIMIT_DEPTH_MAX = 64,           /* what a caller may raise it to: readers keep a stack of this size */
    LIMIT_PARMS = 4096,             /* parms, and as many characteristics */
    LIMIT_COUNT_MAX = 1 << 30,      /* what a caller may raise counts to: some are kept in 32 bits */
    LIMIT_VALUE = 8 * 1024,         /* octets of one value */
    LIMIT_CONNECTIONS = 256,        /* PXPHYSICAL x NAPDEF; a document with many of both multiplies */
    LIMIT_NODES = 16384,            /* of a tree */
    LIMIT_SAME_NAME = 256,          /* objects that want the same node name */
    LIMIT_AUTH_TYPES = 32,          /* types in one AAUTHTYPE list; ten exist */
    LIMIT_ATTRIBUTES = 16,          /* attributes of one element */
    LIMIT_HEADERS = 64,             /* text headers of one entity */
    LIMIT_SMS_SEGMENTS = 1024,      /* in one input: four of the longest messages */
    LIMIT_TEXT = 256 * 1024,        /* decoded text, whatever the input */
    LIMIT_TEXT_FACTOR = 64,         /* decoded text for each octet of input … */
    LIMIT_TEXT_FLOOR = 4 * 1024,    /* … and this much in any case */
    LIMIT_MEMORY_FACTOR = 16,       /* arena octets for each octet of input … */
    LIMIT_MEMORY_FLOOR = 64 * 1024, /* … and this much in any case */
};

/* Fills every member that is 0 with its default for an input of this many octets. */
cpdm_limits limits_for(const cpdm_limits *given, size_t input);

/* The same where limits_for() has filled them for another input. */
void limits_change(cpdm_limits *limits, const cpdm_limits *given, size_t input);

#endif
