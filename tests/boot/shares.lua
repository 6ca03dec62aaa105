-- SPDX-License-Identifier: MIT
-- Whatever a client asks for all the time, another one of `preempt` has its turns: the
-- ticks that hit the core, or a model, in a call of the first are not lost.
-- machines: qemu-icount bochs
-- modules: client_share runner
-- expect: pass
-- limit: 120

local models = require "models"
local p = require "protected"

-- They take turns: each is there in every other tick, and in both of a tick that
-- ends in between.
local TICKS <const>, LEAST <const>, BOTH <const> = 16, 7, 20
-- ORDER tests/modules/client_share.c
local SPIN <const>, NULL_CALL <const>, PRINT <const>, MEMORY <const>,
  GRAPH <const> = 0, 1, 2, 3, 4

local function share(run, one, other, what)
  local first = run.start(one.space, what | TICKS << 8)
  local second = run.start(other.space, SPIN | TICKS << 8)
  return run.join(first), run.join(second)
end

for _, name in ipairs(models.ALL) do
  local system = models.open("preempt", { name })
  local t = system[name]
  local run = p.runner(system, t)
  local one, other = p.load(t, "share"), p.load(t, "share")
  for _, what in ipairs { NULL_CALL, PRINT, MEMORY, GRAPH } do
    local mine, its = share(run, one, other, what)
    print("shares:", name, what, mine, its)
    assert(mine >= LEAST and its >= LEAST and mine + its <= BOTH)
  end
  p.destroy(one)
  p.destroy(other)
  run.close()
  models.close(system)
end
