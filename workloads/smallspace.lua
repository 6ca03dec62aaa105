-- SPDX-License-Identifier: MIT
-- To another address space and back, and the working set touched again: by
-- segments within one paged space, by page directories, by paging off and on.

deimos.begin()

local CASES = { "segment", "cr3", "pg" }
local PAGES = { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024 }
local WARMUP <const> = 3
local SAMPLES <const> = 30
local RESERVE <const> = 6 << 20         -- bytes of the UPS that stay free

-- A window and frames for it: a smaller machine shows the shorter part.
local most = (deimos.machine().ups_size - RESERVE)
  // (2 * deimos.nmm.PAGE_SIZE)
while PAGES[#PAGES] > most do table.remove(PAGES) end

local subject = deimos.load("bench_smallspace")
for _, case in ipairs(CASES) do
  for _, pages in ipairs(PAGES) do
    local row = deimos.experiment{
      experiment = "smallspace", case = case, x = pages,
      module = subject, interface = case,
      warmup = WARMUP, samples = SAMPLES,
    }
    if row then
      print(("smallspace %-9s x %-7d  p50 %7d"):format(case, pages, row.p50))
    end
  end
end
subject:unload()
