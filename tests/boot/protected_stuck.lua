-- SPDX-License-Identifier: MIT
-- A protected module that does not answer dies of the time limit of calls, and
-- its caller goes on; under each model, and a caller of each. Its client_main
-- may last longer than that.
-- machines: qemu-icount bochs
-- second: 1000000
-- output: client echo of paged, space %d+: time limit, at 0f:
-- modules: client_echo client_asker

local models = require "models"
local p = require "protected"

local E <const> = models.E

-- It does not answer: it dies of the time, and the caller goes on.
local function server_is_stuck(from, to)
  local a, b, near = p.pair(from, to)
  local deaths = to.module:open("deaths")
  assert(p.ask(a, p.STUCK) == E.DIED)
  assert(deaths.vector() == 256 and deaths.space() == b.space)
  assert(deaths.eip() ~= 0, "where it was")
  deimos.close(deaths)
  assert(p.is_dead(a))
  p.destroy(b)
  p.leave(a, near)
end

local LIMIT <const> = 100               -- ticks of a call: ring3/limit.S

-- What it does of its own is no call.
local function runs_long(to)
  local b = p.load(to, "echo")
  local from = deimos.ticks()
  assert(b.m.run(b.space, 400 << 16) == 0)
  assert(deimos.ticks() - from > LIMIT, deimos.ticks() - from)
  p.destroy(b)
end

for i, to in ipairs { "segmented", "segpaged", "paged" } do
  local of = models.ALL[i]
  local system = models.open("coop", { of, to })
  runs_long(system[to])
  server_is_stuck(system[of], system[to])
  models.close(system)
  print(of, to)
end
