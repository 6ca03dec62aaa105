/* SPDX-License-Identifier: MIT */
/* The client's data segment, as a far pointer (space/concurrency.S). */
#include "ring3.h"

        .data
        .balign 8
        .globl  client_data
client_data:
        .long   0, CLIENT_DATA
