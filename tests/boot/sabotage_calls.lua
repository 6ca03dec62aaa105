-- SPDX-License-Identifier: MIT
-- Proofs can fail: calls and switches. No row of call, ladder, rungs or switch
-- is verified when nothing is delivered, when it goes another way than the row
-- says, or when a thread is not handed over to.
-- expect: fail
-- limit: 120
-- modules: sabotage asker idle
-- output: sabotage: every one was found

local sabotage = require "sabotage_run"

sabotage.run("bench_selftest", "bench_call", "bench_ladder", "bench_rungs",
  "bench_switch")
sabotage.done()
