-- SPDX-License-Identifier: MIT
-- What clients of `segpaged` must not do: rings and pages on both machines,
-- limits where they are enforced.
-- machines: qemu-icount bochs

local matrix = require "matrix"

local SLICE <const> = 8 << 20           -- ORDER modules/models/segpaged/model.h
local READ <const>, RW <const> = 1, 3
local USER <const>, WRITE <const>, PRESENT <const> = 4, 2, 1

local before = deimos.digest()
local t = matrix.open("segpaged")
local m = t.model
matrix.rows(t, matrix.RINGS)
matrix.dies(t, "ds_code", 13, 0x0c)

-- pages of its own slice
matrix.rows(t, {
  { "null", 14, USER | WRITE },
  { "read", 14, USER, 3 << 20 },                -- unmapped
  { "write", 14, USER | WRITE, 3 << 20 },
  { "text_store", 14, USER | WRITE | PRESENT }, -- read-only
  { "stack", 14, USER | WRITE },                -- the page below it
})

-- pages that map() and protect() made
local space = m.create()
m.load(space, "matrix")
local at = m.map(space, 0, 3 * 4096, READ)
local deaths = t.module:open("deaths")
local function dies(what, address, code)
  local number = ({ read = 1, write = 2 })[what]
  assert(m.run(space, address | number) == -19, what)
  assert(deaths.vector() == 14 and deaths.error() == code, what)
end
dies("write", at, USER | WRITE | PRESENT)
assert(m.run(space, at | 1) == 1000)
m.protect(space, at, 4096, RW)
assert(m.run(space, at | 2) == 1000)
dies("write", at + 4096, USER | WRITE | PRESENT)
m.protect(space, at + 4096, 4096, 0)
dies("read", at + 4096, USER | PRESENT)
assert(m.run(space, at + 8192 | 1) == 1000)
assert(m.raw.write(space, at + 8192, "x", 1) == -4)
assert(m.raw.read(space, at + 4096, deimos.buffer(8), 8) == -4)
m.unmap(space, at, 3 * 4096)
dies("read", at, USER)
deimos.close(deaths)
m.destroy(space)

-- what lies outside: the core and the UPS are supervisor pages; another
-- client is beyond the limit only
local victim = m.create()               -- slice 1
m.load(victim, "counter")
if deimos.machine().segment_limits then
  matrix.rows(t, {
    { "read", 13, 0, -SLICE & 0xffffffff | 0x1000 },
    { "write", 13, 0, -SLICE & 0xffffffff | 0x1000 },
    { "write", 13, 0, SLICE },
    { "execute", 13, 0, 1 << 20 },
    { "data_execute", 13, 0 },
    { "text", 13, 0 },
    { "text_read", 13, 0 },
    { "ds_null", 13, 0 },
    { "read", 13, 0, 0x100000 - deimos.nmm.WINDOW_BASE - SLICE & 0xffffffff },
  })
else
  local function linear(address)        -- of slice 2, which has no limit here
    return address - deimos.nmm.WINDOW_BASE - SLICE & 0xffffffff
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
print("segpaged: each died alone")
