/* SPDX-License-Identifier: MIT */
/* What a node of the management tree is, besides its name, its value and its place. */
#ifndef DM_MARKS_H
#define DM_MARKS_H

#include "cpdm.h"

enum dm_why {                   /* what stands behind a node */
              DM_WHY_PARM,      /* a parm: `source` */
              DM_WHY_STRUCTURE, /* an interior node that its children need */
              DM_WHY_DEFAULTED,
              DM_WHY_COPIED /* a parm that has its own node elsewhere */
};

/* Copied as one where a node is made. */
struct dm_marks {
    uint8_t format; /* cpdm_format */
    bool secret;
    bool roomy;  /* the name is (BYTES_ROOMY) */
    uint8_t why; /* enum dm_why */
};

#endif
