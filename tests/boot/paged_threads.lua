-- SPDX-License-Identifier: MIT
-- Clients with more pages than frames, on threads that the timer switches;
-- policy and store are replaced meanwhile, and paging goes off and on.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 200

local models = require "models"

local FRAMES <const> = 60
local nmm = deimos.nmm

-- The timer ticks every ten million instructions.
for kind, rounds in pairs { coop = 200, preempt = 4000 } do
  local system = models.open(kind, { "paged" })
  local paged = system.paged
  local control = paged.module:open("paged")
  assert(control.configure(FRAMES, 0, 0) == 0)
  local running = {}
  for who = 1, 5 do
    running[who] = paged.x.exec("pounder", rounds << 16 | 30 << 8 | who)
    assert(running[who] > 0, running[who])
  end
  local threads = system.threads:open("concurrency")
  local replaced, switched = 0, 0
  for step = 1, 60 do
    threads.yield()
    if step % 3 == 0 then
      local name = paged.clock.name == "clock" and "fifo_replacement"
        or "clock"
      local ok, new = pcall(paged.clock.replace, paged.clock, name)
      if ok then paged.clock, replaced = new, replaced + 1 end
    elseif step % 3 == 1 then
      local ok, new = pcall(paged.store.replace, paged.store, "store_ram")
      if ok then paged.store, replaced = new, replaced + 1 end
    elseif pcall(nmm.paging, false) then
      switched = switched + 1
      threads.yield()
      nmm.paging(true)
    end
  end
  for who, client in ipairs(running) do
    local result = paged.x.wait(client)
    assert(result == rounds, ("%d: %d"):format(who, result))
  end
  print(kind, replaced, "replaced", switched, "times off and on",
    control.count(6) .. " evictions")
  assert(replaced > 5 and switched > 5 and control.count(6) > 100)
  deimos.close(threads)
  deimos.close(control)
  models.close(system)
end
print("paged_threads: ok")
