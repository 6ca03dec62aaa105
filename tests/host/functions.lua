-- SPDX-License-Identifier: MIT
-- Lint's bound of a function: 45 lines, of C and of Lua.

local functions = require "tests.functions"

-- What is found in a text, one a line.
local function found(path, text)
  local list = {}
  functions.check_text(function(_, line, form, ...)
    list[#list + 1] = line .. " " .. form:format(...)
  end, path, text)
  return table.concat(list, "\n")
end

local function same(is, wanted)
  assert(is == wanted, ("'%s', not '%s'"):format(is, wanted))
end

local function body(n, line) return (line .. "\n"):rep(n) end

-- C: heads of one line and of two, static or not; data between is none.
for _, head in ipairs { "int one(int x)\n{\n", "static void one(void)\n{\n",
    "const struct a *one(u32 a,\n" } do
  local second = head:find("{") and "" or "                 u32 b)\n{\n"
  local lines = select(2, (head .. second):gsub("\n", "")) + 1
  local text = "\n" .. head .. second .. body(45 - lines, "    x++;") .. "}\n"
  same(found("core/a.c", text), "")
  text = "\n" .. head .. second .. body(46 - lines, "    x++;") .. "}\n"
  same(found("core/a.c", text), "2 one: 46 lines: at most 45")
  same(found("core/a.h", text .. text), "2 one: 46 lines: at most 45\n"
    .. "49 one: 46 lines: at most 45")
end
same(found("core/a.c", "static const u32 t[] = {\n" .. body(60, "    1,")
  .. "};\n"), "")
same(found("core/a.c", "int f(void);\n\nstruct s {\n" .. body(60, "    int a;")
  .. "};\n"), "")

-- Lua: named and not, one within another, in an argument.
for _, form in ipairs { "local function one(a)", "function M.one(a)",
    "M.one = function(a)", "f(one, function(a)" } do
  local last = form:find("^f%(") and "end)\n" or "end\n"
  same(found("lua/a.lua", form .. "\n" .. body(43, "  a = 1") .. last), "")
  assert(found("lua/a.lua", form .. "\n" .. body(44, "  a = 1") .. last)
    :find("1 .*: 46 lines: at most 45"), form)
end
-- What ends within it is no end of it.
same(found("lua/a.lua", "local function one()\n  if a then\n    b()\n  end\n"
  .. body(41, "  a = 1") .. "end\n"), "1 one: 46 lines: at most 45")
local inner = "  local function two()\n" .. body(44, "    a = 1") .. "  end\n"
same(found("lua/a.lua", "function M.one()\n" .. inner .. "end\n"),
  "2 two: 46 lines: at most 45\n1 M.one: 48 lines: at most 45")
same(found("lua/a.lua", body(30, "f(function() return 1 end)")
  .. body(30, "local function a() return 1 end")), "")
print("functions: 45 lines")
