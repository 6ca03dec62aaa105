/* SPDX-License-Identifier: MIT */
/* Which instructions leave the core, by their addresses. */
#include "exit.h"

#include "regs.h"

#define LRET_ARGUMENTS 0xca     /* the opcode */

extern const struct exit {      /* as `leave` lays it down (exit.h) */
    u32 at, on;
} exit_table[], exit_table_end[];
_Static_assert(sizeof(struct exit) == 8, "leave: two words");
_Static_assert(offsetof(struct exit, on) == 4, "leave: at, on");

extern const char exit_gate[];                          /* exit_way_on.S */
extern const u8 gate_thunks[], gate_thunks_end[];       /* gate.S */

u32 exit_vector = VECTOR_GP, exit_error;

u32 exit_find(u32 eip)
{
    for (const struct exit *e = exit_table; e < exit_table_end; e++)
        if (e->at == eip)
            return e->on;
    if (eip - (u32)gate_thunks < (u32)(gate_thunks_end - gate_thunks) &&
        *(const u8 *)eip == LRET_ARGUMENTS)
        return (u32)exit_gate;
    return 0;
}
