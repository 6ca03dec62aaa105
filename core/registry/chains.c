/* SPDX-License-Identifier: MIT */
/* The storage of the chains of bindings. */
#include "chains.h"

struct chain chains[CHAIN_KINDS][CHAIN_OWNERS];
struct constraint_bound chain_links[CHAIN_KINDS][CHAIN_BINDINGS];
