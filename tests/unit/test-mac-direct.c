/* SPDX-License-Identifier: MIT */
/* The tests of mac.h, with mac-direct.c. */
#define MAC_ALLOCATES false
#include "test-mac.c"
