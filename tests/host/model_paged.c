/* SPDX-License-Identifier: MIT */
/* sources: modules/models/paged !modules/models/paged/control.c
 * !modules/models/paged/fault.c !modules/models/paged/init.c
 * !modules/models/paged/fault.S !modules/models/paged/protect.S
 * modules/lib/space/spaces.c modules/lib/sharing/known.c
 * modules/lib/ring3/ldt.c
 * modules/lib/space/extent.c modules/lib/space/parts.c
 * modules/lib/space/asked.c modules/lib/space/area.c modules/lib/space/area_copy.c
 * modules/lib/call/look.c
 * modules/lib/client/load.c modules/lib/client/described.c
 * core/lib/format.c core/lib/string.S core/lib/error.c */
/*
 * What `paged` tells of its spaces, against a plain model of it, page by page,
 * with more pages than frames; and spaces that are built by it, where each
 * request is refused in turn. Nothing is left of what was refused.
 */
#include "model_paged.h"

#define TOLD_MOST SMALL

static struct told {
    struct description d;
    struct area areas[TOLD_MOST];
} *said, *again;
static u32 imports, tries, told_shared, told_parts, told_objects;

/* --- What is told -------------------------------------------------------- */

/* The same request's, with the same `most`, on the page before. */
static int is_part(u32 s, u32 page)
{
    const struct plain_page *p = &plain[s][page], *before = p - 1;

    return before->is_used && before->mapping == p->mapping &&
           before->most == p->most && before->kind == p->kind &&
           before->object == p->object &&
           (!p->object || p->place - before->place == 1);
}

static u32 part_of(u32 s, u32 page)
{
    u32 begin = page;

    while (is_part(s, begin))
        begin--;
    return AT(page - begin);
}

/* Another place may give as much: 1; one that was not lent it: 2. */
static u32 lenders_of(u32 s, u32 page)
{
    const struct plain_page *p = &plain[s][page];
    u32 found = 0;

    for (u32 i = 0; i < PLAINS * SMALL; i++) {
        const struct plain_page *q = &plain[i / SMALL][i % SMALL];
        if (q != p && q->is_used && q->cell == p->cell &&
            !(p->most & ~q->most))
            found |= q->kind == AREA_SHARED ? 1 : 2;
    }
    return found;
}

static u32 plain_of(int handle)
{
    u32 s = 0;

    while (s < PLAINS - 1 && handles[s] != handle)
        s++;
    CHECK_EQ(handles[s], handle);
    return s;
}

static void check_lender(u32 s, u32 page, const struct area *a)
{
    const struct plain_page *p = &plain[s][page], *q;
    const u32 can = lenders_of(s, page);

    if (p->kind != AREA_SHARED || p->object) {
        CHECK_EQ(a->from, 0);
        return;
    }
    CHECK_EQ(a->from != 0, can != 0);
    if (!a->from)
        return;
    q = &plain[plain_of(a->from)][(a->at + AT(page) - a->address) / PAGE_SIZE];
    CHECK(q != p && q->is_used && q->cell == p->cell);
    CHECK(!(p->most & ~q->most));
    CHECK(q->kind != AREA_SHARED || !(can & 2));
    told_shared++;
}

static void check_page(u32 s, u32 page, const struct area *a)
{
    const struct plain_page *p = &plain[s][page];
    const char name[] = { p->object ? 'n' : 0,
                          (char)('a' + p->object - 1), 0 };

    CHECK(p->is_used);
    CHECK_EQ(a->access, p->access);
    CHECK_EQ(a->most, p->most);
    CHECK_EQ(a->kind, p->kind);
    CHECK(!strcmp(a->object, name));
    if (p->object)
        CHECK_EQ(a->place + AT(page) - a->address, AT(p->place - 1));
    CHECK_EQ(a->memory != 0, places_of(p->cell) > 1);
    check_lender(s, page, a);
    told_objects += p->object != 0;
}

/* Where others lend, the lender may change inside a mapping. */
static void check_area(u32 s, const struct area *a)
{
    const u32 first = a->address / PAGE_SIZE;

    CHECK(a->size && a->address % PAGE_SIZE + a->size % PAGE_SIZE == 0);
    if (a->from)
        CHECK(a->part <= part_of(s, first));
    else if (a->kind != AREA_SHARED)
        CHECK_EQ(a->part, part_of(s, first));
    for (u32 i = 0; i < a->size / PAGE_SIZE; i++)
        check_page(s, first + i, a);
    told_parts += a->part != 0;
}

/* No two are one. */
static void check_split(const struct area *a, const struct area *b)
{
    CHECK(b->address >= a->address + a->size);
    CHECK(!b->part || a->access != b->access || a->memory != b->memory ||
          b->offset != a->offset + a->size);
}

static void check_told(u32 s)
{
    const int count = m->export(handles[s], NULL, 0);
    u32 have = 0, size = 0;

    said->d.count = 4711;
    if (count)
        CHECK_EQ(m->export(handles[s], &said->d, (u32)count - 1), count);
    CHECK_EQ(said->d.count, 4711);
    CHECK_EQ(m->export(handles[s], &said->d, TOLD_MOST), count);
    CHECK_EQ(said->d.count, count);
    CHECK_EQ(said->d.program[0], space_find(handles[s])->client.name[0]);
    for (u32 i = 0; i < said->d.count; i++) {
        check_area(s, &said->areas[i]);
        size += said->areas[i].size;
        if (i)
            check_split(&said->areas[i - 1], &said->areas[i]);
    }
    for (u32 i = 0; i < SMALL; i++)
        have += plain[s][i].is_used;
    CHECK_EQ(size, AT(have));
}

/* The same number and offset is the same memory, and another is not. */
static void check_numbers(void)
{
    static struct { const struct cell *cell; u32 memory, offset; }
        seen[PLAINS * SMALL];
    u32 count = 0;

    for (u32 s = 0; s < PLAINS; s++) {
        CHECK(m->export(handles[s], &said->d, TOLD_MOST) >= 0);
        for (u32 i = 0; i < said->d.count; i++)
            for (u32 at = 0; at < said->areas[i].size; at += PAGE_SIZE) {
                const struct area *a = &said->areas[i];
                seen[count].cell = plain[s][(a->address + at) / PAGE_SIZE].cell;
                seen[count].memory = a->memory;
                seen[count++].offset = a->offset + at;
            }
    }
    for (u32 i = 0; i < count; i++)
        for (u32 n = 0; n < i; n++)
            if (seen[i].memory && seen[n].memory)
                CHECK_EQ(seen[i].cell == seen[n].cell,
                         seen[i].memory == seen[n].memory &&
                         seen[i].offset == seen[n].offset);
}

/* --- A space by that ----------------------------------------------------- */

/* All that an import takes. */
struct held { u32 live, pages, references, objects, names; };

static struct held held_by(int space)
{
    struct held held = { world_live(), pages.left + reserve_count(),
                         pages.references_left, 0,
                         space_find(space)->client.head.names };

    for (u32 i = 0; i < MACHINE_OBJECTS; i++)
        held.objects += stored[i].pages && strncmp(stored[i].name, "paged.", 6);
    return held;
}

static void check_nothing(int space, const struct held *before)
{
    const struct held now = held_by(space);
    const struct space *found = space_find(space);

    CHECK(!memcmp(before, &now, sizeof(now)));
    for (u32 i = 0; i < SMALL; i++)
        CHECK(!found->shadow[i] && !found->kinds[i]);
    CHECK_EQ(m->export(space, NULL, 0), 0);
    CHECK(!found->client.name[0] && !found->end);
}

/* While the model works on it, who has made the description writes there. */
static struct told written;
static u32 requests;

static void write_it(void)
{
    if (requests++)
        for (u32 i = 0; i < written.d.count; i++)
            written.areas[i].address = written.areas[i].size = 0xfffffffd;
}

static int import_written(int space, const struct told *by)
{
    written = *by;
    requests = 0;
    world_other = write_it;
    const int error = m->import(space, &written.d);
    world_other = NULL;
    return error;
}

/* Each request is refused in turn. */
static void build_by(int space, const struct told *by)
{
    const struct held before = held_by(space);
    int error = -1;

    for (int n = 0; error < 0; n++, tries++) {
        world_fail = n;
        error = import_written(space, by);
        const int was_refused = world_fail < 0;
        world_fail = -1;
        if (!CHECK(error >= 0 || was_refused)) {
            break;
        }
        if (error < 0)
            check_nothing(space, &before);
    }
}

static void check_lent_fill(int to, const struct area *a)
{
    const int is_lent = a->from || a->object[0];
    u32 word;

    if (!is_lent)
        return;
    CHECK_EQ(m->fetch(to, a->kind, a->address, &word, 4), 0);
    CHECK_EQ(m->fill(to, a->kind, a->address, &word, 4),
             a->most & W ? 0 : E_RIGHTS);
}

static void move(int from, int to)
{
    static u8 bytes[AT(SMALL)], found[AT(SMALL)];

    for (u32 i = 0; i < said->d.count; i++) {
        const struct area *a = &said->areas[i];
        check_lent_fill(to, a);
        if (a->from || a->object[0])
            continue;
        CHECK_EQ(m->fetch(from, a->kind, a->address, bytes, a->size), 0);
        CHECK_EQ(m->fill(to, a->kind, a->address, bytes, a->size), 0);
        test_evict(i % 3);
        CHECK_EQ(m->fetch(to, a->kind, a->address, found, a->size), 0);
        if (a->kind == AREA_TEXT)
            memset(bytes + (said->d.stubs - a->address), 0x5a, IMAGE_STUBS);
        CHECK(!memcmp(bytes, found, a->size));
    }
}

static void check_content(u32 s, int space)
{
    for (u32 i = 0; i < SMALL; i++) {
        const struct plain_page *p = &plain[s][i];
        u32 word = 0;
        const int error = m->fetch(space, p->kind, AT(i), &word, 4);
        CHECK_EQ(error, p->is_used ? 0 : E_ADDRESS);
        if (p->is_used)
            CHECK_EQ(word, p->cell->word);
        if (p->is_used && p->access & R)
            CHECK_EQ(*reach(space, AT(i), R), p->cell->word);
        CHECK_EQ(reach(space, AT(i), W) != NULL,
                 p->is_used && p->access & W);
    }
}

/* Its heap goes on where it was told to end. */
static void check_grow(int space)
{
    u32 at = 0;

    if (!said->d.program[0]) {
        CHECK_EQ(m->grow(space, 1, &at), E_NOTFOUND);
        return;
    }
    CHECK_EQ(m->grow(space, 0, &at), 0);
    CHECK_EQ(at, said->d.data_end);
}

/* Damaged in one field: refused, and nothing is left; or it was harmless. */
static void damage(int space)
{
    static const u32 values[] = { 0, 1, 4096, 0xfffff000, 0xffffffff,
                                  AT(SMALL), TOLD_MOST + 5, 7 };
    const u32 words = (sizeof(struct description) +
                       said->d.count * sizeof(struct area)) / 4;
    const struct held before = held_by(space);

    *again = *said;
    ((u32 *)again)[random_below(words)] =
        values[random_below(ARRAY_SIZE(values))];
    if (again->d.count > TOLD_MOST)
        again->d.count = AREAS_MOST + 1;
    if (m->import(space, &again->d) < 0)
        check_nothing(space, &before);
    CHECK_EQ(m->destroy(space), 0);
}

static const struct area *area_at(const struct told *by, u32 address)
{
    for (u32 i = 0; i < by->d.count; i++)
        if (address - by->areas[i].address < by->areas[i].size)
            return &by->areas[i];
    return NULL;
}

/* The same on each page; what is its own now may be told as fewer areas. */
static void check_equal_page(u32 address)
{
    const struct area *a = area_at(said, address), *b = area_at(again, address);
    const u32 in_a = a ? address - a->address : 0;
    const u32 in_b = b ? address - b->address : 0;

    if (!CHECK(!a == !b) || !a)
        return;
    CHECK(a->access == b->access && a->most == b->most && a->kind == b->kind);
    CHECK(!strcmp(a->object, b->object));
    CHECK(!a->object[0] || a->place + in_a == b->place + in_b);
    CHECK_EQ(a->from != 0, b->from != 0);
    if (a->from)
        CHECK(a->memory == b->memory && a->offset + in_a == b->offset + in_b);
    else
        CHECK_EQ(a->address - a->part, b->address - b->part);
}

static void check_equal_spaces(int space)
{
    const u32 program = offsetof(struct description, count);

    CHECK(m->export(space, &again->d, TOLD_MOST) <= (int)said->d.count);
    CHECK(!memcmp(&said->d, &again->d, program));
    for (u32 i = 0; i < SMALL; i++)
        check_equal_page(AT(i));
}

static void check_import(u32 s)
{
    const int space = new_space();

    build_by(space, said);
    check_equal_spaces(space);
    check_grow(space);
    move(handles[s], space);
    if (!said->d.program[0])
        check_content(s, space);
    CHECK_EQ(m->import(space, &said->d), said->d.program[0] ? E_EXISTS :
             said->d.count ? E_BUSY : 0);
    CHECK_EQ(m->destroy(space), 0);
    for (u32 i = 0; i < 4; i++)
        damage(new_space());
    imports++;
}

/* More than there are frames: who wants one has a page written back. */
static void crowd(int hog)
{
    for (u32 i = 1; i < 61; i++)
        *reach(hog, AT(i), W) = i;
}

static void test_random(void)
{
    static void (*const tests[])(u32) = {
        test_map, test_map, test_unmap, test_protect, test_grow, test_share,
        test_attach, test_touch, test_touch, test_touch, test_evict,
        test_life, test_copy, test_load };

    const int hog = new_space();

    CHECK_EQ(m->map(hog, AT(1), AT(60), RW, NULL), 0);
    for (u32 s = 0; s < PLAINS; s++)
        handles[s] = new_space();
    for (u32 i = 0; i < 4000; i++) {
        const u32 s = random_below(PLAINS);
        tests[random_below(ARRAY_SIZE(tests))](s);
        if (i % 16 == 0) {
            check_told(s);
            crowd(hog);
            check_import(s);
        }
        if (i % 64 == 0)
            check_numbers();
    }
    CHECK(imports > 200 && tries > imports + 50);
    CHECK(told_shared > 100 && told_parts > 100 && told_objects > 100);
    for (u32 s = 0; s < PLAINS; s++)
        CHECK_EQ(m->destroy(handles[s]), 0);
    CHECK_EQ(m->destroy(hog), 0);
}

/* --- By hand ------------------------------------------------------------- */

static struct area *add(u32 page, u32 count, u32 kind, u32 most)
{
    struct area *a = &said->areas[said->d.count++];

    *a = (struct area){ .address = AT(page), .size = AT(count), .most = most,
                        .access = most, .kind = kind };
    return a;
}

static void add_object(u32 page, u32 count, const char *name, u32 most)
{
    memcpy(add(page, count, AREA_ATTACHED, most)->object, name,
           strlen(name) + 1);
}

static void none(void)
{
    memset(&said->d, 0, sizeof(said->d));
}

/* Objects that the store does not have: made for all that wants them, or the
 * store has none of them. */
static void check_made(const char *name, const char *other, u32 first,
                       u32 second)
{
    const int space = new_space();
    const u32 before = tries;
    u32 at;

    none();
    add(5, 2, AREA_MAP, RW);
    add_object(10, first ? 1 : 2, name, RW);
    said->areas[1].place = AT(first);
    add_object(20, second ? 1 : 2, name, R);
    said->areas[2].place = AT(second);
    add_object(30, 1, other, R);
    build_by(space, said);
    CHECK(tries - before > 4);
    CHECK_EQ(stored[st_open(name, 0) - 1].pages, 4);
    CHECK_EQ(m->attach(space, name, AT(4), RW, &at), 0);
    CHECK_EQ(m->attach(space, other, AT(1), RW, &at), E_RIGHTS);
    CHECK_EQ(space_find(space)->client.head.names, 2);
    CHECK_EQ(m->destroy(space), 0);
}

/* Whichever of its areas shows the object's end. */
static void test_made(void)
{
    check_made("made", "other", 0, 3);
    check_made("made3", "other3", 3, 0);
}

static void check_refused(int space, int error)
{
    const struct held before = held_by(space);

    CHECK_EQ(m->import(space, &said->d), error);
    check_nothing(space, &before);
    none();
}

/* What a refused import had learnt is not known. */
static void test_names(void)
{
    const int space = new_space();
    char name[] = "q?";
    u32 at;

    none();
    for (u32 i = 0; i <= SPACE_NAMES; i++) {
        name[1] = (char)('a' + i);
        add_object(1 + i, 1, name, R);
    }
    check_refused(space, E_QUOTA);
    CHECK_EQ(m->attach(space, "qa", AT(1), RW, &at), 0);
    CHECK_EQ(m->unmap(space, at, AT(1)), 0);
    add_object(1, 2, "qa", RW);             /* it has one page */
    check_refused(space, E_RANGE);
    add_object(1, 1, "paged.x", RW);
    check_refused(space, E_NOT_APPLICABLE);
    add_object(1, 1, "a name with thirty-two characters", RW);
    check_refused(space, E_NOT_APPLICABLE);
    add_object(1, 1, "qa", RW);
    said->areas[0].place = 1;
    check_refused(space, E_NOT_APPLICABLE);
    CHECK_EQ(m->destroy(space), 0);
}

static void test_refused(void)
{
    const int space = new_space(), lender = new_space();

    CHECK_EQ(m->map(lender, AT(40), AT(2), RW, NULL), 0);
    CHECK_EQ(m->share(lender, AT(40), AT(2), lender, R, NULL), 0);
    for (u32 page = 38; page < 44; page++)
        for (u32 most = 0; most < 8; most++) {
            none();
            add(7, 2, AREA_SHARED, most)->from = lender;
            said->areas[0].at = AT(page);
            if (page == 40 && most & R)
                continue;
            check_refused(space, most & R ? E_RANGE : E_NOT_APPLICABLE);
        }
    none();
    add(7, 2, AREA_SHARED, RW)->from = lender;
    said->areas[0].at = AT(SMALL - 2);
    check_refused(space, E_RIGHTS);
    add(7, 1, AREA_SHARED, R)->from = space + lender;
    check_refused(space, E_HANDLE);
    add(7, 1, AREA_TEXT, R)->from = lender;
    check_refused(space, E_NOT_APPLICABLE);
    add(7, 1, AREA_MAP, RW)->access = W;
    check_refused(space, E_NOT_APPLICABLE);
    add(0, 1, AREA_MAP, RW);
    check_refused(space, E_RANGE);
    add(SMALL - 1, 2, AREA_MAP, RW);
    check_refused(space, E_RANGE);
    add(7, 1, AREA_MAP, RW)->size = 100;
    check_refused(space, E_RANGE);
    void *const nowhere = (void *)(world_arena + AT(8000));
    CHECK_EQ(m->import(space, nowhere), E_ADDRESS);
    CHECK_EQ(m->export(space, nowhere, TOLD_MOST), E_ADDRESS);
    CHECK_EQ(m->destroy(lender), 0);
    CHECK_EQ(m->destroy(space), 0);
}

static int call(u32 method, int space)
{
    static u8 byte;

    switch (method) {
    case 0: return m->import(space, &said->d);
    case 1: return m->fetch(space, 0, AT(5), &byte, 1);
    case 2: return m->fill(space, 0, AT(5), &byte, 1);
    default: return m->export(space, NULL, 0);
    }
}

static void test_first(void)
{
    const int space = new_space();

    none();
    add(5, 1, AREA_MAP, RW);
    for (u32 i = 0; i < 4; i++)
        CHECK_EQ(call(i, space + 1), E_HANDLE);
    is_off = 1;                         /* paging is */
    for (u32 i = 0; i < 4; i++)
        CHECK_EQ(call(i, space), i < 3 ? E_PAGING : 0);
    is_off = 0;
    for (u32 i = 0; i < 4; i++)
        CHECK_EQ(call(i, space), i < 3 ? 0 : 1);
    CHECK_EQ(m->destroy(space), 0);
}

/* What a heap holds in reserve is used first, and keeps what is in it. */
static void test_reserve(void)
{
    const int from = new_space(), to = new_space();
    u32 at = 0, word = 4711;

    CHECK_EQ(m->load(from, "program"), 0);
    CHECK_EQ(m->grow(from, AT(4), &at), 0);
    CHECK(m->export(from, &said->d, TOLD_MOST) > 0);
    const u32 end = said->d.data_end -= AT(3);
    CHECK_EQ(m->import(to, &said->d), 0);
    CHECK_EQ(m->fill(to, AREA_HEAP, end + AT(1), &word, 4), 0);
    CHECK_EQ(m->grow(to, AT(2), &at), 0);
    CHECK_EQ(at, end);
    CHECK_EQ(*reach(to, end + AT(1), R), 4711);
    CHECK_EQ(m->grow(to, AT(2), &at), 0);
    CHECK_EQ(at, end + AT(2));
    CHECK_EQ(shadow(to, (end + AT(4)) / PAGE_SIZE), SHADOW_DEMAND);
    CHECK_EQ(shadow(to, (end + AT(5)) / PAGE_SIZE), 0);
    CHECK_EQ(shadow(to, SMALL - STACK - 1), SHADOW_GUARD);
    CHECK_EQ(m->destroy(from), 0);
    CHECK_EQ(m->destroy(to), 0);
}

/* Zeros take no page, and are told of a page that nobody has touched. */
static void test_zeros(void)
{
    static u8 bytes[AT(3)];
    const int space = new_space();
    const u32 left = pages.left + reserve_count();

    CHECK_EQ(m->map(space, AT(5), AT(3), R, NULL), 0);
    CHECK_EQ(m->fill(space, AREA_MAP, AT(5), bytes, AT(3)), 0);
    CHECK_EQ(pages.left + reserve_count(), left);
    bytes[AT(1)] = 1;
    CHECK_EQ(m->fill(space, AREA_MAP, AT(5), bytes, AT(3)), 0);
    CHECK_EQ(pages.left + reserve_count(), left - 1);
    memset(bytes, 7, sizeof(bytes));
    CHECK_EQ(m->fetch(space, AREA_MAP, AT(5), bytes, AT(3)), 0);
    for (u32 i = 0; i < AT(3); i++)
        CHECK_EQ(bytes[i], i == AT(1));
    CHECK_EQ(pages.left + reserve_count(), left - 1);
    CHECK_EQ(m->fetch(space, AREA_MAP, AT(7), bytes, AT(2)), E_ADDRESS);
    CHECK_EQ(m->fill(space, AREA_MAP, AT(SMALL) - 1, bytes, 2), E_ADDRESS);
    CHECK_EQ(m->destroy(space), 0);
}

/* Two mappings side by side stay two. */
static void test_two(void)
{
    const int space = new_space();

    none();
    add(5, 2, AREA_MAP, RW);
    add(7, 1, AREA_MAP, RW);
    CHECK_EQ(m->import(space, &said->d), 0);
    CHECK_EQ(m->export(space, &again->d, TOLD_MOST), 2);
    CHECK(!again->areas[1].part && again->areas[1].address == AT(7));
    CHECK_EQ(m->destroy(space), 0);
}

/* A copy is filled alone, whatever its client may do. */
static void test_filled_copy(void)
{
    const int a = new_space();
    u32 at = 0, word = 5;

    CHECK_EQ(m->map(a, 0, AT(1), RW, &at), 0);
    *reach(a, at, W) = 4;
    const int b = m->copy(a);
    CHECK_EQ(m->protect(b, at, AT(1), 0), 0);
    CHECK_EQ(m->fill(b, AREA_MAP, at, &word, 4), 0);
    CHECK_EQ(*reach(a, at, R), 4);
    CHECK_EQ(m->fetch(b, AREA_MAP, at, &word, 4), 0);
    CHECK_EQ(word, 5);
    CHECK_EQ(m->destroy(a), 0);
    CHECK_EQ(m->destroy(b), 0);
}

int main(void)
{
    void (*const tests[])(void) = { test_random, test_made, test_names,
                                    test_refused, test_first, test_reserve,
                                    test_zeros, test_two, test_filled_copy };
    u32 region;

    machine_begin();
    CHECK_EQ(init(SELF), 0);
    CHECK_EQ(configure(50, 2048, SMALL), 0);
    said = model_allocate(2 * sizeof(*said), &region);
    again = said + 1;
    run_tests(tests, ARRAY_SIZE(tests));
    model_release(&region);
    leave();
    CHECK_EQ(world_live(), 0);
    return check_done();
}
