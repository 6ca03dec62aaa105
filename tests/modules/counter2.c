/* SPDX-License-Identifier: MIT */
/* The next: it goes on where the first one was. */
#define NAME "counter2"
#define VERSION 2
#define IMPORT(old) (value = (old), 0)

#include "counter.inc"
