/* SPDX-License-Identifier: MIT */
/*
 * int asked_map(int space, u32 address, u32 size, u32 access, u32 *at):
 * MEASURED PATH, for a trap module maps so. A word in the page of the stack is
 * there, and nobody is asked; the arguments stay where they are. All else goes
 * to asked_map_far().
 */
#include "core/api/assembly.h"
#include "modules/lib/space/offsets.h"

        .text
        .balign 16
FUNCTION(asked_map)
        mov     20(%esp), %eax
        xor     %esp, %eax
        test    $NOT_NEAR, %eax
        jnz     asked_map_far
        jmp     *model_memory + MEMORY_MAP
END(asked_map)
