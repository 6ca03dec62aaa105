-- SPDX-License-Identifier: MIT
-- Global segments: a PSAS with a map of its own, before paging and after.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: segments

local expect = require "expect"
local E_PAGING, E_HANDLE, E_BUSY, E_RANGE =
  expect.errors "E_PAGING E_HANDLE E_BUSY E_RANGE"
local SELF_BACKED, FRAMES = 2, 4
local FREE, USED, INVALID = 0, 1, 2
local PAGE = 4096

local before = deimos.digest()
local m = deimos.load("segments")
local s = m:open("segments")
local loaded = deimos.digest()

assert(s.paging(1) == 0)
assert(s.create(PAGE, 1) == E_PAGING, "only while paging is off")
assert(s.paging(0) == 1)
assert(deimos.digest() == loaded)

for _, dpl in ipairs{ 1, 3 } do
  local space = s.create(8 * PAGE, dpl)
  assert(space > 0 and s.selector() & 7 == dpl)
  assert(s.query(0) == FREE and s.query(8 * PAGE) == E_RANGE)
  local plain = s.region(2 * PAGE, 0)
  local at = s.base()
  s.poke(at + 8, 1234)
  assert(s.peek_ups(at + 8) == 1234)
  -- paging goes on: the same addresses, and further requests
  assert(s.paging(1) == 0)
  assert(s.peek(at + 8) == 1234 and s.query(at) == USED)
  local window = s.region(PAGE, SELF_BACKED)
  local window_at = s.base()
  local frames = s.region(PAGE, FRAMES)
  assert(s.map(window_at, s.frame()) == 0)
  s.poke(window_at, 77)
  assert(s.peek_ups(window_at) == 77)
  assert(s.destroy() == E_BUSY, "frames of it are mapped")
  assert(s.paging(0) == 1)
  assert(s.query(window_at) == INVALID and s.query(at) == USED)
  assert(s.peek(at + 8) == 1234)
  assert(s.paging(1) == 0)
  assert(s.peek(window_at) == 77)
  assert(s.destroy_region(window) == 0 and s.destroy_region(frames) == 0)
  assert(s.destroy() == 0 and s.destroy() == E_HANDLE)
  assert(s.destroy_region(plain) == E_HANDLE)
  assert(s.paging(0) == 1)
  assert(deimos.digest() == loaded)
end

-- what a module leaves goes with it; what it uses then faults
assert(s.create(PAGE, 1) > 0 and s.region(PAGE, 0) > 0)
deimos.close(s)
m:unload()
assert(deimos.digest() == before)
m = deimos.load("segments")
s = m:open("segments")
assert(s.create(PAGE, 1) > 0)
assert(s.paging(1) == 0)
local ok, why = pcall(s.peek, 16)
assert(not ok and tostring(why):find("#PF", 1, true), "in no region: " ..
       tostring(why))
deimos.nmm.paging(false)
deimos.close(s)
m:unload()
assert(deimos.digest() == before)
print("segments: ok")
