-- SPDX-License-Identifier: MIT
-- From how many changed pages on is it cheaper to empty the whole TLB than to
-- invalidate page by page? Each strategy changes x pages, flushes, and touches
-- them again, which is where real processors pay.

deimos.begin()

local sweep = require("sweep").begin("flush", {
  cases = { "none", "invlpg", "cr3", "pge", "pg", "best" },
  sizes = { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024 },      -- pages
  samples = 30, warmup = 3 })

local RESERVE <const> = 10 << 20        -- bytes of the UPS that stay free

local machine = deimos.machine()
local subject = deimos.load("bench_flush")
sweep:rows{
  experiment = "flush", module = subject,
  -- A window and frames for it: a smaller machine shows the shorter part.
  room = (machine.ups_size - RESERVE) // (2 * deimos.nmm.PAGE_SIZE),
  not_for = function(line)              -- no global pages to flush
    return line.case == "pge" and not machine.features.pge
  end,
}
subject:unload()
