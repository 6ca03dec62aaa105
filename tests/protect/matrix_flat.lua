-- SPDX-License-Identifier: MIT
-- What the protecting models forbid succeeds under `flat`: another client's
-- memory, data that is executed, text that is written.
-- machines: qemu-icount bochs

local matrix = require "matrix"

local RW <const> = 3

local before = deimos.digest()
local t = matrix.open("flat")
local m = t.model

matrix.succeeds(t, "data_execute")
matrix.succeeds(t, "text_store")
matrix.succeeds(t, "text_read")

-- another client's memory is as good as its own
local victim = m.create()
local at = m.map(victim, 0, 4096, RW)
m.write(victim, at, "safe")
matrix.succeeds(t, "read", at)
assert(m.read(victim, at, 4) == "safe")
matrix.succeeds(t, "write", at)
assert(m.read(victim, at, 4) == "\xef\xbe\xad\xde", "it is not written")
m.write(victim, at, "\xb8\x01\x00\x00\x00\xc3")
matrix.succeeds(t, "execute", at)

-- and of what is in no module's hands, nothing asks
assert(m.raw.protect(victim, at, 4096, 1) == -29)
m.destroy(victim)
matrix.close(t)
assert(deimos.digest() == before, "digest")
print("flat: all of it succeeds")
