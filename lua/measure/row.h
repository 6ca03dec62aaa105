/* SPDX-License-Identifier: MIT */
/* Rows of deimos.experiment and deimos.not_applicable. */
#pragma once

#include "lua.h"

#include "../module/ium.h"

/* The row that the table at 1 describes. Its texts stay on the stack. */
struct harness_row row_read(lua_State *L);

/* Its name alone. */
struct harness_row row_read_name(lua_State *L);

/* Raise an error if a row of that name was sent. */
void row_check_new(lua_State *L, const struct harness_row *row);

/* It is now. */
void row_note(lua_State *L, const struct harness_row *row);
