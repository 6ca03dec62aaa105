/* SPDX-License-Identifier: MIT */
/* What a slot of a receptacle is bound to, by the system graph. */
#pragma once

#include "../../../core/api/types.h"

/* How many methods the interface has that a slot of the calling module is
 * bound to, which may be of a module that is dead; 0: the slot is unbound. */
u32 bound_methods(const volatile void *slot);
