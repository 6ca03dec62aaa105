-- SPDX-License-Identifier: MIT
-- What clients of `segmented` must not do. Rings on both machines; limits and
-- types where they are enforced.
-- machines: qemu-icount bochs
-- output: client matrix of segmented, space %d+: vector 13, error 0x20, at 0f:

local matrix = require "matrix"

local before = deimos.digest()
local t = matrix.open("segmented")
matrix.rows(t, matrix.RINGS)
matrix.dies(t, "ds_code", 13, 0x0c)             -- it is execute only

if deimos.machine().segment_limits then
  local victim = t.model.create()
  t.model.load(victim, "counter")
  matrix.rows(t, {
    { "read", 13, 0, 1 << 20 },                 -- beyond the limit of DS
    { "write", 13, 0, 1 << 20 },
    { "write", 13, 0, 0xffffff00 },             -- what lies below its base
    { "execute", 13, 0, 1 << 16 },              -- beyond the limit of CS
    { "data_execute", 13, 0 },
    { "text", 13, 0 },                          -- no write through CS
    { "text_read", 13, 0 },                     -- no read
    { "stack", 12, 0 },                         -- it ends at offset 0
    { "ds_null", 13, 0 },
  })
  assert(t.model.run(victim, 2 << 8 | 1) == 2)
  t.model.destroy(victim)
end
matrix.close(t)
assert(deimos.digest() == before, "digest")
print("segmented: each died alone")
