/* SPDX-License-Identifier: MIT */
/* Where a thread goes on when a module has died. */
#pragma once

#include "../api/types.h"

struct graph_node;

/*
 * The innermost recovery point of the thread, and then of those that its list
 * leads to, behind which the culprit is not: it does not lie in it, and no
 * older stack frame returns into it. 0: the innermost upcall is it.
 */
saddr_t recovery_find(const struct graph_node *culprit);

/* The culprit is about to go: who waits for the core (asker.h), and would
 * return into it, is lost. */
void recovery_lose_askers(const struct graph_node *culprit);

/* Which task is to be current where a thread goes on. */
struct recovery_task {
    u32 selector;               /* 0: none */
    saddr_t stack;              /* its stack of ring 1 */
};
#define RECOVERY_STAYS 0xffffffffu      /* the selector: the one that is */

/* At that record. The client that runs has made the call, so that the thread
 * still has to go back to ring 3: its own stays. */
struct recovery_task recovery_task(saddr_t record);
