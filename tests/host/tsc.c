/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/*
 * Which clock there is and how it is read: by CPUID's features, by the option
 * serialize=, and by what blocks of known length read. CPUID is played, too.
 */
#include "../../bench/tsc.h"

#define tsc_cpuid(leaf_, to_) played_cpuid(leaf_, to_)
static void played_cpuid(u32 leaf, struct tsc_cpuid *regs);
#include "../../bench/tsc.c"

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

static const char *vendor = "GenuineIntel";
static u32 last_leaf, leaf_21;  /* the highest extended one; what that has */

/* A leaf that is not there has what the last one has: it may look right. */
static void played_cpuid(u32 leaf, struct tsc_cpuid *regs)
{
    CHECK(leaf == 0x80000000 || leaf == 0x80000021);
    *regs = (struct tsc_cpuid){
        leaf == 0x80000000 ? last_leaf : leaf > last_leaf ? ~0u : leaf_21,
        ~leaf_21, ~leaf_21, ~leaf_21 };
}

static struct system_info info;

static int choose(const char *options, u32 features)
{
    memset(&info, 0, sizeof(info));
    strcpy(info.cpu_vendor, vendor);
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
        info.clock = CLOCK_MODEL;
        tsc_probe(&tsc, &info);
        CHECK_EQ(tsc.clock, CLOCK_NONE);
    }
    CHECK_EQ(choose("serialize=rdtscp", ALL & ~CPU_RDTSCP), E_UNSUPPORTED);
    CHECK_EQ(choose("serialize=rdtscp", ALL & ~CPU_SSE2), E_UNSUPPORTED);
    CHECK_EQ(choose("serialize=lfence", ALL & ~CPU_SSE2), E_UNSUPPORTED);
    CHECK_EQ(choose("serialize=cpuid", ALL & ~CPU_CPUID), E_UNSUPPORTED);
}

/* AMD's LFENCE, and Hygon's, orders only where that leaf says so; what other
 * vendors have there is not asked. */
static void test_vendors(void)
{
    static const char *const vendors[] = { "AuthenticAMD", "HygonGenuine",
        "GenuineIntel", "AuthenticAMD2", "AMDisbetter!", "" };
    static const u32 lasts[] = { 0, 0x80000000, 0x80000008, 0x80000020,
        0x80000021, 0x80000022, 0xffffffff };

    for (u32 i = 0; i < 6 * ARRAY_SIZE(lasts) * 33; i++) {
        vendor = vendors[i % 6];
        last_leaf = lasts[i / 6 % ARRAY_SIZE(lasts)];
        const u32 bit = i / 6 / ARRAY_SIZE(lasts);
        leaf_21 = bit < 32 ? 1u << bit : ~(1u << 2);
        const int orders = i % 6 > 1 || (last_leaf >= 0x80000021 && bit == 2);
        chosen("", ALL, orders ? "rdtscp" : "cpuid");
        chosen("serialize=auto", ALL & ~CPU_RDTSCP,
               orders ? "lfence" : "cpuid");
        chosen("serialize=rdtscp", ALL, "rdtscp");
    }
    vendor = "GenuineIntel";
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
    tsc_probe(&tsc, &info);
    CHECK_EQ(tsc.clock, CLOCK_INSN);
    const u32 all = calls;
    CHECK(all >= 3 * 8);
    for (odd_call = 1; odd_call <= all; odd_call++) {
        calls = 0;
        tsc_probe(&tsc, &info);
        CHECK_EQ(tsc.clock, CLOCK_TSC);
        info.clock = CLOCK_MODEL;
        tsc_probe(&tsc, &info);
        CHECK_EQ(tsc.clock, CLOCK_MODEL);
        info.clock = odd_call & 1 ? CLOCK_INSN : CLOCK_TSC;
    }
    odd_call = 0;
}

static void test_names(void)
{
    CHECK(!strcmp(tsc_clock_name(CLOCK_INSN), "insn"));
    CHECK(!strcmp(tsc_unit(CLOCK_INSN), "insn"));
    CHECK(!strcmp(tsc_clock_name(CLOCK_TSC), "tsc"));
    CHECK(!strcmp(tsc_unit(CLOCK_TSC), "cycle"));
    CHECK(!strcmp(tsc_clock_name(CLOCK_MODEL), "model"));
    CHECK(!strcmp(tsc_unit(CLOCK_MODEL), "cycle"));
    CHECK(!tsc_clock_name(CLOCK_NONE)[0] && !tsc_unit(CLOCK_NONE)[0]);
}

int main(void)
{
    test_features();
    test_vendors();
    test_option();
    test_probe();
    test_names();
    return check_done();
}
