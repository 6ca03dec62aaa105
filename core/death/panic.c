/* SPDX-License-Identifier: MIT */
/* Panic: report, and end with its own exit code. */
#include "panic.h"

#include "../device/console.h"
#include "../lib/format.h"
#include "../device/machine.h"
#include "report.h"

#define TEXT_SIZE 256
#define REPORT_SIZE 1024

void panic(const char *fmt, ...)
{
    char text[TEXT_SIZE];
    __builtin_va_list args;

    __builtin_va_start(args, fmt);
    format_va(text, sizeof(text), fmt, args);
    __builtin_va_end(args);
    console_print("\nDEIMOS panic: %s\n", text);
    machine_exit(EXIT_PANIC);
}

void panic_trap(const struct trap_state *trap)
{
    static char text[REPORT_SIZE];
    const int core = trap_from_core(trap);
    struct report report = { .text = text, .size = sizeof(text) };

    report_registers(&report, trap);
    report_backtrace(&report, trap, 0);
    console_print("\n%s", text);
    panic("%s(0x%x) %s", report_vector(trap->vector), trap->error,
          core ? "in the core" : "at ring 1");
}
