-- SPDX-License-Identifier: MIT
-- What `segpaged` gives a meaning to: memory anywhere in a slice, rights of
-- pages, sharing, objects, and a module that is asked about a forbidden
-- access.
-- machines: qemu-icount bochs
-- modules: client_far client_answer trapper

local memory = require "memory"
local models = require "models"

local E, RW, R <const> = models.E, 3, 1
-- ORDER modules/models/segpaged/model.h
local SLICE <const> = 8 << 20

local before = deimos.digest()
local module = deimos.load("segpaged")
local m = memory.open(module)
local raw, at = m.raw, deimos.buffer(4)
local a, b = m.create(), m.create()
m.load(a, "client_far")
m.load(b, "client_far")

-- map
local one = m.map(a, 0, 5000, RW)
assert(m.read(a, one, 4) == "\0\0\0\0")
local two = m.map(a, one + (1 << 20), 4096, RW)
assert(two == one + (1 << 20))
assert(raw.map(a, two, 4096, RW, at) == E.BUSY)
assert(raw.map(a, two - 4096, 8192, RW, at) == E.BUSY)
assert(raw.map(a, two + 1, 4096, RW, at) == E.RANGE)
assert(raw.map(a, SLICE, 4096, RW, at) == E.RANGE)
assert(raw.map(a, 0, SLICE, RW, at) == E.NOMEM)
assert(raw.map(a, 0, 0, RW, at) == E.RANGE)
assert(raw.map(a, 0, 4096, 5, at) == E.NOT_APPLICABLE)
assert(raw.map(a, 0, 4096, 0, at) == E.INVALID)
assert(m.run(a, one) == 0 and m.run(a, one) == 1)
m.write(a, one + 4094, "across")
assert(m.read(a, one + 4094, 6) == "across")
assert(raw.write(a, one + 8190, "across", 6) == E.ADDRESS)
assert(raw.unmap(a, one, 4096) == E.RANGE)
m.unmap(a, two, 4096)
assert(m.run(a, two) == E.DIED)

-- grow
local end1 = m.grow(a, 10)
assert(m.grow(a, 200000) == end1 + 10)
m.write(a, end1 + 199996, "\5\0\0\0")
assert(m.run(a, end1 + 199996) == 5)
assert(raw.grow(a, SLICE, at) == E.NOMEM)
assert(raw.grow(a, 0xffffffff, at) == E.NOMEM)

-- a service that cannot answer has done nothing
local c = m.create()
m.load(c, "client_answer")
local readable, writable = m.map(c, 0, 4096, R), m.map(c, 0, 4096, RW)
local start = m.grow(c, 16)
assert(m.run(c, readable) == E.ADDRESS and m.run(c, 0) == E.ADDRESS)
assert(m.run(c, writable + 4094) == E.ADDRESS)
assert(m.run(c, writable) == 0 and m.grow(c, 0) == start + 32)
assert(m.read(c, writable, 4) == string.pack("<I4", start + 16))
m.destroy(c)

-- share
m.write(a, one, "\7\0\0\0")
local there = m.share(a, one, 8192, b, RW)
assert(m.run(b, there) == 7 and m.read(a, one, 4) == "\8\0\0\0")
local only = m.share(a, one, 8192, b, R)
assert(m.run(b, only) == E.DIED and m.read(b, only, 4) == "\8\0\0\0")
assert(raw.write(b, only, "x", 1) == E.ADDRESS)
assert(raw.share(a, one, 4096, b, RW, at) == E.RANGE)
assert(m.usage(b).shared == 16384)
m.unmap(a, one, 8192)
assert(m.run(b, there) == 8, "it stays while one has it")

-- objects
assert(raw.attach(a, "object", 0, RW, at) == E.NOTFOUND)
local object = m.attach(a, "object", 6000, RW)
assert(m.run(a, object) == 0)
assert(m.run(b, m.attach(b, "object", 0, RW)) == 1)

-- a module is asked
local trapper = deimos.load("trapper")
local control = trapper:open("control")
local bound = deimos.bind(module, "trap", trapper, "trap")
deimos.bind(trapper, "memory", module, "memory")
control.mode(0)
assert(m.run(b, only) == E.DIED and control.count() == 1)
assert(control.last() == only and control.access() == 2)
control.mode(2)
assert(m.run(b, only) == E.DIED and control.count() == 5)
control.mode(1)
assert(m.run(b, only) == E.DIED and control.count() == 1, "not b's to do")
local own = m.map(b, 0, 8192, R)
control.mode(1)
assert(m.run(b, own) == 0 and control.count() == 1)
assert(m.run(b, own) == 1 and control.count() == 1)
m.protect(b, own + 4096, 4096, 0)
control.mode(1)
assert(m.run(b, own + 4104) == 0 and control.access() == 1)
assert(raw.protect(b, only, 16384 * 4, 1) == E.RANGE)
assert(raw.protect(b, only + 1, 4096, 1) == E.RANGE)
assert(raw.protect(b, 4096, 4096, RW) == E.RANGE, "its text")
assert(raw.protect(b, only, 4096, 7) == E.NOT_APPLICABLE)
assert(raw.protect(b, only, 4096, RW) == E.RIGHTS)
-- it dies: so does the client, and the model lives
control.mode(3)
m.protect(b, only, 4096, R)
assert(m.run(b, only) == E.DIED)
assert(m.run(b, there) == 9, "the space can be run again")
bound:unbind()
deimos.close(control)
trapper:unload()

assert(raw.copy(a) == E.NOT_APPLICABLE)
assert(raw.release_frame(0) == E.NOT_APPLICABLE)
m.destroy(a)
m.destroy(b)

-- as many as there are slices; paging off: they wait
local spaces = {}
repeat
  local space = raw.create()
  spaces[#spaces + 1] = space
until space < 0
assert(table.remove(spaces) == E.FULL and #spaces == 64)
m.load(spaces[64], "client_far")
m.load(spaces[1], "client_far")
deimos.nmm.paging(false)
assert(m.run(spaces[64], 0) == E.PAGING)
m.write(spaces[1], 4 << 10, "") -- no bytes: no right is needed
deimos.nmm.paging(true)
assert(m.run(spaces[64], 0) == 0)
for _, space in ipairs(spaces) do m.destroy(space) end
m.close()
module:unload()
assert(deimos.digest() == before)
