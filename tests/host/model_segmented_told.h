/* SPDX-License-Identifier: MIT */
/* What `segmented` tells of its spaces, against the plain model; and a space
 * that is built by it. To be included once. */
#pragma once

#define TOLD_MOST (FARS + 3)

#include "described.h"

#define STUB 0x5a

static u32 moves, moved_lent, moved_objects;

void client_stubs(const struct image *image)
{
    memset(image->memory, STUB, IMAGE_STUBS);
}

static int object_of(const u8 *bytes)
{
    for (u32 n = 0; n < OBJECTS; n++)
        if (objects[n].bytes == bytes)
            return (int)n;
    return -1;
}

/* How often anybody has it. */
static u32 users(const u8 *bytes)
{
    u32 count = 0;

    for (u32 i = 0; i < SPACES * FARS; i++)
        count += views[i / FARS][i % FARS].access &&
                 views[i / FARS][i % FARS].bytes == bytes;
    return count;
}

/* Number and offset name the bytes that the descriptor has; or nobody else has
 * them. */
static void check_memory(u32 s, u32 selector, const struct area *a, int has)
{
    const u32 ldt = space_find(spaces[s].handle)->client.ldt;
    const struct local_segment *is = &world_ldts[ldt].at[selector >> 3];
    const u32 begin = far_is(a->address) ? 0 : a->address;

    CHECK_EQ(a->memory != 0, has);
    if (has)
        CHECK_EQ(backing_at(a->memory)->base + a->offset, is->base + begin);
    else if (!a->from)
        CHECK_EQ(a->offset, 0);
}

static void check_own(u32 s)
{
    const struct area *a = told->areas;

    CHECK(a[0].kind == AREA_TEXT && a[0].address == 0 && a[0].access == X);
    CHECK_EQ(a[0].size, 16 + TEXT_SIZE);
    CHECK(a[1].kind == AREA_STACK && a[1].address == 0 && a[1].access == RW);
    CHECK_EQ(a[1].size, STACK);
    check_memory(s, CLIENT_CODE, &a[0], 0);
    check_memory(s, CLIENT_STACK, &a[1], 0);
    if (spaces[s].end == STACK)
        return;
    CHECK(a[2].kind == AREA_DATA && a[2].address == STACK &&
          a[2].access == RW);
    CHECK_EQ(a[2].address + a[2].size, client_limit(spaces[s].end));
    check_memory(s, CLIENT_DATA, &a[2], is_lent(s, STACK));
}

static void check_view(u32 s, const struct area *a, u32 i)
{
    const struct view *v = &views[s][i];
    const int n = object_of(v->bytes);
    const char name[] = { n < 0 ? 0 : (char)('a' + n), 0 };

    CHECK_EQ(a->address, far_address(segment_selector(i)));
    CHECK_EQ(a->size, v->size);
    CHECK_EQ(a->access, v->access);
    CHECK_EQ(a->kind, n < 0 ? AREA_SHARED : AREA_ATTACHED);
    CHECK(!strcmp(a->object, name) && a->place == 0);
    CHECK_EQ(a->from, v->source ? spaces[v->source - 1].handle : 0);
    CHECK_EQ(a->at, v->source ? v->offset : 0);
    check_memory(s, segment_selector(i), a, v->source || users(v->bytes) > 1);
}

static void check_told(u32 s)
{
    u32 own = !spaces[s].end ? 0 : spaces[s].end == STACK ? 2 : 3;
    u32 count = own;

    for (u32 i = 0; i < FARS; i++)
        count += views[s][i].access != 0;
    told_take(spaces[s].handle, count);
    CHECK_EQ(told->d.data_end, spaces[s].end);
    CHECK_EQ(told->d.program[0] != 0, own != 0);
    if (own)
        check_own(s);
    for (u32 i = 0; i < FARS; i++)
        if (views[s][i].access)
            check_view(s, &told->areas[own++], i);
    for (u32 i = 0; i < count; i++)
        CHECK(told->areas[i].most == told->areas[i].access &&
              told->areas[i].part == 0);
}

/* What one segment cannot keep: rights, kinds, another place. */
static void check_own_kept(int space)
{
    struct area *a = again->areas;

    *again = *told;
    a[0].access = a[0].most = R | X;
    check_refused(space, E_NOT_APPLICABLE);
    a[1].access = R;
    check_refused(space, E_NOT_APPLICABLE);
    a[1].from = 1;
    check_refused(space, E_NOT_APPLICABLE);
    a[1].size--;
    check_refused(space, E_RANGE);
    a[0].size++;
    check_refused(space, E_RANGE);
    again->d.top -= 4;
    check_refused(space, E_RANGE);
    again->d.data_end ^= 1;
    check_refused(space, E_RANGE);
    again->d.data_end = 0xffffffff;
    check_refused(space, E_RANGE);
    again->d.text_end--;
    check_refused(space, E_NOT_APPLICABLE);
    memset(&again->d, 0, offsetof(struct description, count));
    check_refused(space, E_NOT_APPLICABLE);
    if (told->areas[2].kind != AREA_DATA)
        return;
    a[2].kind = AREA_HEAP;
    check_refused(space, E_NOT_APPLICABLE);
    a[2].address++;
    a[2].size--;
    check_refused(space, E_RANGE);
    again->d.data_end = END_MAX + 1;
    a[2].size = END_MAX + PAGE_SIZE - STACK;
    check_refused(space, E_RANGE);
}

/* More than is lent; what no far segment is. */
static void check_far_kept(int space, struct area *a, int stale)
{
    const int is_lent_part = a->from != 0;
    const struct area was = *a;
    const struct plain *p = spaces;

    a->address += 0x10000;
    check_refused(space, E_RANGE);
    a->access = a->most = R | X;
    check_refused(space, E_NOT_APPLICABLE);
    a->access = a->most = W;
    check_refused(space, E_NOT_APPLICABLE);
    a->kind = AREA_MAP;
    check_refused(space, E_NOT_APPLICABLE);
    a->size = LOCAL_BYTES + 1;
    check_refused(space, E_NOT_APPLICABLE);
    a->part = 4096;
    check_refused(space, E_INVALID);
    a->size = LOCAL_BYTES;
    check_refused(space, E_RANGE);
    if (!is_lent_part) {
        a->place = 4096;
        check_refused(space, E_NOT_APPLICABLE);
        return;
    }
    while (p->handle != was.from)
        p++;
    a->from = stale;
    check_refused(space, E_HANDLE);
    a->at = STACK - 1;
    check_refused(space, E_RANGE);
    a->at = p->end - was.size + 1;
    check_refused(space, E_RANGE);
    a->at = 0xffffffff;
    check_refused(space, E_RANGE);
    a->from = space;            /* it has its data first, and of another size */
    a->at = 0x7fffffff;
    check_refused(space, E_RANGE);
}

/* Two far segments are not one mapping, however well they follow. */
static void check_parts(int space, u32 last)
{
    struct area *a = &again->areas[last], *next = a + 1;
    const u32 step = far_address(segment_selector(1)) -
                     far_address(segment_selector(0));

    if (share_slot(a->address) == FARS - 1 || last + 1 == TOLD_MOST)
        return;
    a->size = step;
    *next = *a;
    next->address += step;
    next->part = step;
    next->at += a->from ? step : 0;
    next->place += a->from ? 0 : step;
    again->d.count++;
    check_refused(space, E_NOT_APPLICABLE);
}

static void check_kept(int space)
{
    const int stale = model_memory.create();
    const u32 last = told->d.count - 1;

    CHECK_EQ(model_memory.destroy(stale), 0);
    check_own_kept(space);
    for (u32 i = 0; i < told->d.count; i++)
        if (told->areas[i].kind >= AREA_SHARED)
            check_far_kept(space, &again->areas[i], stale);
    if (told->areas[last].kind < AREA_SHARED)
        return;
    check_parts(space, last);
    again->areas[last].address = far_address(segment_selector(FARS));
    check_refused(space, E_RANGE);
    again->areas[last].address = 0xa0000000;
    check_refused(space, E_RANGE);
}

/* Zeros and stubs; then what was there. */
static void check_content(int from, int space, const struct area *a)
{
    static u8 bytes[BYTES], found[BYTES];
    static const u8 zeros[BYTES];
    const int is_text = a->kind == AREA_TEXT;
    const u32 size = is_text ? told->d.stubs : a->size;

    CHECK_EQ(model_memory.fetch(from, a->kind, a->address, bytes, a->size), 0);
    CHECK_EQ(model_memory.fetch(space, a->kind, a->address, found, a->size),
             0);
    CHECK(!memcmp(found, zeros, size));
    CHECK_EQ(model_memory.fill(space, a->kind, a->address, bytes, a->size), 0);
    if (is_text)
        memset(bytes + size, STUB, IMAGE_STUBS);
    model_memory.fetch(space, a->kind, a->address, found, a->size);
    CHECK(!memcmp(found, bytes, a->size));
    CHECK_EQ(model_memory.fetch(space, a->kind, a->address + a->size, found,
                                1), a->kind == AREA_STACK &&
             told->d.data_end > STACK ? 0 : E_ADDRESS);
}

/* The same bytes, by a descriptor of the same rights. */
static void check_shared(u32 s, int space, const struct area *a)
{
    const u32 i = share_slot(a->address), ldt = space_find(space)->client.ldt;
    const u32 old = space_find(spaces[s].handle)->client.ldt;
    const struct local_segment *x = &world_ldts[ldt].at[FAR_FIRST + i];
    const struct local_segment *y = &world_ldts[old].at[FAR_FIRST + i];
    const u8 *is = views[s][i].bytes + views[s][i].offset;
    u8 byte;

    CHECK(x->index && x->type == y->type && x->base == y->base &&
          x->size == y->size && x->size == a->size);
    CHECK_EQ(model_memory.fetch(space, a->kind, a->address + a->size - 1,
                                &byte, 1), 0);
    CHECK_EQ(byte, is[a->size - 1]);
    CHECK_EQ(model_memory.fill(space, a->kind, a->address + a->size - 1,
                               &byte, 1), a->access & W ? 0 : E_RIGHTS);
    CHECK_EQ(model_memory.fetch(space, a->kind, a->address, &byte,
                                a->size + 1), E_ADDRESS);
}

/* Nor by its name: what it may not write, it cannot attach to write. */
static void check_names(int space)
{
    u32 writes = 0, where;

    for (u32 n = 0; n < OBJECTS; n++) {
        const char name[] = { (char)('a' + n), 0 };
        u32 has = 0;
        for (u32 i = 0; i < told->d.count; i++)
            if (!strcmp(told->areas[i].object, name)) {
                writes |= told->areas[i].access & W;
                has++;
            }
        if (has && !writes)
            CHECK_EQ(model_memory.attach(space, name, 0, RW, &where),
                     E_RIGHTS);
        writes = 0;
    }
}

static void check_again(int space)
{
    CHECK_EQ(model_memory.export(space, &again->d, TOLD_MOST), told->d.count);
    CHECK(!memcmp(&told->d, &again->d, sizeof(told->d)));
    for (u32 i = 0; i < told->d.count; i++) {
        struct area *a = &told->areas[i], *b = &again->areas[i];
        const int is_other = a->kind >= AREA_SHARED;
        CHECK(!is_other || b->memory);      /* both have it */
        CHECK(is_other || !b->memory);
        a->memory = b->memory = a->offset = b->offset = 0;
        CHECK(!memcmp(a, b, sizeof(*a)));
    }
    CHECK_EQ(model_memory.import(space, &told->d), told->d.program[0] ?
             E_EXISTS : 0);
}

static void check_moved(u32 s, int space)
{
    check_again(space);
    for (u32 i = 0; i < told->d.count; i++) {
        const struct area *a = &told->areas[i];
        if (a->kind < AREA_SHARED)
            check_content(spaces[s].handle, space, a);
        else
            check_shared(s, space, a);
        moved_lent += a->from != 0;
        moved_objects += a->object[0] != 0;
    }
    check_names(space);
}

static void test_move(u32 s)
{
    const int space = model_memory.create();

    check_told(s);
    if (told->d.count)
        check_kept(space);
    import_at_last(space);
    check_moved(s, space);
    CHECK_EQ(model_memory.destroy(space), 0);
    for (u32 i = 0; i < 20 && told->d.count; i++)
        damage();
    moves++;
}

/* All of an area is moved, the rest of its last page, too, and nothing behind
 * it. */
static void check_ends(int space, const struct area *a)
{
    static u8 bytes[2 * LOCAL_BYTES];

    CHECK(a->size < sizeof(bytes) && a->size % PAGE_SIZE == 0);
    for (u32 size = a->size - 1; size <= a->size + 1; size++) {
        const int error = size > a->size ? E_ADDRESS : 0;
        CHECK_EQ(model_memory.fetch(space, a->kind, a->address, bytes, size),
                 error);
        CHECK_EQ(model_memory.fill(space, a->kind, a->address, bytes, size),
                 error);
    }
}

/* So many bytes that their end lies in front of their begin. */
static void check_wraps(int space, u32 address)
{
    u32 word = 0;

    for (u32 less = 1; less <= 16; less *= 2) {
        CHECK_EQ(model_memory.read(space, address, &word, 0u - less), E_ADDRESS);
        CHECK_EQ(model_memory.write(space, address, &word, 0u - less), E_ADDRESS);
    }
}

/* Lent by the space itself, and large: addresses of segments lie over each
 * other, and that is told. */
static void test_own_part(void)
{
    const int a = model_memory.create(), b = model_memory.create();
    const u32 live = world_live();
    u32 first, second, word = 0x12345678, found;

    CHECK_EQ(model_memory.load(a, "program"), 0);
    CHECK_EQ(model_memory.grow(a, LOCAL_BYTES + 5, &first), 0);
    CHECK_EQ(model_memory.share(a, STACK, LOCAL_BYTES, a, RW, &first), 0);
    CHECK_EQ(model_memory.share(a, STACK + 4, LOCAL_BYTES, a, R, &second), 0);
    CHECK_EQ(model_memory.export(a, &told->d, TOLD_MOST), 5);
    CHECK(second - first < LOCAL_BYTES);
    CHECK_EQ(told->d.data_end, STACK + DATA_SIZE + LOCAL_BYTES + 5);
    told->areas[3].from = told->areas[4].from = b;
    CHECK_EQ(model_memory.import(b, &told->d), 0);
    CHECK_EQ(model_memory.grow(b, 0, &found), 0);
    CHECK_EQ(found, told->d.data_end);
    CHECK_EQ(model_memory.destroy(a), 0);
    CHECK_EQ(model_memory.write(b, STACK + 4, &word, 4), 0);
    CHECK_EQ(model_memory.read(b, first + 4, &found, 4), 0);
    CHECK_EQ(found, word);
    CHECK_EQ(model_memory.read(b, second, &found, 4), 0);
    CHECK_EQ(found, word);
    CHECK_EQ(model_memory.write(b, second, &word, 4), E_ADDRESS);
    check_wraps(b, 16);
    check_wraps(b, first + 16);
    check_ends(b, &told->areas[2]);
    CHECK_EQ(model_memory.destroy(b), 0);
    CHECK(world_live() < live);
}

static void tell_object(struct area *a, u32 i, u32 size)
{
    *a = (struct area){ .address = far_address(segment_selector(i)),
                        .size = size, .access = RW, .most = RW,
                        .kind = AREA_ATTACHED, .object = "told" };
}

/* A new object: as large as the largest of what is shown of it. */
static void test_new_object(void)
{
    const int a = model_memory.create(), b = model_memory.create();
    u32 word = 77;

    CHECK_EQ(model_memory.load(a, "program"), 0);
    CHECK_EQ(model_memory.export(a, &told->d, TOLD_MOST), 3);
    tell_object(&told->areas[3], 0, 9);
    tell_object(&told->areas[4], 5, 3 * PAGE_SIZE);
    told->d.count = 5;
    import_at_last(b);
    CHECK_EQ(model_memory.write(b, told->areas[3].address, &word, 4), 0);
    word = 0;
    CHECK_EQ(model_memory.read(b, told->areas[4].address, &word, 4), 0);
    CHECK_EQ(word, 77);
    CHECK_EQ(model_memory.destroy(a), 0);
    CHECK_EQ(model_memory.destroy(b), 0);
    new_names++;
}
