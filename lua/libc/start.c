/* SPDX-License-Identifier: MIT */
/*
 * The start of musl in a thread of DEIMOS, as __init_tp and __init_libc do
 * it under Linux. GS leads to the control block (core/api/thread_block.h),
 * whose first part, zeroed by the core, is musl's struct pthread (its system
 * call entry at 0x10).
 */
#include "pthread_impl.h"

#include "shim.h"

#undef PAGE_SIZE                /* limits.h of musl has one too */
#include "../../core/api/thread_block.h"

_Static_assert(sizeof(struct pthread) <=
               sizeof(((struct thread_block *)0)->library),
               "the core's fields follow");
_Static_assert(offsetof(struct pthread, sysinfo) == 0x10, "call *%gs:16");

extern void sys_entry(void);

static struct pthread *control_block(void)
{
    return (struct pthread *)THREAD_BLOCK_READ(self);
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
}
