-- SPDX-License-Identifier: MIT
-- Code at each distance from the end of a page, behind which nothing is, is stepped
-- and watched like any: what lies behind is not needed.
-- machines: qemu-icount bochs
-- modules: client_debugged
-- expect: pass

local memory = require "memory"
local act = require "debugged"
local PAGE <const>, RW <const>, MANY <const> = act.PAGE, 3, 150
local TEXT <const> = 0                  -- ORDER modules/api/area.h
local NOP <const>, RET <const> = "\x90", "\xc3"
local FLAGS <const> = "\x66\x9c\x9c\x58\x66\x59"        -- EAX: those of 32 bits
local LONGEST <const> = 17              -- bytes: more than an instruction has

-- `code` and a RET, which is the last byte before `to`; the act leads there.
local function put(t, to, code)
  local at = to - #code - 1
  t.m.fill(t.space, TEXT, at, code .. RET)
  t.m.write(t.space, t.area, ("<I4"):pack(at))
  return at
end

-- How far before `to` the steps in [at, to) were.
local function inside(log, at, to)
  local far = {}
  for _, e in ipairs(log) do
    if e.kind == "step" and e.eip >= at and e.eip < to then
      far[#far + 1] = to - e.eip
    end
  end
  return table.concat(far, " ")
end

local function descending(from)
  local numbers = {}
  for n = from, 1, -1 do numbers[#numbers + 1] = n end
  return table.concat(numbers, " ")
end

local function steps(t, debugger, to, code, wanted)
  local at = put(t, to, code)
  debugger.step(t.space, MANY)
  local result = t.m.run(t.space, act.through)
  debugger.off(t.space)
  act.expect(t.name .. ": steps", inside(debugger.log(), at, to), wanted)
  return result
end

local function stepped(t, debugger, to)
  for count = 0, LONGEST do
    steps(t, debugger, to, NOP:rep(count), descending(count + 1))
  end
  assert(steps(t, debugger, to, FLAGS, "7 5 4 3 1") & 0x100 == 0, "TF is shown")
end

local function fetched(t, debugger, to)
  for count = 0, LONGEST do
    local at = put(t, to, NOP:rep(count))
    local watch = debugger.watch(t.space, at, to - at, "x")
    t.m.run(t.space, act.through)
    debugger.unwatch(watch)
    local log = debugger.log()
    assert(#log == count + 1 and log[1].eip == at and log[#log].eip == to - 1)
  end
end

-- A client of segpaged executes its text alone, if limits are enforced.
local names = { "paged", not deimos.machine().segment_limits and "segpaged" or nil }

for _, name in ipairs(names) do
  local before = deimos.digest()
  local whole = require("model").load(name)
  local t = { name = name, m = memory.open(whole.module) }
  t.space = t.m.create()
  t.m.load(t.space, "debugged")
  t.area = t.m.run(t.space, act.AREA)
  do
    local debugger <close> = require("debug_model").under(whole.module)
    local to = t.m.map(t.space, 0, PAGE, RW) + PAGE
    stepped(t, debugger, to)
    fetched(t, debugger, to)
  end
  t.m.destroy(t.space)
  t.m.close()
  whole:unload()
  assert(deimos.digest() == before, name)
  print(name, "has edges")
end
