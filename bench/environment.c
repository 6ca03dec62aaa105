/* SPDX-License-Identifier: MIT */
/* What the run ran on: the core's system_info, and this module's clock. */
#include "environment.h"

#include "../core/lib/format.h"
#include "record.h"

static const struct feature {
    u32 bit;                    /* enum cpu_feature */
    const char *name;
} features[] = {
    { CPU_FPU, "fpu" }, { CPU_TSC, "tsc" }, { CPU_PSE, "pse" },
    { CPU_PGE, "pge" }, { CPU_SEP, "sep" }, { CPU_SSE2, "sse2" },
    { CPU_RDTSCP, "rdtscp" }, { CPU_CPUID, "cpuid" },
    { CPU_HYPERVISOR, "hypervisor" },
};

int environment_send(const char *key, const char *value)
{
    record_start("env");
    record_text("key", key);
    record_text("value", value);
    return record_send();
}

static void send_number(const char *key, u64 value)
{
    record_start("env");
    record_text("key", key);
    record_number("value", value);
    record_send();
}

static void send_hex(const char *key, u32 value)
{
    char text[12];

    format(text, sizeof(text), "0x%08x", value);
    environment_send(key, text);
}

static void send_features(u32 found)
{
    char text[ARRAY_SIZE(features) * 12];
    u32 length = 0;

    text[0] = 0;
    for (u32 i = 0; i < ARRAY_SIZE(features); i++)
        if (found & features[i].bit)
            length += format(text + length, sizeof(text) - length, "%s%s",
                             length ? " " : "", features[i].name);
    environment_send("cpu_features", text);
}

static void send_system(const struct system_info *info)
{
    environment_send("version", info->version);
    environment_send("compiler", info->compiler);
    environment_send("options", info->options);
    environment_send("loader", info->loader);
    send_number("memory", info->memory);
    send_hex("ups_base", info->ups_base);
    send_number("ups_size", info->ups_size);
    send_hex("results_port", info->results_port);
    send_number("tick_hz", info->tick_hz);
}

static void send_yes(const char *name, u32 yes)
{
    environment_send(name, yes ? "yes" : "no");
}

static void send_processor(const struct system_info *info)
{
    environment_send("cpu_vendor", info->cpu_vendor);
    environment_send("cpu_name", info->cpu_name);
    send_hex("cpu_signature", info->cpu_signature);
    send_features(info->cpu_features);
    environment_send("hypervisor", info->hypervisor);
    send_yes("segment_limits", info->segment_limits);
    send_yes("iret_checked", info->iret_checked);
    send_yes("parameters_checked", info->parameters_checked);
}

static const char *clock_text(enum clock_class clock)
{
    return clock == CLOCK_NONE ? "none" : tsc_clock_name(clock);
}

/* The core probed the clock as well; this module's finding counts. */
static void send_clock(const struct system_info *info, const struct tsc *tsc)
{
    if (info->clock != tsc->clock)
        environment_send("clock_conflict", clock_text(info->clock));
    environment_send("clock", clock_text(tsc->clock));
    environment_send("unit", tsc_unit(tsc->clock));
    environment_send("serialize", tsc->name);
}

void environment_send_all(const struct system_info *info,
                          const struct tsc *tsc)
{
    send_system(info);
    send_processor(info);
    send_clock(info, tsc);
}

void environment_send_overhead(const struct stats *stats)
{
    send_number("overhead", stats->p50);
    send_number("overhead_min", stats->min);
    send_number("overhead_max", stats->max);
}
