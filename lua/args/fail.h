/* SPDX-License-Identifier: MIT */
/* Errors of DEIMOS as errors of Lua: always a string. */
#pragma once

#include "lua.h"

/* The text of an error value (core/api/error.def). */
const char *fail_text(int error);

/* Raise "WHAT NAME: TEXT". Does not return. */
int fail(lua_State *L, const char *what, const char *name, int error);

/* The same for what the CM refused: with its reason. */
/* The same text, pushed and not raised. */
void fail_push_cm(lua_State *L, const char *what, const char *name, int error);
int fail_cm(lua_State *L, const char *what, const char *name, int error);

/* Raise "NAME: died: " and the first line of the core's report. */
int fail_died(lua_State *L, const char *name);
