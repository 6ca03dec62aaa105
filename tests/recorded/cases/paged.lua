-- SPDX-License-Identifier: MIT
-- paged: clients that take each order, and where a model's common memory is.
-- modules: buffer

local paged = require "paged"

local PAGE <const>, is <const> = paged.PAGE, paged.is
local before <const> = deimos.digest()
local store <const> = deimos.load "store_ram"
paged.new({ store = store }):unload()
store:unload()
local n <const> = paged.new()
is(n.control.configure(16, 0, 0), 0)
local digest <const> = n:digest()
local a, b = n:client(), n:client()
a.region = assert(n:map(a.space, 0, 20 * PAGE))
b.region = assert(n:map(b.space, 0, 2 * PAGE, 1))
is(a:run("fill", a.region, 6000, 1), 0)
is(a:run("check", a.region, 6000, 1), 0)
is(a:run("read", a.region + 4, 0), a:run("read", a.region + 4, 0))
is(a:run("write", a.region, 0, 99), 0)
print(a:run("sum", a.region, 100), a:run("deep", 3, 9), b:run("touch", b.region, 2))
print(a:run("map", 0, PAGE, 3), a:result() > 0, a:run("unmap", a:result(), PAGE))
print(a:run("protect", a.region, PAGE, 1), a:run("grow", 64), a:run("spin", 0, 3))
print(a:run("attach", 0, PAGE, 3, "name"), b:run("time") > 0, n:out("attach", 99, "x", 1, 3))
print(b:run("jump", b.region))
for space = 0, 2 do
  local usage = n:usage(space)
  for _, key in ipairs { "spaces", "mapped", "resident", "shared", "free", "faults",
      "evictions", "writes", "lost" } do print(space, key, usage[key]) end
end
print(paged.common(n.module.handle))
a:destroy()
b:destroy()
print(n:digest() ~= digest)
n:unload()
is(deimos.digest(), before)
