/* SPDX-License-Identifier: MIT */
/* The variants of methods that keep up or use a reverse structure. */
#pragma once

#include "../../core/api/types.h"

/* All gates, there now or later, lead to those of this structure, which
 * reverse_select() has built. */
void reverse_method_select(u32 kind);
