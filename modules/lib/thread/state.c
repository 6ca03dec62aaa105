/* SPDX-License-Identifier: MIT */
/*
 * What a concurrency module hands to the one that replaces it: the first
 * thread, which each of them has. Others are its own: those that wait could be
 * woken by it alone. Their stacks lead into it, and a module with state is not
 * replaced while a call is inside.
 */
#include "threads.h"

#define STATE_KIND 0x31524854           /* "THR1" */

static struct { u32 context, stack1; } state;

int threads_export(struct module_state *to)
{
    state.context = FIRST->context;
    state.stack1 = FIRST->stack1;
    *to = (struct module_state){ STATE_KIND, &state, sizeof(state) };
    return E_OK;
}

int threads_import(const struct module_state *from)
{
    if (from->kind != STATE_KIND || from->size != sizeof(state))
        return E_FORMAT;
    __builtin_memcpy(&state, from->data, sizeof(state));
    FIRST->context = state.context;
    FIRST->stack1 = state.stack1;
    return E_OK;
}
