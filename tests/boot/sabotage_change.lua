-- SPDX-License-Identifier: MIT
-- Proofs can fail: binding and hot change. No row is verified when a request
-- to the configuration manager does nothing, whatever it answers.
-- expect: fail
-- limit: 120
-- modules: sabotage asker idle
-- output: sabotage: every one was found

local sabotage = require "sabotage_run"
local saboteur = require "saboteur"

sabotage.run("bench_bind", "bench_constraints", "bench_graph", "bench_change",
  "bench_load", "bench_cm")
sabotage.done()

-- Last: a sound one ends the configuration manager.
assert(saboteur.run(deimos.load("bench_cm"), "unload", 0, { samples = 0 }),
       "cm,unload is not verified when it is sound")
