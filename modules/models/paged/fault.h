/* SPDX-License-Identifier: MIT */
/* Page faults of clients: fault.S serves what is fast, and leads to fault.c. */
#pragma once

#include "page/space.h"

struct page_fault;

/* While there is a space, vector 14 and faults of clients lead here; while
 * one leads here, the module cannot be unloaded. */
int fault_attach(void);
void fault_detach(void);
/* So many were not served by fault.S alone. */
u32 fault_count(void);

/* fault.S: the handler; what it leads to. `address` is the client's own. */
void fault_entry(void);
void fault_serve(struct page_fault *fault, struct space *space, u32 address);
void fault_virtual(const struct page_fault *fault) __attribute__((noreturn));
void fault_refuse(const struct page_fault *fault, struct space *space)
    __attribute__((noreturn));
