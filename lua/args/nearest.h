/* SPDX-License-Identifier: MIT */
/* Which name was meant: the one with the least edit distance. */
#pragma once

#include "lua.h"

/* Index of the nearest of the names, which end with NULL; at least one. */
int nearest(const char *word, const char *const *names);

/* deimos.nearest(word, list), for libraries in Lua. */
void nearest_open(lua_State *L);
