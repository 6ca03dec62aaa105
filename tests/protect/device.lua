-- SPDX-License-Identifier: MIT
-- A device is one module's at a time: its memory through a descriptor, no
-- byte beyond it, and no cached copy after it; its ports; all of it is free
-- again when the binding ends or the module dies.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: rights

local OWNER <const>, BUSY <const>, RANGE <const> = -9, -7, -24
local ADDRESS <const> = -4
local CRTC <const>, CURSOR_HIGH <const> = 0x3d4, 14
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

-- what it is
local s = m:open("screen")
binding = start()
assert(s.word(0) == 1 and s.word(1) == 1 and s.word(2) == 0)
assert(s.word(3) == 0xb8000 and s.word(4) == BEYOND)
assert(s.describe(0x10) == ADDRESS)

-- whose it is: not before it is claimed, and no other's then
assert(s.segment(0) == OWNER and s.attach(0) == OWNER)
assert(s.release() == OWNER)
local other <const> = deimos.load("rights")
local o <const> = other:open("screen")
local second <const> = deimos.bind(other, "vga", wrapper, "vga")
assert(s.open() > 0 and o.open() == BUSY and o.segment(0) == OWNER)
assert(o.release() == OWNER and s.segment(0) > 0)
assert(s.segment(1) == RANGE and s.attach(0) == RANGE)
s.out(CRTC, CURSOR_HIGH)

-- given back, by its word, by its binding, by its death
assert(s.release() == 0 and s.segment(0) == OWNER)
assert(o.open() > 0 and s.open() == BUSY)
second:unbind()
assert(s.open() > 0)
deimos.bind(other, "vga", wrapper, "vga")
assert(o.open() == BUSY)
binding:unbind()
assert(o.open() > 0)
local user <const> = other:open("rights")
local ok <const>, why <const> = pcall(user.raise_80)
assert(not ok and why:find("died", 1, true), why)
start()
assert(s.open() > 0, "a dead module has it")
s.out(CRTC, CURSOR_HIGH)
assert(s.release() == 0)
local shut <const>, answer <const> = pcall(s.out, CRTC, CURSOR_HIGH)
assert(not shut and answer:find("#GP", 1, true), "its ports stay open")

for _, b in ipairs{ r, s, o, user } do deimos.close(b) end
m:unload()
other:unload()
assert(deimos.digest() == before, "something is left")
print("device: all of it, while it is granted")
