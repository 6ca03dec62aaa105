-- SPDX-License-Identifier: MIT
-- What do constraints add to a bind: those of the paper's Figure 3, a
-- predicate of x terms, and x pairs of which one is looked for?

deimos.begin()

local slope = require "slope"
local sweep = require("sweep").begin("constraints", {
  cases = { "figure3", "constraints", "pairs" },
  sizes = { 1, 2, 4, 8, 16, 32 },       -- terms, or pairs
  samples = 30, warmup = 3 })

local subject = deimos.load("bench_constraints")
if sweep:has("figure3") then
  sweep:row{ experiment = "bind", case = "figure3", module = subject }
end
for _, case in ipairs { "constraints", "pairs" } do
  if sweep:has(case) then
    local points = sweep:curve{ experiment = "bind", case = case,
      module = subject }
    print(("bind       %-14s slope %.3f %s for each x"):format(case,
      slope(points), sweep.unit))
  end
end
subject:unload()
