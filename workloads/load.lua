-- SPDX-License-Identifier: MIT
-- How long does it take to replace a module, or to rebind to another, while
-- threads call it without a pause; and for how long is none of them served?

deimos.begin()

local sweep = require("sweep").begin("load", {
  cases = { "latency", "gap", "rebind", "gap_rebind" },
  sizes = { 1, 4, 16, 64 },             -- bindings
  schedulers = { "fifo" },
  warmup = 1, samples = 10 })           -- each takes some ticks of the timer

local MODEL <const> = "load"    -- the rows without it are change.lua's

for _, scheduler in ipairs(sweep.schedulers) do
  local threads, unload = sweep.schedule("preempt", scheduler)
  local subject = deimos.load("bench_load")
  deimos.bind(subject, "threads", threads, "concurrency")
  local load = subject:open("load")
  sweep:rows{ experiment = "replace", module = subject, live = true,
    model = sweep.with(MODEL, "fifo", scheduler),
    remark = function() return (" (%d tried again)"):format(load.retries()) end,
  }
  deimos.close(load)
  subject:unload()
  unload()
end
