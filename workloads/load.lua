-- SPDX-License-Identifier: MIT
-- How long does it take to replace a module, or to rebind to another, while
-- threads call it without a pause; and for how long is none of them served?

deimos.begin()

local CASES = { "latency", "gap", "rebind", "gap_rebind" }
local BINDINGS = { 1, 4, 16, 64 }
local MODEL <const> = "load"    -- the rows without it are change.lua's
local WARMUP <const> = 1
local SAMPLES <const> = 10      -- each takes some ticks of the timer

local policy, kind = deimos.load("fifo"), deimos.load("preempt")
deimos.bind(kind, "scheduler", policy, "scheduler")
local subject = deimos.load("bench_load")
deimos.bind(subject, "threads", kind, "concurrency")
local load = subject:open("load")
for _, case in ipairs(CASES) do
  for _, x in ipairs(BINDINGS) do
    local row = deimos.experiment{
      experiment = "replace", case = case, model = MODEL, x = x,
      module = subject, interface = case, live = true,
      warmup = WARMUP, samples = SAMPLES,
    }
    if row then
      print(("replace  %-10s load  x %-4d p50 %7d  (%d tried again)"):format(
        case, x, row.p50, load.retries()))
    end
  end
end
deimos.close(load)
subject:unload()
kind:unload()
policy:unload()
