/* SPDX-License-Identifier: MIT */
#include "fail.h"

#include <string.h>

#include "../module/ium.h"
#include "raise.h"

#define REASON_SIZE 512

const char *fail_text(int error)
{
    switch (error) {
#define E(name, value, text) case value: return text;
#include "../../core/api/error.def"
#undef E
    }
    return "unknown error";
}

int fail(lua_State *L, const char *what, const char *name, int error)
{
    return raise_format(L, "%s '%s': %s", what, name, fail_text(error));
}

void fail_push_cm(lua_State *L, const char *what, const char *name, int error)
{
    char reason[REASON_SIZE];
    int length = ium_cm->reason(reason, sizeof(reason));

    raise_where(L);
    lua_pushfstring(L, "%s '%s': %s", what, name, fail_text(error));
    if (length > 0 && length < REASON_SIZE)
        lua_pushfstring(L, " (%s)", reason);
    else
        lua_pushliteral(L, "");
    lua_concat(L, 3);
}

int fail_cm(lua_State *L, const char *what, const char *name, int error)
{
    fail_push_cm(L, what, name, error);
    return lua_error(L);
}

int fail_died(lua_State *L, const char *name)
{
    char report[GRAPH_REPORT_SIZE];

    GRAPH_READ(system.report, report);
    report[strcspn(report, "\r\n")] = '\0';
    report[sizeof(report) - 1] = '\0';
    return raise_format(L, "%s: %s: %s", name, fail_text(E_DIED), report);
}
