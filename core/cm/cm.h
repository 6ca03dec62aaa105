/* SPDX-License-Identifier: MIT */
/*
 * Inside the configuration manager: an image of the core, linked apart from
 * it, together with the registry, the reader of manifests and the language
 * of constraints.
 */
#pragma once

#include "../api/cm.h"
#include "../registry/registry.h"

/* Of a gate's method: where the backtrace of who called it begins. */
#define EBP_OF_CALLER (*(saddr_t *)__builtin_frame_address(0))

/* wrappers.c: the wrapper behind an interface of a core module. */
const struct wrapper *wrapper_of(const struct graph_interface *interface);
int wrappers_start(void);
/* A module of the core by its name, whatever its state. */
struct graph_node *core_node(const char *name);

/* from.c: bind the receptacles that name a provider. */
struct loaded;
int module_bind(struct graph_node *node, const struct loaded *loaded);

/* load.c: an entry for a new module, within a change; NULL: the table is full. */
struct graph_node *module_begin(void);
u32 module_serial(void);                /* of the newest */

/* load.c, unload.c: see struct cm and struct manager. */
int module_load(const char *name, saddr_t stack);
int module_unload(u32 handle, saddr_t stack, saddr_t caller, saddr_t ebp);
void module_kill(u32 handle);
/* Its part of a death: all but its memory. Before: module_is_alive(). */
void module_end(struct graph_node *node);
static inline int module_is_alive(const struct graph_node *node)
{
    return node->state == NODE_LIVE || node->state == NODE_DRAINING;
}
/* Every module with an interface `orphans` gives back what it need not keep. */
void module_drop_orphans(saddr_t stack);
/* call.c: may a request call into modules, or are too many nested? E_FULL.
 * Then an upcall into that module. */
#define NESTED_MAX 8            /* each takes of the core's stack */
int module_check_call(void);
u64 module_call(u32 handle, saddr_t entry, saddr_t stack, u32 argument);
int module_is_called(u32 handle);       /* and has not returned yet */
u32 module_calls(void);                 /* how many have not */
/* E_ACTIVE: a call is inside it, on the way to this caller or in a thread
 * that does not run. */
/* E_BUSY: others are bound to it, or a wrapper leads in. */
int module_check_held(const struct graph_node *node);
int module_check_active(const struct graph_node *node, saddr_t caller,
                        saddr_t ebp);
/* But for threads that it has suspended itself: they are its state. */
int module_check_entered(const struct graph_node *node, saddr_t caller,
                         saddr_t ebp);
void module_discard(struct graph_node *node);

/* release.c: what somebody at those ends keeps as long as the binding lasts is given
 * back, by upcalls for that request: 0, E_BUSY; E_FULL, module_check_call(). Before:
 * one of them is a binding module; else there is nobody to ask. */
#define END_PROVIDER 1u
#define END_BOTH 3u
struct request {
    saddr_t caller, ebp, stack;
};
int binding_release(u32 binding, u32 ends, const struct request *request);
/* The same of all bindings to a module that moves, within a request that makes
 * upcalls; or of all of one that dies. The first error. Below, `request` is NULL if
 * that has been done. */
int module_release_own(u32 module, saddr_t stack);
int module_release(u32 module, saddr_t stack);

/* bind.c */
int binding_create(u32 caller, const char *receptacle, u32 provider,
                   const char *interface);
int binding_destroy(u32 binding, const struct request *request);
/* How many of its receptacles' bindings lead to itself. */
u32 binding_count_own(const struct graph_node *node);
/* End every binding of the node's receptacles. */
void binding_release_caller(const struct graph_node *node);
/* End every binding to its interfaces. */
void binding_release_provider(const struct graph_node *node);
/* Let every binding to the node's interfaces answer E_DEAD. */
void binding_mark_dead(const struct graph_node *node);

/* move.c: to another provider. */
int binding_change(u32 binding, u32 provider, const char *interface,
                   const struct request *request);
/* Every binding to `old` moves to the interface of the same name of `new`:
 * check may refuse, move cannot fail. */
int binding_check_move(const struct graph_node *old, struct graph_node *new);
void binding_move(struct graph_node *old, struct graph_node *new);
/* successor.c: what threads have at hand to call in `old`, they call in `new`. */
void successor_is_called(const struct graph_node *old,
                         const struct graph_node *new);
/* copy.c: `new` is bound to all that `old` is bound to, and lives. What has been bound
 * before an error stays. */
int binding_copy(const struct graph_node *old, const struct graph_node *new);

/* replace.c */
int module_replace(u32 handle, const char *name, saddr_t stack,
                   saddr_t caller, saddr_t ebp);
int module_drain(u32 handle, u32 on);

u32 graph_digest(void);

/* methods.c: the methods of struct cm. */
extern gate_method *const cm_methods[];
extern const u32 cm_method_count;
