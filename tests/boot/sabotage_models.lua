-- SPDX-License-Identifier: MIT
-- Proofs can fail: what a memory model does. No row is verified when a page is
-- not what it has to be, whatever the model says and counts.
-- expect: fail
-- limit: 120
-- modules: sabotage asker idle
-- output: sabotage: every one was found

local sabotage = require "sabotage_run"

sabotage.run("bench_appel", "bench_pagefault", "bench_service")
sabotage.done()
