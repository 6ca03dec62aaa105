/* SPDX-License-Identifier: MIT */
/*
 * The proof of a call through a wrapper's gate, for the experiments that
 * measure one: what the receptacle `console` leads to is LCALL through a call
 * gate, by the processor's word, which is that of its binding to the core; and
 * what the null method answers is a CS of ring 0.
 */
#pragma once

#include "deimos.h"
#include "look.h"

#define LCALL 0x9a                      /* selector:offset */
#define CALL_GATE_ACCESS 0xac00u        /* present, DPL 1, 386 call gate */

DEIMOS_RECEPTACLE(console, console, "console", .from = "console");

/* Of the binding in that slot: its gate if it leads to the core, or 0. */
static inline u32 gate_of_slot(saddr_t slot)
{
    struct graph_binding binding;
    struct graph_node node;

    for (u32 i = 0; i < GRAPH_BINDINGS; i++) {
        graph_copy(&binding, offsetof(struct graph, bindings) +
                             i * sizeof(binding), sizeof(binding));
        if (binding.handle == 0 || binding.slot != slot)
            continue;
        graph_copy(&node, look_node((int)binding.provider), sizeof(node));
        return node.base ? 0 : binding.selector;
    }
    return 0;
}

/* 0, or E_VERIFY. */
static inline int gate_verify(void)
{
    const u8 *stub = (const u8 *)console->null;
    const u32 selector = gate_of_slot((saddr_t)&console);
    const u32 called = stub[5] | (u32)stub[6] << 8;

    return selector && stub[0] == LCALL && called == selector &&
           look_access(selector) == CALL_GATE_ACCESS ? 0 : E_VERIFY;
}

static inline int gate_has_answered(int answer)
{
    return (u16)answer == CONSOLE_CS;
}
