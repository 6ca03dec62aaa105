-- SPDX-License-Identifier: MIT
-- A client that dies in one thread ends in its other one, too, at once: client_main
-- if it dies in a call, a call if client_main dies. Until then it neither goes nor
-- begins again. Of threads that the timer switches, and of others.
-- machines: qemu-icount bochs
-- second: 1000000
-- modules: client_worker runner

local expect = require "expect"
local models = require "models"
local p = require "protected"
local worker = require "mixed_world"

local E <const>, is <const> = models.E, expect.is
local argument <const>, raw <const> = worker.argument, worker.raw
local TICKS <const> = 8                 -- until it is found at ring 3

local function pair(t)
  local a, b = p.load(t, "worker"), p.load(t, "worker")
  return a, b, p.connect(a, b), p.runner(t.system, t)
end

-- It would go on for long: 255 times.
local function of_main(t, what, size)
  local a, b, near, run = pair(t)
  local threads = t.system.threads:open "concurrency"
  local thread = run.start(b.space, argument(what, size, 255))
  for _ = 1, 2 do threads.yield() end
  local died = deimos.machine().deaths
  is(raw(a.m.run, a.space, argument "DIE"), E.DIED)
  if what == "YIELDS" then              -- else the timer may be quicker
    is(b.m.destroy(b.space), E.ACTIVE, "a thread is in it")
    is(raw(b.m.run, b.space, argument "YIELDS"), E.ACTIVE)
  end
  is(deimos.machine().deaths, died, "no module of ring 1")
  local from, count = deimos.ticks(), t.deaths.count()
  is(run.join(thread), E.DIED, what)
  assert(deimos.ticks() - from < TICKS, deimos.ticks() - from)
  is(t.deaths.count(), count, "it has died once")
  deimos.close(threads)
  run.close()
  p.disconnect(near)
  p.destroy(a)
  p.destroy(b)
end

-- A call lasts long, and client_main dies meanwhile.
local function of_call(t)
  local a, b, near, run = pair(t)
  local threads = t.system.threads:open "concurrency"
  local call = run.start(a.space, argument "LONG")
  for _ = 1, 2 do threads.yield() end
  local main = run.start(b.space, argument("FAULT", 0, 1))
  is(run.join(main), E.DIED)
  local from = deimos.ticks()
  is(run.join(call), E.DIED)
  assert(deimos.ticks() - from < TICKS, deimos.ticks() - from)
  is(b.m.run(b.space, argument "YIELDS"), worker.DONE, "it begins again")
  deimos.close(threads)
  run.close()
  near.second = nil
  p.disconnect(near)
  p.destroy(a)
  p.destroy(b)
end

for _, kind in ipairs { "coop", "preempt" } do
  for _, name in ipairs { "segmented", "segpaged", "paged" } do
    local system = models.open(kind, { name })
    local t = system[name]
    t.system, t.deaths = system, t.module:open "deaths"
    if kind == "coop" then
      of_main(t, "YIELDS", 0)
    else
      of_main(t, "SPIN", 4000)
      of_call(t)
    end
    deimos.close(t.deaths)
    models.close(system)
    print(kind, name)
  end
end
