/* SPDX-License-Identifier: MIT */
#include "loans.h"

#include "../../../core/api/graph.h"
#include "../../api/far.h"
#include "../call/module_at.h"
#include "parts.h"

struct loan {
    int space;
    u32 at, size;               /* at 0: it is not there as yet */
    u32 giver;                  /* handle; 0: it has died meanwhile */
    void (*unmap)(struct space_head *space, u32 at, u32 size);
};

static struct loan loans[LOANS];
volatile u32 loans_count;
static volatile u32 looked;     /* at the graph of that generation */

static void remove(u32 i)
{
    loans[i] = loans[--loans_count];
}

/* Of what a thread that is no more had begun to unmap the rest goes. */
static void end(struct space_head *space, const struct loan *loan)
{
    loan->unmap(space, loan->at, loan->size);
    loans_cut(space, loan->at, loan->size);
}

/* What ends takes the last one's place, which has been seen. One that is not there
 * was begun by a thread that is no more. */
static void take_back(void)
{
    for (u32 i = loans_count; i--;) {
        const struct loan loan = loans[i];
        struct space_head *space = spaces_find(loan.space);
        if (!space || !loan.at)
            remove(i);
        else if (!loan.giver || !module_lives(loan.giver))
            end(space, &loan);
    }
}

/* Asked again only when it may be another one. */
static u32 giver_at(u32 address)
{
    static u32 last, giver, seen;
    const u32 now = graph_generation();

    if (address != last || now != seen)
        giver = module_at((const void *)address);
    last = address;
    seen = now;
    return giver;
}

int loans_add(const struct space_head *space, u32 size,
              void (*unmap)(struct space_head *space, u32 at, u32 size),
              u32 **at)
{
    const u32 giver = giver_at(spaces_asker());

    if (loans_count == LOANS)
        take_back();
    if (loans_count == LOANS)
        return E_FULL;
    loans[loans_count] = (struct loan){ space->handle, 0, size, giver, unmap };
    *at = &loans[loans_count].at;
    loans_count++;
    looked = 0;
    return 0;
}

void loans_forget(void)
{
    loans_count--;
}

/* In the middle of it. */
static int is_split(const struct loan *loan, u32 at, u32 size)
{
    return !far_is(at) && at > loan->at &&
           at - loan->at + size < loan->size;
}

int loans_check_cut(const struct space_head *space, u32 at, u32 size)
{
    u32 pieces = 0, splits = 0;

    if (loans_count < SPACE_LOANS)
        return 0;
    for (u32 i = 0; i < loans_count; i++) {
        if (loans[i].space != space->handle)
            continue;
        pieces++;
        splits += (u32)is_split(&loans[i], at, size);
    }
    return splits && (pieces >= SPACE_LOANS || loans_count >= LOANS / 2) ?
           E_FULL : 0;
}

static void put(const struct loan *loan, u32 at, u32 end)
{
    loans[loans_count] = *loan;
    loans[loans_count].at = at;
    loans[loans_count].size = end - at;
    loans_count++;
}

static void cut(u32 i, u32 at, u32 size)
{
    const struct loan was = loans[i];
    const u32 end = at + size, last = was.at + was.size;

    if (far_is(at) ? at != was.at :
                     !was.at || at >= last || end <= was.at)
        return;
    remove(i);
    if (!far_is(at) && at > was.at)
        put(&was, was.at, at);
    if (!far_is(at) && end < last)
        put(&was, end, last);
}

/* What is left comes last, and is not looked at again. */
void loans_cut(const struct space_head *space, u32 at, u32 size)
{
    for (u32 i = loans_count; i--;)
        if (loans[i].space == space->handle)
            cut(i, at, size);
}

void loans_drop(void)
{
    const u32 now = graph_generation();

    if (!loans_count || now == looked || model_lock())
        return;
    take_back();
    looked = now;
    model_unlock();
}
