-- SPDX-License-Identifier: MIT
-- The isolation ladder's rungs that need segments, page tables or tasks: a
-- null method by far call, from ring 3 to ring 1 by gate, INT n or SYSENTER,
-- and to another LDT, page directory or hardware task, and back.

deimos.begin()

local RINGS <const> = {                 -- that each case crosses
  far = "1", tss = "1", ldt = "1-0-1", cr3 = "1-0-1", gate = "3-1-3",
  trap = "3-1-3", sysenter = "3-0-1-3",
}

local sweep = require("sweep").begin("rungs", {
  cases = { "far", "tss", "ldt", "cr3", "gate", "trap", "sysenter" },
  samples = 30, warmup = 3 })

local subject = deimos.load("bench_rungs")
for _, case in ipairs(sweep.cases) do
  sweep:row{ experiment = "ladder", case = case, model = RINGS[case], x = 0,
    module = subject }
end
subject:unload()
