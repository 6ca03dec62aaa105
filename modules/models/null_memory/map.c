/* SPDX-License-Identifier: MIT */
/* More memory for a space: `null_memory` has none. */
#include "model.h"

int map_create(int space, u32 address, u32 size, u32 access, u32 *at)
{
    (void)space, (void)address, (void)size, (void)access, (void)at;
    return E_NOT_APPLICABLE;
}

int map_destroy(int space, u32 address, u32 size)
{
    (void)space, (void)address, (void)size;
    return E_NOT_APPLICABLE;
}

int map_grow(int space, u32 bytes, u32 *at)
{
    (void)space, (void)bytes, (void)at;
    return E_NOT_APPLICABLE;
}

int map_share(int space, u32 address, u32 size, int other, u32 access,
              u32 *at)
{
    (void)space, (void)address, (void)size, (void)other;
    (void)access, (void)at;
    return E_NOT_APPLICABLE;
}

int map_attach(int space, const char *name, u32 size, u32 access, u32 *at)
{
    (void)space, (void)name, (void)size, (void)access, (void)at;
    return E_NOT_APPLICABLE;
}
