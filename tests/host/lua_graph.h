/* SPDX-License-Identifier: MIT */
/* Before all else: the graph as modules read it, from the test's own. */
#pragma once

#define graph_copy graph_copy_by_selector
#define graph_generation graph_generation_by_selector
#define graph_has_changed graph_has_changed_by_selector
#include "../../core/api/graph.h"
#undef graph_copy
#undef graph_generation
#undef graph_has_changed

void graph_copy(void *to, u32 offset, u32 size);
u32 graph_generation(void);
int graph_has_changed(u32 before);

/* As a constant, which lua/module/ium.h does not take away. */
#undef PAGE_SIZE
enum { PAGE_SIZE = 4096 };
