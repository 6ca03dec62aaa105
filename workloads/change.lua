-- SPDX-License-Identifier: MIT
-- What does it cost to replace a module while it is bound, how long is the
-- gap between two calls, and what does unloading cost: idle, and drained of
-- its bindings?

deimos.begin()

local ROWS = {
  { "replace", "latency" }, { "replace", "gap" },
  { "unload", "quiesce" }, { "unload", "drain" },
}
local BINDINGS = { 1, 4, 16, 64 }
local WARMUP <const> = 3
local SAMPLES <const> = 30

local subject = deimos.load("bench_change")
for _, line in ipairs(ROWS) do
  local experiment, case = table.unpack(line)
  for _, x in ipairs(BINDINGS) do
    local row = deimos.experiment{
      experiment = experiment, case = case, module = subject,
      interface = case, x = x,
      warmup = WARMUP, samples = SAMPLES,
    }
    if row then
      print(("%-8s %-9s x %-4d     p50 %7d"):format(experiment, case, x,
                                                    row.p50))
    end
  end
end
subject:unload()
