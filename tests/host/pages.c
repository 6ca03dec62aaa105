/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* flags: -Imodules/api */
/* The interface `pages` of models: each strategy, and one page's bits. */
#include "../../modules/lib/paging/pages.c"

#include "check.h"
#include "model_lock.h"

static u32 seen[6];
static int vsas;

static int see(u32 of, laddr_t at, u32 pages, u32 clear, u32 set, u32 flush)
{
    const u32 now[] = { of, at, pages, clear, set, flush };

    CHECK_EQ(locked, 1);
    for (u32 i = 0; i < 6; i++)
        seen[i] = now[i];
    return 0x67;
}

static const struct nmm fake = { .page_attributes = see };
const struct nmm *volatile nmm = &fake;

int model_page(int space, u32 address, laddr_t *linear)
{
    CHECK_EQ(space, 3);
    *linear = address + 0x1000;
    return vsas;
}

static u32 closed;

int model_close(int space, u32 address, u32 open)
{
    CHECK_EQ(locked, 1);
    CHECK(space == 3 && address == 0x5000);
    closed = open;
    return 0;
}

/* What `open` may be; PAGES_NOW does not reach the model. */
static void test_close(void)
{
    for (u32 open = 0; open < 32; open++) {
        const u32 bits = open & ~PAGES_NOW;
        const int is_one = bits == 0 || bits == 1 || bits == 3 || bits == 7;
        closed = 99;
        CHECK_EQ(table.close(3, 0x5000, open), is_one ? 0 : E_INVALID);
        CHECK_EQ(closed, is_one ? bits : 99);
        CHECK_EQ(locked, 0);
    }
}

static void test_address_of(void)
{
    vsas = 9;
    CHECK_EQ(table.address_of(3, 0x1000), 0);
    CHECK_EQ(table.address_of(3, 0x6123), 0x5123);
    CHECK_EQ(table.address_of(3, 0xfff), E_RANGE);
    vsas = E_RANGE;
    CHECK_EQ(table.address_of(3, 0x6123), E_RANGE);
    CHECK_EQ(locked, 0);
}

int main(void)
{
    u32 before = FLUSH_BEST;

    for (u32 flush = 0; flush < 20; flush++) {
        const int is_one = flush <= FLUSH_BEST;
        CHECK_EQ(table.strategy(flush), is_one ? (int)before : E_INVALID);
        before = is_one ? flush : before;
        CHECK_EQ(model_flush, before);
    }
    CHECK_EQ(table.strategy(0xffffffff), E_INVALID);
    vsas = 9;
    CHECK_EQ(table.attributes(3, 0x5000), 0x67);
    CHECK(seen[0] == 9 && seen[1] == 0x6000 && seen[2] == 1);
    CHECK(seen[3] == 0 && seen[4] == 0 && seen[5] == FLUSH_NONE);
    vsas = E_RANGE;
    seen[0] = 0;
    CHECK_EQ(table.attributes(3, 0x5000), E_RANGE);
    CHECK(seen[0] == 0 && locked == 0);
    test_close();
    test_address_of();
    return check_done();
}
