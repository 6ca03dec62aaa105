/* SPDX-License-Identifier: MIT */
/* The harness, for the bindings that send records. */
#pragma once

#include "lua.h"

#include "../module/ium.h"

/* Load, bind and begin it, unless that is done. */
void harness_need(lua_State *L);

/* A method of the harness, recoverable: a subject may die in it. */
int harness_call(lua_State *L, void *method, u32 a, u32 b);
