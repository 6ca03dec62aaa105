/* SPDX-License-Identifier: MIT */
/* What bench.S knows of the contract. */
#include "../../../core/api/offset.h"
#include "../../api/bench_client.h"

void offsets(void)
{
    VALUE(BENCH_VECTOR, BENCH_VECTOR);
}
