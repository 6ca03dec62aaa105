-- SPDX-License-Identifier: MIT
-- Does the configuration manager get slower as the system graph grows: a
-- bind, and a load, among x modules; a bind to a module bound x times?

deimos.begin()

local slope = require "slope"
local sweep = require("sweep").begin("graph", {
  cases = { "graph", "load-graph", "bindings" },
  sizes = { 10, 30, 100, 300, 1000 }, samples = 5, warmup = 1 })

local INTERFACES <const> = { ["load-graph"] = "load" }
local MODULE <const> = 2 * deimos.nmm.PAGE_SIZE     -- of the smallest

local subject = deimos.load("bench_graph")
for _, case in ipairs(sweep.cases) do
  local points = sweep:curve{
    experiment = "bind", case = case, module = subject,
    interface = INTERFACES[case],
    -- A smaller machine shows the shorter part of the curves.
    room = deimos.machine().ups_size // 2 // MODULE,
  }
  print(("bind       %-14s slope %.3f %s for each x"):format(case,
    slope(points), sweep.unit))
end
subject:unload()
