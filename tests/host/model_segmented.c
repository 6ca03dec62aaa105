/* SPDX-License-Identifier: MIT */
/* sources: modules/models/segmented modules/lib/sharing/recount.c
 * modules/lib/sharing/backing.c modules/lib/space/extent.c
 * modules/lib/space/spaces.c modules/lib/sharing/known.c modules/lib/sharing/named.c
 * modules/lib/space/asked.c modules/lib/space/methods.c modules/lib/space/life.c
 * modules/lib/space/area.c modules/lib/space/area_copy.c modules/lib/call/look.c
 * modules/lib/sharing/source.c
 * modules/lib/sharing/share.c
 * modules/lib/client/load.c modules/lib/client/described.c
 * modules/lib/client/content.c modules/lib/ring3/ldt.c
 * modules/lib/space/parts.c core/lib/format.c core/lib/string.S */
/*
 * `segmented` against a plain model of it: what each space reads and writes,
 * which descriptors it has and where they lead; requests around every bound,
 * at random, with an NMM that refuses some. In the end nothing is left.
 */
#include "model_segmented.h"
#include "recounted.h"

static void test_copies(u32 s)
{
    static u8 data[BYTES];
    const u32 address = any_address(s);
    const u32 size = any_size(spaces[s].end - address);
    u8 *is = at(s, address, size, R), *to = at(s, address, size, W);
    const u32 n = size < 64 ? size : 64;

    CHECK_EQ(model_memory.read(spaces[s].handle, address, data, size),
             is ? 0 : E_ADDRESS);
    if (is)
        CHECK(!memcmp(data, is, size));
    for (u32 i = 0; i < n; i++)
        data[i] = (u8)random_below(256);
    CHECK_EQ(client_may_write(spaces[s].handle, address, is ? n : size),
             (is ? at(s, address, n, W) : to) ? 0 : E_ADDRESS);
    if (is)
        CHECK(!memcmp(is, at(s, address, size, R), size));
    CHECK_EQ(model_memory.write(spaces[s].handle, address, data,
                                is ? n : size),
             (is ? at(s, address, n, W) : to) ? 0 : E_ADDRESS);
    if (is && at(s, address, n, W))
        memcpy(at(s, address, n, W), data, n);
}

static void grown(u32 s, u32 end)
{
    memset(spaces[s].bytes + spaces[s].end, 0, end - spaces[s].end);
    if (end > spaces[s].room)
        spaces[s].room = extent_pages(end + end / 4);
    spaces[s].end = end;
}

static int grow_error(u32 s, u32 end)
{
    return end < spaces[s].end || end > END_MAX ? E_NOMEM : 0;
}

static void test_grow(u32 s)
{
    const u32 bytes = any_size(0), end = spaces[s].end;
    u32 where = 7;
    int error = !end ? E_NOTFOUND : grow_error(s, end + bytes);

    if (!error && (end + bytes >= BYTES || is_stretch_free(0, ARENA_PAGES)))
        return;
    CHECK_EQ(model_memory.grow(spaces[s].handle, bytes, &where), error);
    CHECK_EQ(where, error ? 7 : end);
    if (!error)
        grown(s, end + bytes);
}

static void test_map(u32 s)
{
    const u32 end = extent_pages(spaces[s].end), size = any_size(0);
    const u32 address = random_below(3) ? any_address(s) : 0;
    const u32 access = random_below(4) ? RW : random_below(10);
    u32 where = 7;
    int error = !access || access > 7 ? E_INVALID :
                access != RW ? E_NOT_APPLICABLE : !end ? E_NOTFOUND :
                !size || address % PAGE_SIZE ? E_RANGE :
                address && address < end ? E_BUSY :
                address && address != end ? E_NOT_APPLICABLE :
                extent_pages(size) < size ? E_NOMEM :
                grow_error(s, end + extent_pages(size));

    if (!error && end + size >= BYTES - PAGE_SIZE)
        return;
    CHECK_EQ(model_memory.map(spaces[s].handle, address, size, access,
                              &where), error);
    CHECK_EQ(where, error ? 7 : end);
    if (!error)
        grown(s, end + extent_pages(size));
}

static int unmap_far(u32 s, u32 address, u32 size)
{
    const u32 i = (far_selector(address) >> 3) - FAR_FIRST;

    if (i >= FARS || !views[s][i].access || address & 0xffff ||
        extent_pages(size) != extent_pages(views[s][i].size))
        return E_RANGE;
    views[s][i].access = 0;
    return 0;
}

static void test_unmap(u32 s)
{
    const u32 end = spaces[s].end, address = any_address(s);
    const u32 size = any_size(end - address), pages = extent_pages(size);
    int error = !end ? E_NOTFOUND : far_is(address) ?
                unmap_far(s, address, size) :
                address < STACK || address > end || !pages ? E_RANGE :
                (address % PAGE_SIZE ? size : pages) < end - address ||
                pages > extent_pages(end) - address ? E_NOT_APPLICABLE :
                is_lent(s, address) ? E_BUSY : 0;

    CHECK_EQ(model_memory.unmap(spaces[s].handle, address, size), error);
    if (!error && !far_is(address))
        spaces[s].end = address;
}

static int access_error(u32 access)
{
    return !access || access > 7 ? E_INVALID :
           access & X || !(access & R) ? E_NOT_APPLICABLE : 0;
}

static int free_view(u32 s)
{
    for (int i = 0; i < FARS; i++)
        if (!views[s][i].access)
            return i;
    return E_FULL;
}

static void test_share(u32 s)
{
    const u32 t = random_below(SPACES), address = any_address(s);
    const u32 size = any_size(spaces[s].end - address);
    const u32 access = random_below(3) ? RW : random_below(10);
    const int i = free_view(t);
    u32 where = 7;
    int error = access_error(access);

    if (!error)
        error = !spaces[s].end || !spaces[t].end ? E_NOTFOUND :
                far_is(address) || !size || address < STACK ||
                address > spaces[s].end || size > spaces[s].end - address ?
                E_RANGE : i < 0 ? i : 0;
    CHECK_EQ(model_memory.share(spaces[s].handle, address, size,
                                spaces[t].handle, access, &where), error);
    CHECK_EQ(where, error ? 7 : far_address(segment_selector((u32)i)));
    if (!error)
        views[t][i] = (struct view){ access, address, size, spaces[s].bytes,
                                     s + 1 };
}

static void test_attach(u32 s)
{
    const u32 n = random_below(OBJECTS);
    const char name[] = { (char)('a' + n), 0 };
    struct plain_object *o = &objects[n];
    const u32 size = random_below(2) ? 0 : any_size(0);
    const u32 access = random_below(4) ? 1u + 2 * random_below(2) :
                                         random_below(10);
    const int i = free_view(s);
    u32 where = 7;
    int error = access_error(access);

    if (!error && !o->size && extent_pages(size) > sizeof(o->bytes))
        return;
    if (!error)
        error = !spaces[s].end ? E_NOTFOUND :
                !o->size && !size ? E_NOTFOUND :
                (o->size ? size > o->size : !extent_pages(size)) ? E_RANGE :
                o->known >> s & 1 && access & W && !(o->writers >> s & 1) ?
                E_RIGHTS : i < 0 ? i : 0;
    CHECK_EQ(model_memory.attach(spaces[s].handle, name, size, access,
                                 &where), error);
    CHECK_EQ(where, error ? 7 : far_address(segment_selector((u32)i)));
    if (error)
        return;
    o->size = o->size ? o->size : extent_pages(size);
    o->writers |= o->known >> s & 1 ? 0 : (access >> 1 & 1) << s;
    o->known |= 1u << s;
    views[s][i] = (struct view){ access, 0, size ? size : o->size, o->bytes,
                                 0 };
}

static void test_life(u32 s)
{
    const int old = spaces[s].handle;

    world_destroy(old);
    forget(s);
    spaces[s].handle = model_memory.create();
    CHECK(spaces[s].handle > 0 && spaces[s].handle != old);
}

static void test_load(u32 s)
{
    const int error = spaces[s].end ? E_EXISTS : 0;

    CHECK_EQ(model_memory.load(spaces[s].handle, "program"), error);
    if (error)
        return;
    spaces[s].end = STACK + DATA_SIZE;
    spaces[s].room = extent_pages(spaces[s].end);
    memset(spaces[s].bytes, 0, STACK);
    memcpy(spaces[s].bytes + STACK, world_program + DATA_START, DATA_SIZE);
}

/* Above 1 MiB a limit counts pages, and no part of one is lent. */
static void test_large(void)
{
    const int a = model_memory.create(), b = model_memory.create();
    u32 where;

    spaces[0].handle = a;
    CHECK_EQ(model_memory.load(a, "program"), 0);
    CHECK_EQ(model_memory.load(b, "program"), 0);
    CHECK_EQ(model_memory.grow(a, LOCAL_BYTES - STACK - DATA_SIZE, &where), 0);
    segment(0, CLIENT_DATA, LOCAL_DATA, LOCAL_BYTES);
    CHECK_EQ(model_memory.grow(a, 1, &where), 0);
    segment(0, CLIENT_DATA, LOCAL_DATA, LOCAL_BYTES + PAGE_SIZE);
    CHECK_EQ(model_memory.grow(a, LOCAL_BYTES, &where), 0);
    CHECK_EQ(model_memory.share(a, STACK, LOCAL_BYTES, b, R, &where), 0);
    CHECK_EQ(model_memory.share(a, STACK, LOCAL_BYTES + 1, b, R, &where),
             E_NOT_APPLICABLE);
    CHECK_EQ(model_memory.share(a, STACK, LOCAL_BYTES + PAGE_SIZE, b, R,
                                &where), 0);
    const u32 lent = STACK + LOCAL_BYTES + PAGE_SIZE, end = 2 * LOCAL_BYTES + 1;
    CHECK_EQ(model_memory.unmap(a, lent - PAGE_SIZE, end - lent + PAGE_SIZE),
             E_BUSY);
    CHECK_EQ(model_memory.unmap(a, lent, end - lent), 0);
    CHECK_EQ(model_memory.destroy(a), 0);
    CHECK_EQ(model_memory.destroy(b), 0);
    CHECK_EQ(world_live(), 0);
}

#define LENT (STACK + PAGE_SIZE)

/* The last of all spaces follows with its last far segment, holds what is lent
 * to it alone, and loses it with the lender. */
static void test_last(void)
{
    int all[SPACES_MAX];
    u32 where;

    for (u32 i = 0; i < SPACES_MAX; i++)
        all[i] = model_memory.create();
    const int a = all[0], b = spaces[0].handle = all[SPACES_MAX - 1];
    CHECK_EQ(model_memory.load(a, "program"), 0);
    CHECK_EQ(model_memory.load(b, "program"), 0);
    CHECK_EQ(model_memory.grow(a, 2 * PAGE_SIZE, &where), 0);
    for (u32 i = 1; i < FARS; i++)
        CHECK_EQ(model_memory.share(a, STACK, 1, b, R, &where), 0);
    CHECK_EQ(model_memory.share(a, LENT, 1, b, R, &where), 0);
    CHECK_EQ(where, far_address(segment_selector(FARS - 1)));
    const struct space *lender = space_find(a), *last = space_find(b);
    const u32 *index = &world_ldts[last->client.ldt].at[FAR_FIRST + FARS - 1].index;
    const u8 *old = segment(0, segment_selector(FARS - 1), LOCAL_DATA_ONLY, 1);
    CHECK_EQ(model_memory.grow(a, 100000, &where), 0);
    const u8 *data = (const u8 *)world_ldts[lender->client.ldt]
        .at[CLIENT_DATA >> 3].base;
    CHECK(data + LENT != old);
    CHECK(segment(0, segment_selector(FARS - 1), LOCAL_DATA_ONLY, 1) ==
          data + LENT);
    CHECK_EQ(model_memory.unmap(a, LENT, lender->end - LENT), E_BUSY);
    CHECK(*index);
    CHECK_EQ(model_memory.destroy(a), 0);
    CHECK_EQ(*index, 0);
    for (u32 i = 1; i < SPACES_MAX; i++)
        CHECK_EQ(model_memory.destroy(all[i]), 0);
    CHECK_EQ(world_live(), 0);
}

#include "model_segmented_told.h"

static int make(u32 what, int made)
{
    const int s = spaces[0].handle;
    u32 where;

    switch (what) {
    case 0: return model_memory.grow(made, 100000, &where);
    case 1: return model_memory.grow(made, 100, &where);
    case 2: return model_memory.map(made, 0, 100000, RW, &where);
    case 3: return model_memory.share(made, STACK, 9, s, R, &where);
    default: return model_memory.attach(made, "new", 9, R, &where);
    }
}

int main(void)
{
    static void (*const tests[])(u32) = {
        test_copies, test_copies, test_grow, test_map, test_unmap, test_share,
        test_share, test_attach, test_load };
    int made;

    world_begin();
    world_fill(SPACES_MAX);
    world_no_handles();
    world_image_error = E_FORMAT;
    made = model_memory.create();
    CHECK_EQ(model_memory.load(made, "p"), E_FORMAT);
    CHECK_EQ(model_memory.destroy(made), 0);
    world_image_error = 0;
    test_large();
    test_last();
    told_begin();
    test_own_part();
    test_new_object();
    for (u32 s = 0; s < SPACES; s++)
        CHECK((spaces[s].handle = model_memory.create()) > 0);
    for (u32 i = 0; i < 6000; i++) {
        const u32 s = random_below(SPACES);
        if (random_below(100))
            tests[random_below(ARRAY_SIZE(tests))](s);
        else
            test_life(s);
        CHECK_EQ(model_holder, 0);
        check_space(s);
        if (i % 64 == 0) {
            check_usage();
            check_recount();
        }
        if (i % 40 == 0)
            test_move(s);
    }
    CHECK(moves > 120);
    CHECK(moved_lent > 50);
    CHECK(moved_objects > 50);
    CHECK(harmless > 20);
    for (u32 s = 0; s < SPACES; s++)
        check_space(s);
    CHECK(world_refusals(make, 5, &made) > 15);
    CHECK_EQ(world_checked, 1);
    CHECK_EQ(model_memory.destroy(made), 0);
    for (u32 s = 0; s < SPACES; s++)
        CHECK_EQ(model_memory.destroy(spaces[s].handle), 0);
    /* Names stay, "new" too; and what was told lies in a region. */
    CHECK_EQ(world_live(), OBJECTS + 2 + new_names);
    return check_done();
}
