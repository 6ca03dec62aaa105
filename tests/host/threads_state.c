/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/thread/state.c */
/*
 * What a concurrency module hands to its successor: the first thread's context,
 * whatever it is; and what is not the state of one is refused, and changes
 * nothing.
 */
#include "../../modules/lib/thread/threads.h"

#include "check.h"
#include "random.h"

struct thread threads[THREAD_MAX];

static void put(u32 context, u32 stack)
{
    FIRST->context = context;
    FIRST->stack1 = stack;
}

static int has(u32 context, u32 stack)
{
    return FIRST->context == context && FIRST->stack1 == stack;
}

int main(void)
{
    struct module_state state;

    for (u32 i = 0; i < 100; i++) {
        const u32 context = random_below(3) * 0x48, stack = random_below(99);
        put(context, stack);
        state = (struct module_state){ 0 };
        CHECK_EQ(threads_export(&state), E_OK);
        CHECK(state.data && state.size >= 8 && has(context, stack));
        put(1, 2);                      /* what another makes of it */
        struct module_state wrong = state;
        wrong.kind ^= 1u << i % 32;
        CHECK_EQ(threads_import(&wrong), E_FORMAT);
        wrong = state;
        wrong.size += i % 2 ? 4 : 0xfffffffcu;
        CHECK_EQ(threads_import(&wrong), E_FORMAT);
        CHECK(has(1, 2));
        CHECK_EQ(threads_import(&state), E_OK);
        CHECK(has(context, stack));
        for (u32 t = 1; t < THREAD_MAX; t++)
            CHECK(!threads[t].context && !threads[t].stack1);
    }
    return check_done();
}
