/* SPDX-License-Identifier: MIT */
/* An address in 16 bits: it does not fit where modules are placed. */
#include "deimos.h"

__asm__(".data\n"
        "bad_fit_word:\n"
        "       .word   bad_fit_word\n"
        "       .space  0x20000\n"
        ".text\n");

DEIMOS_MODULE("bad_fit", MODULE_SYSTEM);
