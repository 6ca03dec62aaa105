-- SPDX-License-Identifier: MIT
-- What does each step in the life of a local binding cost: load a module,
-- bind to it, call it for the first time and again, rebind, unbind, unload?

deimos.begin()

local CASES = { "load", "bind", "first", "warm", "rebind", "unbind", "unload" }
local WARMUP <const> = 3
local SAMPLES <const> = 30

local subject = deimos.load("bench_bind")
for _, case in ipairs(CASES) do
  local row = deimos.experiment{
    experiment = "bind", case = case,
    module = subject, interface = case,
    warmup = WARMUP, samples = SAMPLES,
  }
  if row then
    print(("bind     %-9s            p50 %7d"):format(case, row.p50))
  end
end
subject:unload()
