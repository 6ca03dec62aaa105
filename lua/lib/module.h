/* SPDX-License-Identifier: MIT */
/* Modules and bindings as Lua values. */
#pragma once

#include "lua.h"

/* The handle of the module at `index`, or an argument error (args.h). */
int module_check(lua_State *L, int index, const char *what);

/* The handle of the module that is given there, by value or by name; one
 * that is not there yet is loaded. */
int module_need(lua_State *L, int index, const char *what);

/* module:open(interface), of object.c. */
int object_open(lua_State *L);

/* Push each blank-separated word of `words`, as a list. */
void push_words(lua_State *L, const char *words);
