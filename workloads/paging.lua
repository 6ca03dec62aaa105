-- SPDX-License-Identifier: MIT
-- What does it cost to turn paging on, off, and on and off again, with all
-- regions staying valid? Does it depend on how many regions there are? And the
-- first time, when the space that it goes on in is built?

deimos.begin()

local sweep = require("sweep").begin("paging", {
  cases = { "first", "on", "off", "roundtrip" },
  sizes = { 0, 1, 4, 16, 64, 256, 1024 },       -- regions
  samples = 30, warmup = 3 })

local subject = deimos.load("bench_paging")
sweep:rows{ experiment = "paging", module = subject }
subject:unload()
