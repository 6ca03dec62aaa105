/* SPDX-License-Identifier: MIT */
/*
 * The region that the server has now: one of a binding's at most. Who gives one gets
 * a ticket, by which it is taken back once, by the call that gave it or by stop().
 *
 *      FREE -- enter --> MOVING -- give --> ticket -- take --> MOVING --> FREE
 *
 * A thread may be lost meanwhile (lib/lock/backtrace.h): with the ticket, and whoever
 * comes next takes the region back; or while it moves it, and all is as it was before;
 * but what the model had shared by then is taken back.
 */
#pragma once

#include "ends.h"
#include "grant.h"

struct nmm;

/* The caller is the one that gives, in that stack frame of its call. E_QUOTA: there is
 * a region, or another gives; of one that cannot be taken back, why. */
int region_enter(u32 frame, const struct nmm *nmm);
/* After that: from the caller's space into the server's; grant->at becomes the
 * server's address. A ticket. Or what ends_check() and share() of the model answer:
 * then nothing is given, and others can. */
int region_give(struct grant *grant, const struct memory *model,
                const struct ends *ends);
/* It is the server's no more. 0, also if that has been so already; what unmap() of
 * the model answers: it is the server's still. */
int region_take(int ticket);
/* Of the one that there is, whoever gave it. */
int region_take_any(const struct nmm *nmm);
/* The same; E_ACTIVE: one is being moved right now. */
int region_release(const struct nmm *nmm);
/* How many have been given, or taken back. */
u32 region_count(int is_taken);
