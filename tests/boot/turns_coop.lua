-- SPDX-License-Identifier: MIT
-- Two concurrency modules at once: coop, and each kind beside it.
-- machines: qemu-icount bochs
-- modules: turns poison

local turns = require "turns"

for _, other in ipairs { "coop", "preempt", "tasks" } do
  turns.check("coop", other)
  turns.death("coop", other)
end
