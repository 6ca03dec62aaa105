/* SPDX-License-Identifier: MIT */
/* Upcalls to ring 1: the stack that the callee finds, and nesting. */
#include "upcall.h"

#include "../api/error.h"
#include "../base/graph.h"
#include "../x86/flags.h"
#include "../base/layout.h"
#include "../ups/runtime.h"
#include "../thread/asker.h"
#include "../thread/thread.h"
#include "../ups/user.h"
#include "../x86/protect.h"
#include "../x86/x86.h"

u64 upcall_enter(saddr_t entry, saddr_t stack);         /* upcall_enter.S */

static saddr_t innermost;

saddr_t upcall_stack(void)
{
    return innermost;
}

/* One more, or one less. */
static void count(u32 change)
{
    const u32 cr0 = protect_open();

    graph.system.upcalls += change;
    protect_close(cr0);
    thread_set_upcalls(graph.system.upcalls);
}

u64 upcall(saddr_t entry, saddr_t stack, u32 argument)
{
    const saddr_t outer = innermost;
    const u32 recovery = thread_recovery();
    u32 *top = user_pointer(stack - 32, 32);

    if (!top || stack % 4)
        return (u32)E_ADDRESS;
    /* cdecl: return address, then the argument, the latter aligned to 16 */
    const u32 back = (stack - 16) % 16;
    const saddr_t esp = stack - 16 - back - 4;
    u32 *words = user_pointer(esp, 8);
    if (!words)
        return (u32)E_ADDRESS;
    words[0] = RUNTIME(runtime_return);
    words[1] = argument;

    innermost = esp;
    asker_wait(recovery);
    thread_set_recovery(0);
    count(1);
    const u64 result = upcall_enter(entry, esp);
    count(-1u);
    if (result >> 32 && flags_ring1_if())
        x86_sti();              /* a trap has cleared IF */
    x86_load_fs(0);             /* not what the callee had */
    x86_load_gs(THREAD_DS);
    thread_set_recovery(recovery);
    asker_back();
    innermost = outer;
    return result;
}
