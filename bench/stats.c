/* SPDX-License-Identifier: MIT */
/*
 * Statistics over samples. The variance is that of the distances from the
 * smallest sample (a shift changes no variance), so that what is usual, big
 * values close together, stays small; distances below 2^48 and 4096 samples
 * give products below 2^120, which struct wide holds.
 */
#include "stats.h"

struct wide {                   /* an unsigned integer of 128 bits */
    u64 high, low;
};

static struct wide wide_add(struct wide a, struct wide b)
{
    struct wide sum = { a.high + b.high, a.low + b.low };

    sum.high += sum.low < b.low;
    return sum;
}

static struct wide wide_subtract(struct wide a, struct wide b)
{
    struct wide difference = { a.high - b.high, a.low - b.low };

    difference.high -= a.low < b.low;
    return difference;
}

/* Schoolbook, in halves of 32 bits. */
static struct wide wide_multiply(u64 a, u64 b)
{
    u64 a0 = (u32)a, a1 = a >> 32, b0 = (u32)b, b1 = b >> 32;
    u64 low = a0 * b0;
    u64 middle = a1 * b0 + (low >> 32);
    u64 carry = a0 * b1 + (u32)middle;

    return (struct wide){
        a1 * b1 + (middle >> 32) + (carry >> 32), carry << 32 | (u32)low
    };
}

static struct wide wide_times(struct wide a, u32 factor)
{
    struct wide product = wide_multiply(a.low, factor);

    product.high += a.high * factor;
    return product;
}

/* The low half goes in two steps: a remainder and 32 bits fit in 64. */
static struct wide wide_divide(struct wide a, u32 by)
{
    u64 upper = a.high % by << 32 | a.low >> 32;
    u64 lower = upper % by << 32 | (u32)a.low;

    return (struct wide){ a.high / by, upper / by << 32 | lower / by };
}

static int wide_is_less(struct wide a, struct wide b)
{
    return a.high != b.high ? a.high < b.high : a.low < b.low;
}

/* floor(sqrt(value)), one bit after the other from the highest. */
static u64 wide_root(struct wide value)
{
    u64 root = 0;

    for (u64 bit = 1ull << 63; bit; bit >>= 1)
        if (!wide_is_less(value, wide_multiply(root | bit, root | bit)))
            root |= bit;
    return root;
}

static void swap(u64 *a, u64 *b)
{
    u64 kept = *a;

    *a = *b;
    *b = kept;
}

/* Restore the heap below `root`: no child above its parent. */
static void sift(u64 *values, u32 root, u32 n)
{
    for (u32 child = 2 * root + 1; child < n; child = 2 * root + 1) {
        if (child + 1 < n && values[child] < values[child + 1])
            child++;
        if (values[root] >= values[child])
            return;
        swap(&values[root], &values[child]);
        root = child;
    }
}

void stats_sort(u64 *values, u32 n)
{
    for (u32 root = n / 2; root-- > 0;)
        sift(values, root, n);
    for (u32 last = n; last-- > 1;) {
        swap(&values[0], &values[last]);
        sift(values, 0, last);
    }
}

u64 stats_quantile(const u64 *sorted, u32 n, u32 rank, u32 of)
{
    return sorted[(n * rank + of - 1) / of - 1];
}

static u64 mean(const u64 *values, u32 n)
{
    u64 sum = 0;

    for (u32 i = 0; i < n; i++)
        sum += values[i];
    return (2 * sum + n) / (2 * n);
}

static u64 deviation(const u64 *sorted, u32 n)
{
    u64 sum = 0;
    struct wide squares = { 0, 0 };

    for (u32 i = 0; i < n; i++) {
        u64 distance = sorted[i] - sorted[0];

        sum += distance;
        squares = wide_add(squares, wide_multiply(distance, distance));
    }
    squares = wide_subtract(wide_times(squares, n), wide_multiply(sum, sum));
    return wide_root(wide_divide(squares, n * n));
}

/* What the list of statistics says of `n` sorted values. */
#define LEAST values[0]
#define QUANTILE(percent) stats_quantile(values, n, percent, 100)
#define MEAN mean(values, n)
#define DEVIATION deviation(values, n)

void stats_compute(u64 *values, u32 n, struct stats *result)
{
    stats_sort(values, n);
#define STATISTIC(name, how) result->name = how;
#include "../modules/api/statistics.def"
#undef STATISTIC
}
