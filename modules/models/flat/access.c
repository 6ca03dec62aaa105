/* SPDX-License-Identifier: MIT */
/* Copies to and from clients of `flat`: their addresses are ours. What is
 * there is asked of the NMM, whoever owns it. */
#include "model.h"

#include "../../../core/lib/string.h"
#include "space/area.h"

static int check(int handle, u32 address, u32 size)
{
    if (!spaces_find(handle))
        return E_HANDLE;
    return area_is_there(address, size) ? 0 : E_ADDRESS;
}

int access_read(int handle, u32 address, void *data, u32 size)
{
    const int error = check(handle, address, size);

    if (!error)
        memcpy(data, (const void *)address, size);
    return error;
}

int access_write(int handle, u32 address, const void *data, u32 size)
{
    const int error = check(handle, address, size);

    if (!error)
        memcpy((void *)address, data, size);
    return error;
}
