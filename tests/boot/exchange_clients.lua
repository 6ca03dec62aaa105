-- SPDX-License-Identifier: MIT
-- Clients of each model go on when their kind of threads becomes another one.
-- machines: qemu-icount bochs

local exchanged = require "exchanged"
local KINDS <const> = { "coop", "preempt", "tasks" }

for _, model in ipairs(require "models".ALL) do
  for i, from in ipairs(KINDS) do
    local one, other = KINDS[i % 3 + 1], KINDS[(i + 1) % 3 + 1]
    exchanged.check(model, from, { one })
    exchanged.check(model, from, { other, from })
  end
end
print("exchange: all clients went on")
