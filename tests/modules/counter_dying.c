/* SPDX-License-Identifier: MIT */
/* A version that dies of the state that it is handed. */
#define NAME "counter_dying"
#define VERSION 4
#define IMPORT(old) (__builtin_trap(), (old))

#include "counter.inc"
