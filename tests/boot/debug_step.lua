-- SPDX-License-Identifier: MIT
-- Single steps of a client, so many and no more, under each model with clients at
-- ring 3: it notices nothing but time. Under `flat` there are none.
-- machines: qemu-icount bochs
-- modules: client_debugged
-- expect: pass

local memory = require "memory"
local act = require "debugged"
local E <const> = require("expect").E

-- Of a log of steps: how far the instructions are from the first of the act, as
-- far as they are in it.
local function inside(log, at, size)
  local offsets = {}
  for _, e in ipairs(log) do
    assert(e.kind == "step" and e.address == e.eip)
    if e.eip >= at and e.eip < at + size then
      offsets[#offsets + 1] = e.eip - at
    end
  end
  return table.concat(offsets, " ")
end

local STRAIGHT <const> = 7      -- bytes of the act: four NOPs, XOR, RET
local MANY <const> = 150        -- instructions: more than a whole run takes

local function steps(m, space, debugger)
  local at = m.run(space, act.TELL + act.straight)
  debugger.step(space, 3)
  assert(m.run(space, act.straight) == 0)
  assert(debugger.left(space) == 0 and #debugger.log() == 3, "three steps")
  debugger.step(space, MANY)
  assert(m.run(space, act.straight) == 0)
  local log = debugger.log()
  act.expect("steps", inside(log, at, STRAIGHT), "0 1 2 3 4 6")
  for i, e in ipairs(log) do
    assert(i == 1 or e.number == log[i - 1].number + 1)
  end
  assert(debugger.left(space) == MANY - #log, "steps that are left")
  debugger.off(space)
  assert(m.run(space, act.straight) == 0 and #debugger.log() == 0, "off")
end

-- PUSHF does not tell.
local function unseen(m, space, debugger)
  for _, name in ipairs { "flags", "word", "ending" } do
    assert(m.run(space, act[name]) == 0)
    debugger.step(space, MANY)
    assert(m.run(space, act[name]) == 0, name .. " shows TF")
    debugger.off(space)
  end
  debugger.log()
end

-- Behind a service it goes on with some tick.
local function services(m, space, debugger)
  debugger.step(space, 10000)
  assert(m.run(space, act.nulls) == 0)
  assert(m.run(space, act.spin) == 1)
  local log = debugger.log()
  assert(#log > MANY and debugger.left(space) == 0, "steps go on")
  assert(debugger.lost() > 0 and log[#log].number ==
    log[1].number + #log - 1, "the newest are there")
  debugger.off(space)
end

for _, name in ipairs { "segmented", "segpaged", "paged" } do
  local before = deimos.digest()
  local whole = require("model").load(name)
  local m = memory.open(whole.module)
  local space = m.create()
  m.load(space, "debugged")
  m.run(space, act.AREA)
  do
    local debugger <close> = require("debug_model").under(whole.module)
    steps(m, space, debugger)
    unseen(m, space, debugger)
    services(m, space, debugger)
    debugger.step(space, 7)             -- and unloaded before it runs
  end
  assert(m.run(space, act.straight) == 0)
  m.destroy(space)
  m.close()
  whole:unload()
  assert(deimos.digest() == before, name)
  print(name, "is stepped")
end

local flat = require("model").load("flat")
local ok, why = pcall(require("debug_model").under, flat.module)
assert(not ok and why:find("cannot be watched", 1, true), why)
flat:unload()

local segmented <close> = require("model").load("segmented")
local m = memory.open(segmented.module)
local space = m.create()
m.load(space, "debugged")
do
  local debugger <close> = require("debug_model").under(segmented.module)
  local area = m.run(space, act.AREA)
  assert(debugger.raw.watch(space, area, 4, 1) == E.NOT_APPLICABLE)
  assert(debugger.raw.guard(space, 4, deimos.buffer(4)) == E.NOT_APPLICABLE)
  assert(debugger.raw.step(space + 1, 4) == E.HANDLE)
end
m.destroy(space)
m.close()
