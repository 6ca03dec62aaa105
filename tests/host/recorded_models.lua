-- SPDX-License-Identifier: MIT
-- Libraries about memory models and their clients, likewise.

require("tests.recorded.replay").test({
  copies = { test = "tests/recorded/cases/copies.lua" },
  nesting = { test = "tests/recorded/cases/nesting.lua" },
  paged = { test = "tests/recorded/cases/paged.lua" },
  rogue = { test = "tests/recorded/cases/rogue.lua" },
  siege = { test = "tests/recorded/cases/siege.lua" },
}, ...)
