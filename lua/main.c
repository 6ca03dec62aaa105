/* SPDX-License-Identifier: MIT */
/*
 * The IUM: reads the options, makes a Lua state, runs the workload or the
 * shell in it, and tells the core the run's status.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "lauxlib.h"

#include "module/ium.h"
#include "libc/shim.h"
#include "lib/libs.h"
#include "module/options.h"
#include "run/run.h"
#include "shell/shell.h"
#include "run/watchdog.h"

/* MiB: what a million of the smallest frames take, Lua's limit, and a script's
 * own: endless recursion is "stack overflow". */
#define HEAP_DEFAULT 96
#define HEAP_MAX 2048
#define LIMIT_MAX 1000000       /* s */
#define MEMBER_MAX 200
#define PATH_MAX_ 1024
/* A member that says by which path the user knows the workload. Messages and
 * tracebacks name that, so that an editor finds the place. */
#define TYPED "script"

static jmp_buf out;             /* of the script, by ium_leave */
static int left_with;

struct settings {
    const char *workload;
    int heap, limit, shell;
};

/* Statuses of run and of C: os.exit(true) is 0, os.exit(false) 1. */
static int as_status(int status)
{
    switch (status) {
    case EXIT_SUCCESS:
        return EXIT_PASS;
    case EXIT_PASS: case EXIT_FAIL: case EXIT_OPTION: case EXIT_SKIP:
        return status;
    default:
        return EXIT_FAIL;
    }
}

_Noreturn void ium_leave(int status)
{
    left_with = as_status(status);
    longjmp(out, 1);
}

static int refuse(const char *text)
{
    fprintf(stderr, "lua: %s\n", text);
    return EXIT_OPTION;
}

static int settings_read(struct settings *settings)
{
    settings->workload = option_find("workload");
    settings->heap = option_number("heap", HEAP_DEFAULT, HEAP_MAX);
    settings->limit = option_number("limit", 0, LIMIT_MAX);
    settings->shell = option_number("shell", 0, 1);
    if (settings->heap <= 0)
        return refuse("option heap= is not a number of MiB up to 2048");
    if (settings->limit < 0)
        return refuse("option limit= is not a number of seconds");
    if (settings->shell < 0)
        return refuse("option shell= is neither 0 nor 1");
    if (!settings->shell && !settings->workload)
        return refuse("no script: neither workload=NAME nor shell=1");
    return 0;
}

/* Open the libraries: protected, since even that may run out of memory. */
static int open_libraries(lua_State *L)
{
    libs_open(L);
    return 0;
}

static int run_workload(lua_State *L, const struct settings *settings)
{
    static char path[PATH_MAX_];
    static char member[MEMBER_MAX];
    int length = snprintf(member, sizeof(member), "workloads/%s.lua",
                          settings->workload);

    if (length >= MEMBER_MAX)
        return refuse("option workload= is too long");
    if (!file_text(TYPED, path, sizeof(path)))
        return run_script(L, member, settings->limit);
    file_alias(path, member);
    return run_script(L, path, settings->limit);
}

static int run(void)
{
    struct settings settings;
    lua_State *L;
    int status = settings_read(&settings);

    if (status)
        return status;
    pages_limit((size_t)settings.heap << 20);
    L = luaL_newstate();
    if (!L)
        return refuse("option heap= is too small for Lua");
    lua_pushcfunction(L, open_libraries);
    status = run_call(L, 0, 0);
    if (status) {
        run_report(L, status);
        return EXIT_OPTION;
    }
    if (settings.shell) {
        shell_run(L, settings.limit);
        status = EXIT_PASS;
    } else {
        status = run_workload(L, &settings);
        lib_snapshot_end(L);
    }
    lua_close(L);
    return status;
}

/* What ium_leave leaves. */
static int leave_or_run(void)
{
    return setjmp(out) ? left_with : run();
}

/* The core takes a thread that no hook can stop out of the C function that it
 * is in, and says so here. */
static int run_or_be_stopped(void)
{
    const u64 result = recover_call((void *)leave_or_run, NULL, 0);

    if (!(result >> 32))
        return (int)result;
    watchdog_report((int)result == E_TIMEOUT);
    return EXIT_FAIL;
}

int ium_main(void)
{
    int status;

    libc_start();
    fpu_start();
    setvbuf(stdout, NULL, _IONBF, 0);
    option_init();
    status = run_or_be_stopped();
    status = lib_experiment_end(status);
    fflush(stdout);
    return status;
}
