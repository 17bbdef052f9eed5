/* SPDX-License-Identifier: MIT */
/* The virtual PROXYs, for tables whose proxies are objects of their own, and what the references of an APPLICATION lead
 * to in order (TO-ACCESS and TO-CONNECTION, design section 5). */
#ifndef CP_LINK_ACCESS_H
#define CP_LINK_ACCESS_H

#include "cp-links.h"

/* Makes one PROXY of each PXPHYSICAL, named by its PROXY-ID. */
cpdm_status cp_link_access(struct job *job, struct cp_links *links);

/* The next PROXY of the same PXLOGICAL, or NULL. */
static inline struct cp_proxy *cp_link_next_proxy(const struct cp_proxy *proxy)
{
    return proxy->next && proxy->next->pxlogical == proxy->pxlogical ? proxy->next : NULL;
}

#endif
