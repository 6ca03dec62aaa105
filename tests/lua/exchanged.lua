-- SPDX-License-Identifier: MIT
-- The kind of threads changes while clients run: exchanged.check(model, kinds).

local models = require "models"
local replaced = require "replaced"
local M = {}
local ALL_WAYS <const> = 7              -- of clients/grower.c

function M.check(name, first, kinds)
  local system = models.open(first, { name })
  local x = system[name].x
  local clients = { { "hello", 7, 7 }, { "grower", 2, ALL_WAYS } }
  for who = 1, 4 do
    clients[#clients + 1] = { "counter", models.counter(90, who), 90 }
  end
  for _, c in ipairs(clients) do
    c.handle = x.exec(c[1], c[2])
    assert(c.handle > 0, c.handle)
  end
  local c = system.threads:open("concurrency")
  local most = c.count()
  for _, kind in ipairs(kinds) do
    for _ = 1, 2 do assert(c.yield() == 0) end
    system.threads = replaced.by(system.threads, kind)
  end
  -- a tick of preempt may let the short ones end while others begin
  assert(most > (first == "preempt" and 4 or 6) and c.count() > 1,
    "the clients had ended before")
  for _, client in ipairs(clients) do
    local got = x.wait(client.handle)
    assert(got == client[3], ("%s on %s: %d, not %d"):format(client[1], name,
      got, client[3]))
  end
  replaced.unload()
  deimos.close(c)
  models.close(system)
end

return M
