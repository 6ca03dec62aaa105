/* SPDX-License-Identifier: MIT */
/*
 * Reports of unexpected traps: vector, error code, address, module and
 * offset, registers, backtrace. The same for a module and for the core.
 */
#pragma once

#include "../x86/trap_state.h"

struct report {
    char *text;
    u32 size, length;
};

void report_add(struct report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "module+0x12", or "core 0x00101234", or "0x12 (no module)". */
void report_place(struct report *report, u32 eip, int from_core);
/* Vector, error code, CR2, registers. */
void report_registers(struct report *report, const struct trap_state *trap);
/* Where it happened; ring 3: "client cs:eip", an address of its own. */
void report_code(struct report *report, const struct trap_state *trap);
/* Return addresses along EBP; ends at `until` (0: at its own end). Nothing
 * for ring 3, whose EBP is no address of the UPS. */
void report_backtrace(struct report *report, const struct trap_state *trap,
                  u32 until);

/* "#GP" and the like; "interrupt" for those without a mnemonic. */
const char *report_vector(u32 vector);
