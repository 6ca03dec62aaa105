-- SPDX-License-Identifier: MIT
-- What runs out is an error that says so, takes one client at most, and is
-- there again afterwards: frames, pages, mappings, objects, spaces, the window.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: buffer
-- output: paged: space %d+: page at 0x%x+: table is full
-- output: paged: space %d+: page at 0x%x+: out of memory
-- output: a client attaches 16 objects .SPACE_NAMES.
-- output: clients have 128 objects .OBJECTS.

local paged = require "paged"

local E, PAGE, is = paged.E, paged.PAGE, paged.is
local before = deimos.digest()
local m = paged.new()

print("sizes")
is(m.control.configure(0, 63, 0), E.RANGE)
is(m.control.configure(1 << 19, 0, 0), E.RANGE)
is(m.control.configure(0, 0, 1 << 19), E.RANGE)
local free = m:usage().free
is(m.control.configure(1 << 18, 0, 0), E.NOMEM)
is(m:usage().free, free, "as before")
is(m.control.configure(100, 200, 256), 0)

print("pages")
local c = m:client()
is(m.control.configure(100, 0, 0), E.BUSY)
local at = assert(m:map(c.space, 0, 200 * PAGE))
is(c:run("touch", at, 200, 1), E.DIED)
is(m.memory.unmap(c.space, at, 200 * PAGE), 0)
local _, error = m:map(c.space, 0, 300 * PAGE)
is(error, E.NOMEM)
at = assert(m:map(c.space, 0, 50 * PAGE))
is(c:run("touch", at, 50, 1), 0)

print("mappings")
local d = m:client()
local shared = 0
repeat
  local place, why = m:out("share", c.space, at, 40 * PAGE, d.space, 3)
  error = why
  shared = shared + (place and 1 or 0)
until not place
assert(error == E.FULL and shared >= 2, error)
d:destroy()
is(c:run("read", at), 1)

print("copies")
local spaces = {}
repeat
  local copy = m.memory.copy(c.space)
  error = copy
  spaces[#spaces + 1] = copy > 0 and copy or nil
until copy < 0
assert(error == E.FULL and #spaces > 0, error)
for _, space in ipairs(spaces) do is(m.memory.destroy(space), 0) end
is(c:run("read", at), 1)
c:destroy()

print("spaces")
spaces = {}
repeat
  local space = m.memory.create()
  error = space
  spaces[#spaces + 1] = space > 0 and space or nil
until space < 0
assert(error == E.FULL or error == E.NOMEM, error)
is(#spaces, 64)
for _, space in ipairs(spaces) do is(m.memory.destroy(space), 0) end

print("frames")
is(m.control.configure(40, 400, 0), 0)
c = m:client()
at = assert(m:map(c.space, 0, 60 * PAGE))
is(c:run("touch", at, 0, 1), 0)
is(m.control.pin(c.space, c.block, 64), 0)
is(m.control.pin(c.space, 255 * PAGE, PAGE), 0)
is(m.control.pin(c.space, 0, 0), E.NOMEM)
is(c:run("touch", at, 60, 1), E.DIED, "all are pinned")
c:destroy()

print("objects")
-- A client's share of what all clients have, and all clients' (OBJECTS).
spaces = {}
local attached = 0
repeat
  c = m:client()
  spaces[#spaces + 1] = c
  repeat
    local place, why = m:out("attach", c.space, "o" .. attached, PAGE, 3)
    error = why
    attached = attached + (place and 1 or 0)
  until not place
  is(error, attached == 16 * #spaces and attached < 128 and E.QUOTA or E.FULL)
until error == E.FULL
is(attached, 128)
assert(m:out("attach", spaces[1].space, "o0", PAGE, 3), "there already")
spaces[1]:destroy()
c = m:client()
spaces[1] = c
assert(m:out("attach", c.space, "o0", PAGE, 3), "there is room again")
for _, one in ipairs(spaces) do one:destroy() end
m:unload()
assert(deimos.digest() == before)
print("paged_full: said so")
