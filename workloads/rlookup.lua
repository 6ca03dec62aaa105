-- SPDX-License-Identifier: MIT
-- What does it cost to find the page that maps a frame, by a scan of page
-- tables, against the number of mappings? The frame of the last page in scan
-- order (scan), and a frame that no page maps (miss).

local CASES = { "scan", "miss" }
local MAPPINGS_MAX <const> = 65536
local STEP <const> = 4
local WARMUP <const> = 3
local SAMPLES <const> = 30
local RESERVE <const> = 8 << 20         -- bytes of the UPS that stay free

-- Distinct frames: a smaller machine shows the shorter part of the curve.
local frames = (deimos.machine().ups_size - RESERVE) // deimos.nmm.PAGE_SIZE

local subject = deimos.load("bench_rlookup")
for _, case in ipairs(CASES) do
  local mappings = 1
  while mappings <= MAPPINGS_MAX and mappings < frames do
    local row = deimos.experiment{
      experiment = "rlookup", case = case, x = mappings,
      module = subject, interface = case,
      warmup = WARMUP, samples = SAMPLES,
    }
    if row then
      print(("rlookup  %-9s x %-7d  p50 %7d"):format(case, mappings, row.p50))
    end
    mappings = mappings * STEP
  end
  if mappings <= MAPPINGS_MAX then
    print(("rlookup  %-9s stops: no memory for x %d"):format(case, mappings))
  end
end
subject:unload()
