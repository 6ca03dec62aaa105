/* SPDX-License-Identifier: MIT */
/* What assembly knows of nmm.h (core/api/offset.h). */
#include "../core/api/offset.h"

#include "nmm.h"

void offsets(void)
{
    OFFSET(NMM_CREATE_PAGE_MAPPING, nmm, create_page_mapping);
    OFFSET(NMM_PHYS_TO_VIRT, nmm, phys_to_virt);
    OFFSET(NMM_PAGE_ATTRIBUTES, nmm, page_attributes);
    VALUE(NMM_UPS, NMM_UPS);
    VALUE(NMM_TASK_NONE, NMM_TASK_NONE);
    VALUE(NMM_WINDOW_BASE, NMM_WINDOW_BASE);
    VALUE(FLUSH_INVLPG, FLUSH_INVLPG);
    VALUE(FLUSH_BEST, FLUSH_BEST);
    VALUE(MAP_PRESENT, MAP_PRESENT);
    VALUE(MAP_WRITE, MAP_WRITE);
    VALUE(MAP_USER, MAP_USER);
}
