/* SPDX-License-Identifier: MIT */
/* sources: modules/models/paged/page modules/models/paged/store
 * !modules/models/paged/store/stored.c modules/models/paged/frame/frame.c
 * modules/models/paged/frame/stock.c modules/models/paged/resident
 * !modules/models/paged/resident/policy.c modules/models/paged/map.c
 * modules/models/paged/share.c modules/models/paged/access.c
 * modules/models/paged/attach.c modules/models/paged/protect.c
 * modules/lib/sharing/known.c */
/*
 * The paged model at random, against the plainest one: a cell is a value that
 * one place has, or that several share. Each access goes through the page
 * tables, so that an entry that grants too much is found.
 */
#include "paged_world.h"

#define STEPS 30000
#define ALL (ACCESS_READ | ACCESS_WRITE)
#define CELLS (WORLD_SPACES * WORLD_PAGES)

static struct cell { u32 value, refs, shared; } cells[CELLS];
static struct place {
    struct cell *cell;          /* NULL: nothing is mapped there */
    u32 access, most;
} places[WORLD_SPACES][WORLD_PAGES];
static u32 seed = 7;

static u32 draw(u32 below)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % below;
}

static struct cell *new_cell(u32 value)
{
    struct cell *cell = cells;

    while (cell->refs)
        cell++;
    *cell = (struct cell){ .value = value, .refs = 1 };
    return cell;
}

static void drop(struct place *place)
{
    if (--place->cell->refs == 1)
        place->cell->shared = 0;
    place->cell = NULL;
}

/* A stretch of a space: where, how long, and how many of it are mapped. */
struct stretch { u32 space, first, count, mapped; };

static struct stretch draw_stretch(void)
{
    struct stretch s = { .space = draw(WORLD_SPACES),
                         .first = 1 + draw(WORLD_PAGES - 1) };

    s.count = 1 + draw(draw(2) ? 1 : WORLD_PAGES - s.first);
    for (u32 i = 0; i < s.count; i++)
        s.mapped += places[s.space][s.first + i].cell != NULL;
    return s;
}

static void do_map(void)
{
    const struct stretch s = draw_stretch();

    CHECK_EQ(map_create(&spaces[s.space], s.first * PAGE_SIZE,
                       s.count * PAGE_SIZE, ALL, NULL),
             s.mapped ? E_BUSY : E_OK);
    for (u32 i = 0; !s.mapped && i < s.count; i++)
        places[s.space][s.first + i] =
            (struct place){ new_cell(0), ALL, ALL };
}

static void unmap(const struct stretch *s)
{
    CHECK_EQ(map_destroy(&spaces[s->space], s->first * PAGE_SIZE,
                         s->count * PAGE_SIZE),
             s->mapped == s->count ? E_OK : E_RANGE);
    for (u32 i = 0; s->mapped == s->count && i < s->count; i++)
        drop(&places[s->space][s->first + i]);
}

static void do_unmap(void)
{
    const struct stretch s = draw_stretch();

    unmap(&s);
}

static void do_protect(void)
{
    const struct stretch s = draw_stretch();
    const u32 access = draw(2) ? ALL : ACCESS_READ;
    u32 most = ALL;

    for (u32 i = 0; i < s.count; i++)
        most &= places[s.space][s.first + i].most;
    const int expected = s.mapped < s.count ? E_RANGE :
                         access & ~most ? E_RIGHTS : E_OK;
    CHECK_EQ(protect_pages(&spaces[s.space], s.first * PAGE_SIZE,
                           s.count * PAGE_SIZE, access), expected);
    for (u32 i = 0; !expected && i < s.count; i++)
        places[s.space][s.first + i].access = access;
}

static void lend(struct place *from, struct place *to, u32 access)
{
    *to = (struct place){ from->cell, access, access };
    to->cell->refs++;
    to->cell->shared = 1;
}

static void do_share(void)
{
    const struct stretch s = draw_stretch();
    const u32 to = draw(WORLD_SPACES), access = draw(2) ? ALL : ACCESS_READ;
    struct place *from = &places[s.space][s.first];
    u32 most = ALL, at = 0;

    for (u32 i = 0; i < s.count; i++)
        most &= from[i].most;
    if (s.mapped < s.count || access & ~most || s.count > 6)
        return;
    const int error = share_create(&spaces[s.space], s.first * PAGE_SIZE,
        s.count * PAGE_SIZE, &spaces[to], access, &at);
    CHECK(error == E_OK || error == E_NOMEM);
    for (u32 i = 0; !error && i < s.count; i++) {
        CHECK(!places[to][at / PAGE_SIZE + i].cell);
        lend(&from[i], &places[to][at / PAGE_SIZE + i], access);
    }
}

static void empty(u32 space)
{
    for (u32 i = 1; i < WORLD_PAGES; i++)
        if (places[space][i].cell)
            unmap(&(struct stretch){ space, i, 1, 1 });
}

static void do_copy(void)
{
    const u32 from = draw(WORLD_SPACES), to = (from + 1) % WORLD_SPACES;

    if (draw(10))
        return;
    empty(to);
    CHECK_EQ(share_copy(&spaces[from], &spaces[to]), E_OK);
    for (u32 i = 1; i < WORLD_PAGES; i++) {
        const struct place *place = &places[from][i];
        places[to][i] = *place;
        if (place->cell && place->cell->shared)
            place->cell->refs++;
        else if (place->cell)
            places[to][i].cell = new_cell(place->cell->value);
    }
}

static void check_read(u32 space, u32 number)
{
    const struct place *place = &places[space][number];
    const volatile u32 *at = reach(space, number, 0);

    CHECK_EQ(at != NULL, place->cell != NULL);
    if (at && place->cell)
        CHECK_EQ(*at, place->cell->value);
}

static void do_read(void)
{
    check_read(draw(WORLD_SPACES), draw(WORLD_PAGES));
}

static void do_write(void)
{
    const u32 space = draw(WORLD_SPACES), number = draw(WORLD_PAGES);
    struct place *place = &places[space][number];
    volatile u32 *at = reach(space, number, 1);

    CHECK_EQ(at != NULL, place->cell && place->access & ACCESS_WRITE);
    if (at && place->cell)
        *at = place->cell->value = draw(1000000);
}

/* From outside, and over a page's end: all of it or nothing. */
static void do_transfer(void)
{
    const u32 space = draw(WORLD_SPACES), number = draw(WORLD_PAGES - 1);
    struct place *place = &places[space][number];
    _Alignas(u32) u8 bytes[PAGE_SIZE + 1] = { 0 };
    const u32 size = draw(2) ? 4 : sizeof(bytes), value = draw(1000000);
    int may = place[0].cell && place[0].access & ACCESS_WRITE;

    if (size > 4)
        may = may && place[1].cell && place[1].access & ACCESS_WRITE;
    *(u32 *)bytes = value;
    if (size > 4 && may)                /* its low byte becomes 0 */
        place[1].cell->value &= ~0xffu;
    CHECK_EQ(access_may_write(&spaces[space], number * PAGE_SIZE, size),
             may ? E_OK : E_ADDRESS);
    CHECK_EQ(access_write(&spaces[space], number * PAGE_SIZE, bytes, size),
             may ? E_OK : E_ADDRESS);
    if (may)
        place[0].cell->value = value & (place[0].cell == place[1].cell &&
                                        size > 4 ? ~0xffu : ~0u);
}

static void do_evict(void)
{
    const int frame = draw(2) ? evict_some() : E_NOMEM;

    CHECK(frame >= 0 || frame == E_NOMEM);
    if (frame < 0)
        return;
    memset(memory[frame], 0x5a, PAGE_SIZE);
    stock_give((u32)frame);
}

static void do_reserve(void)
{
    if (draw(4))
        reserve_fill();
    else
        reserve_drain();
}

static void check_all(void)
{
    for (u32 space = 0; space < WORLD_SPACES; space++)
        for (u32 i = 0; i < WORLD_PAGES; i++)
            check_read(space, i);
    CHECK_EQ(frames.resident + frames.free, WORLD_FRAMES);
}

int main(void)
{
    void (*const all[])(void) = {
        do_map, do_unmap, do_protect, do_share, do_copy, do_read, do_read,
        do_write, do_write, do_write, do_transfer, do_evict, do_reserve,
    };

    world_create();
    for (u32 step = 0; step < STEPS && !check_failures; step++) {
        all[draw(ARRAY_SIZE(all))]();
        CHECK_EQ(slots_held(), 0);
        if (step % 50 == 0)
            check_all();
    }
    CHECK(evict_count > 1000 && content_writes > 500);
    for (u32 space = 0; space < WORLD_SPACES; space++)
        empty(space);
    reserve_drain();
    CHECK_EQ(frames.resident + locked, 0);
    CHECK_EQ(pages.left, pages.count - 1);
    CHECK_EQ(pages.references_left, pages.reference_count - 1);
    return check_done();
}
