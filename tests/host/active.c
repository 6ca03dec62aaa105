/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * Whether a thread runs a client: its stack frame is on a backtrace that leads
 * on. At random: backtraces that end, leave their stack, turn back, or lead
 * through what no module has; of threads that do not run, and below an upcall.
 */
#include "../../modules/api/deimos.h"
#include "../../modules/lib/space/spaces.h"
#include "../../modules/lib/space/parts.h"

static u32 upcalls;

#undef GRAPH_READ
#define GRAPH_READ(member_, to_) ((to_) = upcalls)
#include "../../modules/lib/space/active.c"
#include "../../modules/lib/lock/backtrace.c"

#include "check.h"
#include "random.h"

#define WORDS 64u
#define THREADS 3u
#define DEAD SUSPENDED_CUT

static u32 stacks[THREADS][WORDS];
static struct { u32 esp, other, entered; } threads[THREADS];
static struct suspended table = { .first = (saddr_t)&threads[0].esp,
    .stride = sizeof(threads[0]), .count = THREADS, .offset = 8,
    .entered = 8 };
static u32 real_stack;                  /* 1: the host's is one, too */
static u32 below = 256;                 /* bytes of it below who asks */

struct suspended *threads_suspended(void) { return &table; }

static int query_region(u32 space, u32 address, struct region_info *info)
{
    CHECK_EQ(space, NMM_UPS);
    for (u32 i = 0; i < THREADS; i++)
        if (address - (u32)stacks[i] < sizeof(stacks[i])) {
            *info = (struct region_info){ .base = (u32)stacks[i],
                                          .size = sizeof(stacks[i]) };
            return 1;
        }
    *info = (struct region_info){ .base = address - below, .size = 4096 + below };
    return real_stack ? 1 : 0;
}

static const struct nmm fake = { .query_region = query_region };
const struct nmm *volatile nmm = &fake;

/* What leads on from a link of a stack, by its index; WORDS: none. */
static int leads_plainly(u32 s, u32 began, u32 from)
{
    int found = 0;

    while (from % 4 == 0 && from >= (u32)stacks[s] &&
           from + 8 <= (u32)stacks[s] + sizeof(stacks[s])) {
        const u32 *link = &stacks[s][(from - (u32)stacks[s]) / 4];
        found |= from == began;
        if (link[0] <= from)            /* the oldest */
            return found;
        if (found && link[1] == DEAD)
            return 0;
        from = link[0];
    }
    return found;                       /* it leaves the stack */
}

/* Links upwards, with other things in between. */
static u32 any_backtrace(u32 s)
{
    u32 at = random_below(6);
    const u32 first = (u32)&stacks[s][at];

    for (u32 i = 0; i < WORDS; i++)
        stacks[s][i] = random_below(5) ? 0x1000 : DEAD;
    while (at + 2 <= WORDS) {
        const u32 next = at + 2 + random_below(20);
        const u32 odd = random_below(12);
        stacks[s][at] = odd == 0 ? 0 : odd == 1 ? (u32)&stacks[s][at] :
                        (u32)&stacks[s][0] + next * 4 + (odd == 2);
        if (odd < 3)
            break;
        at = next;
    }
    return first;
}

static int is_on_backtrace(u32 s, u32 began, u32 first)
{
    return began - (u32)stacks[s] < sizeof(stacks[s]) &&
           leads_plainly(s, began, first);
}

static void test_threads(void)
{
    struct space_head client = { 0 };
    u32 began = (u32)&stacks[random_below(THREADS)][random_below(12) * 2];
    int expected = 0;

    for (u32 t = 0; t < THREADS; t++) {
        const u32 first = any_backtrace(t);
        const u32 entered = random_below(2) ?
                            (u32)&stacks[t][random_below(WORDS)] : 0;
        if (random_below(4) == 0)
            began = first;
        threads[t].esp = random_below(4) ? first - 8 : 0;
        threads[t].entered = entered ? entered - ENTERED_LINK : 0;
    }
    for (u32 t = 0; t < THREADS; t++)
        expected |= threads[t].esp &&
                    (is_on_backtrace(t, began, threads[t].esp + 8) ||
                     (threads[t].entered &&
                      is_on_backtrace(t, began, threads[t].entered +
                                                ENTERED_LINK)));
    client.active = began;
    CHECK_EQ(spaces_prune(&client), expected);
    CHECK_EQ(client.active, expected ? began : 0);
    CHECK_EQ(spaces_begin(&client, 99), !expected);
    CHECK_EQ(client.active, expected ? began : 99);
    spaces_end(&client);
    CHECK_EQ(client.active, 0);
}

/* Where the oldest stack frame returns to, of a backtrace that does not leave its
 * stack before. */
static int begins_plainly(u32 s, u32 entry, u32 from)
{
    while (from % 4 == 0 && from - (u32)stacks[s] <= sizeof(stacks[s]) - 8) {
        const u32 *link = &stacks[s][(from - (u32)stacks[s]) / 4];
        if (link[0] <= from)
            return link[1] == entry;
        from = link[0];
    }
    return 0;
}

static void test_begins(void)
{
    const u32 entry = random_below(3) ? 0x1000 : DEAD;
    int expected = 0;

    for (u32 t = 0; t < THREADS; t++) {
        const u32 first = any_backtrace(t);
        const u32 entered = (u32)&stacks[t][random_below(WORDS)];
        const u32 is_there = random_below(4), is_entered = random_below(2);
        threads[t].esp = is_there ? first - 8 : 0;
        threads[t].entered = is_entered ? entered - ENTERED_LINK : 0;
        expected |= is_there && (begins_plainly(t, entry, first) ||
                    (is_entered && begins_plainly(t, entry, entered)));
    }
    CHECK_EQ(backtrace_begins_at(entry, &fake), expected);
}

/* The thread that asks may be the one. */
static __attribute__((noinline)) void test_own_begin(void)
{
    u32 *link = __builtin_frame_address(0);
    const u32 older = link[0];

    for (u32 t = 0; t < THREADS; t++)
        threads[t].esp = 0;
    real_stack = 1;
    link[0] = 0;
    const int is = backtrace_begins_at(link[1], &fake);
    const int is_not = backtrace_begins_at(link[1] + 1, &fake);
    link[0] = older;
    real_stack = 0;
    CHECK(is == 1 && is_not == 0);
}

/* Of two threads, one in client_main and one that calls the program, each keeps
 * the space; also one that others wait for. */
static void test_visitor(void)
{
    const u32 lives = (u32)&stacks[0][4], lost = (u32)&stacks[2][4];

    stacks[0][4] = 0;
    for (u32 t = 0; t < THREADS; t++)
        threads[t].esp = threads[t].entered = 0;
    threads[0].esp = lives - 8;
    for (u32 i = 0; i < 18; i++) {
        const u32 words[] = { 0, lives, lost };
        const u32 waits = i / 9, visitor = words[i / 3 % 3];
        struct space_head client = { .active = words[i % 3],
                                     .visitor = visitor ? visitor | waits : 0 };
        const int runs = i % 3 == 1, visits = i / 3 % 3 == 1;
        CHECK_EQ(spaces_prune(&client), runs || visits);
        CHECK_EQ(client.active, runs ? lives : 0);
        CHECK_EQ(client.visitor, visits ? lives | waits : 0);
        CHECK_EQ(spaces_begin(&client, 99), !runs);     /* beside a visit */
        CHECK_EQ(client.visitor, visits ? lives | waits : 0);
    }
}

/* Of a concurrency module that has no such word. */
static void test_never_entered(void)
{
    struct space_head client = { .active = (u32)&stacks[0][4] };

    stacks[0][4] = 0;
    threads[0].esp = (u32)&stacks[1][0];
    threads[0].entered = (u32)&stacks[0][4] - ENTERED_LINK;
    stacks[1][2] = 0;
    CHECK_EQ(spaces_prune(&client), 1);
    client.active = (u32)&stacks[0][4];
    table.entered = 0;
    CHECK_EQ(spaces_prune(&client), 0);
    table.entered = 8;
}

/* On this stack, in an upcall, what is above may be hidden. */
static void test_hidden(void)
{
    volatile u32 here[2] = { 0, 0 };
    const u32 ebp = (u32)__builtin_frame_address(0);

    for (u32 t = 0; t < THREADS; t++)
        threads[t].esp = 0;
    for (real_stack = 0; real_stack < 2; real_stack++)
        for (upcalls = 0; upcalls < 4; upcalls++)
            for (u32 i = 0; i < 3; i++) {
                const u32 starts[] = { ebp + 64, (u32)here - 2048,
                                       ebp + 8192 };
                struct space_head client = { .active = starts[i] };
                CHECK_EQ(spaces_prune(&client),
                         real_stack && upcalls > 1 && i == 0);
            }
    real_stack = upcalls = 0;
}

/* On the way of the thread that asks. */
static void test_own(void)
{
    struct space_head client = { .active = (u32)__builtin_frame_address(0) };
    const u32 mine = client.active;

    CHECK_EQ(spaces_prune(&client), 0);     /* on no region */
    client.active = mine;
    real_stack = 1;
    CHECK_EQ(spaces_prune(&client), 1);
    client.active = mine + 4;
    CHECK_EQ(spaces_prune(&client), 0);
    upcalls = 2;                        /* what is below has ended */
    below = 65536;
    client.active = mine - 32768;
    CHECK_EQ(spaces_prune(&client), 0);
    client.active = mine - 32768;
    CHECK_EQ(spaces_begin(&client, 99), 1);
    CHECK_EQ(client.active, 99);
    real_stack = upcalls = 0;
    below = 256;
}

int main(void)
{
    for (u32 i = 0; i < 20000; i++)
        test_threads();
    for (u32 i = 0; i < 20000; i++)
        test_begins();
    test_own_begin();
    test_visitor();
    test_never_entered();
    test_hidden();
    test_own();
    return check_done();
}
