/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3_limit.S */
/* flags: -m32 -no-pie -fno-sanitize=all */
/*
 * modules/lib/ring3/limit.S and limit.c: which clients' calls a tick counts, and
 * when one is late; that a tick changes nothing else, whatever it interrupts. And
 * the list of clients: every order of beginning and end.
 */
#include "../../modules/lib/ring3/limit.c"

#include "../../modules/lib/ring3/ring3.h"
#include "check.h"
#include "ring3.h"

#define BACK ((u32)ring_back)
#define ESP3 0x5000
#define FLAGS 0xc93
#define EIP 0x1234567
#define NOBODY (SPACES_MAX + 1)
#define TICKS 100               /* a second: LIMIT_TICKS in limit.S */

/* Data segments that lead elsewhere: SS alone is to be used. */
static const struct ring_in client_has = { 0xaaaa, 0xb0b0, 0x5151, 0xd1d1, 0xeb9,
                                           CLIENT_DATA, FLAGS, CLIENT_STACK,
                                           0xd0d0, CLIENT_STACK };

/* From the link of the backtrace downwards, what the processor has pushed. */
static struct {
    u32 below[2], eip, cs, eflags, esp, ss;
    struct client *client;
    u32 link[2];
} frame;

static struct proxy proxies[SPACES_MAX + 1];
static struct client clients[SPACES_MAX + 1];

static void tick(void)
{
    const u32 words[] = { BACK, HOST_CS, 0x202, ESP3 };
    struct ring_in in = client_has;

    in.ebp = (u32)&frame.link[0];
    limit_busy = 1;
    ring_enter(limit_entry, words, ARRAY_SIZE(words), &in);
    CHECK_EQ(limit_busy, 0);
    CHECK(ring_out.eax == in.eax && ring_out.ebx == in.ebx);
    CHECK(ring_out.ecx == 0xcccc && ring_out.edx == in.edx);
    CHECK(ring_out.esi == in.esi && ring_out.edi == in.edi);
    CHECK_EQ(ring_out.ebp, in.ebp);
    CHECK(ring_out.ds == in.segment && ring_out.es == in.other);
    CHECK(ring_out.fs == in.other && ring_out.gs == in.gs);
    CHECK_EQ(ring_out.word[0], ESP3);
}

/* A tick finds this client; its call has used so many already. */
static void find(u32 i, u32 ticks, u32 cs)
{
    memset(&frame, 0xee, sizeof(frame));
    frame.eip = EIP;
    frame.cs = cs;
    frame.client = &clients[i];
    for (u32 k = 0; k <= SPACES_MAX; k++) {
        proxies[k] = (struct proxy){ .ticks = ticks };
        clients[k].proxy = &proxies[k];
        clients[k].stack1 = 0;
    }
}

static void is_counted(u32 i, u32 ticks, u32 late_eip)
{
    for (u32 k = 0; k <= SPACES_MAX; k++) {
        const struct proxy *p = &proxies[k];
        CHECK_EQ(p->ticks, ticks + (k == i));
        CHECK_EQ(p->late_eip, k == i ? late_eip : 0);
    }
    CHECK_EQ(frame.eip, late_eip ? 0 : EIP);
    CHECK(frame.below[0] == 0xeeeeeeee && frame.below[1] == 0xeeeeeeee);
    CHECK(frame.eflags == 0xeeeeeeee && frame.esp == 0xeeeeeeee);
    CHECK(frame.link[0] == 0xeeeeeeee && frame.ss == 0xeeeeeeee);
    CHECK_EQ((u32)frame.client, (u32)&clients[i == NOBODY ? 0 : i]);
}

static void test_ticks(u32 i)
{
    static const u32 used[] = { 0, 1, 50, TICKS - 2, TICKS - 1 };

    for (u32 k = 0; k < ARRAY_SIZE(used); k++) {
        find(i, used[k], 0xabcd0000 | CLIENT_CODE);     /* 16 bits are CS */
        tick();
        is_counted(i, used[k], used[k] == TICKS - 1 ? EIP : 0);
    }
}

/* A tick at 0, where it goes on to its fault: it is known where it was. */
static void test_twice(void)
{
    find(0, TICKS - 1, CLIENT_CODE);
    tick();
    tick();
    CHECK_EQ(proxies[0].late_eip, EIP);
    CHECK_EQ(frame.eip, 0);
}

/* In client_main, at ring 1, in another's code: no tick is a call's. */
static void test_uncounted(void)
{
    static const u32 others[] = { 0x19, 0x21, CLIENT_CODE & ~2u, CLIENT_DATA,
                                  CLIENT_CODE | 0x100, 0, HOST_CS,
                                  CLIENT_CODE << 16 };

    for (u32 i = 0; i < ARRAY_SIZE(others); i++) {
        find(0, TICKS - 1, others[i]);
        tick();
        for (u32 k = 0; k <= SPACES_MAX; k++)
            CHECK(proxies[k].ticks == TICKS - 1 && !proxies[k].late_eip);
        CHECK_EQ(frame.eip, EIP);
    }
    for (u32 by = 0; by < 3; by++) {    /* that frame, and no other, is its own */
        find(0, TICKS - 1, CLIENT_CODE);
        clients[0].stack1 = (u32)&frame.client + 4 * by - 4;
        tick();
        CHECK_EQ(proxies[0].ticks, TICKS - (by == 1));
        CHECK_EQ(frame.eip, by == 1 ? EIP : 0);
    }
}

/* Of a client that died in another thread whichever thread is found ends. */
static void test_dead(void)
{
    for (u32 is_main = 0; is_main < 2; is_main++) {
        find(0, 7, CLIENT_CODE);
        proxies[0].is_dead = 1;
        clients[0].stack1 = is_main ? (u32)&frame.client : 0;
        tick();
        CHECK(!frame.eip && proxies[0].ticks == 7 && !proxies[0].late_eip);
        CHECK(frame.eflags == 0xeeeeeeee && frame.below[1] == 0xeeeeeeee);
    }
    find(0, 7, CLIENT_CODE & ~2u);
    proxies[0].is_dead = 1;
    tick();
    CHECK_EQ(frame.eip, EIP);
}

/* --- The list ------------------------------------------------------------- */

static int attach_says;
static u32 attached, attaches, detaches;

static int attach_line(u32 line, void (*entry)(void), volatile u32 *busy)
{
    CHECK(line == 0 && entry == limit_entry && busy == &limit_busy && !*busy);
    attaches++;
    if (attach_says >= 0)
        attached++;
    return attach_says;
}

static int detach_line(u32 line)
{
    CHECK(line == 0 && attached == 1);
    attached--;
    detaches++;
    return 0;
}

static const struct interrupt lines = { .attach = attach_line,
                                        .detach = detach_line };

static u32 listed(const struct client *client)
{
    u32 times = 0;

    for (u32 i = 0; i < SPACES_MAX && limit_clients[i]; i++)
        times += limit_clients[i] == client;
    return times;
}

static void is_listed(u32 count, u32 first, u32 gone)
{
    CHECK(!limit_clients[count] && !limit_clients[SPACES_MAX]);
    CHECK_EQ(attached, count != 0);
    for (u32 i = first; i < first + count + (gone < SPACES_MAX); i++)
        CHECK_EQ(listed(&clients[i]), i != gone);
}

static void test_refused(void)
{
    for (attach_says = -30; attach_says < 0; attach_says++) {
        limit_busy = 1;
        CHECK_EQ(limit_begin(&clients[0]), attach_says);
        CHECK(!limit_clients[0] && !attached && !detaches);
    }
}

/* So many; each in its turn goes first and comes again, and has a tick. */
static void test_list(u32 count)
{
    attaches = detaches = 0;
    for (u32 i = 0; i < count; i++) {
        limit_busy = !attached;
        CHECK_EQ(limit_begin(&clients[i]), 0);
    }
    CHECK_EQ(limit_begin(&clients[count / 2]), 0);      /* it is there */
    is_listed(count, 0, SPACES_MAX);
    for (u32 i = 0; i < count; i++) {
        test_ticks(i);
        limit_end(&clients[i]);
        is_listed(count - 1, 0, i);
        if (count > 1) {
            find(i, TICKS - 1, CLIENT_CODE);
            tick();
            CHECK_EQ(proxies[i].ticks, TICKS - 1);
        }
        limit_end(&clients[i]);         /* it is none any more */
        is_listed(count - 1, 0, i);
        CHECK_EQ(limit_begin(&clients[i]), 0);
    }
    for (u32 i = 0; i < count; i++) {
        limit_end(&clients[i]);
        CHECK_EQ(listed(&clients[i]), 0);
    }
    CHECK(!limit_clients[0] && !attached);
    CHECK_EQ(attaches, detaches);
    CHECK_EQ(attaches, count == 1 ? 2 : 1);
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    interrupt = &lines;
    CHECK_EQ(ring_segment(CLIENT_DATA, 0x1000, 1, RING_DATA, 1), 0);
    CHECK_EQ(ring_segment(CLIENT_STACK, 0, 4096, RING_DATA, 0), 0);
    test_refused();
    attach_says = 0;
    test_list(1);
    test_list(2);
    test_list(3);
    test_list(SPACES_MAX);
    find(0, 5, CLIENT_CODE);            /* nobody can be called */
    tick();
    is_counted(NOBODY, 5, 0);
    limit_begin(&clients[0]);
    test_uncounted();
    test_twice();
    test_dead();
    return check_done();
}
