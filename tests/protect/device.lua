-- SPDX-License-Identifier: MIT
-- The screen's memory through a descriptor that a binding gives: no byte
-- beyond it, and no cached copy after it.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: rights

local THREAD_DS, CELL, LAST, BEYOND = 0x31, 100, 3998, 4000

local before = deimos.digest()
local wrapper = deimos.find("vga")
local m = deimos.load("rights")
local r = m:open("rights")

local function start() return deimos.bind(m, "vga", wrapper, "vga") end

local function faults(pattern, f, ...)
  local ok, message = pcall(f, ...)
  assert(not ok and message:find(pattern), message)
  deimos.close(r)
  m:unload()
  m = deimos.load("rights")
  r = m:open("rights")
end

local binding = start()
local selector = r.vga()
assert(selector > 0 and r.vga() == selector, "one descriptor a binding")
r.poke(selector, CELL, 0x1741)
assert(r.peek(selector, CELL) == 0x1741)
r.peek(selector, LAST)

-- what FS and GS have cached goes with the binding
binding:unbind()
assert(r.fs() == 0, "FS keeps it")
if deimos.machine().segment_limits then
  faults("#GP", r.peek_again, CELL)
end
faults("#GP", r.peek, selector, CELL)
binding = start()
selector = r.vga()
assert(r.gs_after_unbind(selector, binding.handle) == THREAD_DS)

if deimos.machine().segment_limits then
  binding = start()
  faults("#GP", r.peek, r.vga(), BEYOND)
end

deimos.close(r)
m:unload()
assert(deimos.digest() == before, "something is left")
print("device: its memory, while bound")
