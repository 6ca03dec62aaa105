/* SPDX-License-Identifier: MIT */
/*
 * Who waits for the core's answer while it calls a module. An upcall begins a
 * backtrace and a list of recovery points of its own, so that the frames of
 * whoever asked for it are in neither: they are remembered here.
 */
#pragma once

#include "../api/recovery.h"
#include "recovery.h"

#define ASKERS 12               /* core/cm/call.c asserts that it nests fewer */

struct asker {
    saddr_t caller, ebp, esp;   /* of its call; caller 0: the core's own */
    saddr_t head;               /* its list of recovery points */
    int is_lost;                /* somebody has died to whom it would return */
    /* Of who is lost: it goes on at that record in the place of its call; at 0:
     * at the upcall around. */
    struct recovery_task task;
    saddr_t at;
    struct recovery record;     /* as it was when it was there */
};

/* A request begins that will make upcalls. */
void asker_set(saddr_t caller, saddr_t ebp, saddr_t esp);
/* Of the request that the core works for now. */
struct asker *asker_now(void);
/* Around an upcall: its asker waits, with that list. */
void asker_wait(saddr_t head);
void asker_back(void);
/* The i-th of those who wait; NULL: there are no more. */
struct asker *asker_at(u32 i);
