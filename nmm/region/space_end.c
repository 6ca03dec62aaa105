/* SPDX-License-Identifier: MIT */
/* Spaces that go: all that lies in them first. */
#include "space_end.h"

#include "../../core/api/error.h"
#include "../mapping/mapping.h"
#include "../page/paging.h"
#include "../space/space.h"
#include "create.h"

int space_check_destroy(const struct space *space)
{
    if (space->users > 0)
        return E_BUSY;
    for (u32 i = 0; i < space->map.count; i++) {
        int error = region_check_destroy(&regions[space->map.index[i]]);

        if (error < 0)
            return error;
    }
    return E_OK;
}

void space_destroy(struct space *space)
{
    while (space->map.count > 0)
        region_apply_destroy(
            &regions[space->map.index[space->map.count - 1]]);
    if (space_is_virtual(space)) {
        mapping_drop(space, space->map.low, space->map.size);
        paging_abandon(space->directory);
    } else {
        region_apply_destroy(region_of(space->carrier));
    }
    space_release(space);
}
