/* SPDX-License-Identifier: MIT */
/* Where the compiler is to put code: a document's path is short when what it seldom needs stands elsewhere. */
#ifndef COMPILER_H
#define COMPILER_H

#define IN_PLACE __attribute__((always_inline)) static inline
#define APART    __attribute__((noinline))       /* once in the program, however often it is called */
#define RARE     __attribute__((cold, noinline)) /* and out of the way of what every document needs */

#endif
