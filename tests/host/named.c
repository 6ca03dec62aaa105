/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/sharing/named.c modules/lib/sharing/known.c modules/lib/space/spaces.c */
/*
 * Spaces and the objects that they attach by name: handles that are over, what
 * each was given first, and limits to the last one.
 */
#include "../../modules/lib/sharing/backing.h"
#include "../../modules/lib/sharing/known.h"
#include "../../modules/lib/space/parts.h"

#include "check.h"

#include <stdio.h>

#define R ACCESS_READ
#define RW (ACCESS_READ | ACCESS_WRITE)

const char model_name[] = "model";
static struct backing backings[BACKINGS + 1];
static u32 created, reports;
static struct space_head clients[3];
static const struct space_head *owned;      /* the last that was taken */

struct backing *backing_at(u32 number) { return &backings[number - 1]; }
u32 extent_pages(u32 size) { return (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1); }
void backing_hold(u32 number) { backing_at(number)->users++; }
void spaces_take_owner(struct space_head *client) { owned = client; }

int backing_create(u32 base, u32 size)
{
    backings[created] = (struct backing){ 1, base, extent_pages(size), 1, 0 };
    return (int)++created;
}

void model_report(const char *fmt, ...)
{
    CHECK(fmt != NULL);
    reports++;
}

static int attach(u32 who, const char *name, u32 size, u32 access)
{
    const struct attachment wanted = { &clients[who], name, size, access };
    const int found = backing_find(&wanted);

    if (found < 0)
        return found;
    const int number = backing_open(&wanted, found);
    backing_known(&wanted, (u32)number);
    return number;
}

/* A handle is one space's, and nobody's after that. */
static void test_handles(void)
{
    struct space_head spare = { 0 };
    const int first = spaces_add(&spare);

    CHECK(first > 0 && spaces_find(first) == &spare && owned == &spare);
    spaces_remove(&spare);
    CHECK(!spaces_find(first));
    for (u32 i = 0; i < 1000; i++) {
        const int again = spaces_add(&spare);
        CHECK(again > 0 && again != first && !spaces_find(first));
        CHECK_EQ(spaces_index(&spare), 0);
        spaces_remove(&spare);
    }
    CHECK_EQ(spaces_count(), 0);
    CHECK(!spaces_find(0) && !spaces_find(-1));
}

static void test_sizes(void)
{
    CHECK_EQ(attach(0, "o", 0, RW), E_NOTFOUND);
    CHECK_EQ(attach(0, "", 1, RW), E_INVALID);
    CHECK_EQ(attach(0, NULL, 1, RW), E_INVALID);
    CHECK_EQ(attach(0, "o", 0xfffff001, RW), E_RANGE);
    const int number = attach(0, "o", PAGE_SIZE + 1, RW);
    CHECK(number > 0);
    CHECK_EQ(attach(1, "o", 2 * PAGE_SIZE, RW), number);
    CHECK_EQ(attach(1, "o", 0, RW), number);
    CHECK_EQ(attach(1, "o", 2 * PAGE_SIZE + 1, RW), E_RANGE);
    CHECK_EQ(attach(1, "o", 0xffffffff, RW), E_RANGE);
    CHECK_EQ(clients[1].names, 1);      /* the same one */
    CHECK_EQ(clients[0].names, 1);
}

/* What a space had first is the most that it gets, until it ends. */
static void test_rights(void)
{
    const int number = attach(0, "r", 1, RW);

    CHECK_EQ(attach(1, "r", 0, R), number);
    CHECK_EQ(attach(1, "r", 0, RW), E_RIGHTS);
    CHECK_EQ(attach(0, "r", 0, R), number);
    CHECK_EQ(attach(0, "r", 0, RW), number);
    backing_shared(&clients[2], (u32)number, R);
    CHECK_EQ(attach(2, "r", 0, RW), E_RIGHTS);
    backing_forget(&clients[1]);
    CHECK_EQ(attach(1, "r", 0, RW), number);
    CHECK_EQ(attach(2, "r", 0, RW), E_RIGHTS);
}

/* A copy of a space may what the space may, and not more. */
static void test_copies(void)
{
    for (u32 access = R; access <= RW; access += ACCESS_WRITE)
        for (u32 has = 0; has < 2; has++) {
            struct known known = { 0 };
            if (has)
                known_share(&known, &clients[0], access);
            known_copy(&known, &clients[0], &clients[1]);
            CHECK_EQ(known_by_any(&known), has);
            CHECK_EQ(known_check(&known, &clients[1], R), 0);
            CHECK_EQ(known_check(&known, &clients[1], RW),
                     has && access == R ? E_RIGHTS : 0);
            known_forget(&known, &clients[0]);
            CHECK_EQ(known_by_any(&known), has);
            known_forget(&known, &clients[1]);
            CHECK_EQ(known_by_any(&known), 0);
        }
}

static void test_limits(void)
{
    char name[16];
    u32 had = clients[2].names, i = 0;

    for (; had + i < SPACE_NAMES; i++) {
        sprintf(name, "n%u", i);
        CHECK(attach(2, name, 1, RW) > 0);
    }
    CHECK_EQ(reports, 0);
    CHECK_EQ(attach(2, "more", 1, RW), E_QUOTA);
    CHECK_EQ(reports, 1);
    CHECK(attach(2, "n0", 1, RW) > 0);  /* it has that */
    for (i = created; i < BACKING_NAMES; i++) {
        sprintf(name, "m%u", i);
        clients[0].names = 0;
        CHECK(attach(0, name, 1, RW) > 0);
    }
    clients[0].names = 0;
    CHECK_EQ(attach(0, "more", 1, RW), E_FULL);
    CHECK_EQ(reports, 2);
    CHECK(attach(1, "m511", 1, RW) > 0);
}

int main(void)
{
    test_handles();
    for (u32 i = 0; i < 3; i++)
        CHECK(spaces_add(&clients[i]) > 0);
    test_sizes();
    test_rights();
    test_copies();
    test_limits();
    return check_done();
}
