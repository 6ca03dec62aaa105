-- SPDX-License-Identifier: MIT
-- What does it cost to find the page that maps a frame, by each of the three
-- structures: against the number of mappings, for a frame that is mapped and
-- one that is not (miss); against how many pages share the frame; and what
-- does the structure cost when a page is mapped and invalidated (update)?
-- Curves end at OPTIONS=arg.most=N, if that is given.

deimos.begin()

local STRUCTURES <const> = { "scan", "inverted", "chain" }
local MAPPINGS_MAX <const> = 65536
local UPDATE_MAX <const> = 16384
local SHARED_MAX <const> = 1024
local RESERVE <const> = 8 << 20         -- bytes of the UPS that stay free

local sweep = require("sweep").begin("rlookup", {
  cases = { "scan", "miss", "inverted", "inverted_miss", "chain",
    "chain_miss", "shared", "update" },
  sizes = { 1, 4, 16, 64, 256, 1024, 4096, 16384, 65536 },      -- pages
  most = false, samples = 30, warmup = 3 })

local subject = deimos.load("bench_rlookup")

local function curve(case, most, structure)
  if not sweep:has(case) then return end
  sweep:curve{
    experiment = "rlookup", case = case, model = structure, most = most,
    module = subject, interface = structure and case .. "_" .. structure,
    -- Distinct frames: a smaller machine shows the shorter part of the curve.
    room = (deimos.machine().ups_size - RESERVE) // deimos.nmm.PAGE_SIZE - 1,
  }
end

for _, structure in ipairs(STRUCTURES) do
  curve(structure, MAPPINGS_MAX)
  curve(structure == "scan" and "miss" or structure .. "_miss", MAPPINGS_MAX)
  curve("shared", SHARED_MAX, structure)
  curve("update", UPDATE_MAX, structure)
end
subject:unload()
