/* SPDX-License-Identifier: MIT */
/*
 * The log: a ring of entries, in which the oldest makes room. Threads of any kind
 * come here at any moment, and in the middle of each other. Invariant: the entry of
 * i is whole while it has the number i + 1; it is whose `added` was i.
 */
#include "model.h"

#define ENTRIES 256u            /* a power of two */

static volatile struct debug_entry ring[ENTRIES];
static volatile u32 added, taken, lost; /* since the module was loaded */

void log_add(int space, u32 kind, u32 address, u32 eip)
{
    const u32 i = __atomic_fetch_add(&added, 1, __ATOMIC_SEQ_CST);
    volatile struct debug_entry *e = &ring[i % ENTRIES];

    e->number = 0;
    e->space = space;
    e->kind = kind;
    e->address = address;
    e->eip = eip;
    e->number = i + 1;
}

/* The last one; interrupts are off. */
int log_amend(int space, u32 address, u32 eip)
{
    const u32 i = added - 1;
    volatile struct debug_entry *last = &ring[i % ENTRIES];

    if (i + 1 == taken || last->number != i + 1 || last->space != space ||
        last->kind != DEBUG_READ || last->address != address || last->eip != eip)
        return 0;
    last->kind = DEBUG_WRITE;
    return 1;
}

int log_has(int space, u32 kind, u32 address, u32 eip)
{
    const u32 end = added;

    for (u32 n = 1; n <= 2 * OPENED && n <= end - taken; n++) {
        const volatile struct debug_entry *e = &ring[(end - n) % ENTRIES];
        if (e->space == space && e->address == address && e->eip == eip &&
            (e->kind == kind || e->kind == DEBUG_WRITE))
            return 1;
    }
    return 0;
}

static int is_whole(u32 i)
{
    return ring[i % ENTRIES].number == i + 1;
}

/* Up to which one no entry can be had: they have been written over; or one that is
 * not whole, and others behind it are: its thread may be no more. */
static u32 gone_to(u32 i)
{
    const u32 end = added;

    if (end - i > ENTRIES)
        return end - ENTRIES;
    for (u32 next = i; next != end; next++)
        if (is_whole(next))
            return next;
    return i;
}

/* By one thread; the others look again. */
static int move(u32 from, u32 to)
{
    return __atomic_compare_exchange_n(&taken, &from, to, 0, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST);
}

static void lose(u32 count)
{
    __atomic_fetch_add(&lost, count, __ATOMIC_SEQ_CST);
}

/* That one, which is the caller's: or it has been written over by now. */
static int copy(u32 i, struct debug_entry *to)
{
    const volatile struct debug_entry *e = &ring[i % ENTRIES];

    *to = (struct debug_entry){ i + 1, e->space, e->kind, e->address, e->eip };
    if (is_whole(i))
        return 1;
    lose(1);
    return 0;
}

/* The oldest; 0: there is none. */
static int take_one(struct debug_entry *to)
{
    for (;;) {
        const u32 i = taken, next = gone_to(i);
        if (next != i) {
            if (move(i, next))
                lose(next - i);
        } else if (i == added || !is_whole(i))
            return 0;
        else if (move(i, i + 1) && copy(i, to))
            return 1;
    }
}

int log_take(struct debug_entry *entries, u32 room)
{
    u32 count = 0;

    while (count < room && take_one(&entries[count]))
        count++;
    return (int)count;
}

int log_lost(void)
{
    const u32 left = added - taken;

    return (int)(lost + (left > ENTRIES ? left - ENTRIES : 0));
}
