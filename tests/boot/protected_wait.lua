-- SPDX-License-Identifier: MIT
-- A client that others are bound to can be waited for, and stays until they are
-- not.
-- modules: client_echo client_asker

local models = require "models"
local p = require "protected"

local E <const> = models.E

for _, name in ipairs(models.ALL) do
  local system = models.open("coop", { name })
  local t = system[name]
  local a = p.load(t, "asker")
  local handle = t.x.exec("echo", 2)
  local near = p.connect(a, { module = deimos.find("echo") })
  assert(t.x.wait(handle) == E.BUSY and t.x.wait(handle) == E.BUSY)
  assert(p.ask(a, p.COUNT) == 1, "it serves though its client_main has ended")
  p.disconnect(near)
  assert(t.x.wait(handle) == 0 and t.x.count() == 0)
  p.destroy(a)
  models.close(system)
  print(name)
end
