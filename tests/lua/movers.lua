-- SPDX-License-Identifier: MIT
-- A concurrency module is replaced while threads are inside it:
-- movers.check(kinds, one after the other).

local expect = require "expect"
local replaced = require "replaced"
local M = {}

local KIND = {}
-- ORDER tests/modules/movers.c
for i, name in ipairs { "yield", "wait", "join", "hand", "spin", "change",
    "unborn", "ended", "die", "hold" } do
  KIND[name] = i - 1
end
local E_DIED = expect.errors "E_DIED"

function M.spawn(m, name, argument)
  local handle = m.spawn(KIND[name], argument)
  assert(handle > 1, handle)
  return handle
end

function M.open(kind)
  local t = { before = deimos.digest(), threads = deimos.load(kind),
    policy = deimos.load("fifo"), module = deimos.load("movers"),
    kind = kind, wanted = {} }
  deimos.bind(t.threads, "scheduler", t.policy, "scheduler")
  deimos.bind(t.module, "threads", t.threads, "concurrency")
  t.c, t.m = t.threads:open("concurrency"), t.module:open("movers")
  function t.spawn(name, argument, result)
    local handle = M.spawn(t.m, name, argument)
    t.wanted[#t.wanted + 1] = { handle, result or argument, name }
    return handle
  end
  return t
end

-- Every way to be inside; the timer alone interrupts who asks for nothing.
local function spawn_all(t, spins)
  local gone = M.spawn(t.m, "ended", 7)
  t.evil = deimos.load("evil")
  t.to_evil = deimos.bind(t.module, "evil", t.evil, "evil")
  for i = 1, 3 do t.spawn("yield", 40 + i) end
  for i = 1, 2 do t.spawn("wait", 20 + i) end
  t.friend = t.spawn("wait", 30)
  table.remove(t.wanted)                -- another thread joins it
  t.m.name(t.friend, 0, "")
  t.spawn("join", 5, 35)
  t.spawn("hand", 12)
  t.spawn("ended", 77)
  t.spawn("die", 0, E_DIED)
  t.spawn("hold", 60)
  if spins then
    for i = 1, 2 do t.spawn("spin", i) end
  end
  assert(t.c.join(gone) == 7)           -- a place in the middle is free
end

local function steps(t, count)
  for _ = 1, count do assert(t.c.yield() == 0) end
end

-- The handles are as they were, and so are counts, results and registers.
local function finish(t)
  t.m.set(1, 1)
  for _, w in ipairs(t.wanted) do
    local got = t.c.join(w[1])
    assert(got == w[2], ("%s on %s: %d, not %d"):format(w[3], t.kind, got,
      w[2]))
  end
  assert(t.c.count() == 1)
  t.wanted = {}
  t.m.set(0, 0)
  replaced.unload()
  t.to_evil:unbind()
  t.evil:unload()
end

local function replace(t, kind)
  local count, old = t.c.count(), t.threads
  t.threads = old:replace(kind)
  t.kind = t.kind .. " " .. kind
  assert(t.c.count() == count, "threads are lost")
  replaced.note(old)
end

function M.close(t)
  deimos.close(t.m)
  deimos.close(t.c)
  t.module:unload()
  t.threads:unload()
  t.policy:unload()
  assert(deimos.digest() == t.before, t.kind)
end

-- `moves`: the kinds that come, one after the other.
function M.check(first, moves)
  local spins = first == "preempt"
  for _, kind in ipairs(moves) do
    if kind ~= "preempt" then spins = false end
  end
  local t = M.open(first)
  for run = 1, 2 do                     -- the second begins under the last
    spawn_all(t, spins)
    steps(t, 3)
    for _, kind in ipairs(moves) do
      t.spawn("unborn", 50 + run)
      replace(t, kind)
      steps(t, 2)
    end
    finish(t)
  end
  M.close(t)
end

-- By a thread that runs under the old one, and goes on under the new one.
function M.change(first, kind)
  local t = M.open(first)
  spawn_all(t)
  t.m.name(t.friend, t.threads.handle, kind)
  t.spawn("change", 60, 62)
  repeat steps(t, 1) until t.m.who() ~= 0       -- ticks may take turns
  steps(t, 3)
  t.threads = deimos.find(kind)
  assert(t.m.who() == t.threads.handle, t.m.who())
  finish(t)
  M.close(t)
end

return M
