-- SPDX-License-Identifier: MIT
-- Each access to what is watched is in the log of `debug`, once, with its address
-- and its instruction; the client notices nothing, and nothing of it stays.
-- machines: qemu-icount bochs
-- modules: client_debugged
-- expect: pass
-- output: d%c+segpaged

local memory = require "memory"
local act = require "debugged"
local E <const> = require("expect").E
local PAGE <const> = act.PAGE

local function open(name)
  local t = { name = name, whole = require("model").load(name) }
  t.m = memory.open(t.whole.module)
  t.space = t.m.create()
  t.m.load(t.space, "debugged")
  t.area = t.m.run(t.space, act.AREA)
  function t.at(n) return t.m.run(t.space, act.TELL + n) end
  return t
end

local function close(t)
  t.m.destroy(t.space)
  t.m.close()
  t.whole:unload()
end

-- What client and log say of an act, with [offset, + size) watched.
local function watched(t, debugger, n, offset, size, kinds)
  local at = t.at(n)
  local watch = debugger.watch(t.space, t.area + offset, size, kinds)
  local result = t.m.run(t.space, n)
  debugger.unwatch(watch)
  return debugger.log(), at, result
end

local function check(t, debugger, name, offset, size, kinds, wanted, page)
  local log, at = watched(t, debugger, act[name], offset, size, kinds)
  act.expect(("%s, %s of %s"):format(t.name, kinds, name),
    act.text(log, t.area, at, page), wanted)
end

local SERIES <const> = "read 0 0, write 4 2, write 8 5, read 100 9"

local function accesses(t, debugger)
  check(t, debugger, "series", 0, PAGE, "rw", SERIES)
  check(t, debugger, "series", 0, PAGE, "w", "write 4 2, write 8 5")
  check(t, debugger, "series", 0, 8, "r", "read 0 0")
  check(t, debugger, "series", 0, 8, "rr", "read 0 0")  -- once more is no other
  check(t, debugger, "series", 0, 8, "wrw", "read 0 0, write 4 2")
  check(t, debugger, "series", 9, PAGE, "r", "read 100 9")
  check(t, debugger, "series", 4, 4, "rw", "write 4 2")
  check(t, debugger, "series", PAGE, PAGE, "rw", "")
  check(t, debugger, "across", 0, 2 * PAGE, "rw",
    "read 4094 0, read 4096 0, write 4094 6, write 4096 6")
  check(t, debugger, "across", PAGE, PAGE, "rw", "read 4096 0, write 4096 6")
  check(t, debugger, "string", 0, 2 * PAGE, "rw",
    "read 0 13, write 4096 13, read 4 13, write 4100 13, "
    .. "read 8 13, write 4104 13")
end

-- Which of its words PUSHA begins with is the machine's.
local function pusha(t, debugger)
  local log, at = watched(t, debugger, act.all, 0, 2 * PAGE, "rw")
  local pages = {}
  for _, e in ipairs(log) do
    assert(e.kind == "write" and e.eip == at + 8)
    pages[#pages + 1] = (e.address - t.area) // PAGE
  end
  table.sort(pages)
  act.expect("pusha", table.concat(pages, " "), "0 1")
end

local function fetches(t, debugger)
  local at = t.at(act.straight)
  local watch = debugger.watch(t.space, at, 4, "x")
  assert(t.m.run(t.space, act.straight) == 0)
  debugger.unwatch(watch)
  act.expect("fetches", act.text(debugger.log(), at, at),
    "execute 0 0, execute 1 1, execute 2 2, execute 3 3")
end

-- A service reads for the client: it gets there, and is not logged.
local function service(t, debugger)
  local log, _, result = watched(t, debugger, act.print, 0, PAGE, "r")
  act.expect("a service's copy", act.text(log, t.area, 0), "")
  assert(result == 2)
end

local function overlapping(t, debugger)
  local at = t.at(act.series)
  local one = debugger.watch(t.space, t.area, 8, "r")
  local two = debugger.watch(t.space, t.area + 4, PAGE, "rw")
  t.m.run(t.space, act.series)
  act.expect("both", act.text(debugger.log(), t.area, at), SERIES)
  debugger.unwatch(two)
  t.m.run(t.space, act.series)
  act.expect("one", act.text(debugger.log(), t.area, at), "read 0 0")
  debugger.unwatch(one)
  t.m.run(t.space, act.series)
  assert(#debugger.log() == 0, "none is left")
end

-- What one of them closes the other does not open, whichever was there first.
local function both_kinds(t, debugger)
  local at = t.at(act.series)
  for _, kinds in ipairs { { "r", "w" }, { "w", "r" } } do
    local one = debugger.watch(t.space, t.area, PAGE, kinds[1])
    local two = debugger.watch(t.space, t.area, PAGE, kinds[2])
    t.m.run(t.space, act.series)
    act.expect("both kinds", act.text(debugger.log(), t.area, at), SERIES)
    debugger.unwatch(one)
    debugger.unwatch(two)
  end
end

local function refused(t, debugger)
  local raw = debugger.raw
  assert(raw.watch(t.space, t.area, 0, 1) == E.RANGE)
  assert(raw.watch(t.space, t.area, 8, 0) == E.INVALID)
  assert(raw.watch(t.space, t.area, 8, 8) == E.INVALID)
  assert(raw.watch(t.space, 0xfffffff0, 32, 1) == E.RANGE)
  assert(raw.watch(t.space, t.area, 64 << 20, 1) == E.RANGE)
  assert(raw.watch(t.space + 1, t.area, 8, 1) == E.HANDLE)
  assert(raw.unwatch(0) == E.HANDLE and raw.unwatch(1) == E.HANDLE)
  assert(raw.log(0xfffffff0, 1) == E.ADDRESS)
  assert(raw.guard(t.space, 8, 0xfffffff0) == E.ADDRESS)
end

-- The same rights, page by page, as the model's own tables and the processor's
-- have them.
local function state(t)
  local text = {}
  for _, a in ipairs(t.m.export(t.space).areas) do
    text[#text + 1] = ("%x %x %d %d"):format(a.address, a.size, a.access, a.most)
  end
  local pages = t.whole.module:open("pages")
  for i = 0, 2 do
    text[#text + 1] = pages.attributes(t.space, t.area + i * PAGE) & 7
  end
  deimos.close(pages)
  return table.concat(text, "\n")
end

for _, name in ipairs { "segpaged", "paged" } do
  local t = open(name)
  t.m.run(t.space, act.string)
  local before = state(t)
  do
    local debugger <close> = require("debug_model").under(t.whole.module)
    for _, part in ipairs { accesses, pusha, fetches, service, overlapping,
        both_kinds, refused } do
      part(t, debugger)
    end
    assert(state(t) == before, "watches are taken off")
    debugger.watch(t.space, t.area, 3 * PAGE, "rw")
  end
  assert(state(t) == before, "the module has taken off what it had")
  assert(t.m.run(t.space, act.series) >= 0)
  close(t)
  print(name, "is watched")
end
