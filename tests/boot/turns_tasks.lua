-- SPDX-License-Identifier: MIT
-- Two concurrency modules at once: tasks, and each kind beside it.
-- machines: qemu-icount bochs
-- modules: turns poison

local turns = require "turns"

for _, other in ipairs { "coop", "preempt", "tasks" } do
  turns.check("tasks", other)
  turns.death("tasks", other)
end
