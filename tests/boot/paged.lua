-- SPDX-License-Identifier: MIT
-- Clients of the paged model: demand zero, map, unmap, protect, grow, a
-- guarded stack, services, and what all of it costs given back.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: buffer
-- output: client prober of paged, space %d+: vector 14, error 0x

local paged = require "paged"

local E, PAGE = paged.E, paged.PAGE
local before = deimos.digest()
local is = paged.is
local m = paged.new()
local empty = m:usage()
assert(empty.spaces == 0 and empty.resident == 0 and empty.free > 0)
assert(deimos.nmm.paging(true) == true, "the model has switched it on")

local digest = m:digest()
local hello = m.memory.create()
assert(hello > 0, hello)
is(m.memory.run(hello, 3), E.NOTFOUND)
is(m.memory.load(hello, "nobody"), E.NOTFOUND)
is(m.memory.load(hello, "hello"), 0)
is(m.memory.load(hello, "hello"), E.EXISTS)
is(m.memory.run(hello, 3), 3)
is(m.memory.run(hello, 4), 4)
is(m.memory.destroy(hello) == 0 and m.memory.destroy(hello), E.HANDLE)

local c = m:client()
local region = assert(m:map(c.space, 0, 100 * PAGE))
is(c:run("sum", region, 0), 0)
local idle = m:usage(c.space)
is(c:run("sum", region, 100 * PAGE // 4), 0, "zeros")
assert(m:usage(c.space).resident == idle.resident + 100 * PAGE)
is(c:run("fill", region, 100 * PAGE // 4, 7), 0)
is(c:run("check", region, 100 * PAGE // 4, 7), 0)
assert(c:run("check", region, 100 * PAGE // 4, 8) > 0)

print("rights")
is(m.memory.protect(c.space, region, 10 * PAGE, paged.READ), 0)
is(c:run("check", region, 100 * PAGE // 4, 7), 0, "still readable")
is(c:run("write", region + 9 * PAGE, 0, 1), E.DIED, "read-only")
is(c:run("write", region + 10 * PAGE, 0, 1), 0)
is(m.memory.protect(c.space, region, 10 * PAGE, 0), 0)
is(c:run("read", region), E.DIED, "no rights")
is(m.memory.protect(c.space, region, 10 * PAGE, 3), 0)
is(c:run("write", region + 9 * PAGE, 0, 1), 0)
is(c:run("read", 0), E.DIED, "page 0")
is(c:run("write", PAGE, 0, 1), E.DIED, "text")
assert(c:run("read", PAGE) ~= E.DIED, "text")

print("holes")
is(m.memory.unmap(c.space, region + 50 * PAGE, PAGE), 0)
is(m.memory.unmap(c.space, region + 50 * PAGE, PAGE), E.RANGE)
is(c:run("read", region + 50 * PAGE), E.DIED)
assert(m:map(c.space, region + 50 * PAGE, PAGE) == region + 50 * PAGE)
is(c:run("read", region + 50 * PAGE), 0, "a new page is clear")
local _, error = m:map(c.space, region, PAGE)
assert(error == E.BUSY)
_, error = m:map(c.space, 0, 1 << 30)
assert(error == E.NOMEM)
_, error = m:map(c.space, 0, PAGE, 2)
assert(error == E.INVALID)
_, error = m:map(c.space, region + 1, PAGE)
assert(error == E.RANGE)
_, error = m:map(c.space, 0xfffff000, PAGE)
assert(error == E.RANGE)

local second = assert(m:map(c.space, 0, 120 * PAGE))
for round = 1, 8 do
  is(c:run("sum", second, 120 * PAGE // 4), 0, "clear, round " .. round)
  is(c:run("fill", second, 120 * PAGE // 4, round), 0)
  is(m.memory.unmap(c.space, second, 120 * PAGE), 0)
  is(m:map(c.space, second, 120 * PAGE), second)
end

print("stack")
is(c:run("deep", 0, 50), 50)
is(c:run("deep", 0, 100), E.DIED, "the guard page")

print("services")
is(c:run("map", 0, 3 * PAGE, 3), 0)
local at = c:result()
is(c:run("fill", at, 3 * PAGE // 4, 5), 0)
is(c:run("protect", at, PAGE, 1), 0)
is(c:run("write", at, 0, 1), E.DIED)
is(c:run("unmap", at, 3 * PAGE), 0)
is(c:run("read", at), E.DIED)
is(c:run("grow", 0, 10000), 0)
at = c:result()
is(c:run("fill", at + 3 & ~3, 2000, 5), 0)
is(c:run("check", at + 3 & ~3, 2000, 5), 0)
is(c:run("grow", 0, 0x7f000000), E.NOMEM)

print("read and write")
is(m.memory.write(c.space, 0, "abcd", 4), E.ADDRESS)
assert(m.memory.write(c.space, PAGE, "abcd", 4) == E.ADDRESS, "text")
is(m.memory.write(c.space, 0xfffffffe, "abcd", 4), E.ADDRESS)
is(m.memory.write(c.space, region + PAGE - 2, "abcd", 4), 0)
is(m.memory.read(c.space, region + PAGE - 2, m.at, 4), 0)
assert(string.pack("<i4", m.buffer.get(0)) == "abcd")
is(m.memory.read(c.space, 0, m.at, 0), 0)

c:destroy()
assert(m:usage().resident == 0)
assert(m:digest() == digest, "a space leaves nothing")
m:unload()
assert(deimos.nmm.paging(false) == false, "off as it was")
assert(deimos.digest() == before)
print("paged: ok")
