/* SPDX-License-Identifier: MIT */
/*
 * The libraries of a script: Lua's own, and the table `deimos`. Each
 * lib_*.c adds its functions to the table on top of the stack.
 */
#pragma once

#include "lua.h"

void libs_open(lua_State *L);

void lib_binding_open(lua_State *L);
void lib_buffer_open(lua_State *L);
void lib_deimos_open(lua_State *L);
void lib_error_open(lua_State *L);
void lib_experiment_open(lua_State *L);
void lib_graph_open(lua_State *L);
void lib_machine_open(lua_State *L);
void lib_module_open(lua_State *L);
void lib_nmm_open(lua_State *L);
void lib_object_open(lua_State *L);
void lib_record_open(lua_State *L);
void lib_snapshot_open(lua_State *L);

/* These two change other tables: math, and the globals. */
void lib_help_open(lua_State *L);
void lib_math_open(lua_State *L);

/* record(kind, key, value, ...), of any kind; for libraries of ours. */
int lib_record_send(lua_State *L);

/* Push what deimos.machine() returns; 1. */
int machine_push(lua_State *L);

/* The script is over: the snapshot that the options ask for. */
void lib_snapshot_end(lua_State *L);

/* The run is over: its end record; a status that accounts for the rows. */
int lib_experiment_end(int status);
