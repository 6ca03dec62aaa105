/* SPDX-License-Identifier: MIT */
/*
 * Giving back images of the core (paper 3.2: the CM itself can be unloaded).
 * The UPS's segment gets a higher limit; no base moves, and what runs goes
 * on running. The image that asks returns once more into its own code, which
 * nobody overwrites before ring 1 runs again.
 */
#pragma once

#include "../api/types.h"

/* The loader's memory joins the UPS. Bytes. */
u32 release_loader(void);

/*
 * The CM's, and the loader's if it is still there. The gates of bindings to
 * the CM stay and answer E_GONE; `methods` is its method table.
 */
u32 release_manager(const void *methods, const void *carried);
