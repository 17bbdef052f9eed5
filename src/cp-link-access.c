/* SPDX-License-Identifier: MIT */
/* Each PXPHYSICAL stands in one connection or more, which follow one another: the first of them makes its PROXY. */
#include "cp-link-access.h"

#include "cp-index.h"

static struct cp_proxy *new_proxy(struct job *job, const struct cp_connection *connection, struct cp_names *names,
                                  size_t unnamed)
{
    struct cp_proxy *proxy = job_alloc(job, sizeof *proxy);
    if (!proxy)
        return NULL;
    proxy->pxphysical = connection->pxphysical;
    proxy->pxlogical = connection->pxlogical;
    cpdm_status status =
        cp_link_name(job, names, connection->by_id.id, unnamed, connection->pxphysical, "proxy", &proxy->named);
    return status ? NULL : proxy;
}

cpdm_status cp_link_access(struct job *job, struct cp_links *links)
{
    struct cp_names names = {.taken.first = NULL};
    struct cp_proxy **end = &links->proxies, *last = NULL;
    size_t unnamed = 0;
    for (struct cp_connection *c = links->connections; c; c = c->next) {
        if (!c->pxphysical)
            continue;
        if (!last || last->pxphysical != c->pxphysical) {
            unnamed += !c->by_id.id.length && (!last || last->pxlogical != c->pxlogical);
            last = new_proxy(job, c, &names, unnamed);
            if (!last)
                return job->diag.error.status;
            *end = last;
            end = &last->next;
        }
        c->proxy = last;
    }
    return CPDM_OK;
}
