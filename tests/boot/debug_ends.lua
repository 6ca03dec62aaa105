-- SPDX-License-Identifier: MIT
-- Ends of what `debug` has under way: a client dies within its one instruction,
-- is destroyed while it is watched, or the module goes. Others notice nothing.
-- machines: qemu-icount bochs
-- modules: client_debugged
-- expect: pass

local memory = require "memory"
local act = require "debugged"
local E <const>, DIED <const> = require("expect").E, deimos.errors.E_DIED
local PAGE <const> = act.PAGE
local WATCHES <const>, GUARDS <const> = 32, 32

local function client(m)
  local space = m.create()
  m.load(space, "debugged")
  return space, m.run(space, act.AREA)
end

-- The instruction has touched what is watched, and dies.
local function deaths(m, debugger)
  local space, area = client(m)
  local other = client(m)
  debugger.watch(space, area, 2 * PAGE, "rw")
  local at = m.run(space, act.TELL + act.divide)
  assert(m.run(space, act.divide) == DIED)
  local log = debugger.log()
  act.expect("a division by what is watched",
    act.text({ log[1] }, area, at), "read 0 7")
  assert(#log == 2 and log[2].kind == "death" and log[2].address == 0 and
    log[2].eip == at + 7)
  assert(m.run(space, act.leave) == DIED)
  log = debugger.log()
  assert(#log == 3 and log[3].kind == "death" and log[3].address == 14)
  -- Interrupts are on again: the timer still ends what lasts.
  debugger.step(other, 5000)
  assert(m.run(other, act.nulls) == 0)
  assert(m.run(other, act.spin) == 1 and debugger.left(other) == 0)
  debugger.off(other)
  debugger.log()
  m.destroy(space)              -- watched as it is
  m.destroy(other)
end

-- A service that the one instruction leads to runs with interrupts on, and so does
-- the client behind it, however it got there.
local function ways(m, debugger)
  local space, area = client(m)
  for _, name in ipairs { "far", "prefixed", "small", "loadss" } do
    assert(m.run(space, act[name]) == 0x200)
    local watch = debugger.watch(space, area, PAGE, "rw")
    assert(m.run(space, act[name]) == 0x200, name .. ": interrupts are off")
    debugger.unwatch(watch)
  end
  m.destroy(space)
  debugger.log()
end

local function guards(m, debugger)
  local space = client(m)
  local at = debugger.guard(space, 10)
  assert((at + 12) % PAGE == 0)
  assert(m.run(space, at) == 7 and m.run(space, at + 11) == 7)
  assert(m.run(space, at + 12) == DIED)
  local log = debugger.log()
  assert(#log == 1 and log[1].kind == "guard" and log[1].address == at + 12)
  assert(m.run(space, at + 12 - PAGE - 1) == DIED)
  log = debugger.log()
  assert(#log == 1 and log[1].kind == "guard" and
    log[1].address == at + 12 - PAGE - 1)
  debugger.unguard(space, at)
  assert(debugger.raw.unguard(space, at) == E.HANDLE)
  assert(m.run(space, at) == DIED)
  debugger.log()
  m.destroy(space)
end

-- It is put under a client whose memory cannot be reached for now.
local function unreached(m, debugger)
  local space, area = client(m)
  local was = deimos.nmm.paging(false)
  local watch = debugger.watch(space, area, PAGE, "rw")
  assert(debugger.left(space) == 0 and debugger.raw.left(space + 1) == E.HANDLE)
  deimos.nmm.paging(was)
  assert(m.run(space, act.series) >= 0 and #debugger.log() > 0)
  debugger.unwatch(watch)
  m.destroy(space)
end

local function quotas(m, debugger)
  local space, area = client(m)
  for _ = 1, WATCHES do debugger.watch(space, area, 4, "w") end
  assert(debugger.raw.watch(space, area, 4, 2) == E.QUOTA)
  debugger.off(space)
  local at = deimos.buffer(4)
  local before, count, error = m.usage(space).mapped, 0
  repeat
    error = debugger.raw.guard(space, 4, at)
    count = count + 1
  until error < 0
  assert(error == E.QUOTA and count == GUARDS + 1 or error == E.FULL)
  debugger.off(space)
  assert(m.usage(space).mapped == before, "guards are given back")
  m.destroy(space)
end

-- Bound by hand, so that it can go in any way.
local function alone(m, whole)
  local space, area = client(m)
  local debugger = require("debug_model").under(whole.module)
  debugger.watch(space, area, PAGE, "rw")
  debugger.step(space, 3)
  debugger.watch_binding:unbind()
  assert(m.run(space, act.series) >= 0, "nobody is bound")
  assert(m.run(space, act.series) >= 0)
  deimos.close(debugger.raw)
  debugger.module:unload()
  m.destroy(space)
end

for _, name in ipairs { "segpaged", "paged" } do
  local before = deimos.digest()
  local whole = require("model").load(name)
  local m = memory.open(whole.module)
  do
    local debugger <close> = require("debug_model").under(whole.module)
    deaths(m, debugger)
    ways(m, debugger)
    guards(m, debugger)
    quotas(m, debugger)
    unreached(m, debugger)
  end
  alone(m, whole)
  m.close()
  whole:unload()
  assert(deimos.digest() == before, name .. ": all is as before")
  print(name, "has ended well")
end
