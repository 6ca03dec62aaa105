-- SPDX-License-Identifier: MIT
-- The isolation ladder's rungs that need segments, page tables or tasks: a
-- null method by far call, from ring 3 to ring 1 by gate, INT n or SYSENTER,
-- and to another LDT, page directory or hardware task, and back.

deimos.begin()

local RUNGS = {                         -- case, rings crossed
  { "far", "1" }, { "tss", "1" }, { "ldt", "1-0-1" }, { "cr3", "1-0-1" },
  { "gate", "3-1-3" }, { "trap", "3-1-3" }, { "sysenter", "3-0-1-3" },
}
local WARMUP <const> = 3
local SAMPLES <const> = 30

local subject = deimos.load("bench_rungs")
for _, rung in ipairs(RUNGS) do
  local case, rings = table.unpack(rung)
  local row, why = deimos.experiment{
    experiment = "ladder", case = case, model = rings, x = 0,
    module = subject, interface = case, warmup = WARMUP, samples = SAMPLES,
  }
  print(("ladder   %-9s %-8s   p50 %7s"):format(case, rings,
                                                row and row.p50 or why))
end
subject:unload()
