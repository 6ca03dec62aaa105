/* SPDX-License-Identifier: MIT */
/*
 * The harness: begin, one row after the other, end. A sample is prepare(),
 * the timed body(), check(); only measure.S runs between the TSC reads.
 *
 * Invariant: raw[0] is the cold sample, raw[1..warmup] the warm-up, and the
 * n samples of the statistics follow; a one-shot row has them in raw[0].
 */
#include "harness.h"

#include "deimos.h"
#include "environment.h"
#include "pic.h"
#include "record.h"
#include "report.h"
#include "stats.h"

#define OVERHEAD_SAMPLES 101

enum stage { STAGE_IDLE, STAGE_BEGUN, STAGE_ENDED };

DEIMOS_RECEPTACLE(subject, experiment, "experiment");
DEIMOS_RECEPTACLE(timed, timed, "timed");

static enum stage stage;
static struct system_info info;
static struct tsc tsc;
static u32 rows;                /* id of the last one */
static u64 overhead;
static u64 raw[1 + HARNESS_WARMUP_MAX + HARNESS_SAMPLES_MAX];
static u64 sorted[HARNESS_SAMPLES_MAX];
static u32 failed;              /* checks, of this row */

static int do_nothing(void)
{
    return 0;
}

static int set_up_nothing(u32 x)
{
    (void)x;
    return 0;
}

static const struct experiment empty = {
    .setup = set_up_nothing,
    .prepare = do_nothing,
    .body = measure_empty,
    .check = do_nothing,
    .teardown = do_nothing,
};

/* The same call of the same function as in every sample of the run. */
static void measure_overhead(struct stats *stats)
{
    for (u32 i = 0; i < OVERHEAD_SAMPLES; i++)
        tsc.measure(empty.body);
    for (u32 i = 0; i < OVERHEAD_SAMPLES; i++)
        sorted[i] = tsc.measure(empty.body);
    stats_compute(sorted, OVERHEAD_SAMPLES, stats);
    overhead = stats->p50;
}

static int calibrate(struct stats *stats)
{
    int error;

    if (!tsc.measure)
        return 0;
    error = pic_mask();
    if (error < 0)
        return error;
    tsc_probe(&tsc, &info);
    measure_overhead(stats);
    pic_unmask();
    return 0;
}

static void send_environment(const struct stats *stats)
{
    environment_send_all(&info, &tsc);
    if (tsc.measure)
        environment_send_overhead(stats);
}

static int begin(void)
{
    struct stats stats = { 0 };
    int error;

    pic_unmask();
    if (stage != STAGE_IDLE)
        return E_EXISTS;
    GRAPH_READ(system, info);
    error = tsc_init(&tsc, &info);
    if (error == 0)
        error = calibrate(&stats);
    if (error == 0)
        error = record_begin();
    if (error < 0)
        return error;
    stage = STAGE_BEGUN;
    send_environment(&stats);
    return 0;
}

static int environment(const char *key, const char *value)
{
    pic_unmask();
    return stage == STAGE_BEGUN ? environment_send(key, value) : E_INVALID;
}

static void note_failure(u32 index, int error, struct harness_summary *summary)
{
    if (failed++ > 0)
        return;
    summary->failed_at = index;
    summary->error = error;
}

static int take_sample(const struct harness_row *row, u32 index,
                       struct harness_summary *summary)
{
    int error = subject->prepare();

    if (error < 0)
        return error;
    raw[index] = tsc.measure(subject->body);
    error = subject->check();
    if (error > 0 && row->live)
        raw[index] = (u32)error;
    else if (error != 0)
        note_failure(index, error, summary);
    return 0;
}

static int take_timed(u32 index, struct harness_summary *summary)
{
    int error = timed->prepare();

    if (error >= 0)
        error = timed->sample(tsc.kind, &raw[index]);
    if (error < 0)
        return error;
    error = timed->check();
    if (error != 0)
        note_failure(index, error, summary);
    return 0;
}

static int take_samples(const struct harness_row *row,
                        struct harness_summary *summary)
{
    u32 count = 1 + row->warmup + row->samples;
    int error = row->live ? 0 : pic_mask();

    for (u32 i = 0; i < count && error >= 0; i++)
        error = row->timed ? take_timed(i, summary)
                           : take_sample(row, i, summary);
    pic_unmask();
    return error;
}

static void summarise(const struct harness_row *row,
                      struct harness_summary *summary)
{
    const u64 *first = row->samples ? raw + 1 + row->warmup : raw;
    const u32 n = row->samples ? row->samples : 1;
    struct stats stats;

    for (u32 i = 0; i < n; i++)
        sorted[i] = first[i];
    stats_compute(sorted, n, &stats);
    summary->n = n;
    summary->verified = failed == 0;
    summary->cold = raw[0];
#define STATISTIC(name, how) summary->name = stats.name;
#include "../modules/api/statistics.def"
#undef STATISTIC
    summary->overhead = overhead;
}

/* A teardown that fails leaves a state that the next row did not ask for:
 * the row counts as not verified. */
static int measure_row(const struct harness_row *row,
                       struct harness_summary *summary)
{
    int error = row->timed ? timed->setup(row->parameter)
                           : subject->setup(row->parameter);
    int left;

    if (error >= 0)
        error = take_samples(row, summary);
    left = row->timed ? timed->teardown() : subject->teardown();
    if (error < 0) {
        summary->error = error;
        return error;
    }
    summarise(row, summary);
    if (left < 0) {
        summary->verified = 0;
        summary->error = left;
    }
    return 0;
}

static int send_row(const struct harness_row *row,
                    const struct harness_summary *summary)
{
    u32 count = summary->n ? 1 + row->warmup + row->samples : 0;
    int error = report_row(rows, row, tsc.clock, summary);

    if (error == 0)
        error = report_samples(rows, raw, count);
    if (error == 0 && !summary->verified)
        error = report_failure(rows, failed, summary);
    return error;
}

static int run(const struct harness_row *row, struct harness_summary *summary)
{
    int error, unsent;

    pic_unmask();
    *summary = (struct harness_summary){ 0 };
    if (stage != STAGE_BEGUN)
        return E_INVALID;
    if (row->samples > HARNESS_SAMPLES_MAX ||
        row->warmup > (row->samples ? HARNESS_WARMUP_MAX : 0))
        return E_RANGE;
    rows++;
    failed = 0;
    if (!tsc.measure) {         /* nothing to measure with: no row for it */
        summary->error = E_UNSUPPORTED;
        report_row(rows, row, tsc.clock, NULL);
        return summary->error;
    }
    error = measure_row(row, summary);
    unsent = error == E_NOT_APPLICABLE
           ? report_row(rows, row, tsc.clock, NULL)
           : send_row(row, summary);
    return error < 0 ? error : unsent;
}

static int not_applicable(const struct harness_row *row)
{
    pic_unmask();
    if (stage != STAGE_BEGUN)
        return E_INVALID;
    return report_row(++rows, row, tsc.clock, NULL);
}

static const char *behind(const char *text)
{
    while (*text)
        text++;
    return text + 1;
}

static int record(const char *kind, const char *fields)
{
    pic_unmask();
    if (stage != STAGE_BEGUN)
        return E_INVALID;
    record_start(kind);
    while (*fields) {
        const char *value = behind(fields);
        record_text(fields, value);
        fields = behind(value);
    }
    return record_send();
}

static int end(u32 status)
{
    pic_unmask();
    if (stage != STAGE_BEGUN)
        return E_INVALID;
    stage = STAGE_ENDED;
    return record_end(status);
}

static const struct harness harness = {
    .begin = begin,
    .environment = environment,
    .run = run,
    .not_applicable = not_applicable,
    .record = record,
    .end = end,
};

DEIMOS_MODULE("bench", MODULE_SYSTEM, .exit = pic_unmask);
DEIMOS_INTERFACE("harness", "harness", harness, HARNESS_METHODS);
DEIMOS_INTERFACE("empty", "experiment", empty, EXPERIMENT_METHODS);
