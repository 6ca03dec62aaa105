-- SPDX-License-Identifier: MIT
-- Instructions that take TF away, set it, or lead to a handler, while a client is
-- stepped and what they touch is watched: nobody's interrupts stay off, and the
-- client notices nothing.
-- machines: qemu-icount bochs
-- modules: client_debugged caught
-- expect: pass

local memory = require "memory"
local act = require "debugged"
local IF <const>, PAGE <const>, MANY <const> = 0x200, act.PAGE, 150

local function client(m)
  local space = m.create()
  m.load(space, "debugged")
  return space, m.run(space, act.AREA)
end

-- TF that is taken away by the instruction that is stepped.
local function flags(m, debugger)
  local space, area = client(m)
  for _, name in ipairs { "pops", "returns" } do
    assert(m.run(space, act[name]) == IF)
    local watch = debugger.watch(space, area, PAGE, "rw")
    assert(m.run(space, act[name]) == IF, name .. ": interrupts are off")
    debugger.unwatch(watch)
    debugger.step(space, MANY)
    assert(m.run(space, act[name]) == IF, name .. ": stepped")
    debugger.off(space)
  end
  debugger.log()
  m.destroy(space)
end

-- PUSHF whose own page is watched tells what it would tell otherwise.
local function seen(m, debugger)
  local space = client(m)
  local at = m.run(space, act.TELL + act.pops)
  local watch = debugger.watch(space, at, PAGE // 2, "x")
  assert(m.run(space, act.pops) == IF, "PUSHF shows interrupts off")
  assert(m.run(space, act.flags) == 0, "PUSHF shows TF")
  debugger.unwatch(watch)
  assert(debugger.lost() + #debugger.log() > 10)
  m.destroy(space)
end

-- A handler that the instruction leads to runs as ever.
local function handler(m, debugger)
  local space = client(m)
  local module = deimos.load "caught"
  local caught = module:open "caught"
  assert(caught.take() == 0)
  local at = m.run(space, act.TELL + act.software)
  local watch = debugger.watch(space, at, 2, "x")
  assert(m.run(space, act.software) == IF)
  assert(caught.flags() & IF == IF, "the handler has interrupts off")
  local log = debugger.log()
  assert(#log == 1 and log[1].kind == "execute" and log[1].eip == at)
  debugger.unwatch(watch)
  debugger.step(space, MANY)
  assert(m.run(space, act.software) == IF)
  debugger.off(space)
  debugger.log()
  assert(caught.give() == 0)
  deimos.close(caught)
  module:unload()
  m.destroy(space)
end

for _, name in ipairs { "segpaged", "paged" } do
  local before = deimos.digest()
  local whole = require("model").load(name)
  local m = memory.open(whole.module)
  do
    local debugger <close> = require("debug_model").under(whole.module)
    flags(m, debugger)
    seen(m, debugger)
    handler(m, debugger)
  end
  m.close()
  whole:unload()
  assert(deimos.digest() == before, name .. ": all is as before")
  print(name, "goes on")
end
