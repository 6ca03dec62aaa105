-- SPDX-License-Identifier: MIT
-- What does it cost to find the page that maps a frame, by each of the three
-- structures: against the number of mappings, for a frame that is mapped and
-- one that is not (miss); against how many pages share the frame; and what
-- does the structure cost when a page is mapped and invalidated (update)?
-- Curves end at OPTIONS=arg.most=N, if that is given.

deimos.begin()

local STRUCTURES = { "scan", "inverted", "chain" }
local MAPPINGS_MAX <const> = 65536
local UPDATE_MAX <const> = 16384
local SHARED_MAX <const> = 1024
local STEP <const> = 4
local WARMUP <const> = 3
local SAMPLES <const> = 30
local RESERVE <const> = 8 << 20         -- bytes of the UPS that stay free

-- Distinct frames: a smaller machine shows the shorter part of the curve.
local most = tonumber(deimos.options["arg.most"]) or MAPPINGS_MAX
local frames = (deimos.machine().ups_size - RESERVE) // deimos.nmm.PAGE_SIZE
local subject = deimos.load("bench_rlookup")

local function curve(line)
  local x = 1
  line.most = math.min(line.most, most)
  while x <= line.most and x < frames do
    local row = deimos.experiment{
      experiment = "rlookup", case = line.case, model = line.model, x = x,
      module = subject, interface = line.interface,
      warmup = WARMUP, samples = SAMPLES,
    }
    if row then
      print(("rlookup  %-16s x %-7d  p50 %7d"):format(line.interface, x,
                                                      row.p50))
    end
    x = x * STEP
  end
  if x <= line.most then
    print(("rlookup  %-16s stops: no memory for x %d"):format(line.interface,
                                                              x))
  end
end

for _, structure in ipairs(STRUCTURES) do
  local miss = structure == "scan" and "miss" or structure .. "_miss"
  curve{ case = structure, interface = structure, most = MAPPINGS_MAX }
  curve{ case = miss, interface = miss, most = MAPPINGS_MAX }
  curve{ case = "shared", model = structure, most = SHARED_MAX,
         interface = "shared_" .. structure }
  curve{ case = "update", model = structure, most = UPDATE_MAX,
         interface = "update_" .. structure }
end
subject:unload()
