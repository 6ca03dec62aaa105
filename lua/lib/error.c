/* SPDX-License-Identifier: MIT */
/* deimos: errors, by number and by name. */
#include "libs.h"

#include "lauxlib.h"

#include "../args/args.h"
#include "../args/fail.h"
#include "../args/raise.h"
#include "../args/nearest.h"

#define E(name, value, text) #name,
static const char *const names[] = {
#include "../../core/api/error.def"
    NULL,
};
#undef E

#define E(name, value, text) value,
static const int values[] = {
#include "../../core/api/error.def"
};
#undef E

/* error_text(code): what a negative result means */
static int text_of_error(lua_State *L)
{
    lua_pushstring(L, fail_text((int)arg_word(L, 1,
                                              "deimos.error_text code")));
    return 1;
}

/* A misspelt name would be nil, which no result ever is. */
static int no_such(lua_State *L)
{
    const char *name = luaL_tolstring(L, 2, NULL);

    return raise_format(L, "deimos.errors: no error '%s'; the nearest is '%s'",
                        name, names[nearest(name, names)]);
}

void lib_error_open(lua_State *L)
{
    lua_pushcfunction(L, text_of_error);
    lua_setfield(L, -2, "error_text");
    lua_newtable(L);
    for (int i = 0; names[i]; i++) {
        lua_pushinteger(L, values[i]);
        lua_setfield(L, -2, names[i]);
    }
    lua_newtable(L);
    lua_pushcfunction(L, no_such);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_setfield(L, -2, "errors");
}
