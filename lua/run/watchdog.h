/* SPDX-License-Identifier: MIT */
/*
 * The soft watchdog: ends a script that runs past its time limit with an
 * error and a traceback. Afterwards it raises that error again at every
 * instruction, so that no pcall can keep the script running. It sees only
 * Lua code: a C function that does not return is the core's watchdog's.
 */
#pragma once

#include "lua.h"

/* Watch the main thread L and the coroutines it makes; 0: no time limit. */
void watchdog_start(lua_State *L, unsigned seconds);
void watchdog_stop(lua_State *L);

/* The core has taken the thread out of a C function: where the script was. */
void watchdog_report(int timeout);

/* From now on a Ctrl-C on the console interrupts the script as well. */
void watchdog_interruptible(void);
