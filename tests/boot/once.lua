-- SPDX-License-Identifier: MIT
-- A one-shot row: the operation happens once, and the run ends as ever, even
-- if that was the unloading of the configuration manager.
-- machines: qemu-icount bochs
-- expect: pass

require "snapshot"                      -- while there is an archive
local LENGTH <const> = 10

local function measure(case, fields)
  fields.experiment, fields.case = "once", case
  fields.module, fields.interface = "bench_selftest", "block" .. LENGTH
  return deimos.experiment(fields)
end

local once = measure("once", { samples = 0 })
assert(once.n == 1 and once.verified and once.stddev == 0)
for _, key in ipairs { "min", "p25", "p50", "p75", "p99", "max", "mean" } do
  assert(once[key] == once.cold, key)
end
assert(once.cold - once.overhead == LENGTH)
assert(measure("one sample", { samples = 1, warmup = 0 }).n == 1)
local ok, message = pcall(measure, "no", { samples = 0, warmup = 1 })
assert(not ok and message:find("'warmup' (expected 0", 1, true), message)

local size = deimos.machine().ups_size
dofile("workloads/cm.lua")
assert(deimos.machine().ups_size > size)
ok, message = pcall(measure, "later", { samples = 1 })
assert(not ok and message:find("unloaded", 1, true), message)
deimos.snapshot("end")
print("one-shot rows: once, and the run goes on")
