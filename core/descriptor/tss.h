/* SPDX-License-Identifier: MIT */
/*
 * Task state segments (manual 7.1): the core's, the double fault's, and
 * those of tasks (nmm/task/task.h). They lie before the I/O bitmaps, so that each
 * can name one of them (tss_tasks.S).
 *
 * Invariant: ss0 and esp0 of every task are the core's own.
 */
#pragma once

#include "../api/types.h"
#include "../base/layout.h"
#include "io_bitmap.h"

struct tss {
    u32 link;                           /*   0 */
    u32 esp0, ss0, esp1, ss1, esp2, ss2;/*   4 */
    u32 cr3;                            /*  28 */
    u32 eip, eflags;                    /*  32 */
    u32 eax, ecx, edx, ebx;             /*  40 */
    u32 esp, ebp, esi, edi;             /*  56 */
    u32 es, cs, ss, ds, fs, gs;         /*  72 */
    u32 ldt;                            /*  96 */
    u16 trap, io_bitmap;                /* 100 */
};
_Static_assert(sizeof(struct tss) == 104, "386 TSS");
_Static_assert(offsetof(struct tss, es) == 72, "386 TSS");
_Static_assert(offsetof(struct tss, io_bitmap) == 102, "386 TSS");

/* The one that runs everything else; esp0 is where ring 1 enters the core. */
struct core_tss {
    struct tss tss;
    struct io_bitmap bitmaps[IO_BITMAPS];
} __attribute__((packed, aligned(8)));

struct task_tss {
    struct tss tss;
    u8 unused[TASK_TSS_SIZE - sizeof(struct tss)];
};

extern struct core_tss core_tss;
extern struct tss fault_tss;

/* The code of the task of #DF starts there. */
void tss_init(const char *double_fault);
/* The distance from a TSS, by selector, to I/O bitmap n; 0: too far. */
u16 tss_io_distance(u16 selector, u32 n);
/* What I/O bitmap a TSS has. Before: it is not too far. */
void tss_set_io_bitmap(u16 selector, u32 n);

/*
 * The TSS of the task in a slot: its state, its I/O bitmap, and its descriptor
 * of DPL 1. A state without CS is for CONTEXT_GATE only: its descriptor is not
 * present, and a JMP to it gets #NP.
 */
void tss_set_task(u32 slot, u16 selector, const struct tss *state, u32 io);
void tss_clear_task(u32 slot, u16 selector);
/* EFLAGS.IF, or 0, of all that are suspended. */
void tss_set_interrupts(u32 flags);
/* CONTEXT_GATE is there from now on: also where no task is left, for it may
 * have gone with a module that died, and its thread finds that out there. */
void tss_open_context(void);
/* What TR holds. */
u16 tss_current(void);
/* A TSS by its selector, as TR or a link has it: the core's or a task's. */
struct tss *tss_at(u16 selector);
/* The core's own becomes the one in TR, with ring 1's ports; LDTR becomes
 * 0. */
void tss_reset(void);
/* What CONTEXT_GATE sets: LDTR, and of the core's own TSS the stack of ring 1 and
 * the I/O bitmap. */
void tss_set_context(u16 ldt, saddr_t stack, u32 n);
