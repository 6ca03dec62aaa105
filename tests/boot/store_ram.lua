-- SPDX-License-Identifier: MIT
-- The store in memory: objects by name, zeros until written, errors that
-- change nothing, and its replacement by another that loses nothing.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: buffer

local E = { NOTFOUND = -2, HANDLE = -3, RANGE = -24, INVALID = -1, FULL = -6 }
local PAGE = 4096
local before = deimos.digest()
local module = deimos.load("buffer")
local b = module:open("buffer")
local at = b.address()
local ram = deimos.load("store_ram")
local s = ram:open("store")

assert(s.open("a", 0) == E.NOTFOUND)
assert(s.open("", 1) == E.INVALID)
assert(s.open(("n"):rep(32), 1) == E.INVALID)
assert(s.open("huge", 1024 * 1024 + 1) == E.RANGE)
local a = s.open("a", 3000)
local c = s.open(("n"):rep(31), 2)
assert(a > 0 and c > 0 and a ~= c)
assert(s.open("a", 0) == a and s.open("a", 3000) == a)
assert(s.open("a", 3001) == E.RANGE)
assert(s.pages(a) == 3000 and s.pages(a + 256) == E.HANDLE)

local function write(object, page, seed)
  b.fill(seed, 0, PAGE)
  return s.write(object, page, at)
end

local function is(object, page, seed)
  b.fill(seed + 1, 0, PAGE)
  assert(s.read(object, page, at) == 0)
  return b.check(seed, 0, PAGE)
end

assert(is(a, 7, 1) == 2, "zeros until it is written")
assert(s.read(a, 3000, at) == E.RANGE and s.write(a, 3000, at) == E.RANGE)
assert(s.read(0, 0, at) == E.HANDLE and s.write(-1, 0, at) == E.HANDLE)
for _, page in ipairs { 0, 1, 1023, 1024, 2999 } do
  assert(write(a, page, page + 10) == 0)
end
assert(write(c, 1, 99) == 0)

local function whole()
  for _, page in ipairs { 0, 1, 1023, 1024, 2999 } do
    assert(is(a, page, page + 10) == 1, page)
  end
  assert(is(a, 2, 1) == 2 and is(c, 0, 1) == 2 and is(c, 1, 99) == 1)
end

whole()
for _ = 1, 5 do
  ram = ram:replace("store_ram")
  whole()
end
assert(s.remove(c) == 0 and s.remove(c) == E.HANDLE)
assert(s.open(("n"):rep(31), 0) == E.NOTFOUND)
local again = s.open("new", 1)
assert(again ~= c and s.pages(c) == E.HANDLE, "a stale handle stays stale")
assert(is(again, 0, 1) == 2, "pages are zeros again")
for i = 1, 253 do assert(s.open("o" .. i, 1) > 0) end
assert(s.open("o254", 1) == E.FULL)

deimos.close(s)
ram:unload()
deimos.close(b)
module:unload()
assert(deimos.digest() == before)
print("store_ram: kept")
