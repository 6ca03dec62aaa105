/* SPDX-License-Identifier: MIT */
/* What a model of tests/host/model_segpaged.h tells of its spaces, against
 * the plain one; and a space that is built by it. To be included once. */
#pragma once

#include "../../modules/lib/sharing/known.h"

#define TOLD_MOST 600u

#include "described.h"

static u32 imports, described_shared, described_pieces;
static u32 described_greedy, described_cut;

void client_stubs(const struct image *image)
{
    memset(image->memory, 0x5a, IMAGE_STUBS);
}

/* As many as page i begins: equal rights in one mapping. */
static u32 run_at(u32 s, u32 i)
{
    u32 n = i;

    while (n < PAGES && pages[s][n].area == pages[s][i].area &&
           pages[s][n].access == pages[s][i].access)
        n++;
    return n - i;
}

static u32 part_of(u32 s, u32 i)
{
    u32 n = i;

    while (n && pages[s][n - 1].area == pages[s][i].area)
        n--;
    return (i - n) * PAGE_SIZE;
}

static u32 object_of(const u8 *bytes)
{
    for (u32 n = 0; n < OBJECTS; n++)
        if (objects[n].bytes && objects[n].bytes == bytes)
            return n + 1;
    return 0;
}

static const struct plain_page *page_of(int handle, u32 at)
{
    for (u32 s = 0; s < SPACES; s++)
        if (spaces[s].handle == handle)
            return &pages[s][at / PAGE_SIZE];
    return &pages[0][0];
}

/* Does another mapping of it have as many rights? */
static int can_be_lent(u32 s, const struct plain_page *p)
{
    for (u32 i = 0; i < SPACES * PAGES; i++) {
        const struct plain_page *q = &pages[i / PAGES][i % PAGES];
        if (q->area && q->bytes == p->bytes && !(p->most & ~q->most) &&
            (i / PAGES != s || q->area != p->area))
            return 1;
    }
    return 0;
}

static void check_area(u32 s, u32 i, const struct area *a)
{
    const struct plain_page *p = &pages[s][i];
    const int is_text = p->most == NO_MAP << 8;
    const u32 part = part_of(s, i), n = object_of(p->bytes - part);
    const char name[] = { n ? (char)('a' + n - 1) : 0, 0 };

    CHECK_EQ(a->address, i * PAGE_SIZE);
    CHECK_EQ(a->size, run_at(s, i) * PAGE_SIZE);
    CHECK_EQ(a->access, is_text ? R | X : p->access);
    CHECK_EQ(a->most, is_text ? R | X : p->most);
    CHECK_EQ(a->part, part);
    CHECK_EQ(a->kind >= AREA_MAP, p->flags != 0);
    CHECK(!p->flags || a->kind == p->flags);
    CHECK(!strcmp(a->object, name) && a->place == (n ? part : 0));
    CHECK_EQ(a->memory != 0, holders(s, i - part / PAGE_SIZE) > 1);
    if (a->memory)              /* these bytes, and no others */
        CHECK(!memcmp((void *)(backing_at(a->memory)->base + a->offset),
                      p->bytes, a->size));
    else
        CHECK_EQ(a->offset, 0);
    CHECK(!a->from || page_of(a->from, a->at)->bytes == p->bytes);
    CHECK(!a->from || (a->kind == AREA_SHARED && !n && a->memory));
    if (a->kind == AREA_SHARED && !n)
        CHECK_EQ(a->from != 0, can_be_lent(s, p));
    described_shared += a->from != 0;
    described_pieces += part != 0;
}

static u32 describe(u32 s)
{
    u32 count = 0;

    for (u32 i = 0; i < PAGES; i += run_at(s, i)) {
        if (!pages[s][i].area)
            continue;
        if (count < told->d.count)
            check_area(s, i, &told->areas[count]);
        count++;
    }
    return count;
}

/* Which of several lends it is the model's to choose; it is the same memory. */
static int has_same_lender(const struct area *a, const struct area *b)
{
    return !a->from == !b->from &&
           (!a->from || (a->memory == b->memory && a->offset == b->offset));
}

static int is_equal(const struct area *a, const struct area *b)
{
    return a->address == b->address && a->size == b->size &&
           a->access == b->access && a->most == b->most &&
           a->kind == b->kind && a->part == b->part && has_same_lender(a, b) &&
           a->place == b->place &&
           !strcmp(a->object, b->object);
}

/* What another has, too: with the right to write it only. */
static void check_shared_fill(int to, const struct area *a)
{
    u8 byte;

    if (!a->from)
        return;
    CHECK_EQ(model_memory.fetch(to, a->kind, a->address, &byte, 1), 0);
    CHECK_EQ(model_memory.fill(to, a->kind, a->address, &byte, 1),
             a->most & W ? 0 : E_RIGHTS);
}

static void copy_content(int from, int to)
{
    static u8 bytes[SLICE], found[SLICE];

    for (u32 i = 0; i < told->d.count; i++) {
        const struct area *a = &told->areas[i];
        const u32 stubs = told->d.stubs - a->address;
        if (a->memory || a->object[0]) {
            check_shared_fill(to, a);
            continue;
        }
        CHECK_EQ(model_memory.fetch(from, a->kind, a->address, bytes,
                                    a->size), 0);
        CHECK_EQ(model_memory.fill(to, a->kind, a->address, bytes, a->size),
                 0);
        model_memory.fetch(to, a->kind, a->address, found, a->size);
        if (a->kind == AREA_TEXT)
            memset(bytes + stubs, 0x5a, IMAGE_STUBS);
        CHECK(!memcmp(bytes, found, a->size));
    }
}

/* A whole mapping, which may be read only: as lent by who told it. */
static int is_lendable(const struct area *a)
{
    const int is_last = a == &again->areas[told->d.count - 1];

    return a->kind >= AREA_SHARED && a->most == R && !a->part &&
           (is_last || !a[1].part);
}

/* More than its lender may itself. */
static void check_greedy(int handle, int space)
{
    *again = *told;
    for (u32 i = 0; i < told->d.count; i++) {
        struct area *a = &again->areas[i];
        if (!is_lendable(a))
            continue;
        a->kind = AREA_SHARED;
        a->object[0] = 0;
        a->from = handle;
        a->at = a->address;
        a->most = RW;
        check_refused(space, E_RIGHTS);
        described_greedy++;
    }
}

/* An end behind the end of the addresses. */
static void check_end(int space)
{
    struct area *a = &again->areas[random_below(told->d.count)];

    *again = *told;
    a->size = 0u - a->address + PAGE_SIZE;
    check_refused(space, E_INVALID);
}

/* A program whose stack ends nowhere has none. The stack is the last area. */
static void check_no_stack(int space)
{
    while (again->areas[again->d.count - 1].kind == AREA_STACK)
        again->d.count--;
    CHECK(again->d.count < told->d.count);
    again->d.top = 0;
    check_refused(space, E_RANGE);
}

/* A part of a mapping that may be given more than what lies before it; stubs
 * that end elsewhere. */
static void check_parts(int space)
{
    *again = *told;
    for (u32 i = 0; i < told->d.count; i++)
        if (told->areas[i].part && told->areas[i].kind != AREA_TEXT) {
            again->areas[i].most ^= X;
            check_refused(space, E_INVALID);
        }
    if (!told->d.program[0])
        return;
    again->d.text_end++;
    check_refused(space, E_NOT_APPLICABLE);
    again->d.finish++;
    check_refused(space, E_NOT_APPLICABLE);
    check_no_stack(space);
}

/* What another has is lent as a whole, and not but for its last page. */
static void check_cut(int handle, int space)
{
    *again = *told;
    for (u32 i = 0; i < told->d.count; i++) {
        struct area *a = &again->areas[i];
        if (a->kind < AREA_HEAP || a->size <= PAGE_SIZE || a->part ||
            (i + 1 < told->d.count && a[1].part))
            continue;
        a->kind = AREA_SHARED;
        a->object[0] = 0;
        a->from = handle;
        a->at = a->address;
        a->most = a->access = R;
        a->size -= PAGE_SIZE;
        check_refused(space, E_RANGE);
        described_cut++;
    }
}

static void check_import(int handle)
{
    const int space = model_memory.create();

    check_greedy(handle, space);
    check_cut(handle, space);
    if (told->d.count)
        check_end(space);
    check_parts(space);
    import_at_last(space);
    CHECK_EQ(model_memory.export(space, &again->d, TOLD_MOST), told->d.count);
    CHECK(!memcmp(&told->d, &again->d, sizeof(struct description)));
    for (u32 i = 0; i < told->d.count; i++)
        CHECK(is_equal(&told->areas[i], &again->areas[i]));
    CHECK(!space_find(space)->data_end ||
          space_find(space)->heap_end == space_find(handle)->heap_end);
    copy_content(handle, space);
    CHECK_EQ(model_memory.import(space, &told->d), told->d.program[0] ?
             E_EXISTS : told->d.count ? E_BUSY : 0);
    CHECK_EQ(model_memory.destroy(space), 0);
    for (u32 i = 0; i < 20; i++)
        damage();
    imports++;
}

static void check_described(u32 s)
{
    const int count = model_memory.export(spaces[s].handle, NULL, 0);

    CHECK(count <= (int)TOLD_MOST);
    told->d.count = 4711;
    if (count)
        CHECK_EQ(model_memory.export(spaces[s].handle, &told->d,
                                     (u32)count - 1), count);
    CHECK_EQ(told->d.count, 4711);
    CHECK_EQ(model_memory.export(spaces[s].handle, &told->d, TOLD_MOST),
             count);
    CHECK_EQ(told->d.count, count);
    CHECK_EQ(describe(s), count);
    CHECK_EQ(told->d.program[0] != 0, spaces[s].end != 0);
    CHECK_EQ(told->d.data_end, spaces[s].end);
    check_import(spaces[s].handle);
}

/* Area i: a page of an object. */
static void tell_object(u32 i, const char *name)
{
    again->areas[i] = (struct area){ .address = MAPS + 2 * i * PAGE_SIZE,
        .size = PAGE_SIZE, .access = RW, .most = RW, .kind = AREA_ATTACHED };
    memcpy(again->areas[i].object, name, strlen(name) + 1);
    again->d.count = i + 1;
}

/* Just as many as a space may have. */
static void check_most(void)
{
    const int other = model_memory.create();
    char name[] = "most ";

    for (u32 i = 0; i < SPACE_NAMES; i++) {
        name[4] = (char)('a' + i);
        tell_object(i, name);
    }
    CHECK_EQ(model_memory.import(other, &again->d), 0);
    CHECK_EQ(model_memory.destroy(other), 0);
    new_names += SPACE_NAMES;
}

/* One that is in it twice is made once; too many are refused together. */
static void check_objects(void)
{
    const int space = model_memory.create();
    char name[] = "new  ";
    u32 word = 0x12345678;

    *again = *told = (struct told){ 0 };
    for (u32 i = 0; i <= SPACE_NAMES; i++) {
        name[4] = (char)('a' + i);
        tell_object(i, name);
    }
    check_refused(space, E_QUOTA);
    check_most();
    for (u32 i = 0; i <= EXTENTS; i++)
        tell_object(i, "twin");
    check_refused(space, E_FULL);
    tell_object(0, "twin");
    tell_object(1, "twin");
    CHECK_EQ(model_memory.import(space, &again->d), 0);
    new_names++;
    CHECK_EQ(model_memory.write(space, MAPS, &word, 4), 0);
    word = 0;
    CHECK_EQ(model_memory.read(space, MAPS + 2 * PAGE_SIZE, &word, 4), 0);
    CHECK_EQ(word, 0x12345678);
    CHECK_EQ(model_memory.destroy(space), 0);
}

/* Who borrows an object by a description gets no more of it by its name. */
static void check_borrowed(void)
{
    const int lender = model_memory.create(), space = model_memory.create();
    u32 at = 0;

    CHECK_EQ(model_memory.attach(lender, "lent", PAGE_SIZE, RW, &at), 0);
    new_names++;
    *again = (struct told){ .d = { .count = 1 }, .areas = { {
        .address = MAPS, .size = PAGE_SIZE, .access = R, .most = R,
        .kind = AREA_SHARED, .from = lender, .at = at } } };
    CHECK_EQ(model_memory.import(space, &again->d), 0);
    CHECK_EQ(model_memory.attach(space, "lent", PAGE_SIZE, RW, &at), E_RIGHTS);
    CHECK_EQ(model_memory.attach(space, "lent", PAGE_SIZE, R, &at), 0);
    CHECK_EQ(model_memory.destroy(space), 0);
    CHECK_EQ(model_memory.destroy(lender), 0);
}
