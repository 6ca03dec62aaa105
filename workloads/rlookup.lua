-- SPDX-License-Identifier: MIT
-- What does it cost to find the page that maps a frame, by a scan of page
-- tables, against the number of mappings? The frame of the last page in scan
-- order (scan), and a frame that no page maps (miss).

local CASES = { "scan", "miss" }
local MAPPINGS_MAX <const> = 65536
local STEP <const> = 4
local WARMUP <const> = 3
local SAMPLES <const> = 30

local subject = deimos.load("bench_rlookup")
for _, case in ipairs(CASES) do
  local mappings = 1
  while mappings <= MAPPINGS_MAX do
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
end
subject:unload()
