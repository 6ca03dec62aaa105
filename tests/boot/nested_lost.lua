-- SPDX-License-Identifier: MIT
-- Whoever holds a memory model's lock is no more: the module that called the
-- model dies while the model asks it for something, or it dies in another
-- thread, or the concurrency module dies with all threads but the first. The
-- model lives, and serves whoever calls it next.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 180
-- modules: nester asker poison
-- output: a thread that is no more had the lock

local expect = require "expect"
local models = require "models"
local nesting = require "nesting"
local points = require "points"

local E <const>, NUMBER <const> = models.E, nesting.NUMBER
-- What is asked of the NMM by the second of two calls only.
local SECOND <const> = { flat = { [1] = true }, segmented = {},
  segpaged = { [1] = true }, paged = { [12] = true } }

local function dies(f, ...)
  expect.refused("died", f, ...)
end

-- Everything that takes the lock, and who had it.
local function serves(t, where)
  local got = t.m.map(t.space, 0, 4096, 3, 0)
  assert(got == 0, ("%s: %s: %d"):format(t.name, where, got))
  for _, name in ipairs { "protect", "load", "map", "write" } do
    got = nesting.acts[name](t)
    assert(got == 0 or got == E.NOT_APPLICABLE, ("%s: %s: %s: %d"):format(
      t.name, where, name, got))
  end
end

local function renew(s, t)
  deimos.close(t.n)
  t.nester:unload()
  t.nester, t.n = nesting.step_between(s, t)
end

-- While another thread runs, nobody is told that none is left.
local function beside(s, between, f, ...)
  local thread = between.begin(NUMBER.spin)
  f(...)
  between.wake(1)
  assert(s.c.join(thread) == 0)
  between.wake(0)
end

-- It asks, is asked, and dies.
local function in_call(s, t, place)
  local face, index, act = table.unpack(place)
  nesting.turn(s, t, face, t.nester)
  t.n.arm(face, index, nesting.DIE, 0)
  dies(t.n.ask, NUMBER[act])
  nesting.turn(s, t, face)
  renew(s, t)
  beside(s, t.n, serves, t, "in its call")
end

-- Another has been asked, and lets others run: one of them kills who asked.
local function elsewhere(s, t, place)
  local face, index, act = table.unpack(place)
  local between, n = nesting.step_between(s, t)
  nesting.turn(s, t, face, between)
  n.arm(face, index, nesting.YIELD, 1 << 30)
  local thread = t.n.begin(NUMBER[act])
  for _ = 1, 40 do s.c.yield() end
  assert(n.calls() == 1)
  dies(t.n.die)
  assert(s.c.join(thread) == E.DIED)
  nesting.turn(s, t, face)
  beside(s, n, serves, t, "elsewhere")
  deimos.close(n)
  between:unload()
  renew(s, t)
end

-- All threads are lost while one of them is in the model.
local function with_threads(s, t, place)
  local face, index, act = table.unpack(place)
  nesting.turn(s, t, face, t.nester)
  t.n.arm(face, index, nesting.YIELD, 1 << 30)
  assert(t.n.begin(NUMBER[act]) > 0)
  for _ = 1, 40 do s.c.yield() end
  assert(t.n.calls() == 1)
  points.strike(s.threads, "concurrency", "yield")
  dies(s.c.yield)
  nesting.turn(s, t, face)
  serves(t, "with its threads")
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  for _, name in ipairs(models.ALL) do
    local s, t = nesting.open(kind, name)
    s.c = s.threads:open "concurrency"
    local place = nesting.PLACES[name][1]
    for _, each in ipairs(nesting.PLACES[name]) do
      if not SECOND[name][each[2]] or each[1] ~= 0 then in_call(s, t, each) end
    end
    elsewhere(s, t, place)
    with_threads(s, t, place)
    deimos.close(s.c)
    nesting.close(s, t)
    print(("%s, %s: serves on"):format(kind, name))
  end
end
