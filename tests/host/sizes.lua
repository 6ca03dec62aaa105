-- SPDX-License-Identifier: MIT
-- Lint's bounds: a file of 300 lines, a README of 200, 25 sources in a folder.

local sizes = require "tests.sizes"

-- What is found among these paths, of so many lines each, sorted.
local function found(paths, lines)
  local list = {}
  sizes.check_files(function(path, _, form, ...)
    list[#list + 1] = path .. ": " .. form:format(...)
  end, paths, function() return lines end)
  table.sort(list)
  return table.concat(list, "\n")
end

local function same(is, wanted)
  assert(is == wanted, ("'%s', not '%s'"):format(is, wanted))
end

for _, name in ipairs { "core/a.c", "nmm/a.h", "modules/b/a.S", "lua/a.lua",
    "plots/a.gp", "results/a.cc", "Makefile", "lua/lua.mk" } do
  same(found({ name }, 300), "")
  same(found({ name }, 301), name .. ": 301 lines: at most 300")
end
for _, name in ipairs { "README.md", "core/README.md", "tests/README.md" } do
  same(found({ name }, 200), "")
  same(found({ name }, 201), name .. ": 201 lines: at most 200")
end
for _, name in ipairs { "tests/golden/bench.csv", "plots/example.png", "tests/a.lua",
    "results/a/report.html", "core/core.ld" } do
  same(found({ name }, 9999), "")
end

local function folder(name, n)
  local list = { name .. "/README.md", name .. "/x.csv", name .. "/in/a.c" }
  for i = 1, n do list[#list + 1] = ("%s/f%d.c"):format(name, i) end
  return list
end
same(found(folder("modules/lib/room", 25), 1), "")
same(found(folder("modules/lib/room", 26), 1),
  "modules/lib/room: 26 source files: at most 25")
same(found(folder("tests/host", 60), 1), "")
print("sizes: files, folders, READMEs")
