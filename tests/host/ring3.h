/* SPDX-License-Identifier: MIT */
/*
 * Segments of a host's process, for tests of assembly: the host's own, and an
 * LDT that modify_ldt() fills. Where there is none, or the host's selectors
 * are others, such a test is skipped.
 */
#pragma once

#define HOST_CS 0x23                    /* of Linux on x86-64 */
#define HOST_DS 0x2b
#ifndef HOST_GS                         /* qemu-i386's is another (../i386.lua) */
#define HOST_GS 0x63
#endif

#define RING_EBX 0x11111111
#define RING_ESI 0x22222222
#define RING_EDI 0x33333333
#define RING_EBP 0x44444444
#define RING_FPU 84                     /* offset in struct ring_out */
#define RING_OUT_SIZE 192

#ifdef __ASSEMBLER__
/* What a call keeps, before one; FS leads elsewhere. EBX is lost. */
        .macro  ring_registers
        mov     $HOST_DS, %ebx
        mov     %ebx, %fs
        mov     $RING_EBX, %ebx
        mov     $RING_ESI, %esi
        mov     $RING_EDI, %edi
        mov     $RING_EBP, %ebp
        .endm
#else

#include <asm/ldt.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../../core/api/types.h"

/* segment: in DS; other: in ES and FS. */
struct ring_in {
    u32 eax, ebx, esi, edi, ebp, segment, eflags, other, edx, gs;
};
struct ring_out {
    u32 eax, ebx, ecx, edx, esi, edi, ebp, esp, ds, es, fs, gs, eflags;
    u32 word[8];                        /* at esp */
    u8 fpu[108];
};
_Static_assert(sizeof(struct ring_out) == RING_OUT_SIZE, "ring3.S");
_Static_assert(offsetof(struct ring_out, fpu) == RING_FPU, "ring3.S");
/* Behind the call, and inside the client. */
extern struct ring_out ring_out, ring_seen;

void ring_enter(const void *entry, const u32 *words, u32 count,
                const struct ring_in *in);
extern const char ring_back[], ring_inside[], ring_near[], ring_gate[];
u32 ring_word(void);
u32 ring_call(const void *call, const u32 *arg);

enum ring_kind { RING_DATA = 0, RING_CODE = 2 };

/* [base, base + size), size 0: all 4 GiB; above 1 MiB in whole pages. */
static inline int ring_segment(u32 selector, u32 base, u32 size,
                               enum ring_kind kind, int is_restricted)
{
    struct user_desc d = {
        .entry_number = selector >> 3, .base_addr = base,
        .limit = size - 1, .seg_32bit = 1, .contents = kind,
        .read_exec_only = is_restricted != 0 };

    if (size - 1 > 0xfffff) {
        d.limit = (size - 1) >> 12;
        d.limit_in_pages = 1;
    }
    return (int)syscall(SYS_modify_ldt, 1, &d, sizeof(d));
}

static inline void ring_no_segment(u32 selector)
{
    struct user_desc d = { .entry_number = selector >> 3,
                           .read_exec_only = 1, .seg_not_present = 1 };

    syscall(SYS_modify_ldt, 1, &d, sizeof(d));
}

/* Is the host as these tests need it? */
static inline int ring_is_possible(void)
{
    u32 cs, ds, gs;

    __asm__("mov %%cs, %0\n\tmov %%ds, %1\n\tmov %%gs, %2"
            : "=r"(cs), "=r"(ds), "=r"(gs));
    return cs == HOST_CS && ds == HOST_DS && gs == HOST_GS &&
           ring_segment(0x3f, 0, 16, RING_DATA, 0) == 0;
}

#define SKIP 77

/* Says why, if it is not. */
static inline int ring_is_missing(void)
{
    if (ring_is_possible())
        return 0;
    puts("no LDT here, or other selectors than those of Linux on x86-64");
    return 1;
}

#endif
