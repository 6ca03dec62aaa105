-- SPDX-License-Identifier: MIT
-- The n-th request to a store, or each from it on, fails, is answered with
-- nonsense, or kills it: clients whose page it was die, the model and its next
-- clients do not, nobody sees what is not his, and all is given back.
-- machines: qemu-icount
-- expect: pass
-- modules: faulty_store
-- limit: 120

local models = require "models"

local E <const> = models.E
local DIES <const>, ALWAYS <const> = 1, 2
local FRAMES <const>, PAGES <const>, ROUNDS <const>, CLIENTS <const> =
  16, 12, 40, 3
local WAYS <const> = { { 0, -5 }, { 0, -6 }, { 0, -1 }, { 0, -1 << 31 },
  { 0, 1 }, { 0, 0x7fffffff }, { ALWAYS, -5 }, { ALWAYS, 7 }, { DIES, 0 } }
local MOST <const> = { coop = 10, preempt = 3, tasks = 3 }     -- requests

local cases, died = 0, 0

local function clients(x)
  local list, ends = {}, {}
  for i = 1, CLIENTS do
    list[i] = x.exec("pounder", ROUNDS << 16 | PAGES << 8 | i)
    if list[i] < 0 then ends[i], list[i] = list[i], nil end
  end
  for i, client in pairs(list) do ends[i] = x.wait(client) end
  return ends
end

local function all_well(x, what)
  for i, result in ipairs(clients(x)) do
    assert(result == ROUNDS, ("%s: client %d: %d"):format(what, i, result))
  end
end

local function faulty(system, t)
  local module = deimos.load "faulty_store"
  deimos.bind(module, "real", t.store, "store")
  t.at_store:rebind(module, "store")
  return module, module:open "faulty"
end

local function one(system, t, n, way, result)
  local module, f = faulty(system, t)
  local deaths = deimos.graph().system.deaths
  f.set(n, way, result)
  local what = ("%d, way %d, %d"):format(n, way, result)
  for _, got in ipairs(clients(t.x)) do
    cases = cases + 1
    if got ~= ROUNDS then
      died = died + 1
      -- one that goes on with what is not its own says where it saw that
      assert(got == E.DIED, ("%s: %d"):format(what, got))
    end
  end
  if way ~= DIES then
    f.set(0, 0, 0)
    all_well(t.x, what)
  end
  assert(deimos.graph().system.deaths <= deaths + (way == DIES and 1 or 0),
    what)
  t.at_store:rebind(t.store, "store")
  all_well(t.x, what)
  deimos.close(f)
  module:unload()
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  local system = models.open(kind, { "paged" })
  local t = system.paged
  local control = t.module:open "paged"
  assert(control.configure(FRAMES, 0, 0) == 0)
  all_well(t.x, "before")
  for _, way in ipairs(WAYS) do
    for n = 1, MOST[kind] do one(system, t, n, way[1], way[2]) end
  end
  control.limit(0)
  deimos.close(control)
  models.close(system)
end
print(("%d clients, %d died"):format(cases, died))
assert(died > 0)
