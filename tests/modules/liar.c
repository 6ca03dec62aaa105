/* SPDX-License-Identifier: MIT */
/* An asker whose manifest lies: it says that it is the lock. */
#define NAME "lock"
#define PAIRS "<moduleName, lock>"

#include "asker.c"
