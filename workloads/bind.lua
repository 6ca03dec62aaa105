-- SPDX-License-Identifier: MIT
-- What does each step in the life of a local binding cost: load a module,
-- bind to it, call it for the first time and again, rebind, unbind, unload?

deimos.begin()

local sweep = require("sweep").begin("bind", {
  cases = { "load", "bind", "first", "warm", "rebind", "unbind", "unload" },
  samples = 30, warmup = 3 })

local subject = deimos.load("bench_bind")
sweep:rows{ experiment = "bind", module = subject }
subject:unload()
