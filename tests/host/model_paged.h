/* SPDX-License-Identifier: MIT */
/* What `paged` means, page by page, for model_paged.c: requests at random, and
 * what each changes if the model takes it. To be included once. */
#pragma once

#include "paged_checks.h"

#define PLAINS 3u               /* spaces */
#define NAMED 3u                /* objects */
#define NAMED_PAGES 5u
#define CELLS 300000u
#define HEAP_MAPPING 1u         /* of each heap; of what map() made */
#define MAP_MAPPING 2u

/* Content: the first word of a page. */
struct cell { u32 word; };

static struct plain_page {
    u32 is_used, access, most, kind;
    u32 mapping;                /* made by the same request */
    u32 object, place;          /* + 1 */
    struct cell *cell;
} plain[PLAINS][SMALL];
static int handles[PLAINS];
static struct { u32 size; struct cell cells[NAMED_PAGES]; } named[NAMED];
static struct cell cells[CELLS];
static u32 cells_used, mappings = MAP_MAPPING;

static struct cell *new_cell(u32 word)
{
    CHECK(cells_used < CELLS - 1);
    cells[++cells_used].word = word;
    return &cells[cells_used];
}

/* In how many places it can be seen. */
static u32 places_of(const struct cell *cell)
{
    u32 found = 0;

    for (u32 i = 0; i < PLAINS * SMALL; i++) {
        const struct plain_page *p = &plain[i / SMALL][i % SMALL];
        found += p->is_used && p->cell == cell;
    }
    return found;
}

static void put(u32 s, u32 first, u32 count, struct plain_page p)
{
    p.is_used = 1;
    p.mapping = p.kind == AREA_HEAP ? HEAP_MAPPING :
                p.kind == AREA_MAP ? MAP_MAPPING : ++mappings;
    for (u32 i = first; i < first + count; i++) {
        plain[s][i] = p;
        plain[s][i].cell = new_cell(0);
    }
}

static u32 any_access(void)
{
    return R | (random_below(4) ? W : 0) | (random_below(3) ? 0 : X);
}

/* A page that is used, if some are found soon. */
static u32 any_page(u32 s)
{
    u32 page = 0;

    for (u32 i = 0; i < 30 && !plain[s][page].is_used; i++)
        page = 1 + random_below(SMALL - 1);
    return page ? page : 1;
}

static void test_map(u32 s)
{
    const u32 wish = random_below(3) ? 0 : AT(1 + random_below(SMALL));
    const u32 count = 1 + random_below(6), access = any_access();
    u32 at = 0;

    if (m->map(handles[s], wish, AT(count), access, &at) >= 0)
        put(s, at / PAGE_SIZE, count, (struct plain_page){
            .access = access, .most = RW | X, .kind = AREA_MAP });
}

static void test_unmap(u32 s)
{
    const u32 page = any_page(s), count = 1 + random_below(4);

    /* Without its text a program is none. */
    for (u32 i = page; i < page + count && i < SMALL; i++)
        if (plain[s][i].is_used && plain[s][i].kind == AREA_TEXT)
            return;
    if (m->unmap(handles[s], AT(page), AT(count)) >= 0)
        memset(&plain[s][page], 0, count * sizeof(plain[s][0]));
}

static void test_protect(u32 s)
{
    const u32 page = any_page(s), count = 1 + random_below(4);
    const u32 access = random_below(3) ? any_access() : 0;

    if (m->protect(handles[s], AT(page), AT(count), access) < 0)
        return;
    for (u32 i = page; i < page + count; i++)
        plain[s][i].access = access;
}

static void test_grow(u32 s)
{
    const u32 bytes = random_below(3 * PAGE_SIZE);
    u32 at = 0;

    if (m->grow(handles[s], bytes, &at) < 0)
        return;
    const u32 have = (at + PAGE_SIZE - 1) / PAGE_SIZE;
    put(s, have, (at + bytes + PAGE_SIZE - 1) / PAGE_SIZE - have,
        (struct plain_page){ .access = RW, .most = RW | X,
                             .kind = AREA_HEAP });
}

static void test_share(u32 s)
{
    const u32 t = random_below(PLAINS), page = any_page(s);
    const u32 count = 1 + random_below(4), access = any_access();
    u32 at = 0;

    if (m->share(handles[s], AT(page), AT(count), handles[t], access,
                 &at) < 0)
        return;
    mappings++;
    for (u32 i = 0; i < count; i++) {
        struct plain_page *p = &plain[t][at / PAGE_SIZE + i];
        *p = plain[s][page + i];
        p->access = p->most = access;
        p->kind = AREA_SHARED;
        p->mapping = mappings;
    }
}

static void test_attach(u32 s)
{
    const u32 n = random_below(NAMED), access = R | (random_below(2) ? W : 0);
    const u32 size = random_below(2) ? 0 : 1 + random_below(NAMED_PAGES);
    const char name[] = { 'n', (char)('a' + n), 0 };
    u32 at = 0;

    if (m->attach(handles[s], name, AT(size), access, &at) < 0)
        return;
    if (!named[n].size)
        named[n].size = size;
    mappings++;
    for (u32 i = 0; i < (size ? size : named[n].size); i++)
        plain[s][at / PAGE_SIZE + i] = (struct plain_page){
            1, access, access, AREA_ATTACHED, mappings, n + 1, i + 1,
            &named[n].cells[i] };
}

/* What is written is found, and what was written. */
static void test_touch(u32 s)
{
    const u32 page = any_page(s), word = random_below(1u << 24);
    const struct plain_page *p = &plain[s][page];

    if (!p->is_used || !(p->access & R))
        return;
    CHECK_EQ(*reach(handles[s], AT(page), R), p->cell->word);
    if (!(p->access & W))
        return;
    if (random_below(2))
        *reach(handles[s], AT(page), W) = word;
    else
        CHECK_EQ(m->write(handles[s], AT(page), &word, 4), 0);
    p->cell->word = word;
}

static void test_evict(u32 s)
{
    CHECK_EQ(limit(1 + s), 0);
    CHECK_EQ(limit(0), 0);
}

static void forget(u32 s)
{
    CHECK_EQ(m->destroy(handles[s]), 0);
    memset(plain[s], 0, sizeof(plain[s]));
}

static void test_life(u32 s)
{
    if (random_below(8))
        return;
    forget(s);
    CHECK((handles[s] = m->create()) > 0);
}

/* What nobody else has is each one's own from now on. */
static void test_copy(u32 s)
{
    const u32 t = (s + 1) % PLAINS;
    u8 is_shared[SMALL];

    if (random_below(8))
        return;
    forget(t);
    for (u32 i = 0; i < SMALL; i++)
        is_shared[i] = plain[s][i].object || places_of(plain[s][i].cell) > 1;
    memcpy(plain[t], plain[s], sizeof(plain[t]));
    for (u32 i = 0; i < SMALL; i++)
        if (plain[t][i].is_used && !is_shared[i])
            plain[t][i].cell = new_cell(plain[s][i].cell->word);
    CHECK((handles[t] = m->copy(handles[s])) > 0);
}

static void load_page(u32 s, u32 page, u32 kind, const u8 *from)
{
    put(s, page, 1, (struct plain_page){
        .access = kind == AREA_TEXT ? R | X : RW, .most = RW | X,
        .kind = kind });
    memcpy(&plain[s][page].cell->word, from, 4);
}

static void test_load(u32 s)
{
    if (m->load(handles[s], "program") < 0)
        return;
    load_page(s, 1, AREA_TEXT, world_program);
    load_page(s, 2, AREA_DATA, world_program + DATA_START);
    put(s, SMALL - STACK, STACK, (struct plain_page){
        .access = RW, .most = RW | X, .kind = AREA_STACK });
}
