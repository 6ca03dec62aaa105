/* SPDX-License-Identifier: MIT */
/*
 * Statistics over samples, in integers only. Pure: the host's collector
 * computes the same from the raw samples and compares.
 *
 *   quantile q  nearest rank: sorted[ceil(q * n) - 1]
 *   mean        floor(sum / n + 1/2)
 *   stddev      floor(sqrt(floor((n * sum(v^2) - sum(v)^2) / n^2)))
 *
 * All are exact for 1 <= n <= 4096 samples below 2^48.
 */
#pragma once

#include "../core/api/types.h"

struct stats {
#define STATISTIC(name, how) u64 name;
#include "../modules/api/statistics.def"
#undef STATISTIC
};

/* Sort in place, ascending; no recursion, no memory of its own. */
void stats_sort(u64 *values, u32 n);

/* The quantile rank/of (0 < rank <= of <= 100) of sorted values. */
u64 stats_quantile(const u64 *sorted, u32 n, u32 rank, u32 of);

/* All of them; sorts the values. */
void stats_compute(u64 *values, u32 n, struct stats *result);
