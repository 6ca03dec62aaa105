-- SPDX-License-Identifier: MIT
-- Libraries about the core, its gates, its wrappers and experiments, likewise.

require("tests.recorded.replay").test({
  bells = { test = "tests/recorded/cases/bells.lua" },
  bindings = { test = "tests/boot/binding_flow.lua" },
  clock = { test = "tests/recorded/cases/clock.lua" },
  exits = { test = "tests/recorded/cases/exits.lua" },
  figure3 = { test = "tests/boot/figure3.lua" },
  foe = { test = "tests/recorded/cases/foe.lua" },
  images = { test = "tests/boot/askers.lua" },
  late = { test = "tests/recorded/cases/late.lua" },
  ring3 = { test = "tests/protect/client.lua" },
  sabotage = { test = "tests/recorded/cases/sabotage.lua" },
  tasks = { test = "tests/recorded/cases/tasks.lua" },
  two_tasks = { test = "tests/recorded/cases/two_tasks.lua" },
}, ...)
