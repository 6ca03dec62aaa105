-- SPDX-License-Identifier: MIT
-- Nothing is inherited: registers, flags and stack of a new client or thread
-- hold nothing of anybody's.
-- machines: qemu-icount bochs
-- modules: client_fresh thread_fresh
-- limit: 120

local models = require "models"

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  require("fresh")(kind, models.ALL)
  print(kind, "clients find nothing")
end

-- A thread of ring 1, on a stack that another had.
for _, kind in ipairs { "coop", "preempt", "tasks" } do
  local system = models.open(kind, {})
  local module = deimos.load("thread_fresh")
  deimos.bind(module, "threads", system.threads, "concurrency")
  local t = module:open("fresh")
  assert(t.check() == 0, "after nobody")
  for _ = 1, 3 do
    assert(t.fill() == 0)
    local found = t.check()
    assert(found == 0, ("a thread of %s finds 0x%x"):format(kind, found))
  end
  deimos.close(t)
  module:unload()
  models.close(system)
  print(kind, "threads find nothing")
end
