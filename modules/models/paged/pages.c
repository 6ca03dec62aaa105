/* SPDX-License-Identifier: MIT */
/* Where the model's interface `pages` finds a page. */
#include "paging/pages.h"

#include "page/space.h"

int model_page(int handle, u32 address, laddr_t *linear)
{
    const struct space *space = space_find(handle);

    if (!space)
        return E_HANDLE;
    *linear = WINDOW + address;
    return space_is_window(space, address, 1) ? (int)space->vsas : E_RANGE;
}
