/* SPDX-License-Identifier: MIT */
/*
 * Which serialisation, and which class of clock. CPU features come from
 * CPUID alone: emulators run instructions that they do not advertise.
 */
#include "tsc.h"

#include "../core/api/error.h"
#include "../core/lib/string.h"

#define OPTION "serialize="
#define PROBE_ROUNDS 8

#define LEAF_EXTENDED_MAX 0x80000000u
#define LEAF_AMD_FEATURES 0x80000021u
#define LFENCE_ALWAYS_SERIALISES (1u << 2)      /* EAX of that leaf */

static const struct kind {
    const char *name;
    u32 needs;                  /* enum cpu_feature, all of them */
} tsc_kinds[TSC_KINDS] = {
    [TSC_BARE] = { "none", CPU_TSC },
    [TSC_LFENCE] = { "lfence", CPU_TSC | CPU_SSE2 },
    [TSC_RDTSCP] = { "rdtscp", CPU_TSC | CPU_SSE2 | CPU_RDTSCP },
    [TSC_CPUID] = { "cpuid", CPU_TSC | CPU_CPUID },
};

static int is_offered(enum tsc_kind kind, u32 features)
{
    return (features & tsc_kinds[kind].needs) == tsc_kinds[kind].needs;
}

/*
 * AMD's LFENCE orders instructions only if an MSR says so, which ring 1
 * cannot read; the processors on which it always does report that.
 */
static int lfence_orders(const struct system_info *info)
{
    struct tsc_cpuid regs;

    if (strcmp(info->cpu_vendor, "AuthenticAMD") != 0 &&
        strcmp(info->cpu_vendor, "HygonGenuine") != 0)
        return 1;
    tsc_cpuid(LEAF_EXTENDED_MAX, &regs);
    if (regs.eax < LEAF_AMD_FEATURES)
        return 0;
    tsc_cpuid(LEAF_AMD_FEATURES, &regs);
    return (regs.eax & LFENCE_ALWAYS_SERIALISES) != 0;
}

static enum tsc_kind best_kind(const struct system_info *info)
{
    u32 features = info->cpu_features;

    if (is_offered(TSC_LFENCE, features) && lfence_orders(info))
        return is_offered(TSC_RDTSCP, features) ? TSC_RDTSCP : TSC_LFENCE;
    return is_offered(TSC_CPUID, features) ? TSC_CPUID : TSC_BARE;
}

/* The value of the option, up to the next blank; NULL if it is not there. */
static const char *find_option(const char *options, u32 *length)
{
    u32 prefix = strlen(OPTION);

    for (const char *at = options; *at; at++) {
        if (at != options && at[-1] != ' ')
            continue;
        if (strncmp(at, OPTION, prefix) != 0)
            continue;
        at += prefix;
        for (*length = 0; at[*length] && at[*length] != ' ';)
            ++*length;
        return at;
    }
    return NULL;
}

static int is_word(const char *text, u32 length, const char *word)
{
    return strlen(word) == length && strncmp(text, word, length) == 0;
}

/* The kind that the options ask for; TSC_KINDS: no such word. */
static enum tsc_kind wanted_kind(const struct system_info *info)
{
    u32 length, kind = 0;
    const char *word = find_option(info->options, &length);

    if (!word || is_word(word, length, "auto"))
        return best_kind(info);
    while (kind < TSC_KINDS && !is_word(word, length, tsc_kinds[kind].name))
        kind++;
    return kind;
}

int tsc_init(struct tsc *tsc, const struct system_info *info)
{
    enum tsc_kind kind;

    *tsc = (struct tsc){ .name = "", .clock = CLOCK_NONE };
    if (!(info->cpu_features & CPU_TSC))
        return 0;
    kind = wanted_kind(info);
    if (kind == TSC_KINDS)
        return E_OPTION;
    if (!is_offered(kind, info->cpu_features))
        return E_UNSUPPORTED;
    tsc->name = tsc_kinds[kind].name;
    tsc->kind = kind;
    tsc->measure = tsc_measures[kind];
    return 0;
}

static int counts_instructions(tsc_measure *measure)
{
    u64 small = measure(block_100);
    u64 medium = measure(block_1000);
    u64 large = measure(block_10000);

    return medium - small == 1000 - 100 && large - medium == 10000 - 1000;
}

void tsc_probe(struct tsc *tsc, const struct system_info *info)
{
    tsc->clock = CLOCK_NONE;
    if (!tsc->measure)
        return;
    tsc->clock = info->clock == CLOCK_MODEL ? CLOCK_MODEL : CLOCK_INSN;
    for (u32 round = 0; tsc->clock == CLOCK_INSN && round < PROBE_ROUNDS; round++)
        if (!counts_instructions(tsc->measure))
            tsc->clock = CLOCK_TSC;
}

static const struct {
    const char *name, *unit;
} tsc_clocks[] = {
    [CLOCK_NONE] = { "", "" },
    [CLOCK_INSN] = { "insn", "insn" },
    [CLOCK_TSC] = { "tsc", "cycle" },
    [CLOCK_MODEL] = { "model", "cycle" },
};

const char *tsc_clock_name(enum clock_class clock)
{
    return tsc_clocks[clock].name;
}

const char *tsc_unit(enum clock_class clock)
{
    return tsc_clocks[clock].unit;
}
