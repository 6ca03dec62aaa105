/* SPDX-License-Identifier: MIT */
/* The global descriptor table. */
#pragma once

#include "../api/types.h"

struct segment;
struct gate_target;

/* Load the core's own table: its two segments, and room for the rest. */
void gdt_init(void);
/* Segments of ring 1: UPS, graph, thread. After memory is divided. */
void gdt_open_ups(paddr_t base, u32 size, laddr_t graph, u32 graph_size,
                  saddr_t thread);
void gdt_set_segment(u16 selector, const struct segment *segment);
void gdt_set_gate(u16 selector, const struct gate_target *gate);
void gdt_clear(u16 selector);
u64 gdt_get(u16 selector);
