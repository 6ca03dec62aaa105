/* SPDX-License-Identifier: MIT */
/* sources: core/ups/user.c */
/* Memory that a caller names: strings at every place of a page, bounds, and
 * pages that are not there. A UPS of two pages; what follows is not mapped. */
#include "../../core/ups/user.h"

#include <stdlib.h>
#include <string.h>

#include "../../core/api/error.h"
#include "../../core/memory/memory.h"
#include "../../nmm/page/identity.h"
#include "../../nmm/page/paging.h"
#include "check.h"

#define UPS_SIZE (3 * PAGE_SIZE)
#define ALL_PAGES (1u << 20)
#define LONGEST 20

struct memory memory;
struct identity identity;
u32 paging_state;

static u32 entries[ALL_PAGES];
static char *ups;

static void set_up(void)
{
    ups = aligned_alloc(PAGE_SIZE, UPS_SIZE);
    memset(ups, '#', UPS_SIZE);
    memory.ups = (u32)ups;
    memory.manager = memory.ups + UPS_SIZE;
    identity.entries = entries;
    identity.pages = ALL_PAGES;
    identity_map(memory.ups, 2 * PAGE_SIZE);
}

void identity_map(laddr_t base, u32 size)
{
    for (u32 i = 0; i < size / PAGE_SIZE; i++)
        entries[base / PAGE_SIZE + i] = ENTRY_PRESENT | ENTRY_DIRECT;
}

/* A string of that length at that place, into a buffer of that size. */
static void read_string(u32 at, u32 length, u32 size)
{
    char *to = malloc(size);
    const int expected = length < size ? (int)length : E_RANGE;

    memset(ups + at, 'a', length);
    ups[at + length] = 0;
    CHECK_EQ(user_string(at, to, size), expected);
    if (expected >= 0)
        CHECK(strcmp(to, ups + at) == 0);
    memset(ups + at, '#', length + 1);
    free(to);
}

static void strings(void)
{
    for (u32 at = PAGE_SIZE - 30; at < PAGE_SIZE + 4; at++)
        for (u32 length = 0; length <= LONGEST; length++)
            for (u32 size = 1; size <= LONGEST + 3; size++)
                read_string(at, length, size);
}

/* Equal strings are equal words: zeros up to the next one. */
static void padding(void)
{
    char to[12];

    strcpy(ups + 1, "abcde");
    memset(ups + 7, 0xff, 8);
    CHECK_EQ(user_string(1, to, sizeof(to)), 5);
    CHECK(memcmp(to, "abcde\0\0", 8) == 0);
    memset(ups + 1, 0xc3, 9);
    ups[9] = 0;
    CHECK_EQ(user_string(2, to, sizeof(to)), 7);
    memset(ups + 1, 0x01, 9);
    ups[9] = 0;
    CHECK_EQ(user_string(2, to, sizeof(to)), 7);
}

static void outside(void)
{
    char to[16];

    memset(ups, 'a', UPS_SIZE);
    ups[2 * PAGE_SIZE - 1] = 0;
    CHECK_EQ(user_string(2 * PAGE_SIZE - 4, to, sizeof(to)), 3);
    ups[2 * PAGE_SIZE - 1] = 'a';
    CHECK_EQ(user_string(2 * PAGE_SIZE - 4, to, sizeof(to)), E_ADDRESS);
    CHECK_EQ(user_string(2 * PAGE_SIZE - 4, to, 4), E_RANGE);
    CHECK_EQ(user_string(2 * PAGE_SIZE, to, sizeof(to)), E_ADDRESS);
    CHECK_EQ(user_string(UPS_SIZE, to, sizeof(to)), E_ADDRESS);
    CHECK_EQ(user_string(0xffffffff, to, sizeof(to)), E_ADDRESS);
}

static void pointers(void)
{
    CHECK(user_pointer(0, 2 * PAGE_SIZE) == ups);
    CHECK(user_pointer(PAGE_SIZE - 1, 2) == ups + PAGE_SIZE - 1);
    CHECK(user_pointer(2 * PAGE_SIZE - 1, 1) == ups + 2 * PAGE_SIZE - 1);
    CHECK(!user_pointer(2 * PAGE_SIZE - 1, 2));
    CHECK(!user_pointer(1, 2 * PAGE_SIZE));
    CHECK(!user_pointer(UPS_SIZE, 1));
    CHECK(!user_pointer(4, 0xfffffffc));
    CHECK(user_pointer(8, 0) == ups + 8);
}

int main(void)
{
    set_up();
    strings();
    padding();
    outside();
    pointers();
    free(ups);
    return check_done();
}
