-- SPDX-License-Identifier: MIT
-- From how many changed pages on is it cheaper to empty the whole TLB than to
-- invalidate page by page? Each strategy changes x pages, flushes, and touches
-- them again, which is where real processors pay.

deimos.begin()

local CASES = { "none", "invlpg", "cr3", "pge", "pg", "best" }
local PAGES = { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024 }
local WARMUP <const> = 3
local SAMPLES <const> = 30
local RESERVE <const> = 10 << 20        -- bytes of the UPS that stay free

-- A window and frames for it: a smaller machine shows the shorter part.
local most = (deimos.machine().ups_size - RESERVE)
  // (2 * deimos.nmm.PAGE_SIZE)
while PAGES[#PAGES] > most do table.remove(PAGES) end

local subject = deimos.load("bench_flush")
for _, case in ipairs(CASES) do
  for _, pages in ipairs(PAGES) do
    local this = {
      experiment = "flush", case = case, x = pages,
      module = subject, interface = case,
      warmup = WARMUP, samples = SAMPLES,
    }
    local row
    if case == "pge" and not deimos.machine().features.pge then
      deimos.not_applicable(this)       -- no global pages to flush
    else
      row = deimos.experiment(this)
    end
    if row then
      print(("flush    %-9s x %-7d  p50 %7d"):format(case, pages, row.p50))
    end
  end
end
subject:unload()
