/* SPDX-License-Identifier: MIT */
/* A manifest without its module's entry. */
#include "deimos.h"

DEIMOS_RECEPTACLE(console, console, "console");
