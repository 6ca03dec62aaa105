/* SPDX-License-Identifier: MIT */
/*
 * The contract of concurrency modules (paper 3.1): interface type
 * "concurrency", filled alike by `coop` (threads switch when they ask to)
 * and `preempt` (the timer switches them, too). Which thread is next is not
 * theirs to say: they ask a module with the interface "scheduler".
 *
 * A thread has a stack of its own in the UPS, a recovery point at its start,
 * and its own floating-point state and recovery list. Handles are positive.
 * A concurrency module tells the core which threads do not run, and where
 * they would go on (core/api/suspended.h).
 * The thread that called first is thread 1. A thread that dies (its module
 * dies in it) ends; join() then returns E_DIED.
 */
#pragma once

#include "../../core/api/suspended.h"

#define THREAD_MAX 64

struct concurrency {
    /* A thread that runs entry(argument) on a stack of `stack_size` bytes,
     * rounded up to pages. Returns its handle. E_FULL, E_NOMEM, E_ADDRESS
     * (entry); E_UNBOUND: there is no policy. */
    int (*create)(int (*entry)(u32 argument), u32 argument, u32 stack_size);
    /* Let another ready thread run; 0. E_ACTIVE inside an upcall of the core,
     * where no switch is possible (init, exit); E_UNBOUND: no policy. */
    int (*yield)(void);
    /* End the calling thread; its join() returns result. */
    void (*exit)(int result);
    /* Wait for a thread's end: its result. E_HANDLE; E_ACTIVE: no switch is
     * possible, or no thread would be left that could run; the thread is there still,
     * to be joined later. */
    int (*join)(int thread);
    /* The handle of the calling thread. */
    int (*current)(void);
    /*
     * Sleep until wake(word), unless *word differs from `expected` already:
     * checked and slept in one step, so that no wake is lost; or until a module of
     * ring 1 has died, for what is waited for may be gone: look again. (A client of a
     * model that protects leaves nobody waiting: its threads return.) 0, E_ACTIVE, or
     * E_ADDRESS: it is not aligned, or no memory that ring 1 can touch in either
     * state of paging.
     */
    int (*wait)(const volatile u32 *word, u32 expected);
    /* Make every thread that waits on word ready; how many those were. */
    int (*wake)(const volatile u32 *word);
    /* Threads that have not ended. */
    int (*count)(void);
    /*
     * The calling thread is in ring 3, or will be: it runs in the task
     * `context` (a TSS selector, nmm.h), with `stack` as its stack of ring 1
     * (0, 0: no longer). Every switch to it makes that task the current one
     * by CONTEXT_GATE; while the task's space needs paging that is off, the
     * thread waits, in this call, too. E_HANDLE; E_PAGING: it is the first
     * thread, which does not wait here.
     */
    int (*set_context)(u32 context, saddr_t stack);
    /* Run that ready thread now; the caller stays ready. The short way from
     * one thread to another: no policy is asked. E_HANDLE, E_ACTIVE; E_BUSY:
     * it is not ready. */
    int (*hand_off)(int thread);
    /*
     * set_context(), and what the calling thread had before: the low half is that
     * context (0: none), the high half its stack. Or the low half is the error,
     * and nothing has changed; E_NOMEM: of the calling thread's stack there are
     * less than 4 KiB left, or than half of it, which is what its task may need
     * at ring 1. The short way into another task and back.
     */
    u64 (*exchange)(u32 context, saddr_t stack);
    /* Whose the calling thread is. */
    int (*whose)(void);
};

#define CONCURRENCY_METHODS "create yield exit join current wait wake count " \
    "set_context hand_off exchange whose"

enum whose { WHOSE_FIRST, WHOSE_OWN, WHOSE_OTHER };    /* beside this module */

/*
 * Concurrency modules at once. Each has a receptacle and an interface `beside` of
 * this type, and is bound to each of the others, before they have threads. Then
 *
 *  - yield, exit, wait, set_context, exchange and hand_off of any of them are those
 *    of the module whose thread calls; join waits for its own thread, whoever calls;
 *  - wake wakes all that wait on the word, in whichever module;
 *  - current, count and the handles of threads are each module's own. A thread of
 *    another module is thread 1 there.
 *
 * The first thread leads from one to the other: threads beside run when it yields,
 * waits or joins. While they can, its wait returns 0: look again. So a cooperative
 * thread still has the processor until it asks; a preemptive one is interrupted for
 * other threads of its module and for the first.
 *
 * Of methods that are one another's: E_UNBOUND, nobody is bound there. So is what the
 * threads of a module are answered that was bound when they began, and is not now.
 */
struct beside {
    u32 (*number)(void);        /* the module's, as long as it lives */
    /* The module `number` has threads from now on; its first thread has that
     * context. E_UNBOUND: it is not bound here. */
    int (*began)(u32 number, u32 context, saddr_t stack);
    /* 1: a thread that is not the first of it is on the processor. */
    int (*running)(const struct concurrency **methods);
    int (*context)(u32 context, saddr_t stack);     /* of the first thread */
    int (*ready)(void);         /* 1: threads but the first can run */
    /* Let them, each once, by the first thread. 1: one did. */
    int (*turn)(u32 unused);
    int (*wake)(const volatile u32 *word);  /* of its own threads, how many */
    /* 1: no thread must be taken the processor away, since this module is about to
     * switch, or has a thread on it. ebp: of the backtrace; end: of its stack. */
    int (*busy)(u32 ebp, u32 end);
};

#define BESIDE_METHODS "number began running context ready turn wake busy"


/*
 * Scheduling policy, interface type "scheduler": which of the ready threads
 * runs next, and for how long. A policy that calls the concurrency module while
 * that asks it gets E_ACTIVE, except by current() and count(); exit() returns.
 */
struct scheduler {
    void (*ready)(int thread);      /* it can run from now on */
    int (*next)(void);              /* takes one off the ready ones; 0: none */
    u32 (*quantum)(int thread);     /* in timer ticks; for preempt */
    void (*gone)(int thread);       /* it has ended; forget it */
};

#define SCHEDULER_METHODS "ready next quantum gone"
