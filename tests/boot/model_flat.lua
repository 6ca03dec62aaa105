-- SPDX-License-Identifier: MIT
-- What `flat` gives a meaning to: regions of the one space that there is.
-- modules: client_far

local memory = require "memory"
local models = require "models"

local E, RW <const> = models.E, 3

local before = deimos.digest()
local module = deimos.load("flat")
local m = memory.open(module)
local raw, at = m.raw, deimos.buffer(4)
local a, b = m.create(), m.create()
assert(raw.grow(a, 4, at) == E.NOTFOUND)
m.load(a, "client_far")

local one = m.map(a, 0, 5000, RW)
assert(m.run(a, one) == 0 and m.read(b, one, 4) == "\1\0\0\0")
assert(raw.map(b, one, 4096, RW, at) == E.BUSY)
assert(raw.map(b, one + 1, 4096, RW, at) == E.RANGE)
assert(raw.map(b, 0, 0, RW, at) == E.RANGE)
assert(raw.map(b, 0, 4096, 0, at) == E.INVALID)
assert(raw.unmap(b, one, 5000) == E.RANGE, "not b's")
assert(m.share(a, one, 8192, b, RW) == one)
assert(raw.share(a, one, 8192, b, RW, at) == E.BUSY)
m.unmap(a, one, 5000)
assert(m.read(b, one, 4) == "\1\0\0\0", "it stays while one has it")
assert(m.run(a, one) == 1, "and is there for all")
m.unmap(b, one, 5000)
assert(raw.read(a, one, at, 4) == E.ADDRESS)
assert(raw.read(a, 0, at, 4) == E.ADDRESS)
assert(raw.read(a, 0xfffffff0, at, 4) == E.ADDRESS)
assert(raw.read(a, 0xfffffff0, at, 64) == E.ADDRESS)

local object = m.attach(a, "object", 6000, RW)
m.write(a, object, "named")
assert(m.attach(b, "object", 0, RW) == object)
local usage <const> = m.usage(a).mapped
assert(raw.attach(a, "object", 0, RW, at) == E.BUSY, "twice at one address")
assert(m.usage(a).mapped == usage)
m.destroy(b)
assert(m.read(a, object, 5) == "named")

local first = m.grow(a, 10)
assert(m.grow(a, 100000) == first + 10)
m.write(a, first + 100006, "last")
assert(raw.grow(a, 0x7fffffff, at) == E.NOMEM)

for name, arguments in pairs { protect = { 0, 4096, 1 }, copy = {},
    release_frame = {} } do
  assert(raw[name](a, table.unpack(arguments)) == E.NOT_APPLICABLE, name)
end
m.destroy(a)
m.close()
module:unload()
assert(deimos.digest() == before)
