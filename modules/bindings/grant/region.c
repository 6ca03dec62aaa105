/* SPDX-License-Identifier: MIT */
#include "region.h"

#include "../../../core/api/error.h"
#include "../../../core/api/types.h"
#include "far.h"
#include "lock/backtrace.h"

#define FRAME ((u32)__builtin_frame_address(0))

enum { FREE, MOVING, FIRST };           /* state; from FIRST on: tickets */

static volatile u32 state;

/* Whose it is while state is MOVING. The table is the model's own, for the
 * receptacle may be unbound in the middle of a call. `at` is 0 until the model has
 * given it to the server, and writes there where. */
static struct {
    const struct memory *model;
    u32 carrier, at, size;
    int space;
} region;

static u32 next = FIRST;
static u32 given, taken;
static volatile u32 giver;      /* stack frames: of the call with the ticket, */
static volatile u32 mover, before;      /* of who moves, from that state */

static int move(u32 from, u32 to)
{
    return __atomic_compare_exchange_n(&state, &from, to, 0, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST);
}

/* mover is 0 until it is known who moves. */
static int begin(u32 from, u32 frame)
{
    if (!move(from, MOVING))
        return 0;
    before = from;
    if (from == FREE)
        region.at = 0;
    __atomic_store_n(&mover, frame, __ATOMIC_RELEASE);  /* after these */
    return 1;
}

static void end(u32 to)
{
    mover = 0;
    state = to;
}

static int new_ticket(void)
{
    const u32 ticket = next++;

    if (next > 0x7fffffff)
        next = FIRST;
    return (int)ticket;
}

/* The server has it. */
static int given_by(u32 frame)
{
    given++;
    giver = frame;
    return new_ticket();
}

/* Who moved it is no more. What the model had given by then is the server's. */
static void forget_mover(const struct nmm *nmm)
{
    const u32 frame = mover;

    if (state == MOVING && frame && !backtrace_has(frame, nmm))
        end(before == FREE && region.at ? (u32)given_by(frame) : before);
}

/* Its call never comes back. */
static int take_lost(const struct nmm *nmm)
{
    const u32 ticket = state;

    return ticket >= FIRST && !backtrace_has(giver, nmm) ?
           region_take((int)ticket) : 0;
}

int region_enter(u32 frame, const struct nmm *nmm)
{
    int error = 0;

    if (begin(FREE, frame))
        return 0;
    forget_mover(nmm);
    error = take_lost(nmm);
    return error < 0 ? error : begin(FREE, frame) ? 0 : E_QUOTA;
}

int region_give(struct grant *grant, const struct memory *model,
                const struct ends *ends)
{
    int result = ends_check(ends);

    if (result >= 0) {
        region.model = model;
        region.carrier = ends->model;
        region.space = ends->server.space;
        region.size = grant->size;
        result = model->share(ends->caller.space, grant->at, grant->size,
                              ends->server.space, grant->access | ACCESS_OWN,
                              &region.at);
    }
    if (result >= 0) {
        grant->at = region.at;
        result = given_by(mover);
    }
    end(result < 0 ? FREE : (u32)result);
    return result;
}

static int unmap(u32 offset, u32 size)
{
    const int error = region.model->unmap(region.space, region.at + offset,
                                          size);

    return error == E_HANDLE ? 0 : error;       /* gone with the space */
}

/* The server has unmapped a part itself, where that can be. The rest goes. */
static int unmap_rest(void)
{
    int error = 0;

    for (u32 i = 0; i < region.size && !far_is(region.at); i += PAGE_SIZE) {
        const int here = unmap(i, PAGE_SIZE);
        if (here < 0 && here != E_RANGE)
            error = here;
    }
    return error;
}

int region_take(int ticket)
{
    int error = 0;

    if (!begin((u32)ticket, FRAME))
        return 0;
    if (ends_is_alive(region.carrier)) {
        error = unmap(0, region.size);
        if (error == E_RANGE)
            error = unmap_rest();
    }
    taken += error >= 0;
    end(error < 0 ? (u32)ticket : FREE);
    return error;
}

int region_take_any(const struct nmm *nmm)
{
    forget_mover(nmm);
    const u32 now = state;

    return now < FIRST ? 0 : region_take((int)now);
}

int region_release(const struct nmm *nmm)
{
    const int error = region_take_any(nmm);

    return error < 0 || state == FREE ? error : E_ACTIVE;
}

u32 region_count(int is_taken)
{
    return is_taken ? taken : given;
}
