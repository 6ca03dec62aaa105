/* SPDX-License-Identifier: MIT */
/*
 * Precision of the x87 FPU, on both sides of the C library.
 *
 * Lua's arithmetic must round as IEEE doubles: 53 bits. musl's conversions
 * and mathematics are written for i386's 64 bits. So port.h gives Lua these
 * fpu_* in place of the library's functions. Arguments stay where they are:
 * the return address waits in the control block meanwhile. One place is
 * enough, because none of these functions calls back.
 *
 *     esp + 0  return address  -> %gs:THREAD_LIBRARY_RETURN
 *         + 4  arguments       -> esp + 0, then esp + 4 in the callee
 */
#include "../../core/api/assembly.h"
#include "core/api/offsets.h"


        .text

/* A result in ST(0) is rounded to double on its way out: the caller goes on
 * calculating with it. */
        .macro  trampoline name, rounds
FUNCTION(fpu_\name)
        popl    %gs:THREAD_LIBRARY_RETURN
        fldcw   extended
        call    \name
        .if     \rounds
        sub     $8, %esp
        fstpl   (%esp)
        fldl    (%esp)
        add     $8, %esp
        .endif
        fldcw   double
        pushl   %gs:THREAD_LIBRARY_RETURN
        ret
END(fpu_\name)
        .endm

/* The same names as in port.h (tests/host/orders.lua). */
        .irp    name, strtod, frexp, ldexp, floor, ceil, fmod, pow, exp, \
                log, log2, log10, sin, cos, tan, asin, acos, atan2
        trampoline \name, 1
        .endr
        .irp    name, snprintf, fprintf
        trampoline \name, 0
        .endr

/* void fpu_start(void): an empty FPU, for Lua. */
FUNCTION(fpu_start)
        fninit
        fldcw   double
        ret
END(fpu_start)

        .section .rodata
        .balign 4
double: .short  0x27f                   # 53 bits, to nearest, no traps
extended:
        .short  0x37f                   # 64 bits
