-- SPDX-License-Identifier: MIT
-- Which tests there are, in a small tree: each by its name, with the command that
-- runs it, once for each machine that it names.

local host = require "results.host"

local TREE <const> = host.scratch()
local FILES <const> = {
  ["whole/all.lua"] = "", ["whole/README.md"] = "", ["whole/old.c"] = "",
  ["boot/plain.lua"] = "-- A test.\n", ["boot/note.txt"] = "",
  ["boot/two.lua"] = "-- machines: bochs qemu-tcg\n-- expect: panic\n",
  ["protect/one.lua"] = "-- Whom.\n-- machines: bochs\n",
  ["protect/odd.lua"] = "-- machines: bochs nowhere\n",
  ["host/unit.c"] = "", ["host/unit.h"] = "", ["host/script.lua"] = "",
  ["host/deep/unit.c"] = "", ["lua/library.lua"] = "", ["modules/m.c"] = "",
}
host.must(("mkdir -p %s/tests && cp tests/*.lua %s/tests && cp -r results %s")
  :format(TREE, TREE, TREE))
for path, text in pairs(FILES) do
  host.must(("mkdir -p %s/tests/%s"):format(TREE, path:match("^(.*)/")))
  host.write(("%s/tests/%s"):format(TREE, path), text)
end

local ALL <const> = [[
whole/all: lua5.4 tests/whole/all.lua
boot/plain qemu-icount: lua5.4 tests/guest.lua tests/boot/plain.lua qemu-icount
boot/two bochs: lua5.4 tests/guest.lua tests/boot/two.lua bochs
boot/two qemu-tcg: lua5.4 tests/guest.lua tests/boot/two.lua qemu-tcg
protect/odd wrong: lua5.4 tests/guest.lua tests/protect/odd.lua wrong
protect/one bochs: lua5.4 tests/guest.lua tests/protect/one.lua bochs
host/unit (C): lua5.4 tests/unit.lua tests/host/unit.c
host/script: lua5.4 tests/host/script.lua
]]

host.write(TREE .. "/list.lua", [[
for _, test in ipairs(require("tests.discover").tests(...)) do
  print(test.name .. ": " .. test.command:gsub("'", ""))
end]])

-- Those whose names the pattern finds, in that order.
local function check(pattern)
  local wanted = ""
  for line in ALL:gmatch("[^\n]+") do
    if line:match("^[^:]*"):find(pattern) then
      wanted = wanted .. line .. "\n"
    end
  end
  local found = host.output(("cd %s && lua5.4 list.lua %s 2>&1"):format(TREE,
    host.quote(pattern)))
  assert(found .. "\n" == wanted or found == wanted, ("'%s':\n%s"):format(pattern,
    found))
  return select(2, wanted:gsub("\n", ""))
end

assert(check "" == 8 and check "^boot/" == 3 and check "bochs$" == 2
  and check "/o" == 2 and check "%(C%)" == 1 and check "tests" == 0)
print("discover: each test, by the command that runs it")
