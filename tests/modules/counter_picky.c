/* SPDX-License-Identifier: MIT */
/* A version that refuses the state that it is handed. */
#define NAME "counter_picky"
#define VERSION 3
#define IMPORT(old) ((old) < 0 ? 0 : E_INVALID)

#include "counter.inc"
