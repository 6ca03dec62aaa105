-- SPDX-License-Identifier: MIT
-- The libraries that stop a call at each step and kill somebody, likewise.

require("tests.recorded.replay").test({
  crossing = { test = "tests/recorded/cases/crossing.lua" },
}, ...)
