/* SPDX-License-Identifier: MIT */
/*
 * Inside the configuration manager: an image of the core, linked apart from
 * it. It changes the system graph and nobody else does.
 *
 * Every operation checks all that can refuse it, then applies; between the
 * two nothing has changed. begin() and end() bracket what a reader of the
 * graph must not see half of; they nest, and ring 1 does not run in between.
 */
#pragma once

#include "../api/cm.h"
#include "../api/error.h"
#include "../base/graph.h"
#include "../image/services.h"
#include "table.h"

extern const struct services *core;
void state_init(const struct services *services);

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

/* They nest: one change of the whole to a reader. */
extern u32 changes;                     /* begun and not ended */

static inline void begin(void)
{
    if (changes++ == 0)
        graph_begin(core->graph);
}

static inline void end(void)
{
    if (--changes == 0)
        graph_end(core->graph);
}

/* The same text? Names differ early or are short. */
static inline int is_same(const char *a, const char *b)
{
    for (; *a == *b; a++, b++)
        if (!*a)
            return 1;
    return 0;
}

/* Is this the allocation that is to fail? See ../hard.h. */
static inline u32 is_starved(void)
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
    return is_starved() ? NULL : table_create(table);
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

/* wrappers.c: the wrapper behind an interface of a core module. */
const struct wrapper *wrapper_of(const struct graph_interface *interface);
int wrappers_start(void);
/* A module of the core by its name, whatever its state. */
struct graph_node *core_node(const char *name);

/* register.c: interfaces and receptacles of a module; E_FULL, E_CONSTRAINT. */
int register_interface(struct graph_node *node, const char *name,
                       const char *type, u32 table, u32 count, u32 methods,
                       const char *pairs, const char *predicate);
int register_receptacle(struct graph_node *node, const char *name,
                        const char *type, saddr_t slots, u32 count,
                        const char *pairs, const char *predicate);
void unregister_all(struct graph_node *node);

/* manifest.c: read and register what a loaded module says of itself. */
struct loaded;
int manifest_read(struct graph_node *node, const struct loaded *loaded);
int manifest_bind(struct graph_node *node, const struct loaded *loaded);

/* load.c, unload.c: see struct cm and struct manager. */
int module_load(const char *name, saddr_t stack);
int module_unload(u32 handle, saddr_t stack, saddr_t caller, saddr_t ebp);
void module_kill(u32 handle);
/* Every module with an interface `orphans` gives back what it need not keep. */
void module_drop_orphans(saddr_t stack);
/* call.c: may a request call into modules, or are too many nested? E_FULL.
 * Then an upcall into that module. */
int module_check_call(void);
u64 module_call(u32 handle, saddr_t entry, saddr_t stack, u32 argument);
int module_is_called(u32 handle);       /* and has not returned yet */
u32 module_calls(void);                 /* how many have not */
/* E_ACTIVE: a call is inside it, on the way to this caller or in a thread
 * that does not run. */
int module_check_active(const struct graph_node *node, saddr_t caller,
                        saddr_t ebp);
void module_discard(struct graph_node *node);

/* bind.c */
int binding_create(u32 client, const char *receptacle, u32 provider,
                   const char *interface);
int binding_destroy(u32 binding);
/* How many of its receptacles' bindings lead to itself. */
u32 binding_count_own(const struct graph_node *node);
/* End every binding of the node's receptacles. */
void binding_release_client(const struct graph_node *node);
/* End every binding to its interfaces. */
void binding_release_provider(const struct graph_node *node);
/* Let every binding to the node's interfaces answer E_DEAD. */
void binding_mark_dead(const struct graph_node *node);

/* move.c: to another provider. */
int binding_change(u32 binding, u32 provider, const char *interface);
/* Every binding to `old` moves to the interface of the same name of `new`:
 * check may refuse, move cannot fail. */
int binding_check_move(const struct graph_node *old, struct graph_node *new);
void binding_move(struct graph_node *old, struct graph_node *new);

/* replace.c */
int module_replace(u32 handle, const char *name, saddr_t stack,
                   saddr_t caller, saddr_t ebp);
int module_drain(u32 handle, u32 on);

u32 graph_digest(void);

/* methods.c: the methods of struct cm, in its ORDER. */
extern gate_method *const cm_methods[];
extern const u32 cm_method_count;
