/* SPDX-License-Identifier: MIT */
/*
 * What is in the system: the tables of modules, interfaces, receptacles and
 * bindings, which lie in the system graph. A part of the CM's image; it
 * changes the graph and nobody else does.
 *
 * Every operation checks all that can refuse it, then applies; between the
 * two nothing has changed. begin() and end() bracket what a reader of the
 * graph must not see half of; they nest, and ring 1 does not run in between.
 */
#pragma once

#include "../api/error.h"
#include "../base/graph.h"
#include "../image/exports.h"
#include "../x86/protect.h"
#include "table.h"

#define SLOTS_MAX 64                    /* of one receptacle */

extern const struct core_exports *core;
void state_init(const struct core_exports *exports);

extern struct table nodes, interfaces, receptacles, bindings;

/* Reason of the last refusal. Returns the error that it is given. */
int refuse(int error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* E_FULL: no room for another `what`, since there are `most`. */
int refuse_full(const char *what, u32 most);
void reason_clear(void);
const char *reason_text(void);
/* Was the last refusal, since it was cleared, with that error? */
int reason_is_of(int error);

/* They nest: one change of the whole to a reader. In between, and only there,
 * the graph can be written. */
extern u32 changes;                     /* begun and not ended */
extern u32 changes_cr0;                 /* before the first of them */

static inline void begin(void)
{
    if (changes++ != 0)
        return;
    changes_cr0 = protect_open();
    graph_begin(core->graph);
}

static inline void end(void)
{
    if (--changes != 0)
        return;
    graph_end(core->graph);
    protect_close(changes_cr0);
}

/* The same text? Names differ early or are short. */
static inline int is_same(const char *a, const char *b)
{
    for (; *a == *b; a++, b++)
        if (!*a)
            return 1;
    return 0;
}

/* Is this the allocation that is to fail? See ../base/hard.h. */
static inline u32 allocation_fails(void)
{
#ifdef HARD
    return core->hard_fails();
#else
    return 0;
#endif
}

/* An entry for a request, which can be refused it: NULL. */
static inline void *entry_create(struct table *table)
{
    return allocation_fails() ? NULL : table_create(table);
}

/* Lookups; NULL if there is none. */
static inline struct graph_node *node_of(u32 handle)
{
    return table_get(&nodes, handle);
}
struct graph_interface *find_interface(const struct graph_node *node,
                                       const char *name);
struct graph_receptacle *find_receptacle(const struct graph_node *node,
                                         const char *name);
/* names.c: the newest live module of that name. */
struct graph_node *find_module(const char *name);
static inline int is_core(const struct graph_node *node)
{
    return node->base == 0;
}

/* register.c: interfaces and receptacles of a module; E_FULL, E_CONSTRAINT. */
int register_interface(struct graph_node *node, const char *name,
                       const char *type, u32 table, u32 count, u32 methods,
                       const char *pairs, const char *predicate);
int register_receptacle(struct graph_node *node, const char *name,
                        const char *type, saddr_t slots, u32 count,
                        const char *pairs, const char *predicate);
void unregister_all(struct graph_node *node);
