/* SPDX-License-Identifier: MIT */
/*
 * Which bindings an interface is in, and which a receptacle: two chains
 * through the table of bindings, so that who asks pays for those alone.
 * Bindings, interfaces and receptacles go by their index in their table.
 */
#pragma once

#include "../api/types.h"

enum chain_kind { CHAIN_INTERFACE, CHAIN_RECEPTACLE, CHAIN_KINDS };

/* Binding into, out of, the chain of interface or receptacle `of`. */
void chain_add(enum chain_kind kind, u32 of, u32 binding);
void chain_remove(enum chain_kind kind, u32 of, u32 binding);
/* The newest binding of `of`, the one before; index + 1, 0 at the end. */
u32 chain_first(enum chain_kind kind, u32 of);
u32 chain_next(enum chain_kind kind, u32 binding);
