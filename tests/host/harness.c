/* SPDX-License-Identifier: MIT */
/* sources: bench/stats.c bench/report.c bench/environment.c bench/tsc.c
 * core/lib/format.c core/lib/crc32.c core/lib/string.S */
/*
 * The harness with experiments that fail at each step: what its rows say, what
 * it sends, that each setup has its teardown, and that interrupts are on again
 * whatever happened.
 */
#include "../../modules/api/deimos.h"

static struct system_info system_told;

#undef GRAPH_READ
#define GRAPH_READ(member_, to_) ((to_) = system_told)
#include "../../bench/record.c"
#define record record_method
#define overflow overflow_
#include "../../bench/harness.c"
#undef record

#include "check.h"

#include <stdio.h>
#include <string.h>

static char sent[1 << 20];
static u32 length;
static int masked, mask_error;
static u32 write_fails;         /* counts writes down to the one that fails */

int pic_mask(void)
{
    CHECK(!masked);
    masked = !mask_error;
    return mask_error;
}

void pic_unmask(void) { masked = 0; }

static int write(u32 channel, const void *data, u32 size)
{
    CHECK(channel == CONSOLE_RESULTS && length + size < sizeof(sent));
    if (write_fails && --write_fails == 0)
        return E_BUSY;
    memcpy(sent + length, data, size);
    length += size;
    sent[length] = 0;
    return (int)size;
}

static const struct console methods = { .write = write };

/* --- The clock: a body takes `ticks` ---------------------------------------- */

static u64 ticks = 5;
static u32 counted;
static u32 slow;                /* so many calls of the empty body are */

void block_100(void) { counted = 100; }
void block_1000(void) { counted = 1000; }
void block_10000(void) { counted = 10000; }
void measure_empty(void) { counted = 0; }

u64 measure_bare(void (*body)(void))
{
    body();
    if (!counted && slow)
        return slow--, 900;
    return counted ? counted : ticks;
}

tsc_measure measure_lfence __attribute__((alias("measure_bare")));
tsc_measure measure_rdtscp __attribute__((alias("measure_bare")));
tsc_measure measure_cpuid __attribute__((alias("measure_bare")));
tsc_measure *const tsc_measures[TSC_KINDS] = {
    measure_bare, measure_bare, measure_bare, measure_bare,
};

/* --- The experiment ------------------------------------------------------- */

static int error_of[5];         /* setup prepare sample check teardown */
static u32 calls[5], fail_at;
static struct harness_row row;

static int answer(u32 step)
{
    const u32 call = calls[step]++;

    CHECK(masked == (step > 0 && step < 4 && !row.live));
    return call >= fail_at || step == 0 || step == 4 ? error_of[step] : 0;
}

static int on_setup(u32 x)
{
    CHECK_EQ(x, 42);
    return answer(0);
}

static int on_prepare(void) { return answer(1); }

static void on_body(void)
{
    calls[2]++;
    counted = 0;
    ticks++;
}

static int on_sample(u32 kind, u64 *to)
{
    CHECK(kind < TSC_KINDS);
    *to = ++ticks;
    return answer(2);
}

static int on_check(void) { return answer(3); }
static int on_teardown(void) { return answer(4); }

static const struct experiment plain = {
    on_setup, on_prepare, on_body, on_check, on_teardown,
};
static const struct timed other = {
    on_setup, on_prepare, on_sample, on_check, on_teardown,
};

static struct harness_summary summary;

/* Rows have numbers, one after the other, and their samples the same. */
static void check_number(void)
{
    const char *at = strstr(sent, " row id=");
    u32 id;

    if (!length || !at)
        return;
    CHECK(sscanf(at, " row id=%u ", &id) == 1);
    CHECK_EQ(id, rows);
    for (at = strstr(sent, " s id="); at; at = strstr(at + 1, " s id="))
        CHECK(sscanf(at, " s id=%u ", &id) == 1 && id == rows);
}

/* One row from ticks 100 on; what run() answers. */
static int measure(u32 warmup, u32 samples, u32 is_timed)
{
    static u32 number;
    static char name[16];

    sprintf(name, "c%u", ++number);
    row = (struct harness_row){ "e", name, "", "", 42, warmup, samples, 0,
                                is_timed };
    memset(calls, 0, sizeof(calls));
    length = 0;
    ticks = 100;
    const int result = run(&row, &summary);
    CHECK_EQ(masked, 0);
    check_number();
    return result;
}

static int says(const char *text)
{
    return strstr(sent, text) != NULL;
}

static void test_order(void)
{
    CHECK_EQ(measure(0, 1, 0), E_INVALID);      /* not begun */
    CHECK_EQ(environment("a", "b"), E_INVALID);
    CHECK_EQ(record_method("k", "a\0b\0"), E_INVALID);
    CHECK_EQ(not_applicable(&row), E_INVALID);
    CHECK_EQ(end(0), E_INVALID);
    CHECK_EQ(length, 0);
    system_told.cpu_features = CPU_TSC;
    strcpy(system_told.cpu_vendor, "x");
    system_told.clock = CLOCK_INSN;
    ticks = 5;
    mask_error = E_BUSY;
    CHECK_EQ(begin(), E_BUSY);
    mask_error = 0;
    CHECK_EQ(length, 0);
    slow = OVERHEAD_SAMPLES;            /* those warm up */
    CHECK_EQ(begin(), 0);
    CHECK(says(" env key=overhead_max value=5\n"));
    CHECK(says("DEIMOS-BEGIN 1\n") && says(" env key=clock value=insn\n"));
    CHECK(says(" env key=overhead value=5\n") && !says("clock_conflict"));
    CHECK_EQ(begin(), E_EXISTS);
}

/* n, warm-up and the cold one; the statistics are of the last n. */
static void test_rows(void)
{
    CHECK_EQ(measure(2, 4, 0), 0);
    CHECK(summary.n == 4 && summary.verified && summary.overhead == 5);
    CHECK(summary.cold == 101 && summary.min == 104 && summary.p50 == 105);
    CHECK(summary.max == 107 && summary.mean == 106);
    CHECK(says(" v=101,102,103,104,105,106,107\n") && says(" warmup=2 n=4 "));
    CHECK(says(" verified=yes\n") && says(" clock=insn unit=insn "));
    CHECK(calls[0] == 1 && calls[1] == 7 && calls[2] == 7 && calls[3] == 7);
    CHECK_EQ(calls[4], 1);
    CHECK_EQ(measure(1, 3, 1), 0);
    CHECK(summary.n == 3 && summary.min == 103 && summary.cold == 101);
    CHECK_EQ(measure(0, 0, 0), 0);              /* once */
    CHECK(summary.n == 1 && summary.p50 == 101 && says(" v=101\n"));
    CHECK_EQ(measure(HARNESS_WARMUP_MAX, HARNESS_SAMPLES_MAX, 0), 0);
    CHECK(summary.max == 101 + HARNESS_WARMUP_MAX + HARNESS_SAMPLES_MAX);
    CHECK(says(" at=0 ") && says(" n=4096 "));
    CHECK_EQ(measure(0, HARNESS_SAMPLES_MAX + 1, 0), E_RANGE);
    CHECK_EQ(measure(HARNESS_WARMUP_MAX + 1, 1, 0), E_RANGE);
    CHECK_EQ(measure(1, 0, 0), E_RANGE);        /* once has no warm-up */
    CHECK_EQ(measure(0, 0xffffffff, 0), E_RANGE);
    CHECK_EQ(length + calls[0], 0);
}

/* Lines of samples are short enough for whoever reads them. */
static void test_lines(void)
{
    CHECK_EQ(measure(0, 200, 0), 0);
    for (const char *at = sent, *next; *at; at = next + 1) {
        next = strchr(at, '\n');
        if (!CHECK(next))
            return;
        if (strstr(at, " s id=") && strstr(at, " s id=") < next)
            CHECK(next - at <= RECORD_LINE);
    }
}

static void test_failures(u32 is_timed)
{
    fail_at = 2;
    for (u32 step = 0; step < 5; step++) {
        if (step == 2 && !is_timed)
            continue;
        error_of[step] = E_NOMEM;
        const int result = measure(1, 4, is_timed);
        error_of[step] = 0;
        CHECK_EQ(result, step < 3 ? E_NOMEM : 0);
        CHECK_EQ(summary.error, E_NOMEM);
        CHECK_EQ(summary.verified, 0);
        CHECK_EQ(summary.n, step < 3 ? 0 : 4);
        CHECK(says(" verified=no\n") && says("key=failure."));
        CHECK(step >= 3 || says(" cold= min= p25= "));
        CHECK(says(step < 3 ? " n=0 " : " n=4 "));
        CHECK(says(step == 3 ? "4%20checks%20failed,%20first%20at%202\n"
                             : "0%20checks%20failed"));
        CHECK_EQ(calls[4], 1);
        CHECK(measure(0, 2, is_timed) == 0 && summary.verified);
        CHECK(!says("failure"));
    }
    fail_at = 0;
}

/* What a check gives is a sample in live rows only. */
static void test_given(void)
{
    error_of[3] = 4711;
    CHECK_EQ(measure(0, 2, 0), 0);
    CHECK(!summary.verified && summary.error == 4711 && summary.min == 102);
    CHECK_EQ(measure(0, 2, 1), 0);
    CHECK(!summary.verified && summary.error == 4711);
    row.live = 1;
    row.timed = 0;
    row.name = "live";
    CHECK_EQ(run(&row, &summary), 0);
    CHECK(summary.verified && summary.min == 4711 && summary.max == 4711);
    error_of[3] = 0;
    error_of[0] = E_NOT_APPLICABLE;
    CHECK_EQ(measure(0, 2, 0), E_NOT_APPLICABLE);
    CHECK(says(" n=0 ") && says(" verified=\n") && !says("failure"));
    CHECK_EQ(calls[4], 1);
    error_of[0] = 0;
    mask_error = E_BUSY;
    CHECK_EQ(measure(0, 2, 0), E_BUSY);
    CHECK(calls[4] == 1 && summary.n == 0);
    mask_error = 0;
}

/* A console that fails at any line: who asked for the row is told. */
static void test_unsent(void)
{
    u32 lines = 0;

    for (u32 is_wrong = 0; is_wrong < 2; is_wrong++, lines = 0) {
        error_of[3] = is_wrong ? E_VERIFY : 0;
        CHECK_EQ(measure(0, 200, 0), 0);
        for (u32 i = 0; i < length; i++)
            lines += sent[i] == '\n';
        CHECK(lines > 4);
        for (u32 i = 1; i <= lines; i++) {
            write_fails = i;
            CHECK_EQ(measure(0, 200, 0), E_BUSY);
            CHECK_EQ(write_fails, 0);
        }
    }
    error_of[3] = 0;
    const u32 before = rows;
    length = 0;
    CHECK_EQ(not_applicable(&row), 0);
    CHECK_EQ(rows, before + 1);
    check_number();
    CHECK_EQ(measure(0, 2, 0), 0);
    CHECK_EQ(rows, before + 2);
    write_fails = 1;
    CHECK_EQ(not_applicable(&row), E_BUSY);
    write_fails = 1;
    CHECK_EQ(environment("a", "b"), E_BUSY);
    write_fails = 1;
    CHECK_EQ(record_method("k", "a\0b\0"), E_BUSY);
}

/* A body may have died with interrupts off: each method turns them on. */
static void test_after_death(void)
{
    static const struct harness *const methods_of = &harness;
    const u32 stage_before = stage;

    for (stage = STAGE_IDLE; stage <= STAGE_ENDED; stage++) {
        masked = 1;
        if (stage != STAGE_IDLE)
            CHECK_EQ(methods_of->begin(), E_EXISTS);
        CHECK_EQ(masked, stage == STAGE_IDLE);
        masked = 1;
        methods_of->environment("a", "b");
        CHECK_EQ(masked, 0);
        masked = 1;
        row.samples = HARNESS_SAMPLES_MAX + 1;
        CHECK(methods_of->run(&row, &summary) < 0);
        CHECK_EQ(masked, 0);
        masked = 1;
        methods_of->not_applicable(&row);
        CHECK_EQ(masked, 0);
        masked = 1;
        methods_of->record_method("k", "a\0b\0");
        CHECK_EQ(masked, 0);
        masked = 1;
        if (stage != STAGE_BEGUN)
            CHECK_EQ(methods_of->end(0), E_INVALID);
        CHECK_EQ(masked, stage == STAGE_BEGUN);
    }
    stage = STAGE_BEGUN;                /* as it was, and the end's own */
    masked = 1;
    methods_of->end(0);
    CHECK_EQ(masked, 0);
    stage = stage_before;
}

static void test_end(void)
{
    length = 0;
    CHECK_EQ(record_method("k", "a\0b c\0d\0\0"), 0);
    CHECK(says(" k a=b%20c d=\n"));
    CHECK_EQ(end(16), 0);
    CHECK(says("DEIMOS-END 1 records=") && says(" status=16\n"));
    CHECK_EQ(end(16), E_INVALID);
    CHECK_EQ(measure(0, 1, 0), E_INVALID);
    CHECK_EQ(begin(), E_EXISTS);
    length = 0;                         /* nothing comes behind the end */
    CHECK_EQ(environment("a", "b"), E_INVALID);
    CHECK_EQ(record_method("k", "a\0b\0"), E_INVALID);
    CHECK_EQ(not_applicable(&row), E_INVALID);
    CHECK_EQ(length, 0);
}

int main(void)
{
    console = &methods;
    subject = &plain;
    timed = &other;
    test_order();
    test_rows();
    test_lines();
    test_failures(0);
    test_failures(1);
    test_given();
    test_unsent();
    test_after_death();
    test_end();
    return check_done();
}
