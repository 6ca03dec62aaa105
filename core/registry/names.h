/* SPDX-License-Identifier: MIT */
/* Live modules by name: finding one does not depend on how many there are. */
#pragma once

#include "../api/graph.h"

/* Into the index, out of it (also if it never was in it). */
void names_add(const struct graph_node *node);
void names_remove(const struct graph_node *node);
