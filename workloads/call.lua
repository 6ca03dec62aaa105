-- SPDX-License-Identifier: MIT
-- What does the isolation of the core cost a caller: a near call inside a
-- module, a call of another module by a local binding, a call of a wrapper
-- through the call gate of its binding?

deimos.begin()

local sweep = require("sweep").begin("call", {
  cases = { "bare", "near", "gate" }, samples = 100, warmup = 3 })

local subject = deimos.load("bench_call")
sweep:rows{ experiment = "call", module = subject }
subject:unload()
