-- SPDX-License-Identifier: MIT
-- The main job: what do the primitives of this system cost, all of them?
-- One workload after the other.

local WORKLOADS = {
  "bind", "constraints", "graph", "call", "ladder", "paging", "rlookup",
  "fault", "change",
}

for _, name in ipairs(WORKLOADS) do
  dofile(("workloads/%s.lua"):format(name))
end
deimos.snapshot("end")
