/* SPDX-License-Identifier: MIT */
/*
 * The services that a client program finds, in the host's memory, which get one
 * thing wrong at a time: a program that checks its memory must notice. To be
 * included once, behind the program.
 */
#pragma once

#include "../../modules/api/client.h"
#include "../../modules/api/memory.h"

#include <string.h>

#undef CHECK                            /* the program's */
#include "check.h"
#include "random.h"

#define ARENA (1u << 20)
#define AREAS 16u
#define MARK 0xa5a5a5a5u                /* in all that is nobody's */

/* What the n-th call of a service does wrong. */
enum lie { TRUE, ERROR, SUCCESS, PLACE, SPOILT, LIES };

static u32 arena[ARENA / 4] __attribute__((aligned(4096)));
static struct { u32 base, size; } areas[AREAS];
static u32 *limits[2 * AREAS];         /* of all areas that there were */
static u32 end, area_count, limit_count, calls, lie_at, object, grown;
static enum lie lie;
static int has_objects;

/* A word of the area after the one that grows, or of that: its first, its last
 * or any. */
static void spoil(void)
{
    const u32 n = grown && area_count > 1;

    const u32 last = areas[n].size / 4 - 1;
    const u32 any[] = { 0, last, random_below(last) };

    ((u32 *)areas[n].base)[any[random_below(3)]] ^= 1u << random_below(32);
}

/* The answer of a call, which may be the one that lies. */
static int says(int error, u32 *at)
{
    if (calls++ != lie_at)
        return error;
    if (lie == SPOILT)
        spoil();
    if (lie == PLACE && at && !error)
        *at += 4;
    return lie == ERROR ? E_NOMEM : lie == SUCCESS ? 0 : error;
}

static int take(u32 size, u32 *at)
{
    const u32 pages = (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);

    end = (end + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
    *at = end;
    areas[area_count].base = end;
    areas[area_count++].size = size;
    memset((void *)end, 0, size);
    limits[limit_count++] = (u32 *)(end + size);
    end += pages + PAGE_SIZE;           /* what lies between is nobody's */
    return 0;
}

static int serve_map(u32 address, u32 size, u32 access, u32 *at)
{
    CHECK(lie || !address ||
          (area_count && address == areas[area_count - 1].base));
    const int error = !access || access > 7 ? E_INVALID : !size ? E_RANGE :
                      address ? E_BUSY : 0;
    return says(error ? error : take(size, at), at);
}

static int serve_unmap(u32 address, u32 size)
{
    u32 i = 0;

    while (i < area_count &&
           (areas[i].base != address || areas[i].size != size))
        i++;
    if (i == area_count)
        return says(E_RANGE, NULL);
    if (address != object)              /* an object's content stays */
        areas[i] = areas[--area_count];
    return says(0, NULL);
}

static int serve_protect(u32 address, u32 size, u32 access)
{
    (void)address, (void)size, (void)access;
    return says(0, NULL);
}

static int serve_grow(u32 bytes, u32 *at)
{
    if (bytes == 4)                     /* to a place that is none */
        return says(E_ADDRESS, NULL);
    if (!grown++) {
        CHECK_EQ(area_count, 0);
        area_count++;
        areas[0].base = (u32)arena;
        areas[0].size = 0;
    }
    *at = (u32)arena + areas[0].size;
    memset((void *)*at, 0, bytes);
    areas[0].size += bytes;
    end = *at + bytes;
    limits[0] = (u32 *)end;
    limit_count = 1;
    return says(0, at);
}

static int serve_attach(const char *name, u32 size, u32 access, u32 *at)
{
    CHECK(!strcmp(name, "grower.object") && access & ACCESS_READ);
    if (!has_objects)
        return says(E_NOT_APPLICABLE, NULL);
    if (!object) {
        CHECK(size && access & ACCESS_WRITE);
        take(size, &object);
    }
    *at = object;
    return says(0, at);
}

static int serve_print(const char *text, u32 size)
{
    CHECK_EQ(size, 64);
    return says((u32)text > 0xffffff00 ? E_ADDRESS : (int)size, NULL);
}

static int serve_null(void)
{
    return says(0, NULL);
}

static int serve_yield(void)
{
    return says(0, NULL);
}

static const struct client_services services = {
    .yield = serve_yield, .print = serve_print, .null = serve_null,
    .map = serve_map, .unmap = serve_unmap, .protect = serve_protect,
    .grow = serve_grow, .attach = serve_attach };

static int start(u32 argument, u32 at, enum lie how)
{
    memset(arena, 0xa5, sizeof(arena));
    end = (u32)arena;
    area_count = limit_count = calls = object = grown = 0;
    lie_at = at;
    lie = how;
    client = &services;
    const int result = client_main(argument);
    for (u32 i = 0; how == TRUE && i < limit_count; i++)
        CHECK_EQ(*limits[i], MARK);     /* nothing is written behind it */
    return result;
}
