/* SPDX-License-Identifier: MIT */
/* Spaces of `null_memory`. */
#include "model.h"

int space_create(void)
{
    return spaces_create(sizeof(struct space), NULL);
}

int space_destroy(int handle)
{
    return spaces_destroy(handle, NULL);
}

int space_load(int space, const char *image)
{
    (void)space, (void)image;
    return E_NOT_APPLICABLE;
}

int space_run(int space, u32 argument)
{
    (void)space, (void)argument;
    return E_NOT_APPLICABLE;
}
