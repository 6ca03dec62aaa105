-- SPDX-License-Identifier: MIT
-- What does it cost to turn paging on, off, and on and off again, with all
-- regions staying valid? Does it depend on how many regions there are? And the
-- first time, when the space that it goes on in is built?

deimos.begin()

local CASES = { "first", "on", "off", "roundtrip" }
local REGIONS = { 0, 1, 4, 16, 64, 256, 1024 }
local WARMUP <const> = 3
local SAMPLES <const> = 30

local subject = deimos.load("bench_paging")
for _, case in ipairs(CASES) do
  for _, regions in ipairs(REGIONS) do
    local row = deimos.experiment{
      experiment = "paging", case = case, x = regions,
      module = subject, interface = case,
      warmup = WARMUP, samples = SAMPLES,
    }
    if row then
      print(("paging   %-9s x %-7d  p50 %7d"):format(case, regions, row.p50))
    end
  end
end
subject:unload()
