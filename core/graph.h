/* SPDX-License-Identifier: MIT */
/* The system graph's storage, and look-ups that the core itself needs. */
#pragma once

#include "api/graph.h"

extern struct graph graph;

void graph_init(void);
/* The module whose image holds this address of the UPS, or NULL. */
const struct graph_node *graph_node_at(saddr_t address);
