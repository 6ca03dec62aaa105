-- SPDX-License-Identifier: MIT
-- Does the configuration manager get slower as the system graph grows: a
-- bind, and a load, among x modules; a bind to a module bound x times?

deimos.begin()

local slope = require "slope"

local SIZES = { 10, 30, 100, 300, 1000 }
local CASES = { { name = "graph", interface = "graph" },
  { name = "load-graph", interface = "load" },
  { name = "bindings", interface = "bindings" } }
local WARMUP <const> = 1
local SAMPLES <const> = 5
local MODULE <const> = 2 * deimos.nmm.PAGE_SIZE     -- of the smallest

-- A smaller machine shows the shorter part of the curves.
local most = deimos.machine().ups_size // 2 // MODULE

local subject = deimos.load("bench_graph")
for _, case in ipairs(CASES) do
  local points = {}
  for _, x in ipairs(SIZES) do
    local row
    if x <= most then
      row = deimos.experiment{
        experiment = "bind", case = case.name, x = x,
        module = subject, interface = case.interface,
        warmup = WARMUP, samples = SAMPLES,
      }
    else
      print(("bind     %-10s stops: no memory for x %d"):format(case.name, x))
    end
    if row then
      points[#points + 1] = { x, row.p50 }
      print(("bind     %-10s %5d     p50 %7d"):format(case.name, x, row.p50))
    end
  end
  print(("bind     %-10s slope %.3f for each x"):format(case.name,
    slope(points)))
end
subject:unload()
