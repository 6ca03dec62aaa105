/* SPDX-License-Identifier: MIT */
/* Copies to and from a space: nothing is there. */
#include "model.h"

int access_read(int space, u32 address, void *data, u32 size)
{
    (void)space, (void)address, (void)data, (void)size;
    return E_NOT_APPLICABLE;
}

int access_write(int space, u32 address, const void *data, u32 size)
{
    (void)space, (void)address, (void)data, (void)size;
    return E_NOT_APPLICABLE;
}
