/* SPDX-License-Identifier: MIT */
/* Carried modules, and what their carriers are asked. */
#pragma once

#include "cm.h"

struct carried;

/* carried.c: the methods of the interface "carried"; `carrier`: the caller. */
int carried_enter(u32 carrier, const struct carried *module);
int carried_died(u32 carrier, u32 handle);
int carried_release(u32 carrier, u32 handle, saddr_t stack);
int carried_leave(u32 carrier, u32 handle, saddr_t caller, saddr_t ebp);

/* E_BUSY. Before: it carries something. */
int carried_refuse(const struct graph_node *carrier);
/* A carried module goes: so its carrier has one less, and its block is free. */
void carried_forget(struct graph_node *node);
/* All that it carries goes; or dies, and the memory of it with the carrier. Within
 * a change. */
void carried_discard(const struct graph_node *carrier);
void carried_kill(const struct graph_node *carrier);

/* carrier.c: upcalls to the carrier. */
int carrier_load(u32 carrier, const char *name, saddr_t stack);
/* May it be asked to end that module, which is carried? */
int carrier_check(const struct graph_node *node);
int carrier_unload(u32 handle, saddr_t stack);
/* A new module is not wanted after all, because of that error, which it returns with
 * the reason that there was. */
int carrier_abandon(u32 handle, int error, saddr_t stack);

/* carried_methods.c */
extern gate_method *const carried_methods[];
extern const u32 carried_method_count;
