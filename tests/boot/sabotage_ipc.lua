-- SPDX-License-Identifier: MIT
-- Proofs can fail: clients as modules. No row of ipc, upcall or client is
-- verified when what is called is not the server, or is not called, or when a
-- step in a client's life is none.
-- expect: fail
-- limit: 120
-- modules: sabotage asker idle
-- output: sabotage: every one was found

local sabotage = require "sabotage_run"

sabotage.run("bench_ipc", "bench_upcall", "bench_client")
sabotage.done()
