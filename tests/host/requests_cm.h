/* SPDX-License-Identifier: MIT */
/*
 * For requests.h: a CM that grants all, a graph in which the newest module is
 * whatever is looked for, and instances of "null" that count. Included before
 * the experiment.
 */
#pragma once

#include "../../modules/api/deimos.h"
#include "../../modules/api/null.h"
#include "../../bench/lib/look.h"
#include "requests.h"

static u32 generations, null_calls, newest, limits;
static int null_answer;                 /* if it is not a count */
static u32 limit_step = PAGE_SIZE;      /* that a segment grows by */

static inline void copy_graph(void *to, u32 offset, u32 size)
{
    ask(0, "graph_copy(%u %u)", offset, size);
    memset(to, 0, size);
    if (size == sizeof(struct graph_node))
        *(struct graph_node *)to = (struct graph_node){ .handle = newest,
            .region = 5, .base = 0x1000, .state = NODE_DRAINING,
            .bound_in = 1, .name = "kind" };
}

static inline u32 next_generation(void)
{
    ask(0, "graph_generation()");
    return generations += 2;
}

static inline u32 next_limit(u32 selector)
{
    ask(0, "limit(%x)", selector);
    return limits += limit_step;
}

#define graph_copy copy_graph
#define graph_generation() next_generation()
#define look_graph(at_) (u8)ask(NODE_DRAINING, "look_graph(%u)", at_)
#define look_limit(selector_, otherwise_) next_limit(selector_)

static int count_null(void)
{
    const int count = null_answer ? null_answer : (int)++null_calls;

    return ask(count, "null() -> %d", count);
}

static const struct null null_table __attribute__((unused)) = { count_null };

static int cm_load(const char *name)
{
    const int handle = (int)++next_handle;

    newest = (u32)handle;
    return ask(handle, "load(%s) -> %d", name, handle);
}

static int cm_unload(int module) { return ask(0, "unload(%d)", module); }
static int cm_unbind(int binding) { return ask(0, "unbind(%d)", binding); }

static int cm_find(const char *name)
{
    return ask((int)newest, "find(%s)", name);
}

static int cm_bind(int caller, const char *receptacle, int provider,
                   const char *interface)
{
    const int handle = (int)++next_handle;

    return ask(handle, "bind(%d %s %d %s) -> %d", caller, receptacle, provider,
               interface, handle);
}

static int cm_rebind(int binding, int provider, const char *interface)
{
    return ask(0, "rebind(%d %d %s)", binding, provider, interface);
}

static int cm_replace(int module, const char *name)
{
    newest = ++next_handle;
    return ask((int)newest, "replace(%d %s) -> %u", module, name, newest);
}

static int cm_drain(int module, u32 on)
{
    return ask(0, "drain(%d %u)", module, on);
}

static const struct cm cm_table = { .load = cm_load, .unload = cm_unload,
    .find = cm_find, .bind = cm_bind, .rebind = cm_rebind,
    .unbind = cm_unbind, .replace = cm_replace, .drain = cm_drain };

static int query_region(u32 space, u32 base, struct region_info *info)
{
    info->region = 5;
    return ask(1, "query_region(%x %x)", space, base);
}

static const struct nmm nmm_table __attribute__((unused)) = {
    .query_region = query_region };

static void cm_reset(void)
{
    generations = null_calls = newest = limits = 0;
}
