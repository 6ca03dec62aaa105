/* SPDX-License-Identifier: MIT */
/* Modules with images, two bindings of each to what is tested. Whoever includes
 * this says by how many bytes each is larger than the one before. */
#pragma once

#include "../../core/base/graph.h"
#include "../../core/gate/wrapper.h"
#include "random.h"

#ifndef APPLICATION
#define APPLICATION (~0u)               /* which one of them is one */
#endif

static inline u32 module_of(u32 binding) { return (binding - 1) / 2; }
static inline u32 handle_of(u32 module) { return module + 0x1001; }
static inline u32 base_of(u32 module) { return (module + 1) << 20; }
static inline u32 size_of(u32 module) { return 0x1000 + module * MODULE_GROWS; }

static inline int is_in(u32 address, u32 module)
{
    return address - base_of(module) < size_of(module);
}

/* Its first byte, its last, one behind, none, and any. */
static inline u32 random_handler(u32 module)
{
    const u32 base = base_of(module), size = size_of(module);
    const u32 some[] = { base, base + size - 1, base + size, 0, base - 1,
                         base_of(module ^ 1) };
    const u32 i = random_below(16);

    return i < 6 ? some[i] : base + random_below(size);
}

static inline s32 ask_wrapper(const struct wrapper *w, u32 method, u32 binding,
                              u32 a, u32 b, u32 c)
{
    struct gate_call frame = { .arg = { a, b, c } };
    struct gate gate = { .binding = binding,
                         .module = handle_of(module_of(binding)) };

    return (s32)w->table[method](&frame, &gate);
}

const struct graph_node *graph_node_at(saddr_t address)
{
    static struct graph_node node;
    const u32 module = (address >> 20) - 1;

    node.handle = handle_of(module);
    node.base = base_of(module);
    node.size = size_of(module);
    node.type = module == APPLICATION ? MODULE_APPLICATION : MODULE_SYSTEM;
    return address >> 20 && is_in(address, module) ? &node : NULL;
}
