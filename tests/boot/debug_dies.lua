-- SPDX-License-Identifier: MIT
-- `debug`, or what it asks, dies in each of what it is told, in the middle of a
-- client's one instruction: the client's run ends or goes on, interrupts are on,
-- and all others, and whoever is put under the client next, notice nothing. So if
-- the model itself dies, with interrupts off.
-- machines: qemu-icount bochs
-- modules: client_debugged poison
-- expect: pass

local memory = require "memory"
local act = require "debugged"
local models = require "models"
local points = require "points"
local under = require("debug_model").under
local DIED <const>, IF <const> = deimos.errors.E_DIED, 0x200
local PAGE <const> = act.PAGE

local function client(m)
  local space = m.create()
  m.load(space, "debugged")
  return space, m.run(space, act.AREA)
end

local killer = deimos.load "poison"
local poison = killer:open "poison"

local function strike(module, interface, method)
  poison.strike(points.method(poison, module, interface, method))
end

-- The dead one is buried; the interface of it goes with it.
local function bury(debugger)
  debugger.watch_binding:unbind()
  pcall(deimos.close, debugger.raw)
  debugger.module:unload()
end

local function goes_on(m, whole, space, area)
  assert(m.run(space, act.series) >= 0)
  assert(m.run(space, act.far) == IF, "interrupts are off")
  local again <close> = under(whole.module)
  local at = m.run(space, act.TELL + act.series)
  again.watch(space, area, 8, "w")
  assert(m.run(space, act.series) >= 0)
  act.expect("again", act.text(again.log(), area, at), "write 4 2")
end


-- The model dies where its page is to be opened, or behind the instruction: where
-- what PUSHF has pushed is read.
local function model_dies(name, interface, method)
  local beside = name == "paged" and "segpaged" or "paged"
  local system = models.open("coop", { name, beside })
  local other = memory.open(system[beside].module)
  local outside = client(other)
  local m = memory.open(system[name].module)
  local space, area = client(m)
  local debugger = under(system[name].module)
  debugger.watch(space, area, PAGE, "rw")
  debugger.watch(space, m.run(space, act.TELL + act.flags), 1, "x")
  strike(system[name].module, interface, method)
  local ok, why = pcall(m.run, space, act.flags)
  assert(not ok and why:find("the module died in this call", 1, true))
  assert(other.run(outside, act.far) == IF, name .. " dies: interrupts are off")
  m.close()
  other.destroy(outside)
  other.close()
  deimos.close(debugger.raw)
  debugger.module:unload()
  models.close_dead(system, name)
end

local function dies(m, whole, method, way)
  local space, area = client(m)
  local debugger = under(whole.module)
  if way ~= "step" then debugger.watch(space, area, PAGE, "rw") end
  if way ~= "watch" then debugger.step(space, 100) end
  strike(debugger.module, "watch", method)
  assert(m.run(space, act.series) == DIED, method)
  bury(debugger)
  goes_on(m, whole, space, area)
  m.destroy(space)
end

-- Nobody comes by any more: the timer waits for nobody, and the model can go.
local function dies_at_last(m, whole)
  local space = client(m)
  local debugger = under(whole.module)
  debugger.step(space, 1000)
  strike(debugger.module, "watch", "stepped")
  assert(m.run(space, act.straight) == DIED)
  bury(debugger)
  m.destroy(space)
end

-- The client's death finds it dead.
local function dies_of_death(m, whole)
  local space, area = client(m)
  local debugger = under(whole.module)
  debugger.watch(space, area, 2 * PAGE, "rw")
  debugger.step(space, 1000)
  strike(debugger.module, "watch", "ended")
  assert(m.run(space, act.leave) == DIED)
  bury(debugger)
  goes_on(m, whole, space, area)
  m.destroy(space)
end

for _, name in ipairs { "segpaged", "paged" } do
  model_dies(name, "pages", "close")
  model_dies(name, "memory", "read")
  local before = deimos.digest()
  local whole = require("model").load(name)
  local m = memory.open(whole.module)
  dies(m, whole, "touched", "watch")
  dies(m, whole, "touched", "both")
  dies(m, whole, "stepped", "watch")
  dies(m, whole, "stepped", "step")
  dies(m, whole, "stepped", "both")
  dies_of_death(m, whole)
  dies_at_last(m, whole)
  m.close()
  whole:unload()
  assert(deimos.digest() == before, name .. ": all is as before")
  print(name, "outlives it")
end
