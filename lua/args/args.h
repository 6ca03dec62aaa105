/* SPDX-License-Identifier: MIT */
/*
 * What a script hands to a function of ours: checked here, in one way. Every
 * error names the function, the argument, and what was got.
 *
 * `what` is "FUNCTION ARGUMENT", such as "nmm.flush pages"; the message is
 * "nmm.flush: bad argument 'pages' (number expected, got string)".
 * Nothing is converted: "5" is no number.
 */
#pragma once

#include "lua.h"

#include "../module/ium.h"

#define ARG_NAME (NAME_SIZE - 1)        /* bytes of a name in the graph */
#define ARG_LONG 255                    /* of other texts */

/* Raise the error; `format` as of lua_pushfstring. */
int arg_fail(lua_State *L, const char *what, const char *format, ...);

lua_Integer arg_integer(lua_State *L, int index, const char *what,
                        lua_Integer min, lua_Integer max);
u32 arg_u32(lua_State *L, int index, const char *what);
u32 arg_opt_u32(lua_State *L, int index, const char *what, u32 otherwise);

/* A negative 32-bit integer, too. */
u32 arg_word(lua_State *L, int index, const char *what);

int arg_boolean(lua_State *L, int index, const char *what);

/* A string without NUL, of at most `max` bytes; arg_name: not empty. */
const char *arg_text(lua_State *L, int index, const char *what, size_t max);
const char *arg_name(lua_State *L, int index, const char *what, size_t max);

/* It has no control characters. */
void arg_printable(lua_State *L, const char *text, const char *what);

/* One of the names: its index. */
int arg_choice(lua_State *L, int index, const char *what,
               const char *const *names);

/* A userdata of this type. */
void *arg_data(lua_State *L, int index, const char *what, const char *type);

/* The argument at 1 is a table, and has no fields but those. */
void arg_table(lua_State *L, const char *function, const char *const *fields);

/* Push the table's field of that argument; its index. */
int arg_field(lua_State *L, const char *what);

/* A number in that field, or `otherwise` where it is nil. */
u32 arg_field_u32(lua_State *L, const char *what, u32 otherwise);
