-- SPDX-License-Identifier: MIT
-- The one instruction that a watched client executes does what it may not: the trap
-- module is asked with interrupts on, of a page that is watched or not, there or not,
-- and the log has each access once.
-- machines: qemu-icount bochs
-- modules: client_debugged trapper
-- expect: pass

local memory = require "memory"
local act = require "debugged"
local PAGE <const>, READ <const>, RW <const>, IF <const> = act.PAGE, 1, 3, 0x200
local REFUSE <const>, UNPROTECT <const> = 0, 1   -- ORDER tests/modules/trapper.c
local COPIED <const> = 5                -- what the act says

-- From a page that is watched to one that may not be written, of which those that
-- `watched` says are watched, too.
local function copies(t, debugger, touched, watched)
  local from = t.m.map(t.space, 0, PAGE, RW)
  local to = t.m.map(t.space, 0, PAGE, RW)
  t.m.write(t.space, from, "abcd")
  if touched then t.m.write(t.space, to, "....") end
  t.m.protect(t.space, to, PAGE, READ)
  t.m.write(t.space, t.area, ("<I4I4"):pack(from, to))
  debugger.watch(t.space, from, PAGE, "r")
  if watched then debugger.watch(t.space, to, PAGE, "w") end
  t.control.mode(UNPROTECT)
  assert(t.m.run(t.space, act.copy) == COPIED and t.control.count() == 1)
  assert(t.control.last() == to and t.m.read(t.space, to, 4) == "abcd")
  assert(t.control.flags() & IF == IF, t.name .. ": interrupts are off")
  local kinds = {}
  for _, e in ipairs(debugger.log()) do kinds[#kinds + 1] = e.kind end
  act.expect(t.name .. ": log", table.concat(kinds, " "),
    watched and "read write" or "read")
  debugger.off(t.space)
  t.m.unmap(t.space, from, PAGE)
  t.m.unmap(t.space, to, PAGE)
end

-- It is refused: the client dies of it, and nobody has interrupts off.
local function refused(t, debugger)
  local to = t.m.map(t.space, 0, PAGE, RW)
  t.m.protect(t.space, to, PAGE, READ)
  t.m.write(t.space, t.area, ("<I4I4"):pack(t.area + 8, to))
  debugger.watch(t.space, t.area + 8, 4, "r")
  t.control.mode(REFUSE)
  assert(t.m.run(t.space, act.copy) == deimos.errors.E_DIED)
  assert(t.control.count() == 1 and t.control.flags() & IF == IF)
  debugger.off(t.space)
  assert(t.m.run(t.space, act.far) == IF, "interrupts are off")
  debugger.log()
end

for _, name in ipairs { "segpaged", "paged" } do
  local before = deimos.digest()
  local whole, trapper = require("model").load(name), deimos.load "trapper"
  local t = { name = name, m = memory.open(whole.module) }
  local at_memory = deimos.bind(trapper, "memory", whole.module, "memory")
  local at_trap = deimos.bind(whole.module, "trap", trapper, "trap")
  t.control = trapper:open "control"
  t.space = t.m.create()
  t.m.load(t.space, "debugged")
  t.area = t.m.run(t.space, act.AREA)
  do
    local debugger <close> = require("debug_model").under(whole.module)
    for _, touched in ipairs { true, false } do
      copies(t, debugger, touched, false)
      copies(t, debugger, touched, true)
    end
    refused(t, debugger)
  end
  t.m.destroy(t.space)
  deimos.close(t.control)
  at_trap:unbind()
  at_memory:unbind()
  trapper:unload()
  t.m.close()
  whole:unload()
  assert(deimos.digest() == before, name .. ": all is as before")
  print(name, "asks with interrupts on")
end
