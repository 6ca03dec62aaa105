/* SPDX-License-Identifier: MIT */
/* What `flat` tells of its spaces, against the plain model; and a space that is
 * built by it when the old one has ended. To be included once. */
#pragma once

#define TOLD_MOST (EXTENTS + 2)

#include "described.h"

static u32 moves, moved_lent, moved_busy, parts;

static int is_image(const struct plain_area *p, u32 s)
{
    return spaces[s].base && p->base == spaces[s].base;
}

/* Has another it, too? */
static int is_shared(u32 s, const struct plain_area *p)
{
    return p->users != 1u << s;
}

static void check_area(u32 s, const struct area *a)
{
    const struct plain_area *p = find(s, a->address);
    const char name[] = { p->object ? (char)('a' + p->object - 1) : 0, 0 };
    const u32 begin = a->address - p->base;

    CHECK_EQ(a->access, ALL);
    CHECK_EQ(a->most, ALL);
    CHECK_EQ(a->part, 0);
    CHECK_EQ(a->size, is_image(p, s) && a->kind == AREA_TEXT ?
             TEXT_SIZE : p->size - begin);
    CHECK_EQ(begin, is_image(p, s) && a->kind == AREA_DATA ? TEXT_SIZE : 0);
    CHECK_EQ(a->kind < AREA_HEAP, is_image(p, s));
    CHECK_EQ(a->kind == AREA_HEAP, p->is_heap && !is_image(p, s));
    CHECK(!strcmp(a->object, name) && a->place == 0);
    CHECK_EQ(a->memory != 0, is_shared(s, p));
    CHECK_EQ(a->offset, 0);
    if (a->memory)
        CHECK_EQ(backing_at(a->memory)->base, a->address);
    CHECK_EQ(a->from != 0, a->kind == AREA_SHARED && !p->object &&
                           is_shared(s, p));
    CHECK(!a->from || (a->from != spaces[s].handle && a->at == a->address));
}

static void check_told(u32 s)
{
    const u32 count = spaces[s].count + (spaces[s].base != 0);

    told_take(spaces[s].handle, count);
    CHECK_EQ(told->d.program[0] != 0, spaces[s].base != 0);
    CHECK_EQ(told->d.data_end, spaces[s].end);
    for (u32 i = 0; i < count; i++)
        check_area(s, &told->areas[i]);
    for (u32 i = 1; i < count; i++)
        CHECK(told->areas[i - 1].kind == AREA_TEXT ||
              told->areas[i - 1].address < told->areas[i].address);
}

/* Its own, but others have it, too: there it cannot be once more. */
static int is_taken(const struct area *a)
{
    return a->memory && !a->from && !a->object[0];
}

static int is_own(const struct area *a)
{
    return !a->from && !a->object[0];
}

/* Its last area in two pieces, with the same rights. */
static void check_part(int space)
{
    struct area *a = &again->areas[told->d.count - 1];

    if (!is_own(a) || a->kind < AREA_HEAP || a->size <= PAGE_SIZE)
        return;
    a[1] = a[0];
    a[0].size = PAGE_SIZE;
    a[1].address += PAGE_SIZE;
    a[1].size -= PAGE_SIZE;
    a[1].part = PAGE_SIZE;
    again->d.count++;
    check_refused(space, E_NOT_APPLICABLE);
    parts++;
}

/* What flat cannot keep: less rights, a stack, a part, another place. */
static void check_kept(int space)
{
    struct area *a = &again->areas[random_below(told->d.count)];
    const int is_text = told->areas[a - again->areas].kind == AREA_TEXT;

    *again = *told;
    a->access = RW;
    check_refused(space, E_NOT_APPLICABLE);
    a->kind = AREA_STACK;
    a->object[0] = 0;
    check_refused(space, is_text ? E_INVALID : E_NOT_APPLICABLE);
    check_part(space);
    if (!told->d.program[0])
        return;
    again->d.top = 4096;
    check_refused(space, E_NOT_APPLICABLE);
    again->d.text_end--;
    check_refused(space, E_NOT_APPLICABLE);
    again->areas[0].address++;
    again->areas[0].size--;
    check_refused(space, E_RANGE);
    for (a = again->areas; a->kind != AREA_DATA; a++)
        ;
    a->address++;
    a->size--;
    check_refused(space, E_RANGE);
    again->d.data_end = 0xffffffff;
    check_refused(space, E_RANGE);
}

static void check_again(int space)
{
    CHECK_EQ(model_memory.export(space, &again->d, TOLD_MOST), told->d.count);
    CHECK(!memcmp(&told->d, &again->d, sizeof(told->d)));
    for (u32 i = 0; i < told->d.count; i++) {
        const struct area *a = &told->areas[i], *b = &again->areas[i];
        CHECK(a->address == b->address && a->size == b->size &&
              a->access == b->access && a->most == b->most &&
              a->kind == b->kind && !a->from == !b->from &&
              !a->memory == !b->memory && !strcmp(a->object, b->object));
    }
    CHECK_EQ(model_memory.import(space, &told->d), told->d.program[0] ?
             E_EXISTS : told->d.count ? E_BUSY : 0);
}

static u8 kept[TOLD_MOST][512];                 /* what each begins with */

/* Zeros, but for stubs, which lead to this client; then what was there. */
static void check_content(int space)
{
    const struct space *is = space_find(space);
    const u32 client = (u32)&is->client;
    static const u8 zeros[512];
    u8 bytes[512];

    for (u32 i = 0; i < told->d.count; i++) {
        const struct area *a = &told->areas[i];
        const u32 size = a->kind == AREA_TEXT ? told->d.stubs - a->address :
                                                sizeof(bytes);
        if (!is_own(a))
            continue;
        CHECK_EQ(model_memory.fetch(space, a->kind, a->address, bytes, size),
                 0);
        CHECK(!memcmp(bytes, zeros, size));
        CHECK_EQ(model_memory.fill(space, a->kind, a->address, kept[i],
                                   sizeof(bytes)), 0);
        CHECK(!memcmp((const void *)a->address, kept[i], size));
    }
    if (told->d.program[0]) {
        CHECK_EQ(*(const u8 *)told->d.stubs, 0xba);
        CHECK(!memcmp((const u8 *)told->d.stubs + 1, &client, 4));
    }
}

static void keep(int space)
{
    for (u32 i = 0; i < told->d.count; i++) {
        const struct area *a = &told->areas[i];
        CHECK_EQ(model_memory.fetch(space, a->kind, a->address, kept[i],
                                    sizeof(kept[i])), 0);
    }
    CHECK_EQ(model_memory.fetch(space, AREA_MAP, world_arena - 1, kept[0], 1),
             E_ADDRESS);
}

/* Two that lie over each other: damaged, or segments of their own. */
static void test_over(u32 address, int error)
{
    const int space = model_memory.create();

    memset(told, 0, sizeof(*told));
    told->d.count = 2;
    for (u32 i = 0; i < 2; i++)
        told->areas[i] = (struct area){ .kind = AREA_MAP, .access = ALL,
            .most = ALL, .address = address + i * PAGE_SIZE,
            .size = 2 * PAGE_SIZE };
    *again = *told;
    check_refused(space, error);
    CHECK_EQ(model_memory.destroy(space), 0);
}

/* From one space to another; while the old one is there, it is in its place. */
static void test_move(u32 s)
{
    const u32 heap_end = spaces[s].heap_end;
    const int old = spaces[s].handle, space = model_memory.create();
    u32 had[AREAS / 32] = { 0 }, own = 0, taken = 0;

    check_told(s);
    for (u32 i = 0; i < told->d.count; i++) {
        own += is_own(&told->areas[i]);
        taken += is_taken(&told->areas[i]);
        moved_lent += told->areas[i].from != 0;
    }
    *again = *told;
    if (own)
        check_refused(space, E_BUSY);
    if (told->d.count)
        check_kept(space);
    keep(old);
    for (u32 i = 0; i < area_count; i++)
        had[i / 32] |= (areas[i].users >> s & 1) << i % 32;
    CHECK_EQ(model_memory.destroy(old), 0);
    for (u32 i = 0; i < area_count; i++)
        if (had[i / 32] >> i % 32 & 1)
            drop(s, &areas[i]);
    spaces[s] = (struct plain){ .handle = space };
    if (taken) {
        check_refused(space, E_BUSY);
        moved_busy++;
        return;
    }
    import_at_last(space);
    check_again(space);
    check_content(space);
    CHECK(!told->d.program[0] || space_find(space)->heap_end == heap_end);
    for (u32 i = 0; i < area_count; i++)
        if (had[i / 32] >> i % 32 & 1) {
            areas[i].users |= 1u << s;
            spaces[s].count++;
        }
    if (told->d.program[0]) {
        spaces[s].base = told->areas[0].address;
        spaces[s].entry = told->d.entry;
        spaces[s].end = told->d.data_end;
        spaces[s].heap_end = heap_end;
    }
    for (u32 i = 0; i < 20; i++)
        damage();
    moves++;
}
