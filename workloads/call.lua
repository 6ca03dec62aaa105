-- SPDX-License-Identifier: MIT
-- What does the isolation of the core cost a caller: a near call inside a
-- module, a call of another module by a local binding, a call of a wrapper
-- through the call gate of its binding?

deimos.begin()

local CASES = { "bare", "near", "gate" }
local WARMUP <const> = 3
local SAMPLES <const> = 100

local subject = deimos.load("bench_call")
for _, case in ipairs(CASES) do
  local row = deimos.experiment{
    experiment = "call", case = case,
    module = subject, interface = case,
    warmup = WARMUP, samples = SAMPLES,
  }
  if row then
    print(("call     %-9s            p50 %7d"):format(case, row.p50))
  end
end
subject:unload()
