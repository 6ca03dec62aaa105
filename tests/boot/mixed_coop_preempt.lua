-- SPDX-License-Identifier: MIT
-- Protected modules at random, whose models have threads of coop, with others of
-- preempt beside them: see lua/mixed.lua. Nothing is left.
-- machines: qemu-icount bochs
-- modules: client_worker runner
-- limit: 400

require("mixed")(1, { "coop", "preempt" })
