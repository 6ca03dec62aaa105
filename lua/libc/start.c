/* SPDX-License-Identifier: MIT */
/*
 * The start of musl in a thread of DEIMOS, as __init_tp and __init_libc do
 * it under Linux. GS leads to the control block, which the core has zeroed
 * but for its own fields:
 *
 *     0x000  musl's struct pthread (its system call entry at 0x10)
 *     0x100  recovery points (modules/api/recover.h)
 *     0x104  top of the stack
 *     0x108  address of the control block, segment-relative
 *     0x110  return address of a trampoline (fpu.S)
 *     0x1fc  how deep upcalls are nested
 */
#include "pthread_impl.h"

#include "shim.h"

_Static_assert(sizeof(struct pthread) <= 0x100, "the core's fields follow");
_Static_assert(offsetof(struct pthread, sysinfo) == 0x10, "call *%gs:16");

extern void sys_entry(void);

static struct pthread *control_block(void)
{
    struct pthread *self;

    __asm__("mov %%gs:0x108, %0" : "=r"(self));
    return self;
}

void libc_start(void)
{
    static size_t auxv[2];      /* empty: no vDSO, no random bytes */
    struct pthread *self = control_block();

    self->self = self;
    self->prev = self;
    self->next = self;
    self->sysinfo = (uintptr_t)sys_entry;
    self->tid = 1;
    self->detach_state = DT_JOINABLE;
    self->locale = &libc.global_locale;
    self->robust_list.head = &self->robust_list.head;
    libc.auxv = auxv;
    libc.page_size = 4096;
}
