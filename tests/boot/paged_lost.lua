-- SPDX-License-Identifier: MIT
-- Models take frames from each other (paper 4.3.2): the loser's page goes to
-- its store and is back on its next touch; who cannot fault loses nothing.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: buffer holder_frames
-- limit: 200

local paged = require "paged"

local PAGE, is = paged.PAGE, paged.is
local WORDS = PAGE // 4
local FRAMES = 120
local before = deimos.digest()
local ram = deimos.load("store_ram")
local a = paged.new { store = ram }
is(a.control.configure(FRAMES, 0, 0), 0)
local b = paged.new { store = ram }
is(b.control.configure(FRAMES, 0, 0), 0)
local to_b = deimos.bind(a.module, "peers", b.module, "memory")
local to_a = deimos.bind(b.module, "peers", a.module, "memory")
assert(b:usage().free == (2 * FRAMES) * PAGE, "a's free frames are b's, too")

local function fill(c, pages, seed)
  for i = 0, pages - 1 do
    is(c:run("fill", c.region + i * PAGE, WORDS, seed + i), 0, i)
  end
end

local function check(c, pages, seed)
  for i = 0, pages - 1 do
    is(c:run("check", c.region + i * PAGE, WORDS, seed + i), 0, i)
  end
end

print("b takes what a does not use")
local cb = b:client()
cb.region = assert(b:map(cb.space, 0, 400 * PAGE))
fill(cb, 150, 1000)
assert(b:usage().resident > FRAMES * PAGE)
is(b:usage().evictions, 0)

print("a takes it back")
local ca = a:client()
ca.region = assert(a:map(ca.space, 0, 400 * PAGE))
fill(ca, 105, 2000)
is(a:usage().evictions, 0, "its own frames are enough")
assert(a:usage().lost > 0, "some were lost")
assert(b:usage().lost > 0 and b:usage().writes > 0)

print("both have what they had")
check(cb, 150, 1000)
check(ca, 105, 2000)
for round = 1, 3 do
  fill(ca, 130, 3000 * round)
  fill(cb, 160, 5000 * round)
  check(ca, 130, 3000 * round)
  check(cb, 160, 5000 * round)
end

print("somebody who cannot fault")
ca:destroy()
local holder_module = deimos.load("holder_frames")
local holder = holder_module:open("holder")
local to_holder = deimos.bind(a.module, "peers", holder_module, "memory")
assert(a.control.limit(0) == 0)
local base, pages = paged.common(a.module.handle)
local taken = 0
for i = pages - 1, 0, -1 do
  if taken < 30 and holder.take(base + i * PAGE) == 0 then
    taken = taken + 1
  end
end
assert(taken > 0, taken)
ca = a:client()
ca.region = assert(a:map(ca.space, 0, 400 * PAGE))
fill(ca, 110, 7000)
check(ca, 110, 7000)
check(cb, 160, 15000)
is(holder.check(), 0, "its frames are its own")
assert(a:usage().evictions > 0)
local lost = a:usage().lost
for i = 0, taken - 1 do is(holder.drop(i), 0) end
fill(ca, 110, 8000)
check(ca, 110, 8000)
assert(a:usage().resident <= FRAMES * PAGE)

print("the owner of the frames goes first")
to_holder:unbind()
to_b:unbind()
to_a:unbind()
ca:destroy()
deimos.close(holder)
holder_module:unload()
is(b.control.limit(0), 0)
fill(cb, 230, 9000)
local resident = b:usage().resident
assert(resident > FRAMES * PAGE, "it has some of a's")
a:unload()
check(cb, 230, 9000)
fill(cb, 230, 9500)
check(cb, 230, 9500)
cb:destroy()
b:unload()
ram:unload()
assert(deimos.digest() == before)
print("paged_lost: nothing")
