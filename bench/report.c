/* SPDX-License-Identifier: MIT */
/* Rows and samples, as records. The keys are summary.csv's columns. */
#include "report.h"

#include "../core/lib/format.h"
#include "environment.h"
#include "record.h"

static void put_names(const struct harness_row *row)
{
    record_text("experiment", row->experiment);
    record_text("case", row->name);
    record_text("model", row->model);
    record_text("x", row->x);
}

static void put_values(const struct harness_summary *summary)
{
    record_number("cold", summary->cold);
#define STATISTIC(name, how) record_number(#name, summary->name);
#include "../modules/api/statistics.def"
#undef STATISTIC
    record_number("overhead", summary->overhead);
}

static void put_no_values(void)
{
    static const char *const keys[] = {
        "cold",
#define STATISTIC(name, how) #name,
#include "../modules/api/statistics.def"
#undef STATISTIC
        "overhead",
    };

    for (u32 i = 0; i < ARRAY_SIZE(keys); i++)
        record_text(keys[i], "");
}

int report_row(u32 id, const struct harness_row *row, enum clock_class clock,
               const struct harness_summary *summary)
{
    record_start("row");
    record_number("id", id);
    put_names(row);
    record_text("clock", tsc_clock_name(clock));
    record_text("unit", tsc_unit(clock));
    record_number("warmup", row->warmup);
    record_number("n", summary ? summary->n : 0);
    if (summary && summary->n)
        put_values(summary);
    else
        put_no_values();
    record_text("verified",
                !summary ? "" : summary->verified ? "yes" : "no");
    return record_send();
}

/* One line of samples from `at`; the index of the first that it leaves. */
static u32 send_line(u32 id, const u64 *raw, u32 at, u32 count)
{
    record_start("s");
    record_number("id", id);
    record_number("at", at);
    record_text("v", "");
    while (at < count && !record_is_full())
        record_item(raw[at++]);
    return at;
}

int report_samples(u32 id, const u64 *raw, u32 count)
{
    int error = 0;

    for (u32 at = 0; at < count && error >= 0;) {
        at = send_line(id, raw, at, count);
        error = record_send();
    }
    return error;
}

int report_failure(u32 id, u32 failed, const struct harness_summary *summary)
{
    char key[24], value[64];

    format(key, sizeof(key), "failure.%u", id);
    format(value, sizeof(value), "error %d, %u checks failed, first at %u",
           summary->error, failed, summary->failed_at);
    return environment_send(key, value);
}
