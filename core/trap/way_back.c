/* SPDX-License-Identifier: MIT */
/*
 * A client that cannot be returned to. Its CS or SS may be gone, or its EIP
 * lie beyond the limit: what a client calls with, and what another thread did
 * meanwhile, nobody checks beforehand, for the processor does. Its fault is at
 * an instruction of ring 1, which is known by what it is about to pop:
 *
 *      IRET    eip cs eflags      esp ss  <- TSS.esp1
 *      LRET n  eip cs    n bytes  esp ss  <- TSS.esp1
 */
#include "way_back.h"

#include "../deliver/deliver.h"
#include "../ups/user.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../x86/trap_state.h"
#include "../../nmm/task/task.h"

#define IRET    0xcf
#define LRET    0xcb
#define LRET_N  0xca
#define RPL     3
#define SELECTOR 0xffff         /* the processor pads SS */

/* Bytes between CS and ESP; -1: the instruction is no such return. */
static int bytes_between(saddr_t eip)
{
    const u8 *code = user_pointer(eip, 1);

    if (!code)
        return -1;
    if (*code == IRET)
        return sizeof(u32);
    if (*code == LRET)
        return 0;
    code = user_pointer(eip, 3);
    return code && *code == LRET_N ? code[1] | code[2] << 8 : -1;
}

/* What a return finds that it does not like (manual 6.3, 9.6). */
static int is_refusal(const struct trap_state *f)
{
    return f->vector == VECTOR_GP || f->vector == VECTOR_NP ||
           f->vector == VECTOR_SS || f->vector == VECTOR_TS;
}

int way_back_refused(struct trap_state *f)
{
    if (!is_refusal(f) || trap_from_client(f) || (f->ss & SELECTOR) != UPS_DS ||
        !task_running())
        return 0;
    const int between = bytes_between(f->eip);
    if (between < 0)
        return 0;
    const u32 words = 4 + (u32)between / sizeof(u32);
    const u32 *top = user_pointer(f->esp, words * sizeof(u32));
    if (!top || between % sizeof(u32) || (top[1] & RPL) != 3 ||
        f->esp + words * sizeof(u32) != task_stack())
        return 0;
    f->eip = top[0];
    f->cs = top[1];
    if (words == 5)
        f->eflags = top[2];
    f->esp = top[words - 2];
    f->ss = top[words - 1];
    return 1;
}
