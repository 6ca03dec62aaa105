/* SPDX-License-Identifier: MIT */
/*
 * The bootstrap sequence (paper 3.3): from the boot loader to the initial
 * user module.
 */
#include "boot_archive.h"
#include "../api/ium.h"
#include "../device/console.h"
#include "../processor/cpu.h"
#include "../gate/gate.h"
#include "../descriptor/gdt.h"
#include "../base/graph.h"
#include "../descriptor/idt.h"
#include "../base/layout.h"
#include "../device/machine.h"
#include "../base/manager.h"
#include "../memory/memory.h"
#include "multiboot.h"
#include "options.h"
#include "../ups/runtime.h"
#include "../lib/string.h"
#include "../deliver/demux.h"
#include "../thread/thread.h"
#include "../trap/trap.h"
#include "../device/clock.h"
#include "../processor/probe.h"
#include "../descriptor/tss.h"
#include "../gate/upcall.h"
#include "../x86/x86.h"
#include "version.h"
#include "../../nmm/page/frame.h"
#include "../../nmm/page/identity.h"
#include "../../nmm/region/create.h"
#include "../../nmm/whole/whole.h"

#define IUM_STACK (STACK_BASE + STACK_SIZE - 64)

extern char core_image_end[];

void core_main(u32 magic, const void *info);

static void must(const char *reason)
{
    if (reason)
        machine_refuse("%s", reason);
}

static void options_init(void)
{
    char reason[256], value[16];
    char *text = graph.system.options;

    if (options_parse(boot_info.line, text, reason, sizeof(reason)) < 0) {
        console_print("DEIMOS cannot start: %s\n", reason);
        machine_exit(EXIT_OPTION);
    }
    const int length = option_get(text, "results", value, sizeof(value));
    console_open_results(length < 0 || !strcmp(value, "com2"));
    if (option_get(text, "clock", value, sizeof(value)) >= 0 &&
        !strcmp(value, "model"))
        cpu_clock_is_modelled();
}

static void describe(void)
{
    struct system_info *s = &graph.system;

    memcpy(s->version, DEIMOS_VERSION, sizeof(DEIMOS_VERSION));
    memcpy(s->compiler, DEIMOS_COMPILER, sizeof(DEIMOS_COMPILER));
    memcpy(s->loader, boot_info.loader, sizeof(s->loader));
    s->memory = memory.end;
    s->ups_base = memory.ups;
    s->ups_size = memory.manager - memory.ups;
    s->results_port = console_results_port();
}

static void memory_init(void)
{
    struct memory_needs needs = {
        .image_end = (paddr_t)core_image_end,
        .archive = boot_info.archive_size,
        .frame = sizeof(struct frame),
    };

    must(boot_archive_measure(&needs.loader, &needs.cm));
    const char *why = memory_divide(&memory, boot_info.range,
                                    boot_info.ranges, &needs);
    if (why && !memory.end)
        machine_refuse("%s", why);
    if (why)
        machine_refuse("%s (%u KiB up to 0x%08x)", why,
                       (memory.end - CORE_BASE) >> 10, memory.end);
    boot_archive_move();
}

/* What ring 1 finds in the UPS before the first module is there. */
static void ups_init(void)
{
    if (nmm_init() < 0)
        machine_refuse("too little memory for page tables");
    region_create(0, NMM_UPS, RUNTIME_BASE, THREAD_BASE - RUNTIME_BASE,
                  REGION_FIXED, NULL, NULL);
    region_create(0, NMM_UPS, THREAD_BASE, PAGE_SIZE, REGION_FIXED, NULL,
                  NULL);
    region_create(0, NMM_UPS, GUARD_BASE, PAGE_SIZE,
                  REGION_FIXED | REGION_SELF_BACKED, NULL, NULL);
    region_create(0, NMM_UPS, STACK_BASE, STACK_SIZE, REGION_FIXED, NULL,
                  NULL);
    identity_show((laddr_t)&graph, sizeof(graph));
    gdt_open_ups(memory.ups, memory.manager - memory.ups, (laddr_t)&graph,
                 sizeof(graph), THREAD_BASE);
    core_tss.tss.cr3 = fault_tss.cr3 = (u32)identity.directory;
    runtime_init();
    thread_init();
}

static int is_status(u32 code)
{
    return code == EXIT_PASS || code == EXIT_FAIL || code == EXIT_OPTION ||
           code == EXIT_SKIP;
}

/* The initial user module: its main runs the system, and ends the run. */
static u32 ium_run(void)
{
    char name[NAME_SIZE] = "lua";

    option_get(graph.system.options, "ium", name, sizeof(name));
    const int module = manager->load(name, IUM_STACK);
    if (module < 0)
        machine_refuse("initial user module: %s", manager->reason());
    const saddr_t entry = manager->find_method(module, IUM_INTERFACE);
    if (!entry)
        machine_refuse("module '%s' has no interface '" IUM_INTERFACE "'",
                       name);
    clock_set_limit(option_number(graph.system.options, "limit", 0));
    const u64 result = upcall(entry, IUM_STACK, 0);
    return result >> 32 || !is_status((u32)result) ? EXIT_FAIL : (u32)result;
}

void core_main(u32 magic, const void *info)
{
    gdt_init();                         /* the core's own segments */
    console_init();                     /* serial line and screen */
    graph_init();                       /* storage, system facts */
    tss_init(trap_double_fault);        /* esp0, I/O bitmaps, #DF task */
    probe_init();                       /* what ring 3 can do here */
    idt_init(trap_stubs, demux_stubs);  /* every vector reports */
    gate_init();                        /* the way back from upcalls */
    must(cpu_identify());               /* CPUID; a 386 ends here */
    cpu_init();                         /* CR0, FPU */
    cpu_probe();                        /* clock class, limits */
    must(multiboot_read(magic, info));  /* command line, RAM, archive */
    options_init();                     /* all of them are known */
    must(boot_archive_check());         /* every header is sound */
    memory_init();                      /* core, pool, UPS, manager */
    ups_init();                         /* NMM, ring 1's segments */
    describe();                         /* what modules can read */
    boot_archive_activate();            /* loader and CM */
    clock_init();                       /* ticks, watchdog */
    x86_sti();
    machine_exit(ium_run());
}
