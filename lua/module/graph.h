/* SPDX-License-Identifier: MIT */
/* Look-ups in the system graph. Each copies one entry; 1 if it is there. */
#pragma once

#include "ium.h"

int graph_node(u32 handle, struct graph_node *node);
int graph_interface(u32 handle, struct graph_interface *interface);
int graph_binding(u32 handle, struct graph_binding *binding);

/* Entry `index` of a table of the graph; 1 if it is live. */
int graph_node_at(u32 index, struct graph_node *node);
int graph_interface_at(u32 index, struct graph_interface *interface);
int graph_receptacle_at(u32 index, struct graph_receptacle *receptacle);
int graph_binding_at(u32 index, struct graph_binding *binding);

/* The constraint of that number (index + 1); 0: one without texts. */
void graph_constraint(u32 number, struct graph_constraint *constraint);

/* The names of an interface's methods, blank separated; "" if unknown. Those
 * of a core module are there until the next call. */
const char *graph_methods(const struct graph_interface *interface);
