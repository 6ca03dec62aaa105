/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3_timer.S */
/* flags: -m32 -no-pie -fno-sanitize=all */
/*
 * modules/lib/thread/timer.S: a tick, with selectors that are gone when it
 * is over.
 */
#include "../../modules/lib/thread/threads.h"

#define OTHER 0x37
#define DIRTY_GS OTHER
#include "ring3_handler.h"

struct thread threads[THREAD_MAX], *thread_current = FIRST;

static u32 last[3], gone;

void kind_tick(u32 ebp)
{
    u32 *const link = (u32 *)ebp;
    u32 now;

    FIRST->interrupted = ebp;           /* until it goes on */

    SEE(!look());
    __asm__ volatile("mov %%gs, %0" : "=r"(now));
    SEE(now == HOST_GS);
    last[0] = (u32)link;
    last[1] = link[1];
    last[2] = timer_leaving;
    SEE(link[-1] == dirty.eax && link[-8] == dirty.edi);
    SEE(link[0] == dirty.ebp);
    link[2] = HOST_CS;                  /* back to the host's */
    if (gone)
        link[-8 - (int)gone] = 0xffff;
}

static void test_tick(void)
{
    const u32 words[] = { BACK, 0x19, 0x202, ESP3 };

    for (gone = 0; gone < 5; gone++) {  /* DS, ES, FS, GS */
        ring_enter(timer_entry, words, 4, &dirty);
        is_back(gone == 1 ? 0 : CLIENT_DATA, gone == 2 ? 0 : CLIENT_STACK);
        CHECK_EQ(ring_out.fs, gone == 3 ? 0 : CLIENT_STACK);
        CHECK_EQ(ring_out.gs, gone == 4 ? 0 : OTHER);
        CHECK_EQ(last[1], BACK);
        CHECK_EQ(link_at, last[0]);
        CHECK(last[2] == 0 && timer_leaving == 0);
        CHECK_EQ(FIRST->interrupted, 0);
    }
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    make_client();
    CHECK_EQ(ring_segment(OTHER, 0, 4096, RING_DATA, 0), 0);
    test_tick();
    return check_done();
}
