/* SPDX-License-Identifier: MIT */
/*
 * Watching the clients of a memory model while they run (paper 6: memory models
 * that are introduced for debugging). A model whose clients run at ring 3 has a
 * receptacle `watch` of that type, and an interface `steps`; one with pages can
 * close them besides (pages.h). What it does to a client while nobody is bound
 * there any more is undone as the client meets it, and the client goes on.
 */
#pragma once

#define STEPS_MOST 8            /* clients of a model that arm() waits for */

#ifndef __ASSEMBLER__
#include "../../core/api/types.h"

/* A client's registers at a fault; it goes on with what they are changed to. */
struct client_fault {
    u32 es, ds;
    u32 edi, esi, ebp, unused, ebx, edx, ecx, eax;  /* PUSHA */
    u32 vector, error;
    u32 eip, cs, eflags, esp, ss;
};

/*
 * Type "watch". All run at ring 1 on the client's own thread, with the model
 * unlocked, so that its methods can be called. If it dies in one, the client ends
 * with E_DIED.
 */
struct watch {
    /* Something that the client may touch, in a page that close() has closed:
     * `address` is the client's own, the first byte in that page. 1: it tries
     * again; what else: it dies. */
    int (*touched)(int space, struct client_fault *fault, u32 address);
    /* One instruction was executed with TF, set by arm() or by one of these
     * methods. 1: go on. */
    int (*stepped)(int space, struct client_fault *fault);
    /* That instruction, of which it may have touched something already, needs
     * what the model, a store or a trap module has to be asked for, and they
     * may wait: it begins anew then, with TF. The answer is not looked at. */
    int (*paused)(int space);
    /* The client is about to die of that. `linear`: of vector 14, where
     * (pages->address_of); else 0. The answer is not looked at. */
    int (*ended)(int space, const struct client_fault *fault, u32 linear);
};

#define WATCH_METHODS "touched stepped paused ended"

/* Type "steps". */
struct steps {
    /* on: TF from the client's next entry, or from the next tick of the timer
     * that finds it at ring 3; stepped() is told, each time until this is
     * called with 0. E_HANDLE; E_QUOTA: STEPS_MOST clients of the model are
     * waited for. */
    int (*arm)(int space, u32 on);
    /* on: the model holds interrupts off, at ring 1 as well, for the instruction
     * that touched() has the client execute: until this is called with 0, or that
     * has ended in any way (stepped() or paused() has answered, the client dies or
     * goes on without TF, who watches is bound no more or dies, the model does).
     * A tick that has waited comes as they are on again: by hold(0) it comes below
     * the model's recovery point, where no other thread is switched to. E_ACTIVE:
     * who watches is not being asked on the calling thread, or is bound no more; what
     * cpu->cli() refuses. */
    int (*hold)(u32 on);
};

#define STEPS_METHODS "arm hold"
#endif
