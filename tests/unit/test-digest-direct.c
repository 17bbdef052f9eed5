/* SPDX-License-Identifier: MIT */
/* The tests of digest.h, with digest-direct.c. */
#include "test-digest.c"
