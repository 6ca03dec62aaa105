/* SPDX-License-Identifier: MIT */
/* sources: lua/module/options.c */
/* flags: -w -Ibuild/source/lua-5.4.9/src -include tests/host/lua_graph.h */
/*
 * A run from the kernel's options to its status: each option alone and wrong,
 * what is run with what, and each way in which it can end.
 */
#include "../../lua/main.c"

#include "check.h"

#define STATE ((lua_State *)0x77)

static struct graph graph;
static char log_[512];
static int no_state, opening, of_script, leaves, calls_late;
static u64 stopped;
static const char *typed;
static char said[256];            /* on standard error */

void graph_copy(void *to, u32 offset, u32 size)
{
    memcpy(to, (u8 *)&graph + offset, size);
}

static void note(const char *format, ...)
{
    va_list list;
    const size_t used = strlen(log_);

    va_start(list, format);
    vsnprintf(log_ + used, sizeof(log_) - used, format, list);
    va_end(list);
}

void libc_start(void) { note("libc "); }
void fpu_start(void) { note("fpu "); }
void pages_limit(size_t bytes) { note("heap=%u ", bytes >> 20); }
void libs_open(lua_State *L) { note("libs "); }
void lib_snapshot_end(lua_State *L) { note("snapshot "); }
void file_alias(const char *path, const char *member)
{
    note("%s is %s ", path, member);
}
int lib_experiment_end(int status) { note("end=%x ", status); return status; }
void shell_run(lua_State *L, int limit)
{
    note("shell limit=%d ", limit);
    if (leaves)
        ium_leave(leaves);
}
int run_script(lua_State *L, const char *path, int limit)
{
    CHECK(L == STATE);
    note("%s limit=%d ", path, limit);
    if (leaves)
        ium_leave(leaves);
    return of_script;
}
int run_call(lua_State *L, int arguments, int results) { return opening; }
void run_report(lua_State *L, int status) { note("report=%d ", status); }
void watchdog_report(int timeout) { note("watchdog=%d ", timeout); }
lua_State *luaL_newstate(void) { return no_state ? NULL : STATE; }
void lua_close(lua_State *L) { CHECK(L == STATE); note("close "); }
void lua_pushcclosure(lua_State *L, lua_CFunction f, int n)
{
    CHECK(f == open_libraries && !n);
}
int file_text(const char *member, char *to, size_t size)
{
    CHECK(!strcmp(member, "script"));
    if (typed)
        snprintf(to, size, "%s", typed);
    return typed != NULL;
}
u64 recover_call(void *method, const u32 *args, u32 n)
{
    CHECK_EQ(n, 0);
    return stopped ? stopped : (u32)((int (*)(void))method)();
}

/* A run with these options: its status, and all that it did. */
static void run_is(const char *options, int status, const char *did)
{
    char wanted[512];

    memset(graph.system.options, 0, sizeof(graph.system.options));
    strcpy((char *)graph.system.options, options);
    *log_ = '\0';
    rewind(stderr);
    memset(said, 0, sizeof(said));
    CHECK_EQ(ium_main(), status);
    fflush(stderr);
    snprintf(wanted, sizeof(wanted), "libc fpu %send=%x ", did, status);
    if (!CHECK(!strcmp(log_, wanted)))
        printf("%s: '%s', not '%s'\n", options, log_, wanted);
}

static void test_options(void)
{
    static const char *const bad[] = {
        "", "no script", "shell=0", "no script", "workload=a heap=0", "heap=",
        "workload=a heap=2049", "heap=", "workload=a heap=x", "heap=",
        "workload=a heap=-1", "heap=", "workload=a limit=-1", "limit=",
        "workload=a limit=1000001", "limit=", "workload=a limit=1s", "limit=",
        "shell=2", "shell=", "workload=a shell=2", "shell=",
        "workload=a shell=yes", "shell=", "shell=1 heap=", "heap=",
    };

    for (u32 i = 0; i < ARRAY_SIZE(bad); i += 2) {
        run_is(bad[i], EXIT_OPTION, "");
        CHECK(strstr(said, bad[i + 1]));
    }
    of_script = EXIT_PASS;
    run_is("workload=a", EXIT_PASS,
           "heap=96 workloads/a.lua limit=0 snapshot close ");
    run_is("workload=a heap=1 limit=1", EXIT_PASS,
           "heap=1 workloads/a.lua limit=1 snapshot close ");
    run_is("workload=a heap=2048 limit=1000000 shell=0", EXIT_PASS,
           "heap=2048 workloads/a.lua limit=1000000 snapshot close ");
    run_is("shell=1 limit=7", EXIT_PASS, "heap=96 shell limit=7 close ");
    run_is("shell=1 workload=a", EXIT_PASS, "heap=96 shell limit=0 close ");
    typed = "my/a.lua";
    run_is("workload=a", EXIT_PASS, "heap=96 my/a.lua is workloads/a.lua "
           "my/a.lua limit=0 snapshot close ");
    typed = NULL;
}

/* The member's name has room for 199 bytes. */
static void test_long(void)
{
    char option[300] = "workload=", wanted[400];

    memset(option + 9, 'x', 185);
    snprintf(wanted, sizeof(wanted),
             "heap=96 workloads/%s.lua limit=0 snapshot close ", option + 9);
    run_is(option, EXIT_PASS, wanted);
    strcat(option, "x");
    run_is(option, EXIT_OPTION, "heap=96 snapshot close ");
    CHECK(strstr(said, "workload= is too long"));
}

static void test_ends(void)
{
    static const int statuses[][2] = {  /* what a script leaves with */
        { EXIT_PASS, EXIT_PASS }, { EXIT_FAIL, EXIT_FAIL },
        { EXIT_OPTION, EXIT_OPTION }, { EXIT_SKIP, EXIT_SKIP },
        { 1, EXIT_FAIL }, { 2, EXIT_FAIL }, { 255, EXIT_FAIL },
        { EXIT_PANIC, EXIT_FAIL }, { -1, EXIT_FAIL },
    };

    for (u32 i = 0; i < ARRAY_SIZE(statuses); i++) {
        leaves = statuses[i][0];
        run_is("workload=a", statuses[i][1],
               "heap=96 workloads/a.lua limit=0 ");
        run_is("shell=1", statuses[i][1], "heap=96 shell limit=0 ");
    }
    CHECK_EQ(as_status(0), EXIT_PASS);
    leaves = 0;
    for (of_script = EXIT_PASS; of_script <= EXIT_OPTION; of_script++)
        run_is("workload=a", of_script,
               "heap=96 workloads/a.lua limit=0 snapshot close ");
    no_state = 1;
    run_is("workload=a", EXIT_OPTION, "heap=96 ");
    no_state = 0;
    for (opening = 1; opening < 6; opening++) {
        char did[40];

        snprintf(did, sizeof(did), "heap=96 report=%d ", opening);
        run_is("workload=a", EXIT_OPTION, did);
    }
    opening = 0;
    stopped = 1ull << 32 | (u32)E_TIMEOUT;
    run_is("workload=a", EXIT_FAIL, "watchdog=1 ");
    stopped = 1ull << 32 | (u32)E_DIED;
    run_is("workload=a", EXIT_FAIL, "watchdog=0 ");
}

int main(void)
{
    stderr = fmemopen(said, sizeof(said), "w");
    setvbuf(stderr, NULL, _IONBF, 0);
    test_options();
    test_long();
    test_ends();
    return check_done();
}
