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
     * possible, or no thread would be left that could run. */
    int (*join)(int thread);
    /* The handle of the calling thread. */
    int (*current)(void);
    /*
     * Sleep until wake(word), unless *word differs from `expected` already:
     * checked and slept in one step, so that no wake is lost; or until a module has
     * died, for what is waited for may be gone: look again. 0, E_ACTIVE, or
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
     * and nothing has changed. The short way into another task and back.
     */
    u64 (*exchange)(u32 context, saddr_t stack);
};

#define CONCURRENCY_METHODS "create yield exit join current wait wake count " \
    "set_context hand_off exchange"


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
