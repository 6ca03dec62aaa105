/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3_paged.S */
/* flags: -m32 -no-pie -fno-sanitize=all -Ibuild/obj/modules/models/paged */
/* protect_fast() in modules/models/paged/protect.S, and
 * modules/models/paged/frame/slot.S. */
#include "ring3_paged.h"

static void protect_of(u32 handle, u32 at, u32 size, u32 access, int is_fast)
{
    const u32 before = shadow[at / PAGE_SIZE % (PAGES + 1)];

    did = 0;
    CHECK_EQ(protect_fast((int)handle, at, size, access), is_fast ? 0 : 0x99);
    CHECK_EQ(did, is_fast ? CHANGED : PROTECTED);
    if (is_fast) {
        CHECK(last[0] == 0x77 && last[1] == BASE + at && last[2] == 1);
        CHECK(last[3] == 0 && last[4] == (MAP_WRITE | MAP_USER));
        CHECK_EQ(last[5], FLUSH_INVLPG);
        CHECK_EQ(shadow[at / PAGE_SIZE],
                 (before & ~0xffu) | SHADOW_DEMAND);
    } else {
        CHECK(last[0] == handle && last[1] == at && last[2] == size);
        CHECK_EQ(last[3], access);
        CHECK_EQ(shadow[at / PAGE_SIZE % (PAGES + 1)], before);
    }
}

static void test_protect(void)
{
    const u32 both = ACCESS_READ | ACCESS_WRITE;
    const u32 last_page = (PAGES - 1) * PAGE_SIZE;

    reset();
    protect_recent = &space;
    for (u32 i = 0; i <= PAGES; i++)
        shadow[i] = (i + 2) << SHADOW_SHIFT | SHADOW_USED | SHADOW_READ;
    protect_of(0x52, 0x1000, PAGE_SIZE, both, 0);
    protect_of(0x51, 0x1000, PAGE_SIZE + 1, both, 0);
    protect_of(0x51, 0x1000, 2 * PAGE_SIZE, both, 0);
    protect_of(0x51, 0x1000, PAGE_SIZE, ACCESS_READ, 0);
    protect_of(0x51, 0x1000, PAGE_SIZE, both | ACCESS_EXECUTE, 0);
    protect_of(0x51, 0x1001, PAGE_SIZE, both, 0);
    protect_of(0x51, last_page + PAGE_SIZE, PAGE_SIZE, both, 0);
    protect_of(0x51, 0xfffff000, PAGE_SIZE, both, 0);
    protect_of(0x51, 0x1000, PAGE_SIZE, both, 1);
    protect_of(0x51, 0x1000, PAGE_SIZE, both, 0);       /* it is so already */
    protect_of(0x51, last_page, PAGE_SIZE, both, 1);
    protect_of(0x51, 0, PAGE_SIZE, both, 1);
    shadow[2] |= SHADOW_COPY;
    protect_of(0x51, 0x2000, PAGE_SIZE, both, 0);
}

static void test_clear(void)
{
    static u8 bytes[3 * PAGE_SIZE];

    memset(bytes, 0xee, sizeof(bytes));
    const u32 arg[] = { (u32)bytes + PAGE_SIZE, 0, 0 };
    ring_call(slot_clear, arg);
    CHECK_EQ(ring_out.edi, RING_EDI);
    for (u32 i = 0; i < sizeof(bytes); i++)
        if (!CHECK_EQ(bytes[i], i / PAGE_SIZE == 1 ? 0 : 0xee))
            break;
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    test_protect();
    test_clear();
    return check_done();
}
