-- SPDX-License-Identifier: MIT
-- What `make lint` says of the rooms of results/: who requires whom, from each
-- room to each, and who asks for a machine's name.

local machines = require "results.boot.machines"
local rooms = require "tests.results_rooms"

-- From the ground up; those of one number stand beside each other.
local ROOMS <const> = { host = 1, data = 2, emulator = 2, machine = 3,
  boot = 4, show = 4, [""] = 5 }

local function inside(room, separator)
  return "results" .. separator .. (room == "" and "x"
    or room .. separator .. "x")
end

local count = 0
for from, above in pairs(ROOMS) do
  for to, below in pairs(ROOMS) do
    for _, line in ipairs { 'local x = require "%s"', "  require('%s').y()",
        'local y = require("%s")' } do
      local problem = rooms.check(inside(from, "/") .. ".lua",
        line:format(inside(to, ".")))
      assert((problem == nil) == (below < above or from == to),
        ("%s to %s: %s"):format(from, to, problem))
      count = count + 1
    end
  end
end
local HOST <const> = 'local host = require "results.host"'
assert(not rooms.check("results/data/x.lua", HOST))
assert(not rooms.check("results/host/x.lua", HOST))
assert(not rooms.check("results/host.lua", 'require "results.host.process"'))
assert(rooms.check("results/host.lua", 'require "results.data.csv"'))
assert(rooms.check("results/other/x.lua", HOST):find("no floor"))
assert(rooms.check("results/bench.lua", 'require "tests.unit"'))
assert(rooms.check("results/show/plot.lua", 'require "lua.lib"'))
assert(not rooms.check("results/show/plot.lua", 'require "lua.script.slope"'))
assert(not rooms.check("results/host/x.lua", 'local uv = require "luv"'))

-- Each of these asks, wherever it stands; the machine's own file may.
for _, name in ipairs(machines.names) do
  for _, line in ipairs { 'if m == "%s" then', "x = m ~= '%s'",
      'if "%s" == m then', 'return m=="%s"' } do
    for _, path in ipairs { "results/boot/x.lua", "tests/boot/x.lua",
        "tests/lua/x.lua", "Makefile" } do
      assert(rooms.check(path, (line:format(name))), path .. line)
    end
  end
  assert(rooms.check("Makefile", ("ifeq ($(MACHINE),%s)"):format(name)))
  for _, line in ipairs { 'local T = { ["%s"] = 2 }', 'start("%s")' } do
    assert(rooms.check("results/boot/x.lua", line:format(name)), line)
    assert(not rooms.check("tests/whole/x.lua", line:format(name)))
  end
  assert(not rooms.check("results/boot/x.lua", "-- such as " .. name))
  assert(not rooms.check("tests/boot/x.lua", "-- machines: " .. name))
end
assert(rooms.check("results/boot/x.lua", "local T = { bochs = 8 }"))
print(("results_rooms: %d pairs"):format(count))
