-- SPDX-License-Identifier: MIT
-- Rows of some workloads, and then: how many ticks has the TSC in a second of the
-- timer's?

deimos.begin()
for _, name in ipairs { "call", "constraints", "switch", "fault" } do
  assert(loadfile(("workloads/%s.lua"):format(name)))()
end

local SECONDS <const> = 0.5

-- when: a tick of the timer, as early as it can be seen.
local function next_tick()
  local before = deimos.clock()
  local now = before
  while now == before do now = deimos.clock() end
  return now, deimos.tsc()
end

local began, from = next_tick()
local ended, to
repeat ended, to = next_tick() until ended - began >= SECONDS
print(("clocks: %d ticks a second"):format((to - from) / (ended - began) // 1))
