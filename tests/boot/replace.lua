-- SPDX-License-Identifier: MIT
-- Hot change: a new version takes over bindings and state; one that refuses
-- leaves the old one as it was; draining waits for the last binding.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: counter1 counter2 counter_picky counter_dying

local expect = require "expect"
local before = deimos.digest()
local old = deimos.load("counter1")
local a, b = old:open("counter"), old:open("counter")
assert(a.count() == 1 and b.count() == 2 and a.version() == 1)

local function refused(pattern, f, ...)
  expect.unchanged(pattern, f, ...)
  assert(a.version() == 1, "the old one never stopped")
end

refused("import_state refused", old.replace, old, "counter_picky")
refused("died", old.replace, old, "counter_dying")
refused("lacks interface 'counter'", old.replace, old, "null")
refused("modules/nowhere.o", old.replace, old, "nowhere")
refused("replace 'counter1': ", old.replace, old, "nowhere")
refused("part of the core", deimos.find("nmm").replace, deimos.find("nmm"),
        "counter2")

assert(a.count() == 3)
local new = old:replace("counter2")
assert(a.version() == 2 and b.version() == 2)
assert(a.count() == 4 and b.count() == 5, "the state went along")
assert(not deimos.find("counter1"), "the old one is unloaded")

-- forth and back, many times: one indirect call all along
for i = 1, 100 do
  new = new:replace(i % 2 == 1 and "counter1" or "counter2")
  assert(a.count() == 5 + i)
end

-- drain: refused for ever while it is bound, and then as before
local ok, message = pcall(new.drain, new, 0)
assert(not ok and message:find("bound", 1, true), message)
assert(a.count() == 106)
-- ... no new binding meanwhile, and gone with the last one
local steps = 0
new:drain(10, function()
  steps = steps + 1
  local fine, why = pcall(new.open, new, "counter")
  assert(not fine and why:find("being unloaded", 1, true), why)
  assert(not deimos.find("counter2"), "found by its name")
  deimos.close(steps == 1 and a or b)
end)
assert(steps == 2 and not deimos.find("counter2"))
assert(deimos.digest() == before)
print("replace: without a stop")
