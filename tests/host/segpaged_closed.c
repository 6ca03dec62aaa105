/* SPDX-License-Identifier: MIT */
/* sources: modules/models/segpaged/closed.c modules/lib/space/extent.c */
/*
 * Pages of `segpaged` that are closed to their client, beside a plain table of
 * them: in any order of close, protect, unmap and faults, an entry has what both
 * leave, services are told the client's own rights, and nothing is kept of a page
 * that is open again.
 */
#include "../../modules/models/segpaged/closed.h"
#include "../../modules/lib/paging/pages.h"
#include "../../modules/api/pages.h"

#include "../../core/lib/string.h"
#include "check.h"
#include "random.h"

#define HANDLE 7
#define PAGES 96u               /* from TEXT on; an extent has half of them */
#define BASE 0x20000000u        /* of the slice, linear */
#define ROUNDS 40000
#define RW (ACCESS_READ | ACCESS_WRITE)

static struct space space = { .client.head.handle = HANDLE };
/* As it should be: the client's rights, and what is left of them. */
static struct { u32 is_mapped, access, is_closed, open, bits; } plain[PAGES];
static u32 closed_count, watch_says, told_at, opened_at;
const u32 rights[] = { 0, ACCESS_READ, RW };

u32 model_vsas = 3, model_flush = 5;

static u32 number_of(u32 address) { return (address - TEXT) / PAGE_SIZE; }
static u32 address_of(u32 n) { return TEXT + n * PAGE_SIZE; }

static u32 bits_of(u32 access)
{
    return (access ? MAP_USER : 0) | (access & ACCESS_WRITE ? MAP_WRITE : 0);
}

static int page_attributes(u32 vsas, laddr_t linear, u32 count, u32 clear,
                           u32 set, u32 flush)
{
    const u32 n = number_of(linear - BASE);

    CHECK(vsas == 3 && flush == 5 && count == 1 && n < PAGES);
    CHECK(linear % PAGE_SIZE == 0 && plain[n].is_mapped && !(clear & set));
    plain[n].bits = (plain[n].bits & ~clear) | set;
    return 0;
}

static const struct nmm books = { .page_attributes = page_attributes };
const struct nmm *volatile nmm = &books;

struct space *space_find(int handle) { return handle == HANDLE ? &space : NULL; }
laddr_t space_linear(const struct space *s) { return s == &space ? BASE : 0; }

u32 access_of_page(struct space *s, u32 address)
{
    CHECK(s == &space && !plain[number_of(address)].is_closed);
    return plain[number_of(address)].access;
}

int client_touch(struct client *client, struct client_fault *fault, u32 address,
                 u32 link)
{
    CHECK(client == &space.client && fault->vector == 14);
    CHECK_EQ(link, CLIENT_LINK((u32)(fault + 1)));
    told_at = address;
    return (int)watch_says;
}

int model_pages_close(int handle, u32 address, u32 open)
{
    CHECK(handle == HANDLE && open == PAGES_OPEN);
    opened_at = address;
    return model_close(handle, address, open);
}

/* Each half of the pages is one mapping. */
static void map(u32 half)
{
    const struct extent e = { .base = address_of(half * PAGES / 2),
                              .size = PAGES / 2 * PAGE_SIZE };

    if (plain[half * PAGES / 2].is_mapped)
        return;
    extent_add(&space.extents, &e);
    for (u32 i = half * PAGES / 2; i < (half + 1) * PAGES / 2; i++) {
        memset(&plain[i], 0, sizeof(plain[i]));
        plain[i].is_mapped = 1;
        plain[i].access = RW;
        plain[i].bits = bits_of(RW);
    }
}

static void unmap(u32 half)
{
    struct extent *e = extent_find(&space.extents,
                                   address_of(half * PAGES / 2));

    if (!e)
        return;
    closed_remove(&space, e->base, e->size);
    extent_remove(&space.extents, e);
    for (u32 i = half * PAGES / 2; i < (half + 1) * PAGES / 2; i++) {
        closed_count -= plain[i].is_closed;
        memset(&plain[i], 0, sizeof(plain[i]));
    }
}

static void close_one(u32 n, u32 open)
{
    const u32 offset = random_below(PAGE_SIZE);
    const int error = model_close(HANDLE, address_of(n) + offset, open);
    const int adds = !plain[n].is_closed && open != PAGES_OPEN;

    CHECK_EQ(error, !plain[n].is_mapped ? E_RANGE :
                    adds && closed_count == CLOSED ? E_QUOTA : 0);
    if (error)
        return;
    closed_count += adds;
    closed_count -= plain[n].is_closed && open == PAGES_OPEN;
    plain[n].is_closed = open != PAGES_OPEN;
    plain[n].open = open;
}

/* What the model has done to the entries, and then tells of. */
static void protect(u32 n, u32 count, u32 access)
{
    for (u32 i = n; i < n + count; i++) {
        if (!plain[i].is_mapped)
            return;
        plain[i].access = access;
        plain[i].bits = bits_of(access);
    }
    closed_protect(&space, address_of(n), count * PAGE_SIZE, access);
}

static void touch(u32 n, u32 access)
{
    struct client_fault fault = { .vector = 14 };
    const u32 at = address_of(n) + random_below(PAGE_SIZE);
    const int tells = plain[n].is_closed && plain[n].access & access &&
                      !(plain[n].open & access);

    told_at = opened_at = 0;
    watch_says = random_below(3);
    CHECK_EQ(closed_touch(&space, &fault, at, access),
             !tells ? 0 : watch_says ? 1 : -1);
    CHECK_EQ(told_at, tells ? at : 0);
    CHECK_EQ(opened_at, tells && watch_says == WATCH_NOBODY ? at : 0);
    if (opened_at) {
        plain[n].is_closed = 0;
        closed_count--;
    }
}

static void check_all(void)
{
    u32 access;

    CHECK_EQ(space.closed_count, closed_count);
    for (u32 i = 0; i < PAGES; i++) {
        const u32 left = plain[i].is_closed ? plain[i].open : 7;
        access = 99;
        CHECK_EQ(closed_access(&space, address_of(i) + 5, &access),
                 plain[i].is_closed);
        CHECK_EQ(access, plain[i].is_closed ? plain[i].access : 99);
        CHECK_EQ(plain[i].bits, plain[i].is_mapped ?
                 bits_of(plain[i].access & left) : 0);
    }
}

static void step(u32 n)
{
    switch (random_below(24)) {
    case 0: map(n % 2); break;
    case 1: if (!random_below(8)) unmap(n % 2); break;
    case 2: case 3: close_one(n, PAGES_OPEN); break;
    case 4: case 5:
        protect(n % (PAGES - 5), 1 + random_below(5),
                rights[random_below(3)]);
        break;
    case 6: case 7: case 8:
        touch(n, random_below(2) ? ACCESS_READ : ACCESS_WRITE);
        break;
    default: close_one(n, rights[random_below(3)]);
    }
}

int main(void)
{
    CHECK_EQ(model_close(HANDLE + 1, TEXT, 0), E_HANDLE);
    CHECK_EQ(model_close(HANDLE, SLICE, 0), E_RANGE);
    map(0);
    for (u32 i = 0; i < ROUNDS; i++) {
        step(random_below(PAGES));
        if (i % 8 == 0)
            check_all();
    }
    for (u32 i = 0; i < PAGES; i++)
        if (plain[i].is_mapped)
            close_one(i, PAGES_OPEN);
    check_all();
    CHECK_EQ(space.closed_count, 0);
    return check_done();
}
