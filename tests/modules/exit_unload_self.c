/* SPDX-License-Identifier: MIT */
/* Unloads itself in its exit, by a jump: no frame tells that it is inside.
 * The core has passed the handle, as to init. */
#include "asking.h"

#define UNLOAD "4"
_Static_assert(offsetof(struct cm, unload) == 4, "UNLOAD");

void exit_by_jump(void);

__asm__(".text\n"
        "exit_by_jump:\n"
        "       mov     cm, %eax\n"
        "       jmp     *" UNLOAD "(%eax)\n");

DEIMOS_MODULE("exit_unload_self", MODULE_SYSTEM, .exit = exit_by_jump);
