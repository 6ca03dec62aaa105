/* SPDX-License-Identifier: MIT */
/* The first version. */
#define NAME "counter1"
#define VERSION 1
#define IMPORT(old) (value = (old), 0)

#include "counter.inc"
