/* SPDX-License-Identifier: MIT */
/* Marks: passwords of DM accounts by keyed hash, to find the one that several devices share (OMA DM Security 1.1
 * section 5.1: each client has a different password). */
#ifndef MARKS_H
#define MARKS_H

#include "mill.h"

/* SipHash-2-4: without the key nobody can tell what was hashed, nor make two texts meet. */
uint64_t marks_hash(const uint64_t key[2], cpdm_slice text);

/* Adds a mark for each AAUTHSECRET of a w7 APPLICATION of the mill's document. */
void marks_take(struct mill *mill);

/* The passwords of a run, as many as there is room for; the oldest that nobody shared go first. */
struct mark_set;
struct mark_set *mark_set_new(size_t passwords);
void mark_set_free(struct mark_set *set);

/* The number of the record in which another owner was seen with this password; 0 when there is none. */
uint64_t mark_set_find(struct mark_set *set, struct mark mark);

/* How many passwords had to be forgotten: 0 means that every repeat was found. */
uint64_t mark_set_forgotten(const struct mark_set *set);

#endif
