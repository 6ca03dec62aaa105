/* SPDX-License-Identifier: MIT */
/* sources: modules/models/flat modules/lib/sharing/recount.c
 * modules/lib/sharing/backing.c
 * modules/lib/space/extent.c modules/lib/space/spaces.c
 * modules/lib/sharing/known.c modules/lib/sharing/named.c
 * modules/lib/space/asked.c modules/lib/space/methods.c
 * modules/lib/space/life.c
 * modules/lib/space/area.c modules/lib/space/area_copy.c modules/lib/call/look.c
 * modules/lib/sharing/source.c
 * modules/lib/sharing/share.c modules/lib/sharing/mapped.c
 * modules/lib/sharing/lender.c modules/lib/client/load.c
 * modules/lib/client/described.c modules/lib/client/content.c
 * modules/lib/client/content_extents.c
 * modules/lib/ring3/ldt.c
 * modules/lib/space/parts.c core/lib/format.c core/lib/string.S
 * !modules/models/flat/near.S */
/*
 * `flat` against a plain model of it: who has which memory, how long it stays,
 * and where the heap goes on; requests around every bound, at random. In the
 * end nothing is left.
 */
#include "model_flat.h"
#include "recounted.h"

/* Through what anybody has; what is written stays as it is. */
static void test_copies(u32 s)
{
    static u8 data[70000];
    const u32 address = any_address(s), some = any_size();
    const u32 size = some > sizeof(data) && is_plain(address, some) ? 9 : some;
    const int error = is_plain(address, size) ? 0 : E_ADDRESS;

    CHECK_EQ(model_memory.read(spaces[s].handle, address, data, size), error);
    CHECK(error || !memcmp(data, (const void *)address, size));
    CHECK_EQ(model_memory.write(spaces[s].handle, address, data, size), error);
}

static void has(u32 s, const struct plain_area *a)
{
    areas[area_count] = *a;
    areas[area_count++].users = 1u << s;
    spaces[s].count++;
    for (u32 i = 0; i < a->size; i += 512)
        CHECK_EQ(*(const u32 *)(a->base + i), 0);
    *(u32 *)a->base = a->base;
}

/* Nobody has it: the memory is free. */
static void drop(u32 s, struct plain_area *a)
{
    a->users &= ~(1u << s);
    spaces[s].count--;
    CHECK_EQ(world_taken[(a->base - world_arena) / PAGE_SIZE],
             a->users || a->object);
    if (a->users || a->object)
        CHECK(*(const u32 *)a->base == a->base);
}

static int is_room(u32 address, u32 size)
{
    return address >= world_arena &&
           is_stretch_free((address - world_arena) / PAGE_SIZE,
                           size / PAGE_SIZE);
}

static void test_map(u32 s)
{
    const u32 wish = random_below(2) ? any_address(s) : 0, some = any_size();
    const u32 access = random_below(4) ? RW : random_below(10);
    const u32 size = extent_pages(some);
    u32 where = 7;
    int error = !access || access > 7 ? E_INVALID :
                wish % PAGE_SIZE || !size ? E_RANGE :
                wish && !is_room(wish, size) ? E_BUSY :
                size > ARENA_PAGES * PAGE_SIZE ? E_NOMEM :
                spaces[s].count == EXTENTS ? E_FULL : 0;

    CHECK_EQ(model_memory.map(spaces[s].handle, wish, some, access, &where),
             error);
    if (error)
        CHECK_EQ(where, 7);
    else
        has(s, &(struct plain_area){ .base = where, .size = size });
    CHECK(error || !wish || where == wish);
}

static void test_unmap(u32 s)
{
    const u32 address = any_address(s);
    struct plain_area *at = find(s, address);
    const u32 size = at && random_below(3) ? at->size - random_below(2) :
                                             any_size();
    struct plain_area *a = mapped(s, address, size);

    CHECK_EQ(model_memory.unmap(spaces[s].handle, address, size),
             a ? 0 : E_RANGE);
    if (a)
        drop(s, a);
}

/* Does it have any of [address, + size)? */
static int overlaps(u32 s, u32 address, u32 size)
{
    for (u32 i = 0; i < size; i += PAGE_SIZE)
        if (find(s, address + i))
            return 1;
    return 0;
}

static void test_share(u32 s)
{
    const u32 t = random_below(SPACES), address = any_address(s);
    const struct plain_area *at = find(s, address);
    const u32 size = at && random_below(3) ? at->size : any_size();
    const u32 access = random_below(4) ? R : random_below(10);
    struct plain_area *a = mapped(s, address, size);
    u32 where = 7;
    const int error = !access || access > 7 ? E_INVALID : !a ? E_RANGE :
                      overlaps(t, address, a->size) ? E_BUSY :
                      spaces[t].count == EXTENTS ? E_FULL : 0;

    CHECK_EQ(model_memory.share(spaces[s].handle, address, size,
                                spaces[t].handle, access, &where), error);
    CHECK_EQ(where, error ? 7 : a->base);
    if (error)
        return;
    a->users |= 1u << t;
    spaces[t].count++;
}

static void test_attach(u32 s)
{
    const u32 n = random_below(OBJECTS);
    const char name[] = { (char)('a' + n), 0 };
    struct plain_object *o = &objects[n];
    const u32 size = random_below(2) ? 0 : any_size();
    u32 where = 7;

    const int error = !o->area && !size ? E_NOTFOUND :
                      (o->area ? size > o->area->size : !extent_pages(size)) ?
                      E_RANGE : o->area && o->area->users >> s & 1 ? E_BUSY :
                      spaces[s].count == EXTENTS ? E_FULL :
                      size > ARENA_PAGES * PAGE_SIZE ? E_NOMEM : 0;
    CHECK_EQ(model_memory.attach(spaces[s].handle, name, size, R, &where),
             error);
    if (error)
        return;
    if (!o->area) {
        o->area = &areas[area_count];
        has(s, &(struct plain_area){ where, extent_pages(size), 0, 0, n + 1 });
        return;
    }
    CHECK_EQ(where, o->area->base);
    o->area->users |= 1u << s;
    spaces[s].count++;
}

static void test_grow(u32 s)
{
    struct plain *p = &spaces[s];
    const u32 bytes = any_size(), have = p->heap_end - p->end;
    const u32 want = bytes > have ? extent_pages(bytes - have) : 0;
    const u32 quarter = extent_pages((p->heap_end - p->entry) / 4);
    const u32 more = !want ? 0 : want < quarter &&
                     is_room(p->heap_end, quarter) ? quarter : want;
    u32 where = 7;
    const int error = !p->base ? E_NOTFOUND : bytes <= have ? 0 :
                      !want ? E_RANGE : !is_room(p->heap_end, more) ||
                      p->count == EXTENTS ? E_NOMEM : 0;

    CHECK_EQ(model_memory.grow(p->handle, bytes, &where), error);
    CHECK_EQ(where, error ? 7 : p->end);
    if (error)
        return;
    if (more)
        has(s, &(struct plain_area){ .base = p->heap_end, .size = more,
                               .is_heap = 1 });
    p->end += bytes;
    p->heap_end += more;
}

/* The image is the module's; its manifest begins with what the CM is told. */
static void check_carried(const struct space *space, u32 base)
{
    const struct carried *c = &space->client.carried;

    CHECK_EQ(c->base, base);
    CHECK_EQ(c->size, sizeof(world_program));
    CHECK_EQ(c->text_size, TEXT_SIZE);
    CHECK_EQ(c->fixed_size, WRITE_START);
    CHECK_EQ(c->manifest, base + world_manifest.first);
    CHECK_EQ(c->manifest_size, sizeof(struct manifest_entry));
    CHECK_EQ(c->space, space->client.head.handle);
    CHECK_EQ(space->client.head.module, WORLD_MODULE);
    CHECK(!memcmp((const void *)c->manifest, world_manifest.entries,
                  c->manifest_size));
    for (u32 i = 0; i < IMAGE_SLOTS; i++) {     /* nobody has bound a slot */
        const u8 *stub = (const u8 *)base + TEXT_SIZE -
                         (IMAGE_SLOTS - i) * IMAGE_CALL;
        const int error = E_UNBOUND;
        CHECK(stub[0] == 0xb8 && !memcmp(stub + 1, &error, 4));
        CHECK_EQ(stub[5], 0xc3);        /* MOVL, RET */
    }
}

static void test_load(u32 s)
{
    struct plain *p = &spaces[s];
    const int error = p->base ? E_EXISTS : p->count == EXTENTS ? E_FULL : 0;

    CHECK_EQ(model_memory.load(p->handle, "program"), error);
    if (error)
        return;
    const struct space *space = space_find(p->handle);
    p->entry = space->client.entry;
    p->base = p->entry - 16;
    check_carried(space, p->base);
    p->end = p->base + sizeof(world_program);
    p->heap_end = p->base + extent_pages(sizeof(world_program) + HEAP);
    areas[area_count++] = (struct plain_area){ p->base, p->heap_end - p->base, 1,
                                         1u << s, 0 };
    p->count++;
}

#include "model_flat_told.h"

static void test_life(u32 s)
{
    const int old = spaces[s].handle;

    world_destroy(old);
    for (u32 i = 0; i < area_count; i++)
        if (areas[i].users >> s & 1)
            drop(s, &areas[i]);
    spaces[s] = (struct plain){ .handle = model_memory.create() };
    CHECK(spaces[s].handle > 0 && spaces[s].handle != old);
}

static void check_usage(u32 s)
{
    struct memory_usage usage;
    u32 mapped = 0;

    for (u32 i = 0; i < area_count; i++)
        mapped += areas[i].users >> s & 1 ? areas[i].size : 0;
    CHECK_EQ(model_memory.usage(spaces[s].handle, &usage), 0);
    CHECK_EQ(usage.mapped, mapped);
    CHECK_EQ(usage.resident, mapped);
    CHECK_EQ(usage.spaces, 1);
}

/* Its table has no room for a program. */
static void test_full(void)
{
    const int space = model_memory.create();
    u32 where;

    for (u32 i = 0; i < EXTENTS; i++)
        CHECK_EQ(model_memory.map(space, 0, PAGE_SIZE, RW, &where), 0);
    const u32 live = world_live();
    CHECK_EQ(model_memory.load(space, "program"), E_FULL);
    CHECK_EQ(model_memory.attach(space, "new", ~0u - PAGE_SIZE, R, &where),
             E_FULL);                   /* before there is no memory, too */
    CHECK_EQ(world_live(), live);
    CHECK_EQ(model_memory.destroy(space), 0);
}

static int make(u32 what, int made)
{
    u32 where;

    switch (what) {
    case 0: return model_memory.map(made, 0, 8192, RW, &where);
    default: return model_memory.attach(made, "new", 9, R, &where);
    }
}

/* Regions that are no plain memory, of anybody: nothing is copied, not even
 * where a copy begins or ends beside them. */
static void test_foreign(u32 status, u32 flags, int error)
{
    struct region_info info;
    u32 word;

    const int both = create_region(NMM_UPS, 0, 2 * PAGE_SIZE, 0, &info);
    destroy_region((u32)both);
    const u32 base = info.base;
    const int below = create_region(NMM_UPS, base, PAGE_SIZE, REGION_FIXED,
                                    &info);
    const int odd = create_region(NMM_UPS, base + PAGE_SIZE, PAGE_SIZE,
                                  REGION_FIXED, &info);
    world_regions[odd].flags |= flags;
    world_status = status;
    for (u32 at = info.base - 8; at <= info.base + 4; at += 4) {
        const int is_below = status == REGION_USED && at + 4 <= info.base;
        const int expected = is_below ? 0 : error;
        CHECK_EQ(model_memory.read(spaces[0].handle, at, &word, 4), expected);
        CHECK_EQ(model_memory.write(spaces[0].handle, at, &word, 4), expected);
    }
    CHECK_EQ(model_memory.read(spaces[0].handle, info.base - 2, &word, 4),
             error);
    world_status = REGION_USED;
    destroy_region((u32)odd);
    destroy_region((u32)below);
}

static void test_foreigners(void)
{
    static const u32 plain[] = { 0, REGION_FIXED, REGION_COMMON,
                                 REGION_SHARED };
    static const u32 odd[] = { REGION_SELF_BACKED, REGION_FRAMES,
                               REGION_SEGMENT };

    for (u32 i = 0; i < ARRAY_SIZE(plain); i++) {
        test_foreign(REGION_USED, plain[i], 0);
        test_foreign(REGION_FREE, plain[i], E_ADDRESS);
        test_foreign(REGION_INVALID, plain[i], E_ADDRESS);
        for (u32 j = 0; j < ARRAY_SIZE(odd); j++)
            test_foreign(REGION_USED, plain[i] | odd[j], E_ADDRESS);
    }
}

int main(void)
{
    static void (*const tests[])(u32) = {
        test_copies, test_map, test_map, test_unmap, test_unmap, test_share,
        test_attach, test_grow, test_grow, test_load };
    int made;

    told_in_place = 1;
    world_begin();
    told_begin();
    world_fill(SPACES_MAX);
    test_full();
    test_over(0x40000000, E_INVALID);
    test_over(0x80000000, E_NOT_APPLICABLE);
    test_over(0x90000000, E_INVALID);
    world_no_handles();
    for (u32 s = 0; s < SPACES; s++)
        CHECK((spaces[s].handle = model_memory.create()) > 0);
    for (u32 i = 0; i < 6000; i++) {
        const u32 s = random_below(SPACES);
        world_step(s, tests, ARRAY_SIZE(tests), test_life);
        check_usage(s);
        if (i % 8 == 0)
            test_move(s);
        if (i % 64 == 0)
            check_recount();
    }
    CHECK(moves > 300);
    CHECK(moved_lent > 5);
    CHECK(moved_busy > 10 && parts > 10);
    CHECK(harmless > 20);
    test_foreigners();
    CHECK(world_refusals(make, 2, &made) > 3);
    CHECK_EQ(model_memory.destroy(made), 0);
    for (u32 s = 0; s < SPACES; s++)
        CHECK_EQ(model_memory.destroy(spaces[s].handle), 0);
    CHECK_EQ(world_live(), OBJECTS + 2 + new_names);        /* names stay, "new" too */
    return check_done();
}
