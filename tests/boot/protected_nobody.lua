-- SPDX-License-Identifier: MIT
-- Protected modules where nobody makes threads: a call of a client at ring 3 is
-- refused, since nothing knows where its caller came from, and changes nothing.
-- Bound again, the same two go on.
-- modules: client_echo client_asker

local models = require "models"
local p = require "protected"

local function pair(system, from, to)
  local a, b = p.load(from, "asker"), p.load(to, "echo")
  local near = p.connect(a, b)
  for _, t in ipairs(system.order) do t.of_module:unbind() end
  if to.name == "flat" then
    assert(p.ask(a, p.DATA, 100, 3) == 100)
  else
    for _ = 1, 3 do assert(p.is_unbound(a)) end
  end
  for _, t in ipairs(system.order) do
    t.of_module = deimos.bind(t.module, "concurrency", system.threads,
      "concurrency")
  end
  assert(p.ask(a, p.DATA, 100) == 100)
  p.disconnect(near)
  p.destroy(b)
  p.destroy(a)
end

for _, of in ipairs(models.ALL) do
  for _, to in ipairs(models.ALL) do
    local system = models.open("coop", of == to and { of } or { of, to })
    pair(system, system[of], system[to])
    models.close(system)
    print(of, to)
  end
end
