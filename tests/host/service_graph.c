/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/*
 * The service by which a client reads the system graph: any bytes of it, to the
 * byte, into its own space; and each request that is refused, before or while it
 * is served.
 */
#include <string.h>

#include "../../core/api/graph.h"
#include "check.h"

static struct graph fake;

/* As the segment has it: what leaves it faults. */
static void copy(void *to, u32 offset, u32 size)
{
    CHECK(offset <= sizeof(fake) && size <= sizeof(fake) - offset);
    memcpy(to, (const char *)&fake + offset, size);
}

#define graph_copy copy
#define graph_word(offset_) (*(const u32 *)((const char *)&fake + (offset_)))
#include "../../modules/lib/client/service.c"

#define SPACE 77
#define BASE 0xfffff000u                /* the last page of a client's */
#define ROOM 4096u
#define UNTOUCHED 0xee

static u8 memory[ROOM];
static u32 room = ROOM;                 /* bytes of it that are there */
static int other_error;
static struct client client = { .head.handle = SPACE };

static int write(int space, u32 address, const void *data, u32 size)
{
    CHECK(space == SPACE && size > 0);
    if (other_error)
        return other_error;
    if (address < BASE || address - BASE > room ||
        size > room - (address - BASE))
        return E_ADDRESS;
    memcpy(memory + (address - BASE), data, size);
    return 0;
}

const struct memory model_memory = { .write = write };
const struct console *volatile console;
const struct concurrency *volatile concurrency;

const struct nmm *volatile nmm;

int backtrace_is_own(u32 began, const struct nmm *n)
{
    CHECK(!began && !n && !"a client wants to leave");
    return 0;
}

void client_leave(u32 link, int status)
{
    CHECK(link == 0 && status == 0 && !"a client left");
    for (;;)
        ;
}

static int ask(u32 offset, u32 at, u32 size)
{
    memset(memory, UNTOUCHED, sizeof(memory));
    return service_graph(&client, (const u32[]){ offset, BASE + at, size });
}

/* What stands there: the bytes asked for, and nothing beside them. */
static int is_served(u32 offset, u32 at, u32 size)
{
    static u8 wanted[ROOM];

    memset(wanted, UNTOUCHED, sizeof(wanted));
    memcpy(wanted + at, (const u8 *)&fake + offset, size);
    return !memcmp(memory, wanted, sizeof(wanted));
}

static void test_bytes(void)
{
    static const u32 sizes[] = { 0, 1, 3, 4, 127, 128, 129, 255, 256, 257,
                                 1000, 4000 };

    for (u32 i = 0; i < ARRAY_SIZE(sizes); i++) {
        const u32 offsets[] = { 0, 1, 127, sizeof(fake) - sizes[i] };
        for (u32 k = 0; k < ARRAY_SIZE(offsets); k++) {
            const u32 at = 7 * k;
            CHECK_EQ(ask(offsets[k], at, sizes[i]), 0);
            CHECK(is_served(offsets[k], at, sizes[i]));
        }
    }
}

static void test_range(void)
{
    const u32 end = sizeof(fake);
    const u32 odd[][2] = {
        { end, 1 }, { end - 1, 2 }, { end + 1, 0 }, { 0, end + 1 },
        { ~0u, 1 }, { ~0u, 0 }, { 1, ~0u }, { 0, ~0u }, { end - 4, ~0u },
    };

    for (u32 i = 0; i < ARRAY_SIZE(odd); i++) {
        CHECK_EQ(ask(odd[i][0], 0, odd[i][1]), E_RANGE);
        CHECK(is_served(0, 0, 0));
    }
    CHECK_EQ(ask(end, 0, 0), 0);
}

/* Memory that is not there, or ends in between; what a model says otherwise. */
static void test_address(void)
{
    CHECK_EQ(ask(0, 0u - BASE, 4), E_ADDRESS);
    CHECK_EQ(ask(0, ROOM - 3, 4), E_ADDRESS);
    CHECK_EQ(ask(0, 0, ROOM + 1), E_ADDRESS);
    room = 300;
    CHECK_EQ(ask(0, 0, 300), 0);
    CHECK_EQ(ask(0, 0, 301), E_ADDRESS);
    CHECK(is_served(0, 0, 256));        /* as its contract says */
    room = ROOM;
    other_error = E_ACTIVE;
    CHECK_EQ(ask(0, 0, 4), E_ACTIVE);
    CHECK_EQ(ask(0, 0, 0), 0);          /* nothing was asked of it */
    other_error = 0;
}

int main(void)
{
    for (u32 i = 0; i < sizeof(fake); i++)
        ((u8 *)&fake)[i] = (u8)(i * 7 + i / 251);
    fake.size = sizeof(fake);
    test_bytes();
    test_range();
    test_address();
    return check_done();
}
