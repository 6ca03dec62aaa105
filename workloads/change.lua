-- SPDX-License-Identifier: MIT
-- What does it cost to replace a module while it is bound, how long is the
-- gap between two calls, and what does unloading cost: idle, and drained of
-- its bindings?

deimos.begin()

local sweep = require("sweep").begin("change", {
  cases = { "latency", "gap", "quiesce", "drain" },
  sizes = { 1, 4, 16, 64 },             -- bindings
  samples = 30, warmup = 3 })

local subject = deimos.load("bench_change")
sweep:rows{ experiment = "replace", cases = { "latency", "gap" },
  module = subject }
sweep:rows{ experiment = "unload", cases = { "quiesce", "drain" },
  module = subject }
subject:unload()
