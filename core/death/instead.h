/* SPDX-License-Identifier: MIT */
/* Who has an address of a module's at hand when it dies. */
#pragma once

#include "../base/graph.h"

/*
 * A method table of that module's becomes the one whose every method answers E_DEAD,
 * and a method in it what that one leads to; 0: the word is neither. The module's
 * memory is there still.
 */
saddr_t instead_of(const struct graph_node *node, saddr_t word);
