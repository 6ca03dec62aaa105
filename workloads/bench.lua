-- SPDX-License-Identifier: MIT
-- The main job: what do the primitives of this system cost, all of them?
-- One workload after the other.

local WORKLOADS = {
  "bind", "constraints", "graph", "call", "ladder", "paging", "rlookup",
  "fault", "change", "load",
}

local function run(name)
  dofile(("workloads/%s.lua"):format(name))
end

for _, name in ipairs(WORKLOADS) do run(name) end
deimos.snapshot("end")          -- what they leave behind
run("cm")                       -- then nothing can be loaded any more
