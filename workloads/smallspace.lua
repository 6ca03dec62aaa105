-- SPDX-License-Identifier: MIT
-- To another address space and back, and the working set touched again: by
-- segments within one paged space, by page directories, by paging off and on.

deimos.begin()

local sweep = require("sweep").begin("smallspace", {
  cases = { "segment", "cr3", "pg" },
  sizes = { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024 },      -- pages
  samples = 30, warmup = 3 })

local RESERVE <const> = 6 << 20         -- bytes of the UPS that stay free

local subject = deimos.load("bench_smallspace")
sweep:rows{
  experiment = "smallspace", module = subject,
  -- A window and frames for it: a smaller machine shows the shorter part.
  room = (deimos.machine().ups_size - RESERVE)
    // (2 * deimos.nmm.PAGE_SIZE),
}
subject:unload()
