-- SPDX-License-Identifier: MIT
-- What `segmented` gives a meaning to: memory that grows in place and by
-- moving, and shared memory by descriptor; and what it does not.
-- machines: qemu-icount bochs
-- modules: client_far

local memory = require "memory"
local models = require "models"

local E, RW, R <const> = models.E, 3, 1
-- ORDER modules/models/segmented/model.h
local STACK <const> = 16384

local before = deimos.digest()
local module = deimos.load("segmented")
local m = memory.open(module)
local raw = m.raw
local a, b = m.create(), m.create()
local at = deimos.buffer(4)

-- an empty space has no segments
assert(raw.map(a, 0, 4096, RW, at) == E.NOTFOUND)
assert(raw.grow(a, 4, at) == E.NOTFOUND)
m.load(a, "client_far")
m.load(b, "client_far")

-- in place, by bytes; then it moves, and nothing is lost
local first = m.grow(a, 10)
assert(first > STACK and m.grow(a, 6) == first + 10)
m.write(a, first, "sixteen bytes...")
assert(raw.write(a, first, ("x"):rep(17), 17) == E.ADDRESS)
local resident = m.usage(a).resident
assert(m.grow(a, 300000) == first + 16)
assert(m.usage(a).resident > resident + 300000, "it has not moved")
assert(m.read(a, first, 16) == "sixteen bytes...")
assert(m.read(a, first + 16, 4) == "\0\0\0\0")
assert(raw.grow(a, 0x7fffffff, at) == E.NOMEM)
assert(raw.grow(a, 0xffffffff, at) == E.NOMEM)

-- map() is at the end, and so is unmap()
local one = m.map(a, 0, 5000, RW)
local two = m.map(a, one + 8192, 4096, RW)
assert(one % 4096 == 0 and two == one + 8192)
m.write(a, two, "gone")
assert(raw.map(a, one, 4096, RW, at) == E.BUSY)
assert(raw.map(a, two + 65536, 4096, RW, at) == E.NOT_APPLICABLE)
assert(raw.map(a, 0, 4096, R, at) == E.NOT_APPLICABLE)
assert(raw.map(a, 0, 0, RW, at) == E.RANGE)
assert(raw.map(a, 0, 4096, 0, at) == E.INVALID)
assert(raw.unmap(a, one, 5000) == E.NOT_APPLICABLE)
assert(raw.unmap(a, two + 8192, 4096) == E.RANGE)
m.unmap(a, two, 4096)
assert(raw.read(a, two, at, 4) == E.ADDRESS)
assert(m.map(a, 0, 4096, RW) == two and m.read(a, two, 4) == "\0\0\0\0")

-- a part of a's data in b: far, and it follows when a moves
m.write(a, one, "\7\0\0\0")
local far = m.share(a, one, 4096, b, RW)
assert(far >> 28 == 8, "a far address")
assert(m.run(b, far) == 7 and m.run(b, far) == 8)
assert(m.run(a, 0) == 0, "a grows")
assert(m.run(b, far) == 9 and m.read(a, one, 4) == "\10\0\0\0")
m.write(b, far, "\42\0\0\0")
assert(m.read(a, one, 4) == "\42\0\0\0" and m.usage(b).shared == 4096)
assert(raw.write(b, far + 4096, "x", 1) == E.ADDRESS)
local only = m.share(a, one, 4, b, R)
assert(only ~= far and raw.write(b, only, "x", 1) == E.ADDRESS)
if deimos.machine().segment_limits then
  assert(m.run(b, only) == E.DIED, "a store to read-only memory")
  assert(m.run(b, far + 4096) == E.DIED, "beyond its limit")
end
assert(raw.unmap(b, far, 8192) == E.RANGE)
m.unmap(b, far, 4096)
assert(m.run(b, far) == E.DIED, "its segment has gone")
m.destroy(a)
assert(m.run(b, only) == E.DIED, "the memory has gone, and so has this")

-- named objects stay
assert(raw.attach(b, "object", 0, RW, at) == E.NOTFOUND)
assert(raw.attach(b, "", 4096, RW, at) == E.INVALID)
local object = m.attach(b, "object", 6000, RW)
m.write(b, object, "\1\0\0\0")
assert(m.run(b, object) == 1)
local c = m.create()
m.load(c, "client_far")
assert(m.run(c, m.attach(c, "object", 0, RW)) == 2)
assert(raw.attach(c, "object", 65536, RW, at) == E.RANGE)
local times = 0
while raw.attach(c, "object", 0, RW, at) == 0 do times = times + 1 end
assert(times == 15 and raw.attach(c, "object", 0, RW, at) == E.FULL)
m.destroy(b)
assert(m.run(c, at:u32(0)) == 3)

for name, arguments in pairs { protect = { 0, 4096, 1 }, copy = {},
    release_frame = {} } do
  assert(raw[name](c, table.unpack(arguments)) == E.NOT_APPLICABLE, name)
end
m.destroy(c)
m.close()
module:unload()
assert(deimos.digest() == before)
