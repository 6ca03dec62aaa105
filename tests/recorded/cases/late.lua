-- SPDX-License-Identifier: MIT
-- late: what a call costs that holds interrupts off, and one that does not.
-- options: limit=0
-- modules: late

local late = require "late"

print(late.start() > 0)
for _, on in ipairs { 1, 0 } do
  print(late.hold(on))
  local lost, results, cycles = late.lost(function(a, b)
    for i = 1, 20000 do a = a + i end
    return a, b
  end, on, 7)
  print(lost, cycles, table.unpack(results, 1, results.n))
  print(late.lost(error, "it is raised", 0))
end
late.close()
