-- SPDX-License-Identifier: MIT
-- Clients that were to start when paging went off start when it is on again;
-- who waits for them meanwhile is told.

local models = require "models"

local E = models.E

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  local system = models.open(kind, { "paged", "segpaged", "segmented" })
  local threads = system.threads:open("concurrency")
  for _, name in ipairs { "paged", "segpaged" } do
    local x = system[name].x
    local a = x.exec("counter", models.counter(3, 1))
    local b = x.exec("counter", models.counter(4, 2))
    deimos.nmm.paging(false)
    for _ = 1, 5 do assert(threads.yield() == 0) end
    local other = system.segmented.x.exec("counter", models.counter(2, 3))
    assert(system.segmented.x.wait(other) == 2)
    local told = x.wait(a)
    assert(told == E.PAGING, told)
    deimos.nmm.paging(true)
    local got = x.wait(a)
    assert(got == 3, ("%s, %s: %d"):format(kind, name, got))
    got = x.wait(b)
    assert(got == 4, ("%s, %s: %d"):format(kind, name, got))
  end
  deimos.close(threads)
  models.close(system)
end
