/* SPDX-License-Identifier: MIT */
/* What the files of the table deimos.nmm share. */
#pragma once

#include "lua.h"

#include "../module/ium.h"

/* Push what a method returned, or raise its error. */
int nmm_result(lua_State *L, const char *method, int value);

/* Into the table on top. */
void nmm_set(lua_State *L, const char *key, u32 value);

/* Further methods, into the table on top. */
void lib_nmm_pages_open(lua_State *L);
void lib_nmm_segments_open(lua_State *L);
