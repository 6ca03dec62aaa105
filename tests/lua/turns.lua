-- SPDX-License-Identifier: MIT
-- Two concurrency modules at once: turns.check(one kind, another).

local expect = require "expect"
local points = require "points"
local M = {}

local KIND = {}
-- ORDER tests/modules/turns.c
for i, name in ipairs { "ping", "pong", "count", "leave", "tell", "join",
    "wait", "spin", "set", "hand" } do
  KIND[name] = i - 1
end

local E_ACTIVE, E_BUSY = expect.errors "E_ACTIVE E_BUSY"

-- A kind of threads with a policy of its own.
function M.kind(name)
  local k = { name = name, module = deimos.load(name),
    policy = deimos.load("fifo") }
  deimos.bind(k.module, "scheduler", k.policy, "scheduler")
  k.c = k.module:open("concurrency")
  return k
end

-- Beside each other: what to unbind afterwards.
function M.beside(a, b)
  return { deimos.bind(a.module, "beside", b.module, "beside"),
    deimos.bind(b.module, "beside", a.module, "beside") }
end

function M.apart(bindings)
  for _, binding in ipairs(bindings) do binding:unbind() end
end

function M.open(one, other)
  local t = { [0] = M.kind(one), M.kind(other), module = deimos.load("turns") }
  t.bindings = M.beside(t[0], t[1])
  for i = 0, 1 do
    deimos.bind(t.module, "threads", t[i].module, "concurrency")
  end
  t.o = t.module:open("turns")
  function t.spawn(which, kind, by, argument)
    local handle = t.o.spawn(which, KIND[kind], by << 16 | (argument or 0))
    assert(handle > 1, handle)
    return handle
  end
  return t
end

function M.unload(kind)
  deimos.close(kind.c)
  kind.module:unload()
  kind.policy:unload()
end

function M.close(t)
  deimos.close(t.o)
  t.module:unload()
  M.apart(t.bindings)
  for i = 0, 1 do M.unload(t[i]) end
end

-- Each waits for the other's, asked through whichever.
local function ball(t)
  for ways = 0, 7 do
    t.o.set(0, 0, 0)
    local first, other = ways & 1, ways & 1 ~ 1
    local a = t.spawn(first, "ping", ways >> 1 & 1, 50)
    local b = t.spawn(other, "pong", ways >> 2 & 1, 50)
    assert(t[first].c.join(a) == 50 and t[other].c.join(b) == 50)
  end
end

-- Whoever yields, by whichever: all of them go on.
local function fair(t)
  for by = 0, 1 do
    t.o.set(0, 0, 0)
    local all = {}
    for which = 0, 1 do
      for i = 1, 3 do
        table.insert(all, { which, t.spawn(which, "count", i & 1, 20) })
      end
    end
    for round = 1, 40 do
      assert(t[by].c.yield() == 0)
      assert(t.o.seen() >= math.min(6 * round, 120) - 6, t.o.seen())
    end
    assert(t.o.seen() == 120, t.o.seen())
    for _, a in ipairs(all) do assert(t[a[1]].c.join(a[2]) == 20) end
  end
end

local function whose(t)
  for which = 0, 1 do
    for by = 0, 1 do
      local a = t.spawn(which, "tell", by)
      local expected = which == by and a << 4 | 1 or 1 << 4 | 2
      assert(t[which].c.join(a) == expected)
      local b = t.spawn(which, "leave", by, 77)
      assert(t[which].c.join(b) == 77)
    end
    assert(t[which].c.whose() == 0 and t[which].c.current() == 1)
    assert(t[which].c.count() == 1)
  end
end

-- One waits for the end of another module's; one hands to one of its own.
local function across(t)
  for which = 0, 1 do
    for by = 0, 1 do
      local a = t.spawn(which, "wait", by, 5)
      t.o.set(a, 0, 0)
      local b = t.spawn(which ~ 1, "join", which)
      for _ = 1, 3 do t[by].c.yield() end
      t.o.set(a, 1, 0)
      assert(t[which ~ 1].c.join(b) == 5)
      local c = t.spawn(which, "count", by, 1)
      t.o.set(c, 0, 0)
      local d = t.spawn(which, "hand", by)
      local handed = t[which].c.join(d) -- a tick may have been first
      assert(handed == 0 or t[which].name == "preempt" and handed == E_BUSY)
      assert(t[which].c.join(c) == 1)
    end
  end
end

-- Threads of `preempt` lose the processor to each other, whoever waits where.
local function spinning(t, which)
  t.o.set(0, 0, 0)
  local other = which ~ 1
  local waiting = t.spawn(other, "wait", other, 3)
  local a = t.spawn(which, "spin", which, 1)
  local b = t.spawn(which, "set", which, 2)
  assert(t[which].c.join(a) == 1 and t[which].c.join(b) == 2)
  assert(t.o.seen() > 0)
  t.o.set(0, 1, 0)
  assert(t[other].c.join(waiting) == 3)
end

-- Nobody is left to wake us: an error, and no end of the world.
local function stuck(t)
  for which = 0, 1 do
    t.o.set(0, 0, 0)
    assert(t.o.wait(which) == E_ACTIVE)
    local a = t.spawn(which, "wait", which ~ 1, 1)
    local b = t.spawn(which ~ 1, "wait", which ~ 1, 2)
    assert(t[which].c.join(a) == E_ACTIVE)
    assert(t[which ~ 1].c.join(b) == E_ACTIVE)
    t.o.set(0, 1, 0)
    assert(t[which].c.join(a) == 1 and t[which ~ 1].c.join(b) == 2)
  end
end

-- Bound one way only; and bound to each other, neither can be unloaded.
local function refused(one, other)
  local before = deimos.digest()
  local a, b = M.kind(one), M.kind(other)
  local half = deimos.bind(a.module, "beside", b.module, "beside")
  local w = deimos.load("turns")
  deimos.bind(w, "threads", a.module, "concurrency")
  local o = w:open("turns")
  expect.refused("unbound", o.spawn, 0, KIND.count, 1)
  assert(a.c.count() == 1)
  expect.refused("bound", b.module.unload, b.module)
  local back = deimos.bind(b.module, "beside", a.module, "beside")
  assert(o.spawn(0, KIND.count, 1) > 1)
  a.c.yield()
  a.c.yield()
  assert(a.c.count() == 1)
  deimos.close(o)
  w:unload()
  M.apart { half, back }
  M.unload(a)
  M.unload(b)
  assert(deimos.digest() == before, "something is left")
end

-- One dies with its threads; those of the other go on.
local function death(one, other)
  local before = deimos.digest()
  local t = M.open(one, other)
  t.o.set(0, 0, 0)
  t.spawn(0, "wait", 0, 1)
  local a = t.spawn(1, "wait", 1, 2)
  local poison = deimos.load("poison")
  local p = poison:open("poison")
  p.strike(points.method(p, t[0].module, "concurrency", "yield"))
  local b = t.spawn(1, "count", 1, 4)
  expect.refused("died", t[0].c.yield)
  assert(deimos.report():find(("module '%s' died"):format(one), 1, true))
  assert(t[1].c.join(b) == 4)
  t[1].c.yield()
  local c = t.spawn(1, "set", 1, 9)
  assert(t[1].c.join(c) == 9)
  deimos.close(p)
  poison:unload()
  assert(t[1].c.count() == 2 and t[1].c.join(a) == E_ACTIVE)
  t.o.set(0, 1, 0)
  assert(t[1].c.join(a) == 2 and t[1].c.count() == 1)
  deimos.close(t.o)
  t.module:unload()
  t.bindings[2]:unbind()
  M.unload(t[0])
  M.unload(t[1])
  assert(deimos.digest() == before, "something is left of the dead")
end

function M.check(one, other)
  local before = deimos.digest()
  local t = M.open(one, other)
  whose(t)
  ball(t)
  fair(t)
  across(t)
  stuck(t)
  for which = 0, 1 do
    if t[which].name == "preempt" then spinning(t, which) end
  end
  M.close(t)
  assert(deimos.digest() == before, "something is left")
  refused(one, other)
  print("at once:", one, other)
end

M.death = death
M.KIND = KIND
return M
