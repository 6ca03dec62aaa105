-- SPDX-License-Identifier: MIT
-- Can this machine do what DEIMOS needs? The real operations, once each with
-- a repeat: a call gate, CR0.PG on and off, a page fault delivered to ring 1
-- and its IRET. An unfit accelerator dies here, under the probe's time limit.

local ROWS = {
  { "bench_call", "call", "gate" },
  { "bench_paging", "paging", "roundtrip" },
  { "bench_fault", "fault", "ring1" },
}
local WARMUP <const> = 0
local SAMPLES <const> = 2

for _, line in ipairs(ROWS) do
  local module, experiment, case = table.unpack(line)
  print(("probe    %s %s"):format(experiment, case))
  local subject = deimos.load(module)
  deimos.experiment{
    experiment = experiment, case = case,
    module = subject, interface = case,
    warmup = WARMUP, samples = SAMPLES,
  }
  subject:unload()
end
print("probe    passed")
