/* SPDX-License-Identifier: MIT */
/* A region becomes another module's, with what is in it. */
#pragma once

#include "../../core/api/types.h"

/* As give_region() of nmm.h, but for who may. E_HANDLE, E_INVALID, E_BUSY. */
int region_give(u32 handle, u32 module);
