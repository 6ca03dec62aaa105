/* SPDX-License-Identifier: MIT */
/* Buffers of a script: see deimos.buffer. */
#pragma once

#include "lua.h"

/* The bytes of the buffer at that index, or NULL: it is none. */
void *buffer_test(lua_State *L, int index);
