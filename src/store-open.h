/* SPDX-License-Identifier: MIT */
/* A store from a tree and to octets. */
#ifndef STORE_OPEN_H
#define STORE_OPEN_H

#include "store.h"

/* `tree` NULL: a new store. */
cpdm_status store_new(struct job *job, struct cpdm_tree *tree, struct cpdm_store **store);
cpdm_status store_write(struct cpdm_store *store, cpdm_slice *text);

#endif
