-- SPDX-License-Identifier: MIT
-- The main job: what do the primitives of this system cost, all of them?
-- One workload after the other.

deimos.begin()

-- `load` before those that run clients: where code has been, QEMU is slow to
-- write, and it is the one that takes long.
local WORKLOADS = {
  "bind", "constraints", "graph", "call", "change", "load", "ladder", "rungs",
  "switch", "ipc", "upcall", "client", "paging", "rlookup", "flush",
  "smallspace", "fault", "appel", "service", "debug",
}

-- The experiments do not run on models and the like of the user's own by
-- themselves: OPTIONS says so, and each workload takes what concerns it.
local given = require("arguments").read("bench", {
  workloads = WORKLOADS, models = {}, kinds = {}, policies = {},
  schedulers = {}, samples = false, warmup = false, most = false })

local function run(name)
  assert(loadfile(("workloads/%s.lua"):format(name)))()
end

for _, name in ipairs(given.workloads) do run(name) end
deimos.snapshot("end")          -- what they leave behind
if not given.said.workloads then
  run("cm")                     -- then nothing can be loaded any more
end
