-- SPDX-License-Identifier: MIT
-- What a client passes to its services: addresses, sizes and places for the
-- answer around each edge of 32 bits. Nobody dies, and nothing is left.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 120
-- modules: client_sizes

local models = require "models"

local died = deimos.graph().system.deaths
for _, kind in ipairs { "coop", "tasks" } do
  for _, name in ipairs(models.ALL) do
    local s = models.open(kind, { name })
    local walls = name == "flat" and 0 or 1
    for _ = 1, 2 do
      models.together(s, {
        { name, "client_sizes", walls, 0 }, { name, "hello", 7, 7 },
      })
    end
    models.close(s)
    assert(deimos.graph().system.deaths == died, name .. ": somebody died")
    print(kind, name, "gives no client more than there is")
  end
end
