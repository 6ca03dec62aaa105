/* SPDX-License-Identifier: MIT */
/* sources: modules/models/paged/page modules/models/paged/store
 * !modules/models/paged/store/stored.c modules/models/paged/frame/frame.c
 * modules/models/paged/frame/stock.c modules/models/paged/resident
 * !modules/models/paged/resident/policy.c modules/models/paged/map.c
 * modules/models/paged/share.c modules/models/paged/access.c
 * modules/models/paged/attach.c modules/models/paged/protect.c
 * modules/lib/sharing/known.c */
/*
 * The paged model without its machine: what each part of it answers at its
 * edges. The same at random is paged_random.c.
 */
#include "paged_world.h"

#define AT(page) ((page) * PAGE_SIZE)
#define ALL (ACCESS_READ | ACCESS_WRITE)

static struct space *const a = &spaces[0], *const b = &spaces[1];

static void map(struct space *space, u32 first, u32 count)
{
    CHECK_EQ(map_create(space, AT(first), AT(count), ALL, NULL), 0);
}

static void unmap(struct space *space, u32 first, u32 count)
{
    cuts = 0;
    CHECK_EQ(map_destroy(space, AT(first), AT(count)), 0);
    CHECK_EQ(cuts, 1);
}

static struct page *page_at(const struct space *space, u32 number)
{
    return page_of(space->shadow[number]);
}

static void put(u32 space, u32 number, u32 value)
{
    volatile u32 *at = reach(space, number, 1);

    if (CHECK(at))
        *at = value;
}

static u32 get(u32 space, u32 number)
{
    const volatile u32 *at = reach(space, number, 0);

    return CHECK(at) ? *at : 0;
}

static void evict(const struct space *space, u32 number)
{
    const int frame = evict_page(page_at(space, number));

    CHECK(frame >= 0);
    memset(memory[frame], 0x5a, PAGE_SIZE);
    stock_give((u32)frame);
}

/* Pinned pages stay; a policy that names none is refused. */
static void test_victims(void)
{
    map(a, 1, 4);
    put(0, 1, 11);
    CHECK_EQ(access_pin(a, AT(1), AT(1)), 0);
    CHECK_EQ(evict_page(page_at(a, 1)), E_BUSY);
    answer = WORLD_FRAMES;
    CHECK_EQ(evict_some(), E_RANGE);
    answer = 0x7fffffff;
    CHECK_EQ(evict_some(), E_RANGE);
    answer = E_DIED;
    CHECK_EQ(evict_some(), E_DIED);
    answer = (int)page_at(a, 1)->frame;
    CHECK_EQ(evict_some(), E_BUSY);
    answer = NO_ANSWER;
    CHECK_EQ(get(0, 1), 11);
    unmap(a, 1, 4);
}

/* What the store has is written once, and again when it has changed. */
static void test_writes(void)
{
    writes = 0;
    map(a, 2, 2);
    put(0, 2, 12);
    evict(a, 2);
    CHECK_EQ(writes, 1);
    CHECK_EQ(get(0, 2), 12);
    evict(a, 2);
    CHECK_EQ(writes, 1);
    put(0, 2, 13);
    refuse_writes = 1;
    CHECK_EQ(evict_page(page_at(a, 2)), E_NOMEM);
    CHECK_EQ(slots_held(), 0);
    refuse_writes = 0;
    CHECK_EQ(get(0, 2), 13);
    evict(a, 2);
    CHECK_EQ(writes, 2);
    CHECK_EQ(get(0, 2), 13);
    const u32 place = page_at(a, 2)->place;
    unmap(a, 2, 1);
    put(0, 3, 14);
    evict(a, 3);
    CHECK_EQ(page_at(a, 3)->place, place);      /* given back */
    unmap(a, 3, 1);
    sizes[0] = 0;                               /* another store, by now */
    map(a, 3, 1);
    put(0, 3, 15);
    evict(a, 3);
    CHECK(sizes[0] > 0);
    CHECK_EQ(get(0, 3), 15);
    unmap(a, 3, 1);
    CHECK_EQ(removed, 0);
    swap_destroy();
    CHECK_EQ(removed, 1);
    swap_destroy();
    CHECK_EQ(removed, 1);
}

/* A copy that its client has only got, and not written, is new to the store. */
static void test_copies(void)
{
    map(a, 1, 3);
    put(0, 1, 21);
    CHECK_EQ(share_copy(a, b), 0);
    CHECK_EQ(touch(b, 1, ACCESS_WRITE), 0);
    evict(b, 1);
    CHECK_EQ(get(1, 1), 21);
    put(1, 1, 22);
    CHECK_EQ(get(0, 1), 21);
    unmap(b, 1, 3);
    CHECK_EQ(share_create(a, AT(1), AT(1), b, ALL, NULL), 0);
    CHECK_EQ(share_copy(a, &spaces[2]), 0);
    CHECK(!(a->shadow[1] & SHADOW_COPY));
    put(2, 1, 23);                              /* all three have it */
    CHECK_EQ(get(0, 1), 23);
    CHECK_EQ(get(1, WORLD_PAGES - 1), 23);
    unmap(&spaces[2], 1, 3);
    unmap(b, WORLD_PAGES - 1, 1);
    CHECK(!(page_at(a, 1)->flags & PAGE_SHARED));
    unmap(a, 1, 3);
}

/* Rights of many pages, one of which waits for a copy. */
static void test_rights(void)
{
    map(a, 1, 2);
    put(0, 1, 31);
    put(0, 2, 32);
    CHECK_EQ(share_copy(a, b), 0);
    put(0, 1, 33);                              /* its own from now on */
    CHECK_EQ(get(0, 2), 32);
    CHECK_EQ(protect_pages(a, AT(1), AT(2), ALL), 0);
    put(0, 2, 34);
    CHECK_EQ(get(1, 2), 32);
    unmap(a, 1, 2);
    unmap(b, 1, 2);
}

/* The window's last page is the last one. */
static void test_window(void)
{
    const u32 last = WORLD_PAGES - 1;

    map(a, last, 1);
    a->shadow[WORLD_PAGES] = SHADOW_DEMAND;     /* nobody's */
    CHECK_EQ(protect_pages(a, AT(last), AT(2), ACCESS_READ), E_RANGE);
    CHECK_EQ(protect_pages(a, AT(last + 1), AT(1), ACCESS_READ), E_RANGE);
    CHECK_EQ(protect_pages(a, AT(last), 0, ACCESS_READ), E_RANGE);
    CHECK_EQ(protect_pages(a, AT(last), 0xffffffff, ACCESS_READ), E_RANGE);
    CHECK_EQ(protect_pages(a, 0, AT(1), ACCESS_READ), E_RANGE);
    CHECK_EQ(a->shadow[WORLD_PAGES], SHADOW_DEMAND);
    CHECK_EQ(protect_pages(a, AT(last), AT(1), ACCESS_READ), 0);
    CHECK(!reach(0, last, 1));
    unmap(a, last, 1);
}

/* Sizes about 2 and 4 GiB are too large, and neither negative nor small. */
static void test_huge(void)
{
    static const u32 sizes[] = { 0x7ffff000, 0x7fffffff, 0x80000000,
        0x80000001, 0xc0000000, 0xfffff000, 0xfffff001, 0xffffffff };
    u8 byte = 0;

    map(a, 1, 2);
    for (u32 i = 0; i < ARRAY_SIZE(sizes); i++) {
        CHECK_EQ(map_create(a, 0, sizes[i], ALL, NULL), E_NOMEM);
        CHECK_EQ(map_create(a, AT(3), sizes[i], ALL, NULL), E_RANGE);
        CHECK_EQ(map_destroy(a, AT(1), sizes[i]), E_RANGE);
        CHECK_EQ(protect_pages(a, AT(1), sizes[i], ACCESS_READ), E_RANGE);
        CHECK_EQ(map_grow(a, sizes[i], NULL), E_NOMEM);
        CHECK_EQ(share_create(a, AT(1), sizes[i], b, ALL, NULL), E_RANGE);
        CHECK_EQ(access_read(a, AT(1), &byte, sizes[i]), E_ADDRESS);
        CHECK_EQ(access_write(a, AT(1), &byte, sizes[i]), E_ADDRESS);
        CHECK_EQ(access_may_write(a, AT(1), sizes[i]), E_ADDRESS);
        CHECK_EQ(access_pin(a, AT(1), sizes[i]), E_RANGE);
    }
    unmap(a, 1, 2);
}

/* All of it is checked before a byte is copied. */
static void test_transfer(void)
{
    static u8 bytes[PAGE_SIZE + 8];

    map(a, 1, 3);
    put(0, 1, 41);
    CHECK_EQ(protect_pages(a, AT(2), AT(1), ACCESS_READ), 0);
    memset(bytes, 0xff, sizeof(bytes));
    CHECK_EQ(access_write(a, AT(1), bytes, PAGE_SIZE + 1), E_ADDRESS);
    CHECK_EQ(get(0, 1), 41);
    CHECK_EQ(access_write(a, AT(2) - 4, bytes, 4), 0);
    CHECK_EQ(slots_held(), 0);
    CHECK_EQ(access_write(a, AT(3) - 4, bytes, 8), E_ADDRESS);
    CHECK_EQ(access_write(a, AT(3), bytes, PAGE_SIZE + 1), E_ADDRESS);
    CHECK_EQ(get(0, 3), 0);
    CHECK_EQ(access_read(a, AT(2) - 4, bytes, 8), 0);
    CHECK(bytes[3] == 0xff && bytes[4] == 0 && bytes[8] == 0xff);
    evict(a, 1);                                /* it is dirty by that */
    CHECK_EQ(access_read(a, AT(2) - 1, bytes, 1), 0);
    CHECK_EQ(bytes[0], 0xff);
    unmap(a, 1, 3);
}

/* An object knows no page that went, whoever has it now. */
static void test_object(void)
{
    static const char name[STORE_NAME] = "o";
    u32 at = 0, other = 0;

    CHECK_EQ(attach_object(1, name, AT(2), ALL, &at), 0);
    put(0, at / PAGE_SIZE, 51);
    put(0, at / PAGE_SIZE + 1, 52);
    writes = 0;
    CHECK_EQ(content_sync(), 0);
    CHECK_EQ(writes, 2);
    CHECK_EQ(slots_held(), 0);
    CHECK_EQ(content_sync(), 0);            /* the store has them */
    CHECK_EQ(writes, 2);
    unmap(a, at / PAGE_SIZE, 1);
    map(a, 1, 1);
    put(0, 1, 53);                              /* the page is somebody's */
    CHECK_EQ(attach_object(2, name, 0, ACCESS_READ, &other), 0);
    CHECK_EQ(get(1, other / PAGE_SIZE), 51);
    CHECK_EQ(get(1, other / PAGE_SIZE + 1), 52);
    CHECK(!reach(1, other / PAGE_SIZE, 1));
    unmap(a, at / PAGE_SIZE + 1, 1);
    unmap(a, 1, 1);
    CHECK_EQ(get(1, other / PAGE_SIZE + 1), 52);
    unmap(b, other / PAGE_SIZE, 2);
}

/* What could not be attached is not in the store, unless it was. */
static void test_refused_object(void)
{
    static const char name[STORE_NAME] = "o";
    u32 at = 0;

    region_error = E_NOMEM;
    for (u32 i = 0; i < 2; i++) {
        sizes[1] = 0;
        CHECK_EQ(attach_object(1, name, AT(2), ALL, &at), E_NOMEM);
        CHECK_EQ(sizes[1], 0);
        sizes[1] = 2;                           /* somebody's of before */
        CHECK_EQ(attach_object(1, name, AT(1), ALL, &at), E_NOMEM);
        CHECK_EQ(sizes[1], 2);
    }
    region_error = 0;
    CHECK_EQ(attach_object(1, name, 0, ALL, &at), 0);
    CHECK_EQ(attach_object(1, name, AT(3), ALL, &at), E_RANGE);
    unmap(a, at / PAGE_SIZE, 2);
}

/* Frames that another model has are not free, until it has them no more. */
static void test_foreign(void)
{
    foreign = (1u << WORLD_FRAMES) - 1 - 7;     /* all but three */
    map(a, 1, 5);
    for (u32 i = 1; i <= 5; i++)
        put(0, i, 80 + i);
    CHECK_EQ(frames.free, 0);
    CHECK_EQ(frames.resident, 3);
    CHECK(peer_lost > 0 && frames.first_lost);
    for (u32 i = 1; i <= 5; i++)
        CHECK_EQ(get(0, i), 80 + i);
    for (u32 i = 1; i <= 5; i++)
        if (page_at(a, i)->entry) {             /* taken behind its back */
            foreign |= 1u << page_at(a, i)->frame;
            CHECK_EQ(evict_page(page_at(a, i)), E_BUSY);
            CHECK(page_at(a, i)->entry);
        }
    foreign = 0;
    frame_retry();
    CHECK_EQ(frames.free, WORLD_FRAMES - 3);
    CHECK(!frames.first_lost);
    unmap(a, 1, 5);
}

/* Whatever is in the way of a share, half of it is none. */
static void test_half_share(void)
{
    const u32 last = WORLD_PAGES - 1;

    map(a, 1, 6);
    for (u32 left = 0; left < 5; left++) {
        frames.limit = left + 1;          /* 0 is no limit */
        answer = E_DIED;
        put(0, 1, 61);
        CHECK_EQ(share_create(a, AT(1), AT(6), b, ALL, NULL), E_DIED);
        for (u32 i = 0; i < WORLD_PAGES; i++)
            CHECK_EQ(b->shadow[i], 0);
        for (u32 i = 1; i <= 6; i++)
            CHECK(!page_at(a, i) || page_at(a, i)->refs == 1);
        CHECK_EQ(slots_held(), 0);
        answer = NO_ANSWER;
        frames.limit = 0;
        CHECK_EQ(get(0, 1), 61);
        unmap(a, 1, 6);
        map(a, 1, 6);
    }
    CHECK_EQ(share_create(a, AT(1), AT(6), b, ALL, NULL), 0);
    put(0, 6, 62);
    CHECK_EQ(get(1, last), 62);
    unmap(b, last - 5, 6);
    unmap(a, 1, 6);
}

/* Pages that both have until one writes are to be divided first: without room
 * for all of them nothing is done. */
static void test_full_share(void)
{
    const u32 left = pages.left;

    map(a, 1, 2);
    put(0, 1, 81);
    put(0, 2, 82);
    CHECK_EQ(share_copy(a, &spaces[2]), 0);
    const u32 first = a->shadow[1], second = a->shadow[2];
    for (pages.left = 0; pages.left < 2; pages.left++) {
        CHECK_EQ(share_create(a, AT(1), AT(2), b, ALL, NULL), E_FULL);
        CHECK_EQ(a->shadow[1], first);
        CHECK_EQ(a->shadow[2], second);
    }
    pages.left = left - 2;
    CHECK_EQ(share_create(a, AT(1), AT(2), b, ALL, NULL), 0);
    unmap(b, WORLD_PAGES - 2, 2);
    unmap(&spaces[2], 1, 2);
    unmap(a, 1, 2);
}

/* What a space is sure of, it has to the last page; and not one more. */
static void test_quota(void)
{
    const u32 left = pages.left, shared = SPACES * SURE_PAGES;
    const u32 part = pages.reference_count / 4;

    map(a, 1, 2);
    put(0, 1, 71);
    pages.left = shared + 5;
    CHECK_EQ(quota_page(a, 5), 0);
    CHECK_EQ(quota_page(a, SURE_PAGES - 1), 0); /* of its own */
    CHECK_EQ(quota_page(a, SURE_PAGES), E_FULL);
    CHECK_EQ(quota_page(b, SURE_PAGES), 0);
    CHECK_EQ(quota_page(b, SURE_PAGES + 1), E_FULL);
    pages.left = shared + 2 * SURE_PAGES;
    CHECK_EQ(quota_page(a, 2 * SURE_PAGES), 0); /* of what all share */
    CHECK_EQ(quota_page(a, 2 * SURE_PAGES + 1), E_FULL);
    pages.left = 3;
    CHECK_EQ(quota_page(b, 3), 0);
    CHECK_EQ(quota_page(b, 4), E_FULL);
    pages.left = 0;
    CHECK_EQ(touch(b, 3, ACCESS_READ), E_ADDRESS);
    map(b, 3, 1);
    for (u32 i = 4; i < WORLD_PAGES; i++)       /* it has what it is sure of */
        b->shadow[i] = page_at(a, 1)->shadow;
    CHECK_EQ(touch(b, 3, ACCESS_READ), E_FULL);
    CHECK_EQ(touch_own(b, 3), E_FULL);
    CHECK(!page_at(b, 3));
    for (u32 i = 4; i < WORLD_PAGES; i++)
        b->shadow[i] = 0;
    unmap(b, 3, 1);
    pages.left = left - 1;                /* one is page 1's */
    CHECK_EQ(share_create(a, AT(1), AT(1), b, ALL, NULL), 0);
    CHECK_EQ(quota_references(a, part - 1), 0);
    CHECK_EQ(quota_references(a, part), E_QUOTA);
    CHECK_EQ(quota_references(&spaces[2], part), 0);
    CHECK_EQ(quota_references(a, pages.references_left + 1), E_FULL);
    CHECK_EQ(quota_references(a, 0), 0);
    const u32 references = pages.references_left;
    pages.references_left = 3;
    CHECK_EQ(quota_references(&spaces[2], 3), 0);
    CHECK_EQ(quota_references(&spaces[2], 4), E_FULL);
    pages.references_left = references;
    unmap(b, WORLD_PAGES - 1, 1);
    unmap(a, 1, 2);
}

/* The reserve hands out what it was filled with, each once, clear. */
static void test_reserve(void)
{
    u32 seen = 0;

    memset(memory, 0xee, sizeof(memory));
    for (u32 round = 0; round < 20; round++) {
        reserve_fill();
        CHECK_EQ(reserve_count(), frames.free ? RESERVE : WORLD_FRAMES);
        for (u32 i = 0; i < 1 + round % 4; i++) {
            const int frame = reserve_take();
            CHECK(frame >= 0 && !frames.at[frame].page);
            CHECK_EQ(*(u32 *)memory[frame], 0);
            memory[frame][0] = 1;
            seen |= 1u << frame;
            stock_give((u32)frame);
        }
    }
    CHECK_EQ(seen, (1u << WORLD_FRAMES) - 1);
    reserve_drain();
    CHECK(reserve_take() == E_NOMEM && reserve_count() == 0);
}

int main(void)
{
    void (*const tests[])(void) = {
        test_victims, test_writes, test_copies, test_rights, test_window,
        test_huge, test_transfer, test_object, test_refused_object,
        test_foreign, test_half_share, test_full_share, test_quota,
        test_reserve,
    };

    world_create();
    for (u32 i = 0; i < ARRAY_SIZE(tests); i++) {
        tests[i]();
        CHECK_EQ(frames.resident, 0);
        CHECK_EQ(frames.free, WORLD_FRAMES);
        CHECK_EQ(pages.left, pages.count - 1);
        CHECK_EQ(pages.references_left, pages.reference_count - 1);
        CHECK_EQ(locked + regions + slots_held(), 0);
    }
    return check_done();
}
