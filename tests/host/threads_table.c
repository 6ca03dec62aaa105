/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/thread/table.c */
/*
 * The table of threads at random, against a plain one: slots, handles that are
 * over, stacks whose regions are refused one after the other, and where the
 * CM finds the threads.
 */
#include "../../modules/lib/thread/threads.h"

#include "check.h"
#include "random.h"

#include <stdlib.h>
#include <string.h>

const int kind_is_short = 1;
static struct { u8 *at; u32 base, size, flags; } regions[400];
static u32 region_count, live, kinds, paging;
static int refuse = -1, kind_error;
static int handles[THREAD_MAX];
static struct suspended *head;

static u32 top_of_first;

u32 context_top(void) { return top_of_first; }
void context_bridge(void) { }
struct suspended *context_suspended(void) { return head; }
void context_set_suspended(struct suspended *to) { head = to; }

int kind_create(struct thread *t)
{
    CHECK(t->top % PAGE_SIZE == 0 && t->stack);
    kinds += !kind_error;
    return kind_error;
}

void kind_destroy(struct thread *t)
{
    kinds -= t->stack && !kind_error && kinds;
}

/* Where both fit is one block; then it is taken in two. */
static u8 *block;

static int create_region(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info)
{
    CHECK(space == NMM_UPS && size % PAGE_SIZE == 0 && size);
    if (refuse >= 0 && refuse-- == 0)
        return E_NOMEM;
    if (!(flags & REGION_FIXED)) {
        block = aligned_alloc(PAGE_SIZE, size);
        memset(block, 0xee, size);
        info->base = base = (u32)block;
    }
    CHECK_EQ(base % PAGE_SIZE, 0);
    regions[++region_count].base = base;
    regions[region_count].at = block;
    regions[region_count].size = size;
    regions[region_count].flags = flags;
    live++;
    return (int)region_count;
}

static int destroy_region(u32 region)
{
    CHECK(region && region <= region_count && regions[region].size);
    regions[region].size = 0;
    live--;
    return 0;
}

static int set_paging(u32 on) { paging = on; return 0; }

static int query_says;
static u32 first_base, first_size;

static int query_region(u32 space, u32 address, struct region_info *info)
{
    CHECK(space == NMM_UPS && address - first_base < first_size);
    info->base = first_base;
    info->size = first_size;
    return query_says;
}

static const struct nmm fake = { .create_region = create_region,
    .query_region = query_region,
    .destroy_region = destroy_region, .paging = set_paging };

static u32 used(void)
{
    u32 last = 1;

    for (u32 i = 1; i < THREAD_MAX; i++)
        if (handles[i])
            last = i + 1;
    return last;
}

static void test_slots(void)
{
    static int old[THREAD_MAX];

    for (u32 step = 0; step < 20000; step++) {
        const u32 i = 1 + random_below(THREAD_MAX - 1);
        if (handles[i] && random_below(8) < step / 2000) {
            old[i] = handles[i];
            thread_discard(&threads[i]);
            handles[i] = 0;
        } else {
            struct thread *t = thread_free_slot();
            u32 n = 1;
            while (n < THREAD_MAX && handles[n])
                n++;
            CHECK(t == (n < THREAD_MAX ? &threads[n] : NULL));
            if (t) {
                t->state = THREAD_READY + random_below(3) * 2;
                handles[n] = (int)t->handle;
                CHECK(handles[n] > 0 && handles[n] != old[n]);
            }
        }
        CHECK_EQ(thread_limit, used());
        CHECK(!old[i] || handles[i] == old[i] || !thread_find(old[i]));
        CHECK(!handles[i] || thread_find(handles[i]) == &threads[i]);
    }
    u32 count = 1;
    for (u32 i = 1; i < THREAD_MAX; i++)
        count += handles[i] && threads[i].state != THREAD_ENDED;
    CHECK_EQ(thread_count(), count);
    CHECK(!thread_find(0) && !thread_find(-1) && !thread_find(255));
    for (u32 i = 1; i < THREAD_MAX; i++)
        if (handles[i])
            thread_discard(&threads[i]);
    CHECK(thread_limit == 1 && thread_count() == 1);
}

static void check_stack(const struct thread *t, u32 size)
{
    const u32 pages = size ? (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1) :
                             PAGE_SIZE;

    CHECK_EQ(regions[t->stack].size, pages);
    CHECK_EQ(regions[t->stack].base + pages, t->top);
    CHECK_EQ(t->bottom, t->top - pages + (pages < 8192 ? pages / 2 : 4096));
    CHECK_EQ(regions[t->stack].flags, REGION_FIXED);
    CHECK_EQ(regions[t->guard].base, t->top - pages - PAGE_SIZE);
    CHECK_EQ(regions[t->guard].size, PAGE_SIZE);
    CHECK_EQ(regions[t->guard].flags, REGION_FIXED | REGION_SELF_BACKED);
    for (u32 at = t->top - pages; at < t->top; at += 4)
        if (!CHECK_EQ(*(const u32 *)at, 0))
            break;
}

static void test_stacks(void)
{
    static const u32 sizes[] = { 0, 1, 4095, 4096, 4097, 16384, 0xffffe001,
                                 0xffffffff };
    struct thread *t = thread_free_slot();

    for (u32 i = 0; i < 8; i++)
        for (refuse = -1, kind_error = 0; refuse < 3; refuse++) {
            const int n = refuse, too_large = i > 5;
            kind_error = i == 2 ? E_FULL : 0;
            const int error = too_large || n == 0 || n == 2 ? E_NOMEM :
                              kind_error;
            CHECK_EQ(thread_stack_create(t, sizes[i]), error);
            if (!error && n < 0)
                check_stack(t, sizes[i]);
            CHECK(error ? !t->stack && !t->guard : t->stack != 0);
            thread_stack_destroy(t);
            CHECK(!live && !t->stack && !t->guard && !t->esp);
            refuse = n;
        }
    CHECK_EQ(kinds, 0);
    thread_discard(t);
}

/* The first thread's is the core's to give. */
static void test_first(void)
{
    static const struct { u32 size, room; } cases[] = {
        { 4096, 2048 }, { 8192, 4096 }, { 0x80000, 4096 } };

    first_base = 0x94000;
    for (u32 i = 0; i < ARRAY_SIZE(cases); i++) {
        first_size = cases[i].size;
        top_of_first = first_base + first_size;
        query_says = 9;
        CHECK_EQ(thread_first_bottom(), first_base + cases[i].room);
        query_says = i ? E_RANGE : 0;
        CHECK_EQ(thread_first_bottom(), 0);
    }
    CHECK(FIRST->room == ROOM_NONE && FIRST->bottom == ROOM_NONE);
}

/* Ours is in the list once, whatever else is, and wherever. */
static void test_suspended(void)
{
    struct suspended others[2] = { { 0 }, { 0 } };

    threads_announce();
    struct suspended *ours = head;
    CHECK(ours->first == (saddr_t)&threads[0].esp && ours->count == THREAD_MAX);
    CHECK(ours->stride == sizeof(struct thread) && !ours->next);
    others[0].next = (saddr_t)head;
    others[1].next = (saddr_t)&others[0];
    head = &others[1];
    threads_announce();
    CHECK(head == ours && ours->next == (saddr_t)&others[1]);
    CHECK(others[1].next == (saddr_t)&others[0] && !others[0].next);
    threads_withdraw();
    CHECK(head == &others[1] && !ours->next);
    threads_withdraw();
    CHECK(head == &others[1] && others[1].next == (saddr_t)&others[0]);
    paging_needed();
    CHECK_EQ(paging, 1);
}

int main(void)
{
    nmm = &fake;
    CHECK(thread_limit == 1 && thread_count() == 1);
    CHECK(thread_find(1) == FIRST && thread_current == FIRST);
    test_slots();
    test_stacks();
    test_first();
    test_suspended();
    for (u32 i = 1; i <= region_count; i++)
        if (!(regions[i].flags & REGION_FIXED))
            free(regions[i].at);
    return check_done();
}
