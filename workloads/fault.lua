-- SPDX-License-Identifier: MIT
-- What does a page fault cost, from the store to its completion, when the
-- processor delivers it straight to a handler at ring 1 that maps the page?

local WARMUP <const> = 3
local SAMPLES <const> = 100

local subject = deimos.load("bench_fault")
local row = deimos.experiment{
  experiment = "fault", case = "ring1",
  module = subject, interface = "ring1",
  warmup = WARMUP, samples = SAMPLES,
}
if row then
  print(("fault    %-9s            p50 %7d"):format("ring1", row.p50))
end
subject:unload()
