/* SPDX-License-Identifier: MIT */
/* What rungs.S knows of rungs.h. */
#include "../../../core/api/offset.h"
#include "rungs.h"

void offsets(void)
{
    VALUE(RUNGS_VECTOR, RUNGS_VECTOR);
    VALUE(GATE_NULL, GATE_NULL);
    VALUE(GATE_DONE, GATE_DONE);
}
