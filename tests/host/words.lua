-- SPDX-License-Identifier: MIT
-- What `make lint` says of includes, pointers, questions and answers in a line of C.

local words = require "tests.words"

local function bad(path, line, expected)
  local problem = words.problem(path, line)
  assert(problem and problem:find(expected, 1, true),
    ("%s: %s: '%s'"):format(path, line, tostring(problem)))
end

local function good(path, line)
  local problem = words.problem(path, line)
  assert(not problem, ("%s: %s: '%s'"):format(path, line, tostring(problem)))
end

for _, line in ipairs { "    if (p == NULL)", "    if (p != NULL) {",
    "    return p != NULL && p->next;", "    while (p != NULL)",
    "    for (p = first; p != NULL; p = p->next)" } do
  bad("core/a.c", line, "a test against NULL")
  bad("nmm/a.h", line, "a test against NULL")
  good("core/a.lua", line)
end
good("core/a.c", "    return p != NULL;")

for _, line in ipairs { "#include <stdbool.h>", "static bool used;",
    "bool gate_is_free(u32 gate);", "    bool first = 1;", "    f((bool)x);",
    "    const bool *p;" } do
  bad("core/a.c", line, "a bool outside nmm/")
  bad("tests/host/a.c", line, "a bool outside nmm/")
  bad("modules/lib/a.h", line, "a bool outside nmm/")
  good("nmm/a/b.c", line)
  good("tests/host/nmm_a.c", line)
end
for _, line in ipairs { "    x = 1;          /* a bool */", " * a bool",
    '    say("a bool");', "    boolean = 1;", "static int is_free(u32 gate)" } do
  good("core/a.c", line)
end

for _, name in ipairs { "is_free", "space_is_ups", "has_windows",
    "task_has_windows", "can_go_on", "needs_paging" } do
  bad("nmm/a.c", ("static int %s(u32 x)"):format(name), "in nmm/")
  bad("nmm/a.h", ("int %s(u32 x);"):format(name), "in nmm/")
  good("nmm/a.h", ("bool %s(u32 x);"):format(name))
  good("core/a.h", ("int %s(u32 x);"):format(name))
end
for _, name in ipairs { "this_is", "chain_reserve", "task_check", "canonical" } do
  good("nmm/a.h", ("int %s(u32 x);"):format(name))
end

for _, line in ipairs { '# include "core/cm/cm.h"', ' #include "core/cm/cm.h"',
    '#\tinclude "a.h"', '#include"a.h"', "#include<stdio.h>",
    '#  include <stdio.h>' } do
  bad("core/a.c", line, "in column 1")
  bad("core/a.S", line, "in column 1")
end
bad("nmm/a.h", "#include <core/cm/cm.h>", "a file of the tree")
bad("modules/a/a.S", "#include <modules/api/deimos.h>", "a file of the tree")
bad("core/a.c", "#include WHERE", "of a macro")
for _, line in ipairs { '#include "core/cm/cm.h"', "#include <stdio.h>",
    "#include <sys/mman.h>", "#include <asm/ldt.h>", "/* #include */" } do
  good("tests/host/a.c", line)
end
print("words: includes, pointers, questions, answers")
