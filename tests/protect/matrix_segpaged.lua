-- SPDX-License-Identifier: MIT
-- What clients of `segpaged` must not do: rings and pages on both machines,
-- limits where they are enforced.
-- machines: qemu-icount bochs

local matrix = require "matrix"

-- ORDER modules/models/segpaged/model.h
local SLICE <const> = 8 << 20
local RW <const> = 3
local USER <const>, WRITE <const>, PRESENT <const> = matrix.USER, matrix.WRITE,
  matrix.PRESENT

local before = deimos.digest()
local t = matrix.open("segpaged")
local m = t.model
matrix.rows(t, matrix.RINGS)
matrix.rows(t, matrix.PAGED)

-- pages that map() and protect() made
local p = matrix.pages(t)
p.dies("write", 0, USER | WRITE | PRESENT)
p.may("read", 0)
m.protect(p.space, p.at, 4096, RW)
p.may("write", 0)
p.dies("write", 4096, USER | WRITE | PRESENT)
m.protect(p.space, p.at + 4096, 4096, 0)
p.dies("read", 4096, USER | PRESENT)
matrix.end_pages(t, p, 4096)

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
  -- slice 2 has no limit here
  matrix.supervisor(t, deimos.nmm.WINDOW_BASE + SLICE)
end
assert(m.run(victim, 2 << 8 | 1) == 2)
m.destroy(victim)
matrix.close(t)
assert(deimos.digest() == before, "digest")
print("segpaged: each died alone")
