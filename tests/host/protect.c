/* SPDX-License-Identifier: MIT */
/* sources: core/device/clock.c core/base/graph.c */
/* The pages of the system graph: brackets around writes nest, also those of an
 * interrupt within one; a tick is counted while the pages are closed. */
#include <sys/mman.h>

#include "../../core/base/graph.h"
#include "../../core/device/clock.h"
#include "../../core/x86/protect.h"
#include "check.h"

#define OTHERS (CR0_PE | CR0_TS | CR0_PG)

static u32 times;

void protect_host_changed(void)
{
    const int is_open = !(protect_host_cr0 & CR0_WP);

    times++;
    CHECK_EQ(mprotect(&graph, sizeof(graph),
                      is_open ? PROT_READ | PROT_WRITE : PROT_READ), 0);
}

void pic_init(void) { }
void pit_set_rate(u32 hz) { CHECK(hz >= CLOCK_HZ); }

static int is_open(void)
{
    CHECK_EQ(protect_host_cr0 & ~(u32)CR0_WP, OTHERS);
    return !(protect_host_cr0 & CR0_WP);
}

static void test_nesting(void)
{
    const u32 outer = protect_open();

    CHECK(is_open());
    const u32 inner = protect_open();
    CHECK(is_open());
    protect_close(inner);
    CHECK(is_open());
    graph.generation += 2;              /* it is written within the outer one */
    protect_close(outer);
    CHECK(!is_open());
}

static void test_ticks(void)
{
    const u32 before = graph.system.ticks;

    CHECK_EQ(clock_tick(), 0);          /* finds them closed */
    CHECK(!is_open());
    const u32 cr0 = protect_open();
    CHECK_EQ(clock_tick(), 0);          /* within a change */
    CHECK(is_open());
    protect_close(cr0);
    CHECK_EQ(graph.system.ticks, before + 2);
}

int main(void)
{
    CHECK_EQ(sizeof(graph) % PAGE_SIZE, 0);
    CHECK_EQ((u32)&graph % PAGE_SIZE, 0);
    clock_init();
    protect_host_cr0 = OTHERS | CR0_WP;
    protect_host_changed();
    test_nesting();
    test_ticks();
    CHECK(times > 8);
    return check_done();
}
