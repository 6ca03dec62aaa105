-- SPDX-License-Identifier: MIT
-- A kind of threads takes the place of another one, or of its own, while threads are
-- in each of its methods, not begun yet, or ended; by the first thread and by one of
-- them.
-- machines: qemu-icount bochs
-- modules: movers evil

local movers = require "movers"
local KINDS <const> = { "coop", "preempt", "tasks" }

for _, from in ipairs(KINDS) do
  for _, to in ipairs(KINDS) do
    movers.check(from, { to })
    movers.change(from, to)
  end
end
movers.check("coop", { "tasks", "preempt", "coop", "preempt", "tasks", "coop" })
movers.check("preempt", { "preempt", "preempt" })
print("exchange: all threads went on")
