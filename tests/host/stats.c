/* SPDX-License-Identifier: MIT */
/* sources: bench/stats.c */
/* flags: -m64 */
/* The statistics against the plainest computation in 128-bit integers. */
#include "../../bench/stats.h"

#include "check.h"

typedef unsigned __int128 u128;

#define SAMPLES 4096
#define BITS 48

static u64 values[SAMPLES], sorted[SAMPLES];
static u64 seed = 1;

static u64 draw(void)
{
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    return seed >> 16;
}

/* Insertion sort. */
static void sort_naively(u32 n)
{
    for (u32 i = 0; i < n; i++) {
        u32 at = i;

        for (; at > 0 && sorted[at - 1] > values[i]; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = values[i];
    }
}

/* The smallest value that at least percent of all do not exceed. */
static u64 quantile_naively(u32 n, u32 percent)
{
    u32 count = 0;

    while ((count + 1) * 100 < n * percent)
        count++;
    return sorted[count];
}

static u64 mean_naively(u32 n)
{
    u128 sum = 0;

    for (u32 i = 0; i < n; i++)
        sum += sorted[i];
    return (u64)(sum / n + (2 * (sum % n) >= n));
}

static u64 deviation_naively(u32 n)
{
    u128 sum = 0, squares = 0, variance, low = 0, high = (u128)1 << BITS;

    for (u32 i = 0; i < n; i++) {
        sum += sorted[i];
        squares += (u128)sorted[i] * sorted[i];
    }
    variance = (squares * n - sum * sum) / ((u128)n * n);
    while (high - low > 1) {
        u128 middle = (low + high) / 2;

        *(middle * middle <= variance ? &low : &high) = middle;
    }
    return (u64)low;
}

static void compare(u32 n)
{
    struct stats stats;

    sort_naively(n);
    stats_compute(values, n, &stats);
    for (u32 i = 0; i < n; i++)
        CHECK_EQ(values[i], sorted[i]);
    CHECK_EQ(stats.min, sorted[0]);
    CHECK_EQ(stats.p25, quantile_naively(n, 25));
    CHECK_EQ(stats.p50, quantile_naively(n, 50));
    CHECK_EQ(stats.p75, quantile_naively(n, 75));
    CHECK_EQ(stats.p99, quantile_naively(n, 99));
    CHECK_EQ(stats.max, sorted[n - 1]);
    CHECK_EQ(stats.mean, mean_naively(n));
    CHECK_EQ(stats.stddev, deviation_naively(n));
}

static void test_known(void)
{
    static const u64 known[] = { 9, 2, 4, 5, 4, 4, 7, 5 };
    struct stats stats;

    for (u32 i = 0; i < 8; i++)
        values[i] = known[i];
    stats_compute(values, 8, &stats);
    CHECK_EQ(stats.min, 2);
    CHECK_EQ(stats.p25, 4);
    CHECK_EQ(stats.p50, 4);
    CHECK_EQ(stats.p75, 5);
    CHECK_EQ(stats.p99, 9);
    CHECK_EQ(stats.max, 9);
    CHECK_EQ(stats.mean, 5);
    CHECK_EQ(stats.stddev, 2);
}

static void test_random(u32 n, u32 bits, u64 offset)
{
    for (u32 i = 0; i < n; i++)
        values[i] = offset + (draw() & ((1ull << bits) - 1));
    compare(n);
}

/* The largest variance that the header promises. */
static void test_extremes(void)
{
    for (u32 i = 0; i < SAMPLES; i++)
        values[i] = i % 2 ? (1ull << BITS) - 1 : 0;
    compare(SAMPLES);
    for (u32 i = 0; i < SAMPLES; i++)
        values[i] = (1ull << BITS) - 1;
    compare(SAMPLES);
    for (u32 i = 0; i < SAMPLES; i++)
        values[i] = SAMPLES - i;
    compare(SAMPLES);
}

int main(void)
{
    test_known();
    test_extremes();
    for (u32 n = 1; n <= 130; n++) {
        test_random(n, 2, 0);
        test_random(n, 16, 1ull << 40);
        test_random(n, BITS, 0);
    }
    test_random(SAMPLES, 3, 0);
    test_random(SAMPLES, BITS, 0);
    return check_done();
}
