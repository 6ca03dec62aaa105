-- SPDX-License-Identifier: MIT
-- What do constraints add to a bind: those of the paper's Figure 3, a
-- predicate of x terms, and x pairs of which one is looked for?

deimos.begin()

local slope = require "slope"

local SIZES = { 1, 2, 4, 8, 16, 32 }
local WARMUP <const> = 3
local SAMPLES <const> = 30

local subject = deimos.load("bench_constraints")

local function measure(case, x)
  local row = deimos.experiment{
    experiment = "bind", case = case, x = x,
    module = subject, interface = case,
    warmup = WARMUP, samples = SAMPLES,
  }
  if row then
    print(("bind     %-11s %4s     p50 %7d"):format(case, x or "", row.p50))
  end
  return row
end

measure("figure3")
for _, case in ipairs { "constraints", "pairs" } do
  local points = {}
  for _, x in ipairs(SIZES) do
    local row = measure(case, x)
    if row then points[#points + 1] = { x, row.p50 } end
  end
  print(("bind     %-11s slope %.3f for each x"):format(case, slope(points)))
end
subject:unload()
