/* SPDX-License-Identifier: MIT */
/* sources: lua/args/args.c lua/args/fail.c lua/args/nearest.c lua/args/raise.c lua/module/graph.c
 * lua/lib/binding.c lua/lib/buffer.c lua/lib/deimos.c lua/lib/error.c lua/lib/graph.c
 * lua/lib/machine.c lua/lib/module.c lua/lib/object.c lua/nmm/nmm.c
 * lua/nmm/pages.c lua/nmm/segments.c lua/measure/experiment.c
 * lua/measure/record.c lua/measure/row.c
 * build/source/lua-5.4.9/src/l[!u]*.c build/source/lua-5.4.9/src/lu[nt]*.c */
/* flags: -w -O0 -fno-sanitize=undefined -Ibuild/source/lua-5.4.9/src -include tests/host/lua_graph.h -Wl,--no-as-needed -lm */
/*
 * The libraries of scripts on the host: each method of the CM, the NMM and the
 * harness is a call of the script's own `fake`, which says what it returns.
 * tests/lua/library.lua checks what comes there, and what scripts get.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include "lauxlib.h"
#include "lualib.h"

#include "../../lua/module/ium.h"
#include "../../lua/measure/row.h"
#include "../../lua/lib/libs.h"
#include "../../lua/args/nearest.h"

#include "check.h"

#define SCRIPT "tests/lua/library.lua"

static struct graph graph;
static lua_State *L;
static jmp_buf out;
static u32 status, generations, dies;
static struct region_info region = { 11, 12, 13, 14, 1, 16, 17, 18 };
static char *environment_[] = { "a=1", "b=x=y", "c", NULL };
char **environ = environment_;

void graph_copy(void *to, u32 offset, u32 size)
{
    CHECK(offset < sizeof(graph) && size <= sizeof(graph) - offset);
    memcpy(to, (u8 *)&graph + offset, size);
}

u32 graph_generation(void) { return graph.generation; }

/* As often as the script says, the graph changes meanwhile. */
int graph_has_changed(u32 before)
{
    return generations ? (generations--, 1) : before & 1;
}

void ium_leave(int with)
{
    status = (u32)with;
    lua_pushliteral(L, "left");
    lua_error(L);
}

void lib_snapshot_end(lua_State *of)
{
    lua_getglobal(of, "fake");
    lua_pushliteral(of, "snapshot_end");
    lua_call(of, 1, 0);
}

/* fake(name, ...): the result. s: a string, u: an unsigned number. */
static int ask(const char *name, const char *types, ...)
{
    va_list list;

    lua_checkstack(L, 20);
    lua_getglobal(L, "fake");
    lua_pushstring(L, name);
    va_start(list, types);
    for (const char *t = types; *t; t++) {
        const u32 value = va_arg(list, u32);
        if (*t == 's')
            lua_pushstring(L, (const char *)value);
        else
            lua_pushinteger(L, value);
    }
    va_end(list);
    lua_call(L, 1 + (int)strlen(types), 1);
    const int result = (int)lua_tointeger(L, -1);
    lua_pop(L, 1);
    return result;
}

u64 recover_call(void *method, const u32 *args, u32 n)
{
    u32 a[6] = { 0 };

    memcpy(a, args, n * 4);
    if (dies)
        return 1ull << 32 | (u32)E_DIED;
    return (u32)((int (*)(u32, u32, u32, u32, u32, u32))method)(
        a[0], a[1], a[2], a[3], a[4], a[5]);
}

#include "lua_fakes.h"

int ium_self = 99;
const struct cm *volatile ium_cm = &cm;
const struct nmm *volatile ium_nmm = &nmm;
const struct harness *volatile ium_harness = &harness;
const struct console *volatile ium_console;

/* A method of an object: its arguments as they are. */
static int f_method(u32 a, u32 b, u32 c, u32 d, u32 e, u32 f)
{
    return ask("method", "uuuuuu", a, b, c, d, e, f);
}
static int f_texts(u32 a, u32 b) { return ask("texts", "ss", a, b); }
static void *const methods[] = { f_method, f_texts };
static void *const *slot = methods;

/* world(key, value): sets what the script cannot reach. */
static int set_world(lua_State *of)
{
    static const char *const keys[] = { "dies", "generations", "status",
        "clock", "live", "report", "features", "ticks", "hz", "status_of",
        "base", "carrier", NULL };
    u32 *const places[] = { &dies, &generations, &region.status,
        &graph.system.clock, NULL, NULL, &graph.system.cpu_features,
        (u32 *)&graph.system.ticks, &graph.system.tick_hz, &status,
        &graph.nodes[3].base, &graph.nodes[3].carrier };
    const int key = luaL_checkoption(of, 1, NULL, keys);
    const int reads = lua_isnone(of, 2);

    if (!strcmp(keys[key], "live"))
        graph.nodes[3].state = (u8)luaL_checkinteger(of, 2);
    else if (!strcmp(keys[key], "report"))
        snprintf(graph.system.report, GRAPH_REPORT_SIZE, "%s",
                 luaL_checkstring(of, 2));
    else if (reads)
        lua_pushinteger(of, *places[key]);
    else
        *places[key] = (u32)luaL_checkinteger(of, 2);
    return reads;
}

#define HANDLE(index, use) ((use) << 12 | ((index) + 1))

static void fill_system(void)
{
    struct system_info *s = &graph.system;

    strcpy(s->version, "v");
    strcpy(s->compiler, "c");
    strcpy(s->loader, "l");
    strcpy(s->cpu_vendor, "cv");
    strcpy(s->cpu_name, "cn");
    strcpy(s->hypervisor, "h");
    s->cpu_signature = 61;
    s->memory = 62;
    s->ups_base = 63;
    s->ups_size = 64;
    s->tick_hz = 100;
    s->deaths = 66;
    s->segment_limits = 1;
    s->iret_checked = 0;
    s->parameters_checked = 2;
    s->clock = CLOCK_INSN;
}

static void fill_graph(void)
{
    graph.version = 4;
    graph.generation = 8;
    graph.parts[GRAPH_PART_NODES] = (struct graph_part){ 0, 0, GRAPH_NODES, 1 };
    graph.parts[GRAPH_PART_INTERFACES] =
        (struct graph_part){ 0, 0, GRAPH_INTERFACES, 2 };
    graph.parts[GRAPH_PART_RECEPTACLES] =
        (struct graph_part){ 0, 0, GRAPH_RECEPTACLES, 1 };
    graph.parts[GRAPH_PART_BINDINGS] =
        (struct graph_part){ 0, 0, GRAPH_BINDINGS, 2 };
    graph.nodes[3] = (struct graph_node){ HANDLE(3, 5u), "m", MODULE_BINDING,
        NODE_LIVE, 2, 72, 73, 74, 6, 0, 95, 75, 76, 77, 78, 79, 80, 0, 0, 93, 94 };
    graph.interfaces[5] = (struct graph_interface){ HANDLE(5, 7u),
        HANDLE(3, 5u), "i", "t", 81, 82, 83, 2, 9, (u32)"one  two " };
    graph.interfaces[8] = (struct graph_interface){ HANDLE(8, 7u),
        HANDLE(3, 5u), "second", "u", 0, 1, 0, 0, 0, (u32)"x" };
    graph.receptacles[2] = (struct graph_receptacle){ HANDLE(2, 9u),
        HANDLE(3, 5u), "r", "rt", 91, 92, 93, 0, 0 };
    graph.bindings[1] = (struct graph_binding){ HANDLE(1, 3u), 101, 102, 103,
        HANDLE(5, 7u), (u32)&slot, 0 };
    graph.bindings[6] = (struct graph_binding){ HANDLE(6, 3u), 111, 112, 113,
        114, 115, 116 };
    strcpy(graph.constraints[1].pairs, "p2");
    strcpy(graph.constraints[1].predicate, "q2");
}

/* Constraints count from 1; what has none has the number 0. */
static void each_constraint(void)
{
    static const u32 numbers[] = { 0, 1, 2, GRAPH_CONSTRAINTS - 1,
        GRAPH_CONSTRAINTS, GRAPH_CONSTRAINTS + 1, 0x80000000, 0xffffffff };
    static struct graph usual;
    struct graph_constraint found;

    usual = graph;
    memset(&graph, 'x', sizeof(graph));
    for (u32 i = 0; i < GRAPH_CONSTRAINTS; i++)
        snprintf(graph.constraints[i].pairs, 16, "pairs %u", i + 1);
    for (u32 i = 0; i < ARRAY_SIZE(numbers); i++) {
        int is_one = numbers[i] && numbers[i] <= GRAPH_CONSTRAINTS;
        char wanted[16] = "";

        if (is_one)
            snprintf(wanted, sizeof(wanted), "pairs %u", numbers[i]);
        graph_constraint(numbers[i], &found);
        CHECK(!strcmp(found.pairs, wanted));
        CHECK_EQ(found.predicate[0], is_one ? 'x' : 0);
    }
    graph = usual;
}

static void open_all(void)
{
    static void (*const parts[])(lua_State *) = {
        nearest_open, lib_deimos_open, lib_error_open, lib_machine_open,
        lib_module_open,
        lib_object_open, lib_buffer_open, lib_binding_open, lib_graph_open,
        lib_nmm_open, lib_experiment_open, lib_record_open,
    };

    luaL_openlibs(L);
    lua_newtable(L);
    for (u32 i = 0; i < ARRAY_SIZE(parts); i++)
        parts[i](L);
    lua_pushcfunction(L, lib_record_send);
    lua_setfield(L, -2, "send");
    lua_setglobal(L, "deimos");
    lua_register(L, "world", set_world);
}

/* experiment_end(status): the run's, and what it printed. */
static int end(lua_State *of)
{
    static char said[100];
    FILE *usual = stdout;
    int result;

    memset(said, 0, sizeof(said));
    stdout = fmemopen(said, sizeof(said), "w");
    result = lib_experiment_end((int)luaL_checkinteger(of, 1));
    fclose(stdout);
    stdout = usual;
    lua_pushinteger(of, result);
    lua_pushstring(of, said);
    return 2;
}

int main(void)
{
    fill_system();
    fill_graph();
    each_constraint();
    L = luaL_newstate();
    open_all();
    lua_register(L, "experiment_end", end);
    if (!CHECK(luaL_dofile(L, SCRIPT) == LUA_OK))
        printf("%s\n", lua_tostring(L, -1));
    lua_close(L);
    return check_done();
}
