-- SPDX-License-Identifier: MIT
-- Libraries about threads (tests/lua), with what the system has answered: they ask for the
-- same, and see what they saw of answers that are wrong (tests/recorded).

require("tests.recorded.replay").test({
  threads = { test = "tests/boot/threads_coop.lua" },
  threads3 = { test = "tests/boot/threads3_coop.lua" },
  movers = { test = "tests/boot/exchange.lua" },
  exchanged = { test = "tests/boot/exchange_clients.lua" },
  own_threads = { test = "tests/boot/own_threads_coop.lua" },
  protected_threads = { test = "tests/boot/protected_coop.lua" },
}, ...)
