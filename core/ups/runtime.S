/* SPDX-License-Identifier: MIT */
/*
 * The runtime page of the UPS: ring-1 code and tables that belong to no
 * module. Copied to RUNTIME_BASE at boot; reached by address, so it must be
 * position-independent but for the tables.
 */
#include "../base/layout.h"
#include "core/api/offsets.h"

#define AT(label) (RUNTIME_BASE + label - runtime_start)

        .section .rodata
        .balign 16
        .globl  runtime_start, runtime_end
        .globl  runtime_unbound, runtime_dead, runtime_return
runtime_start:
runtime_return:                         # where a function called by the
        lcall   $RETURN_GATE, $0        # core returns to
runtime_returned:
        .if     runtime_returned - runtime_start != RUNTIME_RETURN_SIZE
        .error  "layout.h"
        .endif
        ud2
        .balign 16
runtime_unbound:                        # every method: E_UNBOUND
        .rept   METHOD_MAX
        .long   AT(unbound)
        .endr
runtime_dead:                           # every method: E_DEAD
        .rept   METHOD_MAX
        .long   AT(dead)
        .endr
unbound:
        mov     $E_UNBOUND, %eax
        ret
dead:
        mov     $E_DEAD, %eax
        ret
runtime_end:
