/* SPDX-License-Identifier: MIT */
/* sources: lua/run/run.c lua/run/watchdog.c lua/lib/snapshot.c lua/lib/help.c
 * lua/args/args.c lua/args/nearest.c lua/args/raise.c
 * build/source/lua-5.4.9/src/l[!u]*.c build/source/lua-5.4.9/src/lu[nt]*.c */
/* flags: -w -O0 -fno-sanitize=undefined -Ibuild/source/lua-5.4.9/src -include tests/host/lua_graph.h -Wl,--no-as-needed -lm */
/*
 * A protected run: what an error becomes, that the stack is as it was, when a
 * script's time is over, and the snapshot at its end.
 */
#include <stdlib.h>
#include <string.h>

#include "lauxlib.h"
#include "lualib.h"

#include "../../lua/module/ium.h"
#include "../../lua/lib/libs.h"
#include "../../lua/run/run.h"
#include "../../lua/run/watchdog.h"

#include "check.h"

static struct graph graph;
static char said[20000];
static lua_State *L;
static int snapshot_option, typed, looks, late_at, polls, sent;
static unsigned limit_is;

void graph_copy(void *to, u32 offset, u32 size) { memset(to, 0, size); }
int option_number(const char *key, int otherwise, int max)
{
    CHECK(!strcmp(key, "snapshot") && max == 1 && otherwise == 0);
    return snapshot_option;
}
const char *thrown_traceback(int status)
{
    return status == LUA_ERRMEM ? " MEM" : status == LUA_ERRERR ? " ERR" : "?";
}
void deadline_start(unsigned seconds) { limit_is = seconds; looks = 0; }
void deadline_stop(void) { limit_is = 0; }
int deadline_passed(void) { return limit_is && ++looks > late_at; }
int terminal_poll(void) { polls++; return typed && polls >= typed; }
int lib_record_send(lua_State *of) { sent++; return 0; }

/* 8 MiB: more than that is refused. */
static void *limited(void *unused, void *at, size_t before, size_t size)
{
    if (size)
        return size > 8 << 20 ? NULL : realloc(at, size);
    free(at);
    return NULL;
}

static const char *run(const char *script, int status, int limit)
{
    FILE *file;
    static char path[64];

    snprintf(path, sizeof(path), "%s/script%d.lua", P_tmpdir, (int)getpid());
    file = fopen(path, "w");
    fputs(script, file);
    fclose(file);
    rewind(stderr);
    memset(said, 0, sizeof(said));
    const int top = lua_gettop(L);
    CHECK_EQ(run_script(L, path, limit), status);
    CHECK_EQ(lua_gettop(L), top);
    CHECK(!lua_gethook(L));             /* the watchdog is gone */
    CHECK_EQ(limit_is, 0);
    lua_getglobal(L, "arg");
    lua_geti(L, -1, 0);
    CHECK(!strcmp(lua_tostring(L, -1), path) || status == EXIT_OPTION);
    lua_pop(L, 2);
    fflush(stderr);
    remove(path);
    return said;
}

static void says(const char *script, const char *what)
{
    if (!CHECK(strstr(run(script, EXIT_FAIL, 0), what)))
        printf("%s: '%s' without '%s'\n", script, said, what);
    CHECK(!strncmp(said, "lua: ", 5) && said[strlen(said) - 1] == '\n');
}

static void test_errors(void)
{
    CHECK(!*run("return 1, 2, 3", EXIT_PASS, 0));
    CHECK(strstr(run("x = = 1", EXIT_OPTION, 0), "unexpected symbol"));
    says("error('text')", ".lua:1: text\nstack traceback:\n\t[C]: in ");
    says("local function f() error('deep') end f() return 1",
         "in local 'f'");
    says("error('plain', 0)", "lua: plain\nstack traceback:");
    says("error({})", "lua: (error object is a table value)\nstack traceback");
    says("error()", "(error object is a nil value)");
    says("error(print)", "(error object is a function value)");
    says("error(5, 0)", "lua: 5\nstack traceback:");
    says("error(setmetatable({}, { __tostring = function() return 'own' end }))",
         "lua: own\n");
    CHECK(!strstr(said, "traceback"));
    says("error(setmetatable({}, { __tostring = function() return {} end }))",
         "lua: (error object is a table value)");
    says("local s = ('x'):rep(1 << 20) while true do s = s .. s end", "not enough memory MEM\n");
}

/* The limit ends it, however it is caught; in a thread of the script, too. */
static void test_limit(void)
{
    static const char *const endless[] = {
        "while true do end", "while true do pcall(function() while true do end "
        "end) end", "repeat until pcall(error, 5) == 7",
    };

    for (late_at = 0; late_at < 4; late_at++)
        for (u32 i = 0; i < ARRAY_SIZE(endless); i++) {
            CHECK(strstr(run(endless[i], EXIT_FAIL, 5),
                         "time limit of 5 s exceeded\nstack traceback"));
            CHECK(!strncmp(said, "lua: /", 6));
        }
    late_at = 0;                        /* it is over between two looks */
    CHECK(strstr(run("local a = 1", EXIT_FAIL, 9),
                 ".lua: time limit of 9 s exceeded"));
    late_at = 1000000;
    CHECK(!*run("for i = 1, 100000 do end", EXIT_PASS, 9));
    CHECK(looks >= 10);                 /* every 10,000 instructions */
    CHECK(looks <= 40);
    late_at = 0;
    CHECK(!*run("for i = 1, 100000 do end", EXIT_PASS, 0));
    CHECK_EQ(polls, 0);                 /* no prompt: no Ctrl-C */
    watchdog_interruptible();
    typed = 3;
    CHECK(strstr(run("while true do end", EXIT_FAIL, 0),
                 ".lua:1: interrupted\nstack traceback"));
    CHECK_EQ(polls, 3);
    typed = 0;
    CHECK(!*run("for i = 1, 100000 do end", EXIT_PASS, 0));
}

static int report(lua_State *of)
{
    watchdog_report((int)lua_tointeger(of, 1));
    CHECK(!lua_gethook(of));
    return 0;
}

static void test_report(void)
{
    lua_register(L, "report", report);
    CHECK(!strncmp(run("local function inside() report(1) end inside()",
                       EXIT_PASS, 0),
                   "lua: time limit exceeded in a C function\nstack traceback:",
                   50));
    CHECK(strstr(said, "in upvalue 'inside'") || strstr(said, "'inside'"));
    CHECK(strstr(run("report(0)", EXIT_PASS, 0), "lua: the interpreter died\n"));
    rewind(stderr);
    memset(said, 0, sizeof(said));
    watchdog_report(0);
    CHECK(!strcmp(said, "lua: the interpreter died\n"));
}

static void test_snapshot(void)
{
    static const char *const library = "package.preload.snapshot = function() "
        "return function(label, send) labels = (labels or '') .. label .. ' ' "
        "send() if label == 'bad' then error('no', 0) end end end";

    CHECK(!luaL_dostring(L, library));
    for (snapshot_option = -1; snapshot_option < 1; snapshot_option++)
        lib_snapshot_end(L);
    CHECK_EQ(sent, 0);
    rewind(stderr);
    memset(said, 0, sizeof(said));
    snapshot_option = 1;
    const int top = lua_gettop(L);
    lib_snapshot_end(L);
    CHECK(sent == 1 && !*said && lua_gettop(L) == top);
    lib_snapshot_end(L);                /* it is there already */
    CHECK_EQ(sent, 1);
    lua_newtable(L);
    lib_snapshot_open(L);
    lua_setglobal(L, "deimos");
    CHECK(!luaL_dostring(L, "deimos.snapshot('a', 'more') "
                         "deimos.snapshot(('l'):rep(100))"));
    CHECK_EQ(sent, 3);
    CHECK(luaL_dostring(L, "deimos.snapshot(('l'):rep(101))"));
    CHECK(strstr(lua_tostring(L, -1), "deimos.snapshot: bad argument 'label'"));
    CHECK(luaL_dostring(L, "deimos.snapshot('bad')"));
    CHECK(!luaL_dostring(L, "assert(labels == 'end a ' .. ('l'):rep(100) .. "
                         "' bad ')"));
    lua_settop(L, top);
}

int main(void)
{
    L = lua_newstate(limited, NULL);
    luaL_openlibs(L);
    stderr = fmemopen(said, sizeof(said), "w");
    setvbuf(stderr, NULL, _IONBF, 0);
    test_errors();
    test_limit();
    test_report();
    test_snapshot();
    lua_close(L);
    return check_done();
}
