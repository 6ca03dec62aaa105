-- SPDX-License-Identifier: MIT
-- What dies around a paged model, and what goes on: a trap, a store, a policy
-- that die in its fault handler; and the model itself, in its own handler.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: buffer bad_parts
-- output: module 'paged'.*died

local paged = require "paged"

local E, PAGE, is = paged.E, paged.PAGE, paged.is
local before = deimos.digest()
local m = paged.new()
is(m.control.configure(40, 0, 0), 0)
local c = m:client()
c.region = assert(m:map(c.space, 0, 100 * PAGE))
is(c:run("touch", c.region, 20, 1), 0)

local function bad()
  local module = deimos.load("bad_parts")
  local spell <close> = module:open("spell")
  spell.set(0)
  return module
end

print("a trap")
local part = bad()
local trap = deimos.bind(m.module, "trap", part, "trap")
is(c:run("read", 0), E.DIED)
is(c:run("read", c.region), 1)
trap:unbind()
part:unload()

print("a policy")
part = bad()
m.policy_binding:rebind(part, "replacement")
is(c:run("touch", c.region, 90, 1), E.DIED)
m.policy_binding:rebind(m.policy, "replacement")
part:unload()
is(c:run("touch", c.region + 20 * PAGE, 10, 0), 0)

print("a store")
part = bad()
m.store_binding:rebind(part, "store")
is(c:run("touch", c.region + 20 * PAGE, 80, 1), E.DIED)
m.store_binding:rebind(m.store, "store")
part:unload()
is(c:run("touch", c.region + 30 * PAGE, 70, 3), 0)
c:destroy()
is(m:usage().resident, 0)

print("the model, in its handler")
c = m:client()
part = deimos.load("bad_parts")
trap = deimos.bind(m.module, "trap", part, "trap")
local ok, message = pcall(c.run, c, "read", 0)
assert(not ok and message:find("died", 1, true), message)
assert(deimos.report():find("paged", 1, true), deimos.report())
deimos.close(m.memory)
deimos.close(m.control)
m.policy:unload()
m.module:unload()
part:unload()
m.store:unload()
deimos.close(m.buffer)
m.buffer_module:unload()
deimos.nmm.paging(false)
assert(deimos.digest() == before, "a dead model leaves nothing")

print("another one")
m = paged.new()
c = m:client()
is(c:run("sum", assert(m:map(c.space, 0, PAGE)), 1024), 0)
c:destroy()
m:unload()
assert(deimos.digest() == before)
print("paged_death: ok")
