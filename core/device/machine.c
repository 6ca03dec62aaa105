/* SPDX-License-Identifier: MIT */
/* Ending the run: the last line on the console, and the emulator's exits. */
#include "machine.h"

#include "console.h"
#include "../lib/format.h"
#include "../x86/x86.h"

#define QEMU_DEBUG_EXIT 0xf4
#define BOCHS_SHUTDOWN  0x8900
#define TEXT_SIZE       256

void machine_exit(u32 code)
{
    x86_cli();
    console_print("\nDEIMOS-EXIT %u\n", code);
    x86_outb(QEMU_DEBUG_EXIT, (u8)code);
    for (const char *s = "Shutdown"; *s; s++)
        x86_outb(BOCHS_SHUTDOWN, (u8)*s);
    console_print("The machine can be switched off.\n");
    for (;;)
        x86_hlt();
}

void machine_refuse(const char *fmt, ...)
{
    char text[TEXT_SIZE];
    __builtin_va_list args;

    __builtin_va_start(args, fmt);
    format_va(text, sizeof(text), fmt, args);
    __builtin_va_end(args);
    console_print("DEIMOS cannot start: %s\n", text);
    machine_exit(EXIT_PANIC);
}
