-- SPDX-License-Identifier: MIT
-- Proofs can fail: what debugs a client. No row is verified when a store is not
-- watched or not logged, an object has no guards, or keeps them, or another number
-- of steps is taken.
-- expect: fail
-- limit: 120
-- modules: sabotage asker idle
-- output: sabotage: every one was found

local sabotage = require "sabotage_run"

sabotage.run("bench_debug")
sabotage.done()
