/* SPDX-License-Identifier: MIT */
/* sources: lua/run/run.c lua/args/args.c lua/args/nearest.c lua/args/raise.c
 * build/source/lua-5.4.9/src/l[!u]*.c build/source/lua-5.4.9/src/lu[nt]*.c */
/* flags: -w -O0 -fno-sanitize=undefined -Ibuild/source/lua-5.4.9/src -include tests/host/lua_graph.h -Wl,--no-as-needed -lm */
/*
 * The prompt, typed at by a list of lines: what each prints, that the state's
 * stack is as it was before, and what Tab answers, whatever goes wrong in it.
 */
#include <stdlib.h>

#include "lualib.h"

#include "../../lua/shell/shell.c"

#include "check.h"

#define END ((const char *)1)           /* Ctrl-D */
#define INTERRUPT ((const char *)2)     /* Ctrl-C */

static struct graph graph;
static lua_State *L;
static const char *const *lines;
static const char *machine;
static edit_completer completer;
static char said[8000], prompts[200], remembered[400], watched[200];
static int interruptible;

void graph_copy(void *to, u32 offset, u32 size)
{
    memcpy(to, (u8 *)&graph + offset, size);
}
const char *option_find(const char *key)
{
    CHECK(!strcmp(key, "machine"));
    return machine;
}
int deadline_passed(void) { return 0; }
const char *thrown_traceback(int status) { return ""; }
void watchdog_interruptible(void) { interruptible++; }
void watchdog_start(lua_State *of, unsigned limit)
{
    CHECK(of == L && !completer);       /* the chunk may read lines, too */
    sprintf(watched + strlen(watched), "%u", limit);
}
void watchdog_stop(lua_State *of) { CHECK(of == L); strcat(watched, "."); }
void history_add(const char *line)
{
    strcat(strcat(remembered, line), "|");
}
void edit_complete_by(edit_completer by) { completer = by; }
int edit_line(const char *prompt, char *line, int size)
{
    CHECK_EQ(size, EDIT_LINE);
    CHECK(strcmp(prompt, "> ") || completer);
    strcat(prompts, prompt);
    if (*lines == END || *lines == INTERRUPT)
        return *lines++ == END ? EDIT_END : EDIT_INTERRUPT;
    strcpy(line, *lines++);
    return (int)strlen(line);
}

static void hear(FILE *file)
{
    setvbuf(file, NULL, _IONBF, 0);
}

/* Type these lines at a prompt: all that it prints, on both outputs. */
static const char *type_in(const char *const *what, int limit)
{
    FILE *before[] = { stdout, stderr };

    lines = what;
    *prompts = *remembered = *watched = '\0';
    memset(said, 0, sizeof(said));
    stdout = stderr = fmemopen(said, sizeof(said), "w");
    hear(stdout);
    shell_run(L, limit);
    fclose(stdout);
    stdout = before[0];
    stderr = before[1];
    return strstr(said, "leaves.\n") ? strstr(said, "leaves.\n") + 8 : said;
}

static void types(const char *line, const char *prints)
{
    const char *const both[] = { line, END };
    const char *got = type_in(both, 0);

    if (!CHECK(*prints == '*' ? strstr(got, prints + 1) != NULL
                              : !strcmp(got, prints)))
        printf("%s: '%s', not '%s'\n", line, got, prints);
    CHECK(lua_gettop(L) <= 1);          /* nothing is left but an answer */
}

static void test_values(void)
{
    types("6*7", "<42>\n");
    types("=6*7", "<42>\n");
    types("1, nil, 'x'", "<1>\t<nil>\t<x>\n");
    types("local a = 1", "");
    types("y = 5", "");
    types("y", "<5>\n");
    types("return y, y", "<5>\t<5>\n");
    types("== 1", "*console:1: unexpected symbol");
    types("x = = 1", "*lua: console:1: unexpected symbol near '='");
    types("error('an error')", "*lua: console:1: an error\nstack traceback");
    types("error('none', 0)", "*lua: none\nstack traceback:");
    types("setmetatable({}, { __name = 'bad' })", "*lua: no show\nstack");
    types("select('#', table.unpack({}, 1, 200))", "<200>\n");
    types("table.unpack({}, 1, 150)", "*<nil>\t<nil>\t<nil>\n");
    types("'a\\0b'", "*<a");
}

/* A beginning is asked on, and each line of it remembered. */
static void test_beginnings(void)
{
    static const char *const three[] = { "for i = 1, 2 do", "  z = i", "end",
                                         "z", END };
    static const char *const wrong[] = { "do", "x = =", END };
    static const char *const given_up[] = { "do", INTERRUPT, "5", END };
    static const char *const ended[] = { "do", END, END };
    static const char *const hostile[] = { "print, require, table = 1", "7",
                                           "1, 2", END };
    static const char *const nothing[] = { "", INTERRUPT, "", END };

    CHECK(!strcmp(type_in(three, 3), "<2>\n"));
    CHECK(!strcmp(prompts, "> >> >> > > "));
    CHECK(!strcmp(remembered, "for i = 1, 2 do|  z = i|end|z|"));
    CHECK(!strcmp(watched, "3..3.."));
    CHECK(strstr(type_in(wrong, 0), "console:2: unexpected symbol near '='"));
    CHECK(strstr(type_in(given_up, 0), "near <eof>"));
    CHECK(strstr(said, "<5>\n") && !strcmp(prompts, "> >> > > "));
    CHECK(strstr(type_in(ended, 0), "near <eof>"));
    CHECK(!strcmp(type_in(hostile, 0), "<7>\n<1>\t<2>\n"));
    CHECK(!luaL_dostring(L, "print, require, table = p, r, t"));
    CHECK(!*type_in(nothing, 0) && !*remembered);
    CHECK(!strcmp(prompts, "> > > > "));
}

/* Tab: what it adds, and whether it has printed; the stack is as it was. */
static void tab(const char *before, const char *adds, const char *prints)
{
    const int top = lua_gettop(L);
    FILE *usual = stdout;
    const char *more;
    int printed = 0;

    memset(said, 0, sizeof(said));
    hear(stdout = fmemopen(said, sizeof(said), "w"));
    for (int i = 0; i < 30; i++)        /* a slot each time: seen by then */
        more = on_tab(before, &printed);
    fclose(stdout);
    stdout = usual;
    CHECK_EQ(lua_gettop(L), top);
    CHECK(adds ? more && !strcmp(more, adds) : !more);
    CHECK(!strncmp(said, prints, strlen(prints)) && !*said == !*prints);
    CHECK_EQ(printed, *prints != '\0');
}

static void test_tab(void)
{
    tab("one", "_more", "");
    tab("many", NULL, "\na  b  c\n");
    tab("part", "ly", "");              /* adds first, shows at the next Tab */
    tab("none", NULL, "");
    tab("fail", NULL, "");
}

static void test_greeting(void)
{
    static const char *const names[] = { "none", "insn (it counts", "tsc (cy",
                                         "model (modelled cycles)", "none" };
    static const char *const leave[] = { END };
    char wanted[200];

    machine = "box";
    strcpy(graph.system.version, "v9");
    strcpy(graph.system.cpu_name, "a cpu");
    graph.system.memory = 65u << 20 | 12345;
    for (u32 i = 0; i < ARRAY_SIZE(names); i++) {
        graph.system.clock = i;
        type_in(leave, 0);
        snprintf(wanted, sizeof(wanted), "%s in DEIMOS v9 on box: a cpu, 65 "
                 "MiB, clock %s", LUA_RELEASE, names[i]);
        CHECK(!strncmp(said, wanted, strlen(wanted)));
        CHECK(strstr(said, "help() explains, Tab completes, Ctrl-R searches, "
                           "Ctrl-D leaves.\n"));
    }
    machine = NULL;
    type_in(leave, 0);
    CHECK(strstr(said, " on an unnamed machine: "));
    CHECK_EQ(interruptible, (int)ARRAY_SIZE(names) + 1);
}

/* The two libraries of the prompt, simpler than they are. */
static const char *const libraries =
    "p, r, t = print, require, table\n"
    "package.preload.show = function() return function(value)\n"
    "  local meta = getmetatable(value)\n"
    "  if meta and meta.__name then error('no show', 0) end\n"
    "  return '<' .. tostring(value) .. '>' end end\n"
    "package.preload.complete = function() return function(before)\n"
    "  if before == 'fail' then error('no Tab') end\n"
    "  if before == 'many' then return '', { 'a', 'b', 'c' } end\n"
    "  if before == 'part' then return 'ly', { 'one', 'two' } end\n"
    "  return before == 'one' and '_more' or '', {} end end";

int main(void)
{
    L = luaL_newstate();
    luaL_openlibs(L);
    CHECK(!luaL_dostring(L, libraries));
    test_greeting();
    test_tab();
    test_beginnings();
    test_values();
    lua_close(L);
    return check_done();
}
