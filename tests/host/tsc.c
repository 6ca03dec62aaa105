/* SPDX-License-Identifier: MIT */
/* sources: bench/tsc.c core/lib/string.S */
/*
 * Which clock there is and how it is read: by CPUID's features, by the option
 * serialize=, and by what blocks of known length read.
 */
#include "../../bench/tsc.h"

#include "../../core/api/error.h"

#include "check.h"

#include <string.h>

#define ALL (CPU_TSC | CPU_SSE2 | CPU_RDTSCP | CPU_CPUID)

static u32 calls;               /* of the clock, three a round */
static u32 odd_call;            /* which of them reads one more; 0: none */
static u32 length;

void block_100(void) { length = 100; }
void block_1000(void) { length = 1000; }
void block_10000(void) { length = 10000; }

static u64 count(void (*body)(void))
{
    body();
    return length + 7 + (++calls == odd_call);
}

u64 measure_bare(void (*body)(void)) { return count(body); }
u64 measure_lfence(void (*body)(void)) { return count(body); }
u64 measure_rdtscp(void (*body)(void)) { return count(body); }
u64 measure_cpuid(void (*body)(void)) { return count(body); }

tsc_measure *const tsc_measures[TSC_KINDS] = {
    measure_bare, measure_lfence, measure_rdtscp, measure_cpuid,
};

static struct tsc tsc;

static int choose(const char *options, u32 features)
{
    static struct system_info info;

    memset(&info, 0, sizeof(info));
    strcpy(info.cpu_vendor, "GenuineIntel");
    strcpy(info.options, options);
    info.cpu_features = features;
    return tsc_init(&tsc, &info);
}

static void chosen(const char *options, u32 features, const char *name)
{
    CHECK_EQ(choose(options, features), 0);
    CHECK(!strcmp(tsc.name, name));
    CHECK(tsc.measure == tsc_measures[tsc.kind]);
    CHECK_EQ(tsc.clock, CLOCK_NONE);
}

/* The cheapest that orders what it must. */
static void test_features(void)
{
    chosen("", ALL, "rdtscp");
    chosen("", CPU_TSC | CPU_SSE2 | CPU_CPUID, "lfence");
    chosen("", CPU_TSC | CPU_RDTSCP | CPU_CPUID, "cpuid");
    chosen("", CPU_TSC | CPU_CPUID, "cpuid");
    chosen("", CPU_TSC, "none");
    for (u32 i = 0; i < 2; i++) {
        CHECK_EQ(choose(i ? "serialize=none" : "", ALL & ~CPU_TSC), 0);
        CHECK(!tsc.measure && tsc.name[0] == 0);
        tsc_probe(&tsc);
        CHECK_EQ(tsc.clock, CLOCK_NONE);
    }
    CHECK_EQ(choose("serialize=rdtscp", ALL & ~CPU_RDTSCP), E_UNSUPPORTED);
    CHECK_EQ(choose("serialize=rdtscp", ALL & ~CPU_SSE2), E_UNSUPPORTED);
    CHECK_EQ(choose("serialize=lfence", ALL & ~CPU_SSE2), E_UNSUPPORTED);
    CHECK_EQ(choose("serialize=cpuid", ALL & ~CPU_CPUID), E_UNSUPPORTED);
}

/* A whole word of the command line, with one of the words behind it. */
static void test_option(void)
{
    static const char *const bad[] = { "serialize=", "serialize=lfenc",
        "serialize=lfencee", "serialize=NONE", "serialize=rdtsc",
        "a=b serialize= none", "serialize=none,lfence", "serialize=autos" };

    chosen("serialize=none", ALL, "none");
    chosen("serialize=lfence", ALL, "lfence");
    chosen("serialize=rdtscp", ALL, "rdtscp");
    chosen("serialize=cpuid", ALL, "cpuid");
    chosen("serialize=auto", ALL, "rdtscp");
    chosen("a=b serialize=cpuid c=d", ALL, "cpuid");
    chosen("a=b  serialize=none", ALL, "none");
    chosen("xserialize=none", ALL, "rdtscp");
    chosen("arg.serialize=none serialized=cpuid", ALL, "rdtscp");
    chosen("xserialize=none serialize=cpuid", ALL, "cpuid");
    chosen("serialise=none", ALL, "rdtscp");
    for (u32 i = 0; i < ARRAY_SIZE(bad); i++)
        CHECK_EQ(choose(bad[i], ALL), E_OPTION);
}

/* One block that reads one more, the first or the last of them: a clock of
 * time. */
static void test_probe(void)
{
    chosen("", ALL, "rdtscp");
    calls = 0;
    tsc_probe(&tsc);
    CHECK_EQ(tsc.clock, CLOCK_INSN);
    const u32 all = calls;
    CHECK(all >= 3 * 8);
    for (odd_call = 1; odd_call <= all; odd_call++) {
        calls = 0;
        tsc_probe(&tsc);
        CHECK_EQ(tsc.clock, CLOCK_TSC);
    }
    odd_call = 0;
}

static void test_names(void)
{
    CHECK(!strcmp(tsc_clock_name(CLOCK_INSN), "insn"));
    CHECK(!strcmp(tsc_unit(CLOCK_INSN), "insn"));
    CHECK(!strcmp(tsc_clock_name(CLOCK_TSC), "tsc"));
    CHECK(!strcmp(tsc_unit(CLOCK_TSC), "cycle"));
    CHECK(!tsc_clock_name(CLOCK_NONE)[0] && !tsc_unit(CLOCK_NONE)[0]);
}

int main(void)
{
    test_features();
    test_option();
    test_probe();
    test_names();
    return check_done();
}
