-- SPDX-License-Identifier: MIT
-- What clients of `paged` must not do: rings and pages on both machines,
-- limits where they are enforced.
-- machines: qemu-icount bochs

local matrix = require "matrix"

local WINDOW <const> = 64 << 20         -- bytes, as the model starts with
local READ <const>, RW <const> = 1, 3
local USER <const>, WRITE <const>, PRESENT <const> = 4, 2, 1

local before = deimos.digest()
local t = matrix.open("paged")
local m = t.model
local victim = m.create()               -- another client, at the same addresses
m.load(victim, "counter")
matrix.rows(t, matrix.RINGS)
matrix.dies(t, "ds_code", 13, 0x0c)

-- pages of its own window
matrix.rows(t, {
  { "null", 14, USER | WRITE },
  { "read", 14, USER, 3 << 20 },                -- unmapped
  { "write", 14, USER | WRITE, 3 << 20 },
  { "read", 14, USER, WINDOW - 17 * 4096 },     -- the guard page
  { "text_store", 14, USER | WRITE | PRESENT }, -- read-only
  { "stack", 14, USER | WRITE },                -- the page below it
  { "execute", 14, USER, 3 << 20 },
})

-- pages that map() and protect() made
local space = m.create()
m.load(space, "matrix")
local at = m.map(space, 0, 3 * 4096, READ)
local deaths = t.module:open("deaths")
local function dies(what, address, code)
  local number = ({ read = 1, write = 2 })[what]
  assert(m.run(space, address | number) == -19, what)
  local got = deaths.error()
  assert(deaths.vector() == 14 and got == code, what .. " " .. got)
end
dies("write", at, USER | WRITE)         -- not there yet, and not to be
assert(m.run(space, at | 1) == 1000)
dies("write", at, USER | WRITE | PRESENT)
m.protect(space, at, 4096, RW)
assert(m.run(space, at | 2) == 1000)
dies("write", at + 4096, USER | WRITE)
m.protect(space, at, 4096, 0)
dies("read", at, USER | PRESENT)
assert(m.run(space, at + 8192 | 1) == 1000)
assert(m.raw.write(space, at + 8192, "x", 1) == -4)
assert(m.raw.read(space, at, deimos.buffer(8), 8) == -4)
m.unmap(space, at, 3 * 4096)
dies("read", at, USER)
deimos.close(deaths)
m.destroy(space)

-- What lies outside: core and UPS are supervisor pages, and another client
-- is in no page table of this one's.
if deimos.machine().segment_limits then
  matrix.rows(t, {
    { "read", 13, 0, WINDOW },
    { "write", 13, 0, WINDOW },
    { "execute", 13, 0, WINDOW },
    { "read", 13, 0, 0x100000 - deimos.nmm.WINDOW_BASE & 0xffffffff },
    { "text", 13, 0 },
    { "ds_null", 13, 0 },
  })
else
  local function linear(address)
    return address - deimos.nmm.WINDOW_BASE & 0xffffffff
  end
  local _, info = deimos.nmm.create_region { size = 4096 }
  matrix.dies(t, "read", 14, USER | PRESENT, linear(0x100000))
  matrix.dies(t, "write", 14, USER | WRITE | PRESENT, linear(0x100000))
  matrix.dies(t, "write", 14, USER | WRITE | PRESENT, linear(info.frame))
  deimos.nmm.destroy_region(_)
end
assert(m.run(victim, 2 << 8 | 1) == 2)
m.destroy(victim)
matrix.close(t)
assert(deimos.digest() == before, "digest")
print("paged: each died alone")
