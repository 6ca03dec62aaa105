/* SPDX-License-Identifier: MIT */
/* int client_main(u32 argument): no jump, no memory, no service. In bytes, so that
 * they are those of the contract, whatever the assembler prefers. */
#include "../../../core/api/assembly.h"
#include "../../api/straight.h"

FUNCTION(client_main)
        .byte   STRAIGHT_XOR_0, STRAIGHT_XOR_1
        .rept   STRAIGHT_INCS
        .byte   STRAIGHT_INC
        .endr
        ret
END(client_main)
