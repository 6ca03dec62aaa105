-- SPDX-License-Identifier: MIT
-- Every client program under every model: require("clients")(kind of threads).

local models = require "models"

local ALL_WAYS <const> = 7              -- of clients/grower.c

return function(kind)
  for _, name in ipairs(models.ALL) do
    local system = models.open(kind, { name })
    local clients = { { name, "hello", 7, 7 } }
    for who = 1, 5 do
      clients[#clients + 1] =
        { name, "counter", models.counter(6, who), 6 }
    end
    for times = 1, 3 do
      clients[#clients + 1] = { name, "grower", times, ALL_WAYS }
    end
    models.together(system, clients)

    -- handles, and what an execution module refuses
    local x, e = system[name].x, models.E
    assert(x.count() == 0 and x.wait(clients[1].handle) == e.HANDLE)
    assert(x.exec("no_such_client", 0) == e.NOTFOUND)
    local client = x.exec("hello", 7)
    assert(x.count() == 1 and x.space(client) > 0 and x.thread(client) > 1)
    assert(x.wait(client) == 7)
    models.close(system)
    print(name, "runs them all")
  end
end
