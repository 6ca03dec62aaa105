-- SPDX-License-Identifier: MIT
-- Several wait to call one protected module, and whoever is inside is lost with
-- the memory model of its caller; or the module dies, and its space goes: each of
-- the others gets an answer.
-- modules: client_echo client_asker client_rogue runner poison

local expect = require "expect"
local models = require "models"
local p = require "protected"
local rogue = require "rogue"

local E <const>, is <const> = models.E, expect.is
local order <const> = rogue.order
local WAITERS <const> = 3

local function start(system, run, of, server, image, argument)
  local list = {}
  for i = 1, WAITERS do
    local a = p.load(system[of], image)
    local near = p.connect(a, server)
    list[i] = { a = a, near = near,
      thread = run.start(a.space, argument) }
  end
  return list
end

local function finish(list)
  for _, w in ipairs(list) do
    p.disconnect(w.near)
    p.destroy(w.a)
  end
end

-- x: of the one that is inside, y: of all others
local function caller_is_lost(kind, x, y)
  local system = models.open(kind, { y, x })
  local first, run = p.runner(system, system[x]), p.runner(system, system[y])
  local c = system.threads:open "concurrency"
  local b, a = p.load(system[y], "echo"), p.load(system[x], "asker")
  local near = p.connect(a, b)
  local inside = first.start(a.space, p.question(p.YIELD, 0, 200))
  c.yield()
  local list = start(system, run, y, b, "asker", p.question(p.COUNT))
  c.yield()
  p.while_deadly(system[x], "create", function()
    expect.refused("died", system[x].m.create)
  end)
  first.join(inside)
  for _, w in ipairs(list) do
    local got = run.join(w.thread)
    assert(got > 0, got)
  end
  finish(list)
  near.first = nil
  p.disconnect(near)
  p.destroy(b)
  deimos.close(c)
  first.close()
  run.close()
  models.close_dead(system, x)
end

-- It dies in client_main while a call is inside and others wait; its space goes
-- as soon as that may be.
local function server_is_gone(kind, x, y)
  local system = models.open(kind, x == y and { x } or { x, y })
  local run = p.runner(system, system[x])
  local c = system.threads:open "concurrency"
  local b = p.load(system[y], "rogue")
  local list = start(system, run, x, b, "rogue", order("ASK", order("YIELD", 4)))
  c.yield()
  is(b.m.run(b.space, order("FAULT", 13)), E.DIED)
  local tries = 0
  while b.m.destroy(b.space) ~= 0 do
    tries = tries + 1
    c.yield()
  end
  assert(tries > 0, "a call was inside")
  local other = p.load(system[y], "rogue")      -- where that one was
  for i, w in ipairs(list) do
    local ok, got = pcall(run.join, w.thread)
    assert(ok and (i == 1 and got == rogue.OK or got == E.DIED) or
      not ok and tostring(got):find("is dead", 1, true), got)
    w.near.second = nil
  end
  finish(list)
  p.destroy(other)
  deimos.close(c)
  run.close()
  models.close(system)
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  for _, y in ipairs { "segpaged", "paged" } do
    for _, x in ipairs { "flat", "segpaged", "paged" } do
      server_is_gone(kind, x, y)
      if x ~= y then
        caller_is_lost(kind, x, y)
      end
      print(kind, x, y)
    end
  end
end
