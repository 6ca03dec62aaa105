/* SPDX-License-Identifier: MIT */
/* sources: modules/models/segpaged/place.c modules/lib/space/extent.c
 * modules/lib/sharing/mapped.c */
/*
 * A thread is lost in `segpaged` while it maps or unmaps what another space has, too:
 * whoever unmaps it afterwards finds it, and the other space keeps it. And whether it
 * is known as lent no more.
 */
#include "../../modules/lib/sharing/mapped.h"
#include "../../modules/models/segpaged/closed.h"

#include "check.h"
#include "model_lock.h"
#include "no_loans.h"

#include <setjmp.h>

#define NUMBER 3u
#define REGION 7u
#define VSAS 9u
#define SLICE_AT 0xc0800000u
#define AT 0x40000u

u32 model_vsas = VSAS;
static struct space space;
static struct backing memory = { .region = 1, .size = 2 * PAGE_SIZE,
                                .users = 2 };
static jmp_buf lost;
static u32 points, lost_at;             /* 0: it is not */
static u32 mapped;                      /* the region that is there */

static void point(void)
{
    if (++points == lost_at)
        longjmp(lost, 1);
}

static int share_region(u32 region, u32 vsas, u32 base, u32 flags)
{
    CHECK(region == memory.region && vsas == VSAS && flags);
    CHECK(base == SLICE_AT + AT && !mapped);
    point();
    mapped = REGION;
    point();
    return REGION;
}

static int query_region(u32 vsas, u32 address, struct region_info *info)
{
    CHECK(vsas == VSAS && address == SLICE_AT + AT && info);
    return (int)mapped;
}

static int destroy_region(u32 region)
{
    if (!region || region != mapped)
        return E_HANDLE;
    point();
    mapped = 0;
    point();
    return 0;
}

static const struct nmm table = {
    .share_region = share_region, .query_region = query_region,
    .destroy_region = destroy_region,
};
const struct nmm *volatile nmm = &table;

laddr_t space_linear(const struct space *s) { return CHECK(s) ? SLICE_AT : 0; }
void closed_remove(struct space *s, u32 base, u32 size) { CHECK(!s && base && size); }

struct backing *backing_at(u32 number)
{
    CHECK_EQ(number, NUMBER);
    return &memory;
}

void backing_release(u32 number)
{
    CHECK_EQ(number, NUMBER);
    memory.users--;
    point();
}

struct space_head *spaces_find(int handle)
{
    return handle == 1 ? &space.client.head : NULL;
}

void model_unmap(struct space_head *s, struct extent *e)
{
    place_remove((struct space *)s, e);
}

int model_grow(struct space_head *s, u32 bytes, u32 *at)
{
    return s && bytes && at ? 0 : E_NOMEM;
}

static void test_cuts(void)
{
    memory.users = 2;
    CHECK_EQ(place(&space, (int)NUMBER, AT, AREA_SHARED, ACCESS_READ), 0);
    CHECK_EQ(mapped_unmap(2, AT, memory.size), E_HANDLE);
    CHECK_EQ(mapped_unmap(1, AT, PAGE_SIZE), E_RANGE);
    CHECK_EQ(cuts, 0);
    CHECK_EQ(mapped_unmap(1, AT, memory.size), 0);
    CHECK_EQ(cuts, 1);
    CHECK_EQ(mapped + space.extents.count, 0);
    CHECK(!locked);
}

static void map_and_unmap(void)
{
    CHECK_EQ(place(&space, (int)NUMBER, AT, AREA_SHARED, ACCESS_READ), 0);
    place_remove(&space, extent_mapped(&space.extents, AT, memory.size));
}

int main(void)
{
    u32 always;

    test_cuts();
    points = 0;
    memory.users = 2;
    map_and_unmap();
    always = points;
    CHECK_EQ(always, 5);
    for (lost_at = 1; lost_at <= always; lost_at++) {
        memory.users = 2;
        points = 0;
        if (!setjmp(lost))
            map_and_unmap();
        CHECK_EQ(points, lost_at);
        struct extent *e = extent_mapped(&space.extents, AT, memory.size);
        if (e)
            place_remove(&space, e);
        CHECK_EQ(mapped + space.extents.count, 0);
        CHECK_EQ(memory.users, 1);
    }
    return check_done();
}
