/* SPDX-License-Identifier: MIT */
/* sources: modules/models/segpaged modules/lib/sharing/recount.c
 * modules/lib/sharing/backing.c modules/lib/space/extent.c
 * modules/lib/space/spaces.c modules/lib/sharing/known.c modules/lib/sharing/named.c
 * modules/lib/space/asked.c modules/lib/space/methods.c
 * modules/lib/space/life.c modules/lib/space/area.c modules/lib/space/area_copy.c
 * modules/lib/call/look.c
 * modules/lib/sharing/source.c modules/lib/sharing/lender.c modules/lib/sharing/share.c
 * modules/lib/sharing/mapped.c
 * modules/lib/client/load.c modules/lib/client/described.c modules/lib/client/content.c
 * modules/lib/client/content_extents.c
 * modules/lib/ring3/ldt.c
 * modules/lib/space/parts.c core/lib/format.c core/lib/string.S */
/*
 * `segpaged` against a plain model of it, page by page: what each may touch,
 * what is in it, and what the page tables say of it; requests around every
 * bound, at random. In the end nothing is left.
 */
#include "model_segpaged.h"
#include "model_described.h"
#include "recounted.h"

static void test_copies(u32 s)
{
    static u8 data[4 * PAGE_SIZE];
    const u32 address = any_address(s), some = any_size();
    const u32 size = some > sizeof(data) && random_below(2) ?
                     sizeof(data) : some;
    const int may_read = is_allowed(s, address, size, R);
    const int may_write = is_allowed(s, address, size, W);

    if (size > sizeof(data) && (may_read || may_write))
        return;
    CHECK_EQ(model_memory.read(spaces[s].handle, address, data, size),
             may_read ? 0 : E_ADDRESS);
    for (u32 i = 0; may_read && i < size; i++)
        if (!CHECK(data[i] == *byte(s, address + i)))
            break;
    for (u32 i = 0; i < sizeof(data); i++)
        data[i] = (u8)random_below(256);
    CHECK_EQ(client_may_write(spaces[s].handle, address, size),
             may_write ? 0 : E_ADDRESS);
    CHECK_EQ(model_memory.write(spaces[s].handle, address, data, size),
             may_write ? 0 : E_ADDRESS);
    for (u32 i = 0; may_write && i < size; i++)
        *byte(s, address + i) = data[i];
}

static int access_error(u32 access)
{
    return !access || access > 7 ? E_INVALID :
           access & X || !(access & R) ? E_NOT_APPLICABLE : 0;
}

static u32 any_access(void)
{
    return random_below(4) ? 1 + 2 * random_below(2) : random_below(10);
}

static void test_map(u32 s)
{
    const u32 wish = random_below(2) ? any_address(s) : 0, some = any_size();
    const u32 access = any_access(), size = extent_pages(some);
    const u32 place = wish ? wish : gap(s, size);
    u32 where = 7;
    int error = access_error(access);

    if (!error)
        error = !size ? E_RANGE : !place ? E_NOMEM :
                place % PAGE_SIZE || place >= MAPS_END ||
                size > MAPS_END - place ? E_RANGE :
                !is_free(s, place, size) ? E_BUSY :
                spaces[s].areas == EXTENTS ? E_FULL : 0;
    if (!error && size > 40 * PAGE_SIZE)
        return;
    CHECK_EQ(model_memory.map(spaces[s].handle, wish, some, access, &where),
             error);
    CHECK_EQ(where, error ? 7 : place);
    if (!error)
        put(s, place, size, (struct plain_page){ access, RW, 0, AREA_MAP,
            zeros(size) });
}

static void test_unmap(u32 s)
{
    const u32 address = any_address(s), size = any_size();
    const u32 area = whole(s, address, size);

    cuts = 0;
    CHECK_EQ(model_memory.unmap(spaces[s].handle, address, size),
             area ? 0 : E_RANGE);
    CHECK_EQ(cuts, area != 0);
    spaces[s].areas -= area != 0;
    for (u32 i = 0; area && i < PAGES; i++)
        if (pages[s][i].area == area)
            pages[s][i].area = 0;
}

static void test_protect(u32 s)
{
    const u32 address = any_address(s), size = any_size();
    const u32 access = random_below(9);
    u64 end = (u64)address + extent_pages(size);
    int error = access > 7 ? E_INVALID :
                access & X || access == W ? E_NOT_APPLICABLE :
                address % PAGE_SIZE || !extent_pages(size) ? E_RANGE : 0;

    for (u64 at = address; !error && at < end; at += PAGE_SIZE) {
        const struct plain_page *p = at < SLICE ?
                                     &pages[s][at / PAGE_SIZE] : NULL;
        error = !p || !p->area || p->most == NO_MAP << 8 ? E_RANGE :
                access & ~p->most ? E_RIGHTS : 0;
    }
    CHECK_EQ(model_memory.protect(spaces[s].handle, address, size, access),
             error);
    for (u64 at = address; !error && at < end; at += PAGE_SIZE)
        pages[s][at / PAGE_SIZE].access = access;
}

/* What grow() adds behind the heap: a lot, or just what is wanted. */
static u32 heap_more(u32 s, u32 want)
{
    const u32 quarter = extent_pages(spaces[s].heap_end / 4);
    const u32 lot = quarter < 65536 ? 65536 : quarter;
    const u32 left = MAPS_END - spaces[s].heap_end;

    if (want < lot && lot <= left && is_free(s, spaces[s].heap_end, lot))
        return lot;
    return want <= left && is_free(s, spaces[s].heap_end, want) ? want : 0;
}

static void test_grow(u32 s)
{
    const u32 end = spaces[s].end;
    /* Now and then just what is left: of the slice, or of what it has. */
    const u32 have = spaces[s].heap_end - end, odd = random_below(8);
    const u32 bytes = !end || odd > 1 ? any_size() :
                      odd ? MAPS_END - end : have;
    const u32 more = bytes > have && bytes <= SLICE ?
                     heap_more(s, extent_pages(bytes - have)) : 0;
    u32 where = 7;
    const int error = !end ? E_NOTFOUND : bytes > SLICE ? E_NOMEM :
                      bytes <= have ? 0 : !more ? E_NOMEM :
                      spaces[s].areas == EXTENTS ? E_FULL : 0;

    CHECK_EQ(model_memory.grow(spaces[s].handle, bytes, &where), error);
    CHECK_EQ(where, error ? 7 : end);
    if (error)
        return;
    if (more)
        put(s, spaces[s].heap_end, more, (struct plain_page){ RW, RW, 0, 0,
            zeros(more) });
    spaces[s].heap_end += more;
    spaces[s].end += bytes;
}

static void test_share(u32 s)
{
    const u32 t = random_below(SPACES), address = any_address(s);
    const u32 size = any_size(), access = any_access();
    const u32 area = whole(s, address, size);
    const u32 place = area ? gap(t, extent_pages(size)) : 0;
    const struct plain_page *p = &pages[s][area ? address / PAGE_SIZE : 0];
    u32 where = 7;
    int error = access_error(access);

    if (!error)
        error = !area ? E_RANGE : access & ~p->most ? E_RIGHTS :
                !place ? E_NOMEM : spaces[t].areas == EXTENTS ? E_FULL : 0;
    CHECK_EQ(model_memory.share(spaces[s].handle, address, size,
                                spaces[t].handle, access, &where), error);
    CHECK_EQ(where, error ? 7 : place);
    if (error)
        return;
    for (u32 n = 0; n < OBJECTS; n++)
        if (objects[n].bytes == p->bytes && !(objects[n].known >> t & 1)) {
            objects[n].known |= 1u << t;
            objects[n].writers |= (access >> 1 & 1) << t;
        }
    put(t, place, extent_pages(size), (struct plain_page){ access, access, 0,
        AREA_SHARED, p->bytes });
}

static void test_attach(u32 s)
{
    const u32 n = random_below(OBJECTS), access = any_access();
    const char name[] = { (char)('a' + n), 0 };
    struct plain_object *o = &objects[n];
    const u32 size = random_below(2) ? 0 : any_size();
    const u32 all = o->size ? o->size : extent_pages(size);
    const u32 place = all ? gap(s, all) : 0;
    u32 where = 7;
    int error = access_error(access);

    if (!error && !o->size && all > 4 * PAGE_SIZE)
        return;
    if (!error)
        error = !o->size && !size ? E_NOTFOUND :
                (o->size ? size > o->size : !all) ? E_RANGE :
                o->known >> s & 1 && access & W && !(o->writers >> s & 1) ?
                E_RIGHTS : !place ? E_NOMEM :
                spaces[s].areas == EXTENTS ? E_FULL : 0;
    CHECK_EQ(model_memory.attach(spaces[s].handle, name, size, access,
                                 &where), error);
    CHECK_EQ(where, error ? 7 : place);
    if (error)
        return;
    if (!o->size)
        o->bytes = zeros(o->size = all);
    o->writers |= o->known >> s & 1 ? 0 : (access >> 1 & 1) << s;
    o->known |= 1u << s;
    put(s, place, all, (struct plain_page){ access, access, 0, AREA_ATTACHED,
                                            o->bytes });
}

static void forget(u32 s)
{
    memset(pages[s], 0, sizeof(pages[s]));
    for (u32 n = 0; n < OBJECTS; n++) {
        objects[n].known &= ~(1u << s);
        objects[n].writers &= ~(1u << s);
    }
    spaces[s] = (struct plain){ .handle = model_memory.create() };
    CHECK(spaces[s].handle > 0);
}

static void test_life(u32 s)
{
    const int old = spaces[s].handle;

    world_destroy(old);
    forget(s);
    CHECK(spaces[s].handle != old);
}

static void test_load(u32 s)
{
    const int error = spaces[s].end ? E_EXISTS : spaces[s].areas ? E_BUSY : 0;

    CHECK_EQ(model_memory.load(spaces[s].handle, "program"), error);
    if (error)
        return;
    load_area(s, TEXT, TEXT_SIZE, (struct plain_page){
                  .access = R, .most = NO_MAP << 8 },
              world_program);
    load_area(s, TEXT + DATA_START, DATA_SIZE, RW_PAGE,
              world_program + DATA_START);
    load_area(s, SLICE - STACK, STACK, RW_PAGE, NULL);
    spaces[s].end = TEXT + DATA_START + DATA_SIZE;
    spaces[s].heap_end = extent_pages(spaces[s].end);
}

static int make(u32 what, int made)
{
    const int s = spaces[0].handle;
    u32 where;

    switch (what) {
    case 0: return model_memory.grow(made, 100000, &where);
    case 1: return model_memory.map(made, MAPS + 65536, 8192, RW, &where);
    case 2: return model_memory.attach(made, "new", 9, R, &where);
    default: return model_memory.share(made, MAPS + 65536, 8192, s, R, &where);
    }
}

/* SYSENTER is open as long as there is a space, whoever of them goes first. */
static void test_sysenter(void)
{
    for (u32 last = 0; last < 3; last++) {
        int three[3];
        for (u32 i = 0; i < 3; i++)
            CHECK((three[i] = model_memory.create()) > 0);
        CHECK_EQ(model_memory.load(three[last], "program"), 0);
        for (u32 i = 1; i <= 3; i++) {
            CHECK_EQ(is_open, 1);
            CHECK_EQ(model_memory.destroy(three[(last + i) % 3]), 0);
        }
        CHECK_EQ(is_open, 0);
    }
}

int main(void)
{
    static void (*const tests[])(u32) = {
        test_copies, test_copies, test_map, test_map, test_unmap, test_unmap,
        test_protect, test_grow, test_share, test_attach, test_load };
    int made;

    world_begin();
    told_begin();
    model_vsas = VSAS;
    world_fill(SLICES);
    world_no_handles();
    test_sysenter();
    const u32 before = world_live();
    for (u32 s = 0; s < SPACES; s++)
        CHECK((spaces[s].handle = model_memory.create()) > 0);
    for (u32 i = 0; i < 6000; i++) {
        const u32 s = random_below(SPACES);
        world_step(s, tests, ARRAY_SIZE(tests), test_life);
        if (i % 16 == 0)
            check_space(s);
        if (i % 24 == 0) {
            check_usage(s);
            check_described(s);
            check_recount();
        }
    }
    check_objects();
    check_borrowed();
    CHECK(imports > 50);
    CHECK(described_shared > 3);
    CHECK(described_pieces > 20);
    CHECK(described_greedy > 20 && described_cut > 20);
    test_life(0);
    check_hook(0);
    check_hook(SPACES - 1);
    CHECK(world_refusals(make, 4, &made) > 20);
    CHECK_EQ(world_checked, 1);
    CHECK_EQ(model_memory.destroy(made), 0);
    for (u32 s = 0; s < SPACES; s++)
        CHECK_EQ(model_memory.destroy(spaces[s].handle), 0);
    CHECK_EQ(world_live(), before + OBJECTS + 1 + new_names);
    return check_done();
}
