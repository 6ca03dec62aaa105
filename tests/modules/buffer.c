/* SPDX-License-Identifier: MIT */
/* Memory that a script can pass the address of, look into and write to. */
#include "deimos.h"

#define SIZE 65536u

struct buffer {
    int (*address)(void);
    int (*get)(u32 offset);
    int (*set)(u32 offset, u32 value);
    int (*put)(u32 offset, const void *data, u32 size);
    int (*fill)(u32 seed, u32 offset, u32 size);
    int (*check)(u32 seed, u32 offset, u32 size);
};

static u8 bytes[SIZE] __attribute__((aligned(4096)));

static int address(void)
{
    return (int)bytes;
}

static int inside(u32 offset, u32 size)
{
    return offset <= SIZE && size <= SIZE - offset;
}

static int get(u32 offset)
{
    return inside(offset, 4) ? *(const int *)(bytes + offset) : E_RANGE;
}

static int set(u32 offset, u32 value)
{
    if (!inside(offset, 4))
        return E_RANGE;
    *(u32 *)(bytes + offset) = value;
    return E_OK;
}

static int put(u32 offset, const void *data, u32 size)
{
    if (!inside(offset, size))
        return E_RANGE;
    for (u32 i = 0; i < size; i++)
        bytes[offset + i] = ((const u8 *)data)[i];
    return E_OK;
}

static u8 pattern(u32 seed, u32 i)
{
    return (u8)((seed * 2654435761u + i * 40503u) >> 13);
}

static int fill(u32 seed, u32 offset, u32 size)
{
    if (!inside(offset, size))
        return E_RANGE;
    for (u32 i = 0; i < size; i++)
        bytes[offset + i] = pattern(seed, i);
    return E_OK;
}

/* 1: it is what fill(seed) writes; 2: all zeros; 0: neither. */
static int check(u32 seed, u32 offset, u32 size)
{
    u32 equal = 0, zeros = 0;

    if (!inside(offset, size))
        return E_RANGE;
    for (u32 i = 0; i < size; i++) {
        equal += bytes[offset + i] == pattern(seed, i);
        zeros += bytes[offset + i] == 0;
    }
    return equal == size ? 1 : zeros == size ? 2 : 0;
}

static const struct buffer table = { address, get, set, put, fill, check };

DEIMOS_MODULE("buffer", MODULE_APPLICATION);
DEIMOS_INTERFACE("buffer", "buffer", table, "address get set put fill check");
