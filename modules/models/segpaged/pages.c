/* SPDX-License-Identifier: MIT */
/* Where the model's interface `pages` finds a page. */
#include "model.h"

#include "paging/pages.h"

int model_page(int handle, u32 address, laddr_t *linear)
{
    const struct space *space = space_find(handle);

    if (!space)
        return E_HANDLE;
    *linear = space_linear(space) + address;
    return address < SLICE ? (int)model_vsas : E_RANGE;
}
