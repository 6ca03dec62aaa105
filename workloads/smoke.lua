-- SPDX-License-Identifier: MIT
-- Does the whole way work, from a timed body to a record? A few quick rows:
-- bodies of a known length, and calls.

local ROWS = {
  { "bench_selftest", "selftest", "block10" },
  { "bench_selftest", "selftest", "block1000" },
  { "bench_call", "call", "bare" },
  { "bench_call", "call", "near" },
  { "bench_call", "call", "gate" },
}
local WARMUP <const> = 1
local SAMPLES <const> = 5

for _, line in ipairs(ROWS) do
  local module, experiment, case = table.unpack(line)
  local subject = deimos.load(module)
  local row = deimos.experiment{
    experiment = experiment, case = case,
    module = subject, interface = case,
    warmup = WARMUP, samples = SAMPLES,
  }
  if row then
    print(("%-8s %-9s            p50 %7d %s"):format(experiment, case,
      row.p50, row.unit))
  end
  subject:unload()
end
