-- SPDX-License-Identifier: MIT
-- A unit test in C is built anew when anything that it is made of has changed,
-- and its verdict is that of its program: what the sanitizers find, a signal and
-- a warning of the compiler are failures.

local host = require "results.host"
local i386 = require "tests.i386"

local TREE <const> = host.scratch()
host.must(("mkdir -p %s/tests/host %s/code/more && cp tests/*.lua %s/tests && "
  .. "cp tests/host/check.h %s/tests/host && cp -r results core %s"):format(TREE,
  TREE, TREE, TREE, TREE))

local function write(name, text)
  host.write(("%s/%s"):format(TREE, name), text)
end

local function unit(text)
  write("tests/host/unit.c", text)
  local said = host.output(("cd %s && env BUILD=build lua5.4 tests/unit.lua "
    .. "tests/host/unit.c 2>&1; echo $?"):format(TREE))
  return tonumber(said:match("(%d+)$")), said
end

local HEAD <const> = "/* sources: code */\n#include \"check.h\"\n#include <stdlib.h>\n"
  .. "#include \"code/a.h\"\n#include <signal.h>\nint main(int n, char **v)\n"
  .. "{\n(void)n, (void)v;\n"
write("code/a.h", "int a(void);\n#define SHOULD 3\n")
write("code/a.c", "#include \"a.h\"\nint a(void) { return SHOULD; }\n")

-- The body of a main(), its status, and what is said.
for _, case in ipairs {
  { "CHECK_EQ(a(), 3);\nreturn check_done();", 0, "1 checks, 0 failures" },
  { "CHECK_EQ(a(), 4);\nCHECK(1);\nreturn check_done();", 1,
    "unit.c:9: failed: a() == 4\n    3 (0x3) is not 4 (0x4)" },
  { "CHECK(0);\nCHECK(a() == 3);\nreturn check_done();", 1, "2 checks, 1 failures" },
  { "return check_done();", 1, "0 checks" },
  { "puts(\"x\");\nreturn 77;", 77, "x" },
  { "puts(\"x\");\nreturn 3;", 3, "x" },
  { "puts(\"x\");\nraise(SIGKILL);\nreturn 0;", 137, "" },
  { "n += 2147483646;\nn += a();\nprintf(\"%d\", n);\nreturn 0;", 1,
    "signed integer overflow" },
  { "int unused;\nreturn 0;", 1, "it does not build" },
  { "return b();", 1, "it does not build" },
} do
  local status, said = unit(HEAD .. case[1] .. "\n}\n")
  assert(status == case[2] and said:find(case[3], 1, true), case[1] .. "\n"
    .. said)
end
-- A bad access, and memory that is lost, where they can be looked for.
for body, why in pairs(i386.prefix == "" and {
  ["char *volatile p = calloc(8, 1);\nn = p[a() + 5];\nfree(p);\nreturn n;"] =
    "heap-buffer-overflow",
  ["v[0] = malloc(3);\nv[0] = NULL;\nCHECK(1);\nreturn check_done();"] =
    "detected memory leaks" } or {}) do
  local status, said = unit(HEAD .. body .. "\n}\n")
  assert(status ~= 0 and said:find(why, 1, true), said)
end
local status, said = unit("int main(void) { return 0; }\n")
assert(status == 1 and said:find("no comment `/* sources: ... */`", 1, true), said)

-- What changes is compiled again: a header, a source, the test.
local SOUND <const> = HEAD .. "CHECK_EQ(a(), SHOULD);\nCHECK_EQ(a(), 3);\n"
  .. "return check_done();\n}\n"
assert(unit(SOUND) == 0 and unit(SOUND) == 0)
write("code/a.h", "int a(void);\n#define SHOULD 4\n")
assert(unit(SOUND) == 1, "a header that has changed")
write("code/a.c", "#include \"a.h\"\nint a(void) { return 3; }\n")
write("code/a.h", "int a(void);\n#define SHOULD 3\n")
assert(unit(SOUND) == 0, "a source that has changed")
write("code/a.c", "#include \"a.h\"\nint a(void) { return 5; }\n")
assert(unit(SOUND) == 1, "a source that has changed")
write("code/a.c", "#include \"a.h\"\nint a(void) { return 3; }\n")
assert(unit(SOUND) == 0)

-- A folder stands for all below it, !FILE leaves one out, flags are the test's.
write("code/more/b.c", "int b(void);\nint b(void) { return WHAT; }\n")
write("code/more/c.c", "#error not this one\n")
status, said = unit((SOUND:gsub("sources: code ",
  "sources: code\n * !code/more/c.c */\n/* flags: -DWHAT=0 -m64 "))
  :gsub("CHECK_EQ", "int b(void);\nCHECK(sizeof(long) == 8);\nCHECK(!b());\nCHECK_EQ",
  1))
assert(status == 0 and said:find("4 checks, 0 failures", 1, true), said)
assert(unit(SOUND) == 1, "a file of a folder is left out")
-- Of an object, and of a list of what it is made of, nothing half made stays.
local names, others = host.output(("find %s/build/objects -type f"):format(TREE)), 0
for name in names:gmatch("[^\n]+") do
  others = others + (name:find("%.c%.o$") and 0 or 1)
  assert(name:find("%.c%.o$") or name:find("%.c%.o%.d$"), name)
end
assert(others > 3, names)
print("runner_units: what the program says, and what it is made of")
