-- SPDX-License-Identifier: MIT
-- A client that misbehaves dies alone: others of its model and of others go
-- on, with the timer switching among them.
-- machines: qemu-icount bochs
-- output: client matrix of segmented, space %d+: vector 13, error 0x0, at
-- output: client matrix of paged, space %d+: vector 13

local models = require "models"

-- ORDER modules/clients/matrix/matrix.h
local HLT <const>, UD <const>, DIVIDE <const> = 9, 35, 36

local system = models.open("preempt", models.ALL)
for _, victim in ipairs { "segmented", "segpaged", "paged" } do
  local clients = {}
  for i, name in ipairs(models.ALL) do
    clients[#clients + 1] = { name, "counter", models.counter(6, i), 6 }
  end
  for _, what in ipairs { HLT, UD, DIVIDE } do
    table.insert(clients, 2,
      { victim, "matrix", what, models.E.DIED })
  end
  models.together(system, clients)
  print(victim .. ": its clients died, the others have counted")
end
models.close(system)
