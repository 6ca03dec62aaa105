-- SPDX-License-Identifier: MIT
-- Under each model, whose threads are of tasks, clients that name others.
-- machines: qemu-icount bochs
-- modules: client_own client_echo runner poison

local own = require "own_threads"

for _, kind in ipairs { "coop", "preempt" } do
  for _, model in ipairs(require "models".ALL) do
    own.check(model, "tasks", kind)
  end
  own.apart("tasks", kind)
end
