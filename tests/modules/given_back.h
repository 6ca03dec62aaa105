/* SPDX-License-Identifier: MIT */
/* For test modules: what they had is given back. */
#pragma once

#include "deimos.h"

/* Handles; 0, or below for regions and segments: there is none. */
static inline void give_back(const struct nmm *nmm, u32 ldt, int region,
                             int global)
{
    if (ldt)
        nmm->destroy_ldt(ldt);
    if (region > 0)
        nmm->destroy_region((u32)region);
    if (global > 0)
        nmm->destroy_global_segment((u32)global);
}
