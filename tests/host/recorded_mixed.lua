-- SPDX-License-Identifier: MIT
-- The library that mixes what modules do at random, likewise.

require("tests.recorded.replay").test({
  mixed = { test = "tests/boot/mixed_coop_tasks.lua", options = "arg.steps=20" },
}, ...)
