-- SPDX-License-Identifier: MIT
-- A new client finds nothing of anybody's in its registers, its flags and its
-- stack, whatever the one before left there, of this model or another, ended
-- or alive: require("fresh")(kind of threads, names of models).

local models = require "models"

local DIED <const> = models.E.DIED
-- ORDER tests/modules/client_fresh/fresh.c
local FILL_AND_EXIT <const>, FILL_AND_DIE <const>, CHECK <const> = 0, 1, 2
-- ORDER tests/modules/client_fresh/fresh.c
local KEEP <const>, SSE <const>, DEBUG <const> = 3, 4, 5
local STACKS <const> = { flat = 4096, segmented = 16000, segpaged = 32000,
  paged = 48000 }

local function order(name, what) return STACKS[name] << 8 | what end

local function run(system, name, what)
  return system[name].x.wait(system[name].x.exec("client_fresh",
    order(name, what)))
end

-- On the calling thread, whose registers it has.
local function run_here(system, name, what)
  local m = system[name].m
  local space = m.create()
  assert(space > 0 and m.load(space, "client_fresh") == 0)
  local result = m.run(space, order(name, what))
  assert(m.destroy(space) == 0)
  return result
end

local function check(system, name, before)
  local found = run(system, name, CHECK)
  assert(found == 0, ("a client of %s finds 0x%x after %s"):format(name, found,
    before))
end

local function one_after_the_other(system, name, other)
  assert(run(system, other, FILL_AND_EXIT) == 0)
  check(system, name, other)
  assert(run_here(system, other, FILL_AND_EXIT) == 0)
  local found = run_here(system, name, CHECK)
  assert(found == 0, ("%s after %s, on one thread: 0x%x"):format(name, other,
    found))
  if other ~= "flat" then
    assert(run(system, other, FILL_AND_DIE) == DIED)
    check(system, name, other .. ", which died")
  end
end

-- One that waits has its registers still, and the new one does not.
local function side_by_side(system, name, other)
  models.together(system, {
    { other, "client_fresh", order(other, KEEP), 0 },
    { name, "client_fresh", order(name, CHECK), 0 },
    { other, "client_fresh", order(other, KEEP), 0 },
    { name, "client_fresh", order(name, CHECK), 0 } })
end

-- What would hold more is off.
local function out_of_reach(system, name)
  if name == "flat" then return end
  local deaths = system[name].module:open("deaths")
  for what, vector in pairs { [SSE] = 6, [DEBUG] = 13 } do
    assert(run(system, name, what) == DIED and deaths.vector() == vector, what)
  end
  deimos.close(deaths)
end

return function(kind, names)
  local system = models.open(kind, names)
  for _, name in ipairs(names) do
    check(system, name, "Lua")
    for _, other in ipairs(names) do
      one_after_the_other(system, name, other)
      side_by_side(system, name, other)
    end
    out_of_reach(system, name)
  end
  models.close(system)
end
