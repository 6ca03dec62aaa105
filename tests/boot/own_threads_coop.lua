-- SPDX-License-Identifier: MIT
-- Under each model, whose threads are of coop, clients that name others.
-- machines: qemu-icount bochs
-- modules: client_own client_echo runner poison

local own = require "own_threads"

for _, kind in ipairs { "preempt", "tasks" } do
  for _, model in ipairs(require "models".ALL) do
    own.check(model, "coop", kind)
  end
  own.apart("coop", kind)
end
