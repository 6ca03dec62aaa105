-- SPDX-License-Identifier: MIT
-- `make lint` in a small tree in which each rule is broken: exactly these
-- findings, at these lines, and none in what is sound beside them.

local host = require "results.host"

local TREE <const> = host.scratch()
host.must(("mkdir -p %s/tests/fuzz %s/workloads %s/build && cp Makefile %s && "
  .. "tar -c --exclude='*.md' --exclude='./results/*/[0-9l]*' "
  .. "--exclude='tests/svg.lua' --exclude='tests/script_world.lua' "
  .. "./results "                       -- only tests/host/ uses these
  .. "tests/*.lua | tar -x -C %s"):gsub("%%s", TREE))
-- The order of a folder of its own, in place of the true one.
local source, made = host.read("tests/order.lua"):gsub(
  "local ORDER <const> = %b{}", [[local ORDER <const> = {
  ["modules/models/m"] = { "low", "mid.h", "one two", "mid", "gone" } }]])
assert(made == 1, "where is the order?")
host.write(TREE .. "/tests/order.lua", source)

local expected, planted = {}, {}

-- file: lines of a file; what is found there stands behind `-->`, and `rest` is
-- of no line.
local function file(path, text, rest)
  local lines, mark = {}, path:find("%.lua$") and "--" or "/*"
  local head = ("%s SPDX-License-Identifier: MIT%s"):format(mark,
    mark == "/*" and " */" or "")
  if path:find("%.h$") then head = head .. "\n#pragma once" end
  for line in ((rest == false and "" or head .. "\n") .. text .. "\n")
      :gmatch("([^\n]*)\n") do
    local code, found = line:match("^(.-)%-%->(.*)$")
    lines[#lines + 1] = code or line
    for one in (found or ""):gmatch("[^|]+") do
      expected[#expected + 1] = ("%s:%d: %s"):format(path, #lines, one)
    end
  end
  host.mkdir(TREE .. "/" .. path:match("^(.*)/"))
  host.write(TREE .. "/" .. path, table.concat(lines, "\n") .. "\n")
  planted[#planted + 1] = path
end

local function also(...)
  expected[#expected + 1] = string.format(...)
end

-- --- Who includes whom ---------------------------------------------------------
local NO <const> = " must not include "
local function floor(from, to) return from .. NO .. to .. ": it is no floor below" end
local function room(layer, to) return "-->" .. layer .. NO .. to end

for _, path in ipairs { "core/api/a.h", "core/lib/crc32.h", "core/base/b.h",
    "core/constraint/c.h", "core/device/d.h", "core/descriptor/t.h", "core/x86/x.h",
    "core/processor/p.h", "core/cm/cm.h", "core/loader/elf.h", "nmm/nmm.h",
    "nmm/page/page.h", "nmm/region/r.h", "modules/api/deimos.h", "modules/lib/call/call.h",
    "modules/lib/lock/lock.h", "bench/lib/look.h", "lua/args/args.h",
    "lua/libc/shim.h", "lua/lib/libs.h", "lua/port/port.h",
    "modules/models/m/model.h", "bench/tsc.h" } do
  file(path, "")
end
file("core/base/b.c", '#include "../api/a.h"\n#include "b.h"\n'
  .. '#include "../lib/crc32.h"\n#include "../../nmm/nmm.h"\n'
  .. '#include "../constraint/c.h"-->' .. floor("core/base", "core/constraint/c.h")
  .. '\n#include "../x86/x.h"-->' .. floor("core/base", "core/x86/x.h")
  .. '\n#include "../cm/cm.h"-->' .. floor("core/base", "core/cm/cm.h")
  .. '\n#include "modules/api/deimos.h"'
  .. "-->" .. floor("core/base", "modules/api/deimos.h") .. "|core" .. NO
  .. "modules/api/deimos.h")
file("core/processor/p.c", '#include "../descriptor/t.h"\n#include "../device/d.h"\n'
  .. '#include "../../nmm/page/page.h"-->'
  .. floor("core/processor", "nmm/page/page.h"))
file("core/odd/o.c", "")
also("core/odd/o.c:1: core/odd is on no floor of tests/lint.lua")
file("nmm/region/r.c", '#include "core/device/d.h"\n#include "../page/page.h"\n'
  .. '#include "core/cm/cm.h"-->' .. floor("nmm/region", "core/cm/cm.h")
  .. '\n#include "modules/api/deimos.h"-->'
  .. floor("nmm/region", "modules/api/deimos.h") .. "|nmm" .. NO
  .. "modules/api/deimos.h")
file("modules/lib/call/c.c", '#include "deimos.h"\n#include "core/lib/crc32.h"\n'
  .. '#include "lock/lock.h"-->' .. floor("modules/lib/call", "modules/lib/lock/lock.h")
  .. '\n#include "core/base/b.h"' .. room("modules", "core/base/b.h")
  .. '\n#include "bench/lib/look.h"-->'
  .. floor("modules/lib/call", "bench/lib/look.h") .. "|modules" .. NO
  .. "bench/lib/look.h")
file("bench/experiments/x/x.c", '#include "call/call.h"\n#include "deimos.h"\n'
  .. '#include "bench/lib/look.h"\n#include "bench/tsc.h"-->bench/experiments/x'
  .. NO .. "bench/tsc.h: that is another module's\n"
  .. '#include "core/loader/elf.h"' .. room("bench", "core/loader/elf.h")
  .. '\n#include "core/loader/gone.h"' .. room("bench", "core/loader/gone.h"))
file("lua/lib/l.c", '#include "../args/args.h"\n#include "core/api/a.h"\n'
  .. '#include "../libc/shim.h"\n#include "modules/lib/call/call.h"'
  .. room("lua", "modules/lib/call/call.h")
  .. '\n#include "../../bench/tsc.h"-->lua/lib' .. NO .. "bench/tsc.h: that is on no"
  .. " floor|lua" .. NO .. "bench/tsc.h")

for name, first in pairs { own = '#include "../port/port.h"\n', stock = "",
    late = '#include "../libc/shim.h"\n#include "../port/port.h"\n' } do
  file("lua/lib/" .. name .. ".c", first
    .. "static int hook(lua_Debug *at) { return at->event; }\n"
    .. "static int f(void)\n{\n    lua_Debug at;"
    .. (name == "own" and "" or "-->lua_Debug is Lua's own after port.h alone")
    .. "\n\n    return hook(&at);\n}")
end

-- --- A line, a header, a name ----------------------------------------------------
file("core/x86/line.c", ("x"):rep(100) .. "\n" .. ("y"):rep(101)
  .. "-->101 columns\n\tint a;-->a tab\nint b; -->blanks at the end\n"
  .. ("\u{e4}"):rep(100) .. "\n/* as core/x86/x.h and ../base/b.h say */\n"
  .. "/* as core/x86/gone.h says */-->there is no core/x86/gone.h\n"
  .. "/* path/to/it.c and core/mine.c */\n"
  .. "int is_it(struct a *a, const struct b *b);-->is_it() asks, and could change"
  .. " 'struct a *a'|is_it has a prototype and no function\n"
  .. "int take(struct a *a);-->take has a prototype and no function\n"
  .. "    if (p == NULL)-->a test against NULL: write `p` or `!p`\n")
file("core/x86/bare.c", "int no_licence;", false)
also("core/x86/bare.c:1: no licence line")
host.write(TREE .. "/core/x86/once.h",
  "/* SPDX-License-Identifier: MIT */\n#pragma pack()\n")
host.write(TREE .. "/core/x86/alone.h",
  "/* SPDX-License-Identifier: MIT */\n#pragma once\nu32 undeclared;\n")
also("core/x86/once.h:1: no #pragma once")
also("core/x86/alone.h:1: does not compile alone")
host.write(TREE .. "/core/README.md", "as core/x86/x.h says\nand core/gone.c\n")
also("./core/README.md:2: there is no core/gone.c")

-- --- The rooms of modules/ --------------------------------------------------------
host.write(TREE .. "/modules/modules.mk",
  "$(call room,modules/models,x)\n$(call room,modules/bindings,x)\n"
  .. "$(call room,bench/experiments,x)\nifeq ($(MACHINE),bochs)\n")
host.write(TREE .. "/lua/lua.mk", "x := bochs\n")
also("modules/modules.mk:1: asks for the machine bochs: that is a matter of "
  .. "results/machine/")
file("modules/stray/s.c", "")
also("modules/stray/s.c:1: in no room of the table in modules/modules.mk")
file("modules/bindings/README.md", "", false)
file("modules/bindings/gate/gate.c", "")
file("modules/bindings/trap.c", '#include "modules/models/m/model.h"-->'
  .. "modules/bindings" .. NO .. "modules/models/m/model.h: that is another module's")
file("modules/bindings/note.h", "")
also("modules/bindings/note.h:1: no module, so it does not belong into "
  .. "modules/bindings")
file("modules/bindings/empty/only.h", "")
also("modules/bindings/empty/only.h:1: a folder without a C file is no module")
for _, name in ipairs { "model.c", "space.c", "map.c" } do
  also("modules/models/m/%s:1: is on no floor of modules/models/m (tests/order.lua)",
    name)
  file("modules/models/m/" .. name, "")
end
also("modules/models/m/model.h:1: is on no floor of modules/models/m "
  .. "(tests/order.lua)")
also("modules/models/m/:1: a memory model has a file access.c")

-- --- The order in a folder --------------------------------------------------------
file("modules/models/m/low.h", "int low(int a);")
file("modules/models/m/low.c",
  '#include "low.h"\nextern int far;\nint low(int a)\n{\n'
  .. "    return two(two(a)) + half(deep(a->mid + a.mid));\n}")
also("modules/models/m/low.c:1: must not use two of modules/models/m/two.c: "
  .. "it is no floor below")
also("modules/models/m/low.c:1: must not use half of modules/models/m/mid.h: "
  .. "it is no floor below")
also("modules/models/m/low.c:1: must not use deep of modules/models/m/two.S: "
  .. "it is no floor below")
also("modules/models/m/low.c:1: an extern: its header is the place")
file("modules/models/m/two.S", "FUNCTION(deep)\n        ret\nEND(deep)")
file("modules/models/m/mid.h", "int mid(int a);\nint two(int a);\n/* two() */\n"
  .. "static inline int half(int a)\n{\n    return two(a) / 2;\n}")
also("modules/models/m/mid.h:1: must not use two of modules/models/m/two.c: "
  .. "it is no floor below")
file("modules/models/m/mid.c", '#include "mid.h"\n#include "two.h"\n'
  .. "int mid(int a)\n{\n    return half(two(a));\n}")
file("modules/models/m/one.c", '#include "low.h"\n#include "mid.h"\n'
  .. '#include "two.h"-->must not include modules/models/m/two.h: it is no floor '
  .. "below\nint one(int a);\nint one(int a)\n{\n    return low(a);\n}")
file("modules/models/m/two.h", "int two(int a);\nint deep(int a);")
file("modules/models/m/two.c", '#include "two.h"\nint two(int a)\n{\n'
  .. "    return mid(one(a));\n}")
also("modules/models/m/two.c:1: must not use mid of modules/models/m/mid.c: "
  .. "it is no floor below")
also("tests/order.lua:1: there is no modules/models/m/gone")

-- --- Who is called, and what stands twice ---------------------------------------------
file("core/cm/used.c", "int nobody(int a);-->nobody calls nobody\n"
  .. "int ghost(int a);-->ghost has a prototype and no function\n"
  .. "int tested(int a);-->nothing but a test calls tested\nint pasted_up(int a);\n"
  .. "int again(int a);-->nobody calls again\n"
  .. "int nobody(int a)\n{\n    return ghost(a);\n}\nint tested(int a)\n{\n"
  .. "    return a;\n}\nint again(int a)\n{\n    return a ? again(a - 1) : 0;\n}\n"
  .. "int pasted_up(int a)\n{\n    return a;\n}\n#define P(x_) pasted_##x_")
for place, how in pairs { ["lua/x.mk"] = "flags := -Wl,-e,by_make\n",
    ["lua/x.ld"] = "ENTRY(by_linker)\n" } do
  local name = how:match("by_%w+")
  host.write(TREE .. "/" .. place, how)
  file("core/cm/" .. name .. ".c", ("int %s(void);\nint %s(void)\n{\n    return 1;\n}")
    :format(name, name))
end
file("core/cm/line.c", "int other;      /* late */\nint late(int a)-->nobody calls late\n"
  .. "{\n    return a;\n}")
for folder in ("nmm modules/lib/lock bench lua/port"):gmatch("%S+") do
  local name = "idle_" .. folder:match("^%w+")
  file(folder .. "/idle.c", ("int %s(int a)-->nobody calls %s\n{\n    return a;\n}")
    :format(name, name))
end
file("tests/modules/t.c", "int f = tested(1);")
file("tests/fuzz/f.c", "int f = fuzzed(1);")
file("core/cm/fuzzed.c", "int fuzzed(int a)-->nothing but a test calls fuzzed\n{\n"
  .. "    return a;\n}")
local six = ""
for i = 1, 6 do six = six .. ("a%d = f(%d)\n"):format(i, i * i) end
file("workloads/one.lua", six)
file("workloads/two.lua", "-- a remark\n\nb = 1\n" .. six)
also("workloads/one.lua:2: 6 lines that stand at workloads/two.lua:5, too")
local frame = six:gsub("a%d", "u32 %0"):gsub("\n", ";\n")
local lines <const> = "#define R \\\n" .. frame:gsub("\n", " \\\n") .. "\n"
-- A pair that was judged, in either order; and one of it beside a third.
file("modules/lib/call/recover.S", lines)
file("modules/lib/client/frame.h", lines)
file("modules/lib/client/other.h", lines)
also("modules/lib/call/recover.S:2: 7 lines that stand at modules/lib/client/other.h:3,"
  .. " too")
also("modules/lib/client/frame.h:3: 7 lines that stand at modules/lib/client/other.h:3,"
  .. " too")
file("workloads/three.lua", six:gsub("\n[^\n]*\n$", "\n"))

-- --- Sizes --------------------------------------------------------------------------
file("nmm/page/long.lua", (" \n"):rep(0) .. ("--\n"):rep(299) .. "--")
also("nmm/page/long.lua:300: 301 lines: at most 300")
file("plots/fits.lua", ("--\n"):rep(297) .. "--")
for i = 1, 26 do file(("lua/run/f%d.lua"):format(i), "--") end
also("lua/run:1: 26 source files: at most 25")
file("workloads/function.lua", "local function f()\n" .. ("  --\n"):rep(44)
  .. "end\nlocal function g()\n" .. ("  --\n"):rep(43) .. "end\nf(g)")
also("workloads/function.lua:2: f: 46 lines: at most 45")

-- --- Assembly -----------------------------------------------------------------------
file("core/x86/code.S", "/* A remark\n\tthat has lines. */-->a tab\n"
  .. "        .text\nFUNCTION(one)\n        mov     %eax, %ebx\n"
  .. "        push    $1\n        pushl   $1-->pushl: its size is known without a suffix\n"
  .. "        movl    %eax, (%ebx)-->movl: its size is known without a suffix\n"
  .. "        mov     $1, (%ebx)-->mov: a suffix tells the size of what is in memory\n"
  .. "        movl    $1, (%ebx)      # fine\n        shl     %cl, (%ebx)-->"
  .. "shl: a suffix tells the size of what is in memory\n"
  .. "        mov     \\a, (%ebx)\n        movl    \\a, (%ebx)\n"
  .. "    ret-->begins in column 5, not 9\n        mov %eax, %ebx-->"
  .. "operands begin in column 17\n        mov     %eax,%ebx-->a blank follows a "
  .. "comma\n        pushfl-->pushfl is pushf\n        rep movsl\n"
  .. "        ret             /* x */-->a remark behind code has a #\n"
  .. "1:      ret\n        .type   one, @function-->FUNCTION() stands for .type\n"
  .. "FUNCTION(two)-->FUNCTION(one) has no END\nEND(one)-->END(one): no such FUNCTION\n"
  .. "#define TWO(a_) \\\n  mov a_,a_;\\\n  ret\n#ifdef TWO\n  ret-->begins in column 3, "
  .. "not 9\n#endif\n/* as core/x86/gone.S says:-->there is no core/x86/gone.S\n   x: \\\n */\n"
  .. "  ret-->begins in column 3, not 9\nFUNCTION(three)")
also("core/x86/code.S:35: FUNCTION(three) has no END")

-- --- The rooms of results/ ------------------------------------------------------------
file("results/data/d.lua", 'local s = require "results.show.plot"-->results/data must'
  .. ' not require results.show.plot: it is no floor below\nlocal h = require '
  .. '"results.host"\nlocal c = require "results.data.csv"\nif m == "bo' .. 'chs" then '
  .. "return s, h, c end"
  .. "-->asks for the machine bochs: that is a matter of results/machine/")
file("results/odd/d.lua", 'require "results.host"-->results/odd stands on no floor of '
  .. "tests/results_rooms.lua")

-- What stands in a comment or in a string alone is not used. Folders that are not
-- in this tree use the others.
file("tests/fuzz/users.lua", "return { adopt = 1, has = 1, offers = 1, pause = 1, same = 1 }")
file("workloads/names.lua", [==[
local M = {}
local one, two <const> = 1, 2-->nobody uses 'two'
local function calls_itself(n) return n end-->nobody uses 'calls_itself'
local text = "two 'one \\" -- calls_itself
local long = [[ one ' two ]]-->nobody uses 'long'
--[[ two,
text ]]
local _, after = 1 - 2, '"'-->nobody uses 'after'
function M.own() return one, text end
function M:unlike_own() return self end-->nobody uses 'unlike_own'
M.own()
return M]==])

-- A line of 81 columns is remarked, one of 80 is not.
local wide = {}
file("core/x86/wide.c", ("x"):rep(80) .. "\n" .. ("y"):rep(81) .. "\n" .. ("\u{e4}"):rep(80))
local text = host.output(("cd %s && env BUILD=build lua5.4 tests/lint.lua "
  .. "2>/dev/null; echo $?"):format(TREE))
local found, remarks, wrong = {}, 0, {}
for line in text:gmatch("[^\n]+") do
  if line:find(": remark: ", 1, true) then
    remarks = remarks + 1
    wide[#wide + 1] = line:match("^core/x86/wide.c:%d+: remark: %d+ columns$")
  else
    found[line] = (found[line] or 0) + 1
  end
end
also("lint: %d findings, %d remarks", #expected, remarks)
also("1")                               -- its status
for _, line in ipairs(expected) do
  if not found[line] then wrong[#wrong + 1] = "not found: " .. line end
  found[line] = (found[line] or 0) > 1 and found[line] - 1 or nil
end
for line in pairs(found) do wrong[#wrong + 1] = "found: " .. line end
if #wide ~= 1 or wide[1] ~= "core/x86/wide.c:3: remark: 81 columns" then
  wrong[#wrong + 1] = "remarks: " .. table.concat(wide, ", ")
end
assert(#wrong == 0, "\n" .. table.concat(wrong, "\n"))
print("lint: each rule finds what breaks it")
