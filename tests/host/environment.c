/* SPDX-License-Identifier: MIT */
/* sources: bench/environment.c bench/report.c bench/tsc.c core/lib/crc32.c
 * core/lib/format.c core/lib/string.S */
/*
 * What is in each line of a run, to the letter: no field is another's, every
 * feature has its name, each byte is encoded, and no line of samples is longer
 * than one may be.
 */
#include "../../bench/record.c"
#include "../../bench/report.h"
#include "../../bench/environment.h"

#include "check.h"

#include <stdio.h>
#include <string.h>

tsc_measure *const tsc_measures[TSC_KINDS];
void block_100(void) { }
void block_1000(void) { }
void block_10000(void) { }

static char sent[1 << 16];
static u32 size_sent, longest, lines;

static int write(u32 channel, const void *data, u32 size)
{
    CHECK(channel == CONSOLE_RESULTS && size_sent + size < sizeof(sent));
    memcpy(sent + size_sent, data, size);
    size_sent += size;
    sent[size_sent] = 0;
    longest = size > longest ? size : longest;
    lines++;
    return (int)size;
}

static const struct console methods = { .write = write };

static void restart(void)
{
    size_sent = longest = lines = 0;
    sent[0] = 0;
}

static int says(const char *line)
{
    return strstr(sent, line) != NULL;
}

static struct system_info info = {
    .version = "v1", .compiler = "c2", .options = "o3 x=4", .loader = "l5",
    .cpu_vendor = "v6", .cpu_name = "n7", .hypervisor = "h8",
    .cpu_signature = 0x9a, .clock = CLOCK_INSN, .memory = 11,
    .ups_base = 0x12, .ups_size = 13, .results_port = 0x14, .tick_hz = 15,
};
static struct tsc tsc = { .name = "none", .clock = CLOCK_INSN };

static void test_fields(void)
{
    static const char *const expected[] = {
        "version value=v1", "compiler value=c2", "options value=o3%20x=4",
        "loader value=l5", "memory value=11", "ups_base value=0x00000012",
        "ups_size value=13", "results_port value=0x00000014",
        "tick_hz value=15", "cpu_vendor value=v6", "cpu_name value=n7",
        "cpu_signature value=0x0000009a", "cpu_features value=",
        "hypervisor value=h8", "clock value=insn", "unit value=insn",
        "serialize value=none" };

    for (u32 i = 0; i < 8; i++) {
        info.segment_limits = i & 1;
        info.iret_checked = i >> 1 & 1;
        info.parameters_checked = i >> 2;
        restart();
        environment_send_all(&info, &tsc);
        char line[80];
        for (u32 k = 0; k < ARRAY_SIZE(expected); k++) {
            sprintf(line, " env key=%s\n", expected[k]);
            CHECK(says(line));
        }
        CHECK_EQ(lines, ARRAY_SIZE(expected) + 3);
        CHECK(says(i & 1 ? "key=segment_limits value=yes\n"
                         : "key=segment_limits value=no\n"));
        CHECK(says(i & 2 ? "key=iret_checked value=yes\n"
                         : "key=iret_checked value=no\n"));
        CHECK(says(i & 4 ? "key=parameters_checked value=yes\n"
                         : "key=parameters_checked value=no\n"));
    }
}

/* The core's clock beside this one's. */
static void test_clocks(void)
{
    static const char *const names[] = {
        [CLOCK_NONE] = "none", [CLOCK_INSN] = "insn", [CLOCK_TSC] = "tsc",
        [CLOCK_MODEL] = "model" };
    char line[80];

    for (u32 core = 0; core < ARRAY_SIZE(names); core++)
        for (u32 ours = 0; ours < ARRAY_SIZE(names); ours++) {
            info.clock = core;
            tsc.clock = ours;
            restart();
            environment_send_all(&info, &tsc);
            sprintf(line, "key=clock_conflict value=%s\n", names[core]);
            CHECK_EQ(says(line), core != ours);
            CHECK_EQ(says("clock_conflict"), core != ours);
            sprintf(line, "key=clock value=%s\n", names[ours]);
            CHECK(says(line));
            sprintf(line, "key=unit value=%s\n", tsc_unit(ours));
            CHECK(says(line));
        }
}

/* Each set of features, by their names in one order. */
static void test_features(void)
{
    static const char *const names[] = { "fpu", "tsc", "pse", "pge", "sep",
        "sse2", "rdtscp", "cpuid", "hypervisor" };

    for (u32 found = 0; found < 1u << ARRAY_SIZE(names); found++) {
        char line[200] = "key=cpu_features value=", *end = line + strlen(line);
        for (u32 i = 0; i < ARRAY_SIZE(names); i++)
            if (found >> i & 1)
                end += sprintf(end, "%s%s", end[-1] == '=' ? "" : "%20",
                               names[i]);
        strcpy(end, "\n");
        info.cpu_features = found;
        restart();
        environment_send_all(&info, &tsc);
        CHECK(says(line));
    }
}

static void test_overhead(void)
{
    const struct stats stats = { .min = 1, .p25 = 2, .p50 = 3, .p75 = 4,
                                 .p99 = 5, .max = 6, .mean = 7, .stddev = 8 };

    restart();
    environment_send_overhead(&stats);
    CHECK(says("key=overhead value=3\n") && says("key=overhead_min value=1\n"));
    CHECK(says("key=overhead_max value=6\n"));
    CHECK_EQ(lines, 3);
}

/* A byte is itself, or %XX. */
static void test_bytes(void)
{
    for (u32 c = 1; c < 256; c++) {
        const char text[] = { (char)c, 0 };
        char line[40];
        sprintf(line, c > ' ' && c < 127 && c != '%' ? "key=k value=%c\n"
                                                     : "key=k value=%%%02x\n",
                c);
        restart();
        CHECK_EQ(environment_send("k", text), 0);
        CHECK(says(line));
    }
}

static void test_row(void)
{
    const struct harness_row row = { .experiment = "e1", .name = "n2",
        .model = "m3", .x = "4", .warmup = 5, .samples = 6 };
    struct harness_summary s = { .n = 7, .cold = 8, .min = 9, .p25 = 10,
        .p50 = 11, .p75 = 12, .p99 = 13, .max = 14, .mean = 15, .stddev = 16,
        .overhead = 17, .error = -3, .failed_at = 19 };

    for (u32 verified = 0; verified < 2; verified++) {
        s.verified = (int)verified;
        restart();
        CHECK_EQ(report_row(21, &row, CLOCK_TSC, &s), 0);
        CHECK(says(" row id=21 experiment=e1 case=n2 model=m3 x=4 clock=tsc "
                   "unit=cycle warmup=5 n=7 cold=8 min=9 p25=10 p50=11 p75=12 "
                   "p99=13 max=14 mean=15 stddev=16 overhead=17 verified="));
        CHECK(says(verified ? "=yes\n" : "=no\n"));
    }
    for (u32 failed = 0; failed < 2; failed++) {
        s.n = s.verified = 0;
        restart();
        CHECK_EQ(report_row(21, &row, CLOCK_NONE, failed ? &s : NULL), 0);
        CHECK(says("x=4 clock= unit= warmup=5 n=0 cold= min= p25= p50= p75= "
                   "p99= max= mean= stddev= overhead= verified="));
        CHECK(says(failed ? "=no\n" : "=\n"));
    }
    restart();
    CHECK_EQ(report_failure(21, 20, &s), 0);
    CHECK(says("key=failure.21 value=error%20-3,%2020%20checks%20failed,"
               "%20first%20at%2019\n"));
}

/* As many in a line as fit, and each once, whatever their length. */
static void test_samples(void)
{
    static u64 raw[400];

    for (u32 count = 0; count <= ARRAY_SIZE(raw); count += 1 + count / 4)
        for (u32 bits = 0; bits < 64; bits++) {
            for (u32 i = 0; i < count; i++)
                raw[i] = i % 7 ? ~0ull >> (63 - bits) : i;
            restart();
            CHECK_EQ(report_samples(3, raw, count), 0);
            CHECK(longest <= RECORD_LINE);
            u32 next = 0, at, used;
            for (char *p = sent; (p = strstr(p, " s id=3 at="));) {
                CHECK_EQ(sscanf(p, " s id=3 at=%u v=%n", &at, (int *)&used), 1);
                CHECK_EQ(at, next);
                for (p += used - 1; *p == '=' || *p == ','; next++) {
                    unsigned long long value;
                    CHECK_EQ(sscanf(p + 1, "%llu%n", &value, (int *)&used), 1);
                    CHECK(value == raw[next]);
                    p += 1 + used;
                }
                CHECK(*p == '\n');
            }
            CHECK_EQ(next, count);
        }
}

int main(void)
{
    console = &methods;
    test_fields();
    test_clocks();
    test_features();
    test_overhead();
    test_bytes();
    test_row();
    test_samples();
    return check_done();
}
