-- SPDX-License-Identifier: MIT
-- As many subscribers as there can be: the last one gets each event, too; the
-- first error is told, not the last; and an event for nobody is an error.
-- expect: pass
-- modules: client server

local b = require "bindings"

local MOST <const> = 16

b.begin("coop")
local servers, logs = {}, {}
for i = 1, MOST do
  servers[i] = deimos.load("server")
  logs[i] = servers[i]:open("log")
end
local this = b.connect("event", table.unpack(servers))
local ok, message = pcall(deimos.bind, this.module, "server", servers[1],
  "service")
assert(not ok and message:find("every slot", 1, true), message)
b.attached(this, "service", function(face, control)
  assert(control.start(b.CAPACITY) == 0)
  assert(control.start(b.CAPACITY) == b.E_BUSY)
  for n = 1, 3 do
    assert(face.send(n, 10 * n) == 0 and control.flush() == 0)
    for i = 1, MOST do assert(logs[i].calls() == n, i) end
  end
  logs[3].arm(b.FAIL)                   -- E_INVALID
  logs[16].arm(b.DIE)
  assert(face.send(4, 5) == 0)
  assert(b.try(control.flush) == b.E_INVALID, "not the first error")
  for i = 1, MOST - 1 do assert(logs[i].calls() == 4, i) end
  assert(face.send(5, 5) == 0 and b.try(control.flush) == b.E_DEAD)
  for _, slot in ipairs(this.slots) do slot:unbind() end
  assert(face.send(6, 5) == 0 and b.try(control.flush) == b.E_UNBOUND)
  assert(control.flush() == 0, "an error is told once")
  assert(control.stop() == 0)
end)
b.disconnect(this)
for i = 1, MOST do
  deimos.close(logs[i])
  servers[i]:unload()
end
b.finish()
print("binding event: all of them")
