/* SPDX-License-Identifier: MIT */
/* Calls itself a wrapper: only the core has those. */
#include "deimos.h"

DEIMOS_MODULE("bad_wrapper", MODULE_WRAPPER);
