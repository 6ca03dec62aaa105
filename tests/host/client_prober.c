/* SPDX-License-Identifier: MIT */
/* sources: modules/clients/prober/prober.S */
/* The client `prober`: what each order does, where, and what it answers. */
#include "../../modules/clients/prober/prober.c"

#include <string.h>

#include "check.h"

#define WORDS 3000u

static u32 memory[WORDS + 2];
static const char *asked;
static u32 got[4], yields;

static int noted(const char *service, u32 a, u32 b, u32 c, u32 d)
{
    const u32 now[4] = { a, b, c, d };

    asked = service;
    memcpy(got, now, sizeof(got));
    return 77;
}

static int map(u32 a, u32 b, u32 c, u32 *d)
{
    return noted("map", a, b, c, (u32)d);
}

static int unmap(u32 a, u32 b) { return noted("unmap", a, b, 0, 0); }
static int protect(u32 a, u32 b, u32 c) { return noted("protect", a, b, c, 0); }
static int grow(u32 a, u32 *at) { return noted("grow", a, (u32)at, 0, 0); }

static int attach(const char *name, u32 b, u32 c, u32 *d)
{
    return noted("attach", (u32)name, b, c, (u32)d);
}

static int yield(void)
{
    yields++;
    return 0;
}

static const struct client_services services = {
    .map = map, .unmap = unmap, .protect = protect, .grow = grow,
    .attach = attach, .yield = yield };

static int order(u32 operation, u32 address, u32 n, u32 value)
{
    struct order o = { operation, address, n, value, { 5, 6 }, "name" };

    return client_main((u32)&o);
}

/* Every word, and none beside them; each that is wrong is counted. */
static void test_words(void)
{
    const u32 at = (u32)&memory[1];

    for (u32 seed = 0; seed < 9; seed++)
        for (u32 n = 0; n <= WORDS; n = n * 3 + 1) {
            memset(memory, 0x5a, sizeof(memory));
            CHECK_EQ(order(FILL, at, n, seed), 0);
            CHECK(memory[0] == 0x5a5a5a5a && memory[n + 1] == 0x5a5a5a5a);
            CHECK_EQ(order(1, at, n, seed), 0);
            u32 all = 0;
            for (u32 i = 1; i <= n; i++)
                all += memory[i];
            CHECK_EQ(order(SUM, at, n, 0), (int)all);
            if (n < 2)
                continue;
            CHECK(order(1, at, n, seed + 1) > (int)n / 2);
            memory[n]++;
            CHECK_EQ(order(1, at, n, seed), 1);
            memory[1]--;
            CHECK_EQ(order(1, at, n, seed), 2);
            CHECK_EQ(order(SUM, at, n, 0), (int)all);
        }
}

static void test_one(void)
{
    static int (*const code)(void) = yield;

    memory[7] = 8;
    CHECK_EQ(order(READ, (u32)&memory[7], 0, 3), 8);
    CHECK_EQ(order(WRITE, (u32)&memory[7], 0, 9), 0);
    CHECK_EQ(memory[7], 9);
    yields = 0;
    CHECK_EQ(order(JUMP, (u32)code, 0, 0), 0);
    CHECK_EQ(yields, 1);
    CHECK(order(TIME, (u32)&memory[8], 0, 0x4321) >= 0);
    CHECK_EQ(memory[8], 0x4321);
    for (u32 levels = 0; levels < 20; levels++)
        CHECK_EQ(order(DEEP, 0, levels, 0), levels);
    memset(memory, 0, sizeof(memory));
    CHECK_EQ(order(TOUCH, (u32)memory, 2, 5), 0);
    CHECK_EQ(order(TOUCH, (u32)memory, 1, 5), 0);
    CHECK(memory[0] == 10 && memory[PAGE_SIZE / 4] == 5);
    CHECK(!memory[PAGE_SIZE / 2] && !memory[1]);
    CHECK_EQ(order(TIME + 1, 0, 0, 0), -100);
}

static void test_spin(void)
{
    for (u32 n = 0; n < 20; n++) {
        yields = 0;
        CHECK_EQ(order(SPIN, (u32)&memory[1], n, 3), 0);
        CHECK_EQ(yields, n);
    }
}

static void asks(u32 operation, const char *service, u32 a, u32 b, u32 c)
{
    CHECK_EQ(order(operation, 0x1111, 0x2222, 0x3333), 77);
    CHECK(!strcmp(asked, service));
    CHECK(got[0] == a && got[1] == b && got[2] == c);
}

static void test_services(void)
{
    struct order o = { MAP, 1, 2, 3, { 5, 6 }, "name" };

    asks(MAP, "map", 0x1111, 0x2222, 0x3333);
    asks(UNMAP, "unmap", 0x1111, 0x2222, 0);
    asks(PROTECT, "protect", 0x1111, 0x2222, 0x3333);
    client_main((u32)&o);
    CHECK_EQ(got[3], (u32)o.result);
    o.operation = GROW;
    client_main((u32)&o);
    CHECK(got[0] == 2 && got[1] == (u32)o.result);
    o.operation = ATTACH;
    client_main((u32)&o);
    CHECK(got[0] == (u32)o.name && got[1] == 2 && got[2] == 3);
    CHECK_EQ(got[3], (u32)o.result);
}

int main(void)
{
    client = &services;
    test_words();
    test_one();
    test_spin();
    test_services();
    return check_done();
}
