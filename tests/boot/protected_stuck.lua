-- SPDX-License-Identifier: MIT
-- A protected module that does not answer dies of the time limit of calls, and
-- its caller goes on; under each model, and a caller of each.
-- machines: qemu-icount bochs
-- second: 1000000
-- output: client echo of paged, space %d+: time limit, at 0f:
-- modules: client_echo client_asker

local models = require "models"
local p = require "protected"

local E <const> = models.E

-- It does not answer: it dies of the time, and the caller goes on.
local function server_is_stuck(from, to)
  local a, b = p.load(from, "asker"), p.load(to, "echo")
  local near = p.connect(a, b)
  local deaths = to.module:open("deaths")
  assert(p.ask(a, p.STUCK) == E.DIED)
  assert(deaths.vector() == 256 and deaths.space() == b.space)
  assert(deaths.eip() ~= 0, "where it was")
  deimos.close(deaths)
  assert(p.is_dead(a))
  p.destroy(b)
  near.second = nil
  p.disconnect(near)
  p.destroy(a)
end

for i, to in ipairs { "segmented", "segpaged", "paged" } do
  local of = models.ALL[i]
  local system = models.open("coop", { of, to })
  server_is_stuck(system[of], system[to])
  models.close(system)
  print(of, to)
end
