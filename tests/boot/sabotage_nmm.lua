-- SPDX-License-Identifier: MIT
-- Proofs can fail: paging, mappings, reverse lookup, flushes, faults. What the
-- NMM says of itself proves nothing: it lies here, or does half of it.
-- expect: fail
-- limit: 120
-- modules: sabotage asker idle
-- output: sabotage: every one was found

local sabotage = require "sabotage_run"

sabotage.run("bench_paging", "bench_flush", "bench_rlookup",
  "bench_smallspace", "bench_fault", "bench_delivery")
sabotage.done()
