-- SPDX-License-Identifier: MIT
-- Odd shapes of what is watched and by whom: sizes up to half of all addresses, ends
-- of regions, segment limits as guards, debuggers under all models at once, two under
-- one, and one under another.
-- machines: qemu-icount bochs
-- modules: client_debugged client_kinds client_far
-- expect: pass
-- limit: 120

local memory = require "memory"
local act = require "debugged"
local E <const>, DIED <const> = require("expect").E, deimos.errors.E_DIED
local under = require("debug_model").under
local PAGE <const>, RW <const> = act.PAGE, 3
local MODELS <const> = { "segmented", "segpaged", "paged" }
local SERIES <const> = "read 0 0, write 4 2, write 8 5, read 100 9"
local GP <const> = 13

local function client(m, name)
  local space = m.create()
  m.load(space, name)
  return space
end

-- The last byte of a mapping, and what begins there and goes on behind it.
local function ends(m, debugger)
  local space = client(m, "debugged")
  local area, raw = m.run(space, act.AREA), debugger.raw
  local at = m.map(space, 0, 2 * PAGE, RW)
  for _, size in ipairs { 0x80000000, 0x7fffffff, 2 * PAGE + 1 } do
    assert(raw.watch(space, at, size, 3) == E.RANGE)
    assert(raw.watch(space, at + 2 * PAGE - 1, size, 3) == E.RANGE)
    assert(raw.guard(space, 0x7fffffff, deimos.buffer(4)) < 0)
  end
  assert(raw.watch(space, at, 0, 3) == E.RANGE)
  assert(raw.watch(space, 0xffffffff, 1, 3) == E.RANGE)
  assert(raw.watch(space, 0xffffffff, 2, 3) == E.RANGE)
  assert(m.run(space, at) == 7 and m.run(space, at + 2 * PAGE - 1) == 7)
  assert(#debugger.log() == 0, "what was refused is watched")
  local watch = debugger.watch(space, at + PAGE - 1, PAGE + 1, "w")
  for _, offset in ipairs { PAGE - 2, PAGE - 1, PAGE, 2 * PAGE - 1 } do
    assert(m.run(space, at + offset) == 7)
  end
  local log = debugger.log()
  assert(#log == 3 and log[1].address == at + PAGE - 1 and
    log[3].address == at + 2 * PAGE - 1, "the last byte is watched")
  debugger.unwatch(watch)
  assert(m.run(space, area + 4) == 7)
  m.destroy(space)
end

-- An object with a limit of its own, and what is behind it.
local function limits(m, debugger)
  local space = client(m, "far")
  local at = m.attach(space, "object", 8, RW)
  m.write(space, at, ("<I4I4"):pack(1, 5))
  debugger.step(space, 0)               -- it is debugged, no more
  assert(m.run(space, at + 4) == 5 and m.run(space, at + 4) == 6)
  assert(#debugger.log() == 0)
  if not deimos.machine().segment_limits then return m.destroy(space) end
  assert(m.run(space, at + 5) == DIED)
  local log = debugger.log()
  assert(#log == 1 and log[1].kind == "death" and log[1].address == GP)
  debugger.step(space, 10000)
  assert(m.run(space, at + 5) == DIED)
  log = debugger.log()
  assert(log[#log].kind == "death" and log[#log - 1].kind == "step" and
    log[#log].eip == log[#log - 1].eip, "it is stepped up to there")
  debugger.off(space)
  assert(m.run(space, at + 4) == 7)
  m.destroy(space)
end

-- All at once; each has its own log.
local function together(all)
  for _, t in ipairs(all) do
    t.space = client(t.m, "debugged")
    t.area = t.m.run(t.space, act.AREA)
    t.at = t.m.run(t.space, act.TELL + act.series)
    if t.name ~= "segmented" then t.debugger.watch(t.space, t.area, PAGE, "rw") end
  end
  for _ = 1, 2 do
    for _, t in ipairs(all) do assert(t.m.run(t.space, act.series) >= 0) end
  end
  for _, t in ipairs(all) do
    local text = act.text(t.debugger.log(), t.area, t.at)
    act.expect(t.name, text, t.name == "segmented" and "" or
      SERIES .. ", " .. SERIES)
    t.m.destroy(t.space)
  end
end

-- Another one is refused, and nothing of it is left.
local function another(t)
  local before = deimos.digest()
  local ok, why = pcall(under, t.whole.module)
  assert(not ok and why:find("watch", 1, true), why)
  ok, why = pcall(under, t.debugger.module)
  assert(not ok and why:find("cannot be watched", 1, true), why)
  assert(deimos.digest() == before, "a debugger that was refused is left")
end

local before = deimos.digest()
local all = {}
for i, name in ipairs(MODELS) do
  local whole = require("model").load(name)
  all[i] = { name = name, whole = whole, m = memory.open(whole.module),
    debugger = under(whole.module) }
end
for _, t in ipairs(all) do
  if t.name == "segmented" then limits(t.m, t.debugger) else ends(t.m, t.debugger) end
  another(t)
end
together(all)
for i = #all, 1, -1 do
  all[i].debugger.unload()
  all[i].m.close()
  all[i].whole:unload()
end
assert(deimos.digest() == before, "all is as before")
print("shapes")
