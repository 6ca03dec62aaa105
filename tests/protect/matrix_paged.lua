-- SPDX-License-Identifier: MIT
-- What clients of `paged` must not do: rings and pages on both machines,
-- limits where they are enforced.
-- machines: qemu-icount bochs

local matrix = require "matrix"

local WINDOW <const> = 64 << 20         -- bytes, as the model starts with
local RW <const> = 3
local USER <const>, WRITE <const>, PRESENT <const> = matrix.USER, matrix.WRITE,
  matrix.PRESENT

local before = deimos.digest()
local t = matrix.open("paged")
local m = t.model
local victim = m.create()               -- another client, at the same addresses
m.load(victim, "counter")
matrix.rows(t, matrix.RINGS)
matrix.rows(t, matrix.PAGED)
matrix.rows(t, {
  { "read", 14, USER, WINDOW - 17 * 4096 },     -- the guard page
  { "execute", 14, USER, 3 << 20 },             -- unmapped
})

-- pages that map() and protect() made
local p = matrix.pages(t)
p.dies("write", 0, USER | WRITE)         -- not there yet, and not to be
p.may("read", 0)
p.dies("write", 0, USER | WRITE | PRESENT)
m.protect(p.space, p.at, 4096, RW)
p.may("write", 0)
p.dies("write", 4096, USER | WRITE)
m.protect(p.space, p.at, 4096, 0)
p.dies("read", 0, USER | PRESENT)
matrix.end_pages(t, p, 0)

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
  matrix.supervisor(t, deimos.nmm.WINDOW_BASE)
end
assert(m.run(victim, 2 << 8 | 1) == 2)
m.destroy(victim)
matrix.close(t)
assert(deimos.digest() == before, "digest")
print("paged: each died alone")
