-- SPDX-License-Identifier: MIT
-- What both kinds of threads must do: `threads.check(kind)`.

local expect = require "expect"
local points = require "points"
local M = {}

local KIND = {}
-- ORDER tests/modules/workers.c
for i, name in ipairs { "count", "ping", "pong", "compute", "die_elsewhere",
    "die", "wait", "overflow", "leave", "spin", "set", "wait_inside",
    "where", "hold_selector", "control_word" } do
  KIND[name] = i - 1
end

local STACK <const> = 8192
local E_ADDRESS, E_FULL, E_ACTIVE, E_HANDLE, E_DIED =
  expect.errors "E_ADDRESS E_FULL E_ACTIVE E_HANDLE E_DIED"

--- Loads a kind of threads, a policy, and the workers.
function M.open(kind, policy)
  local t = { kind = deimos.load(kind), policy = deimos.load(policy),
    workers = deimos.load("workers") }
  t.binding = deimos.bind(t.kind, "scheduler", t.policy, "scheduler")
  t.link = deimos.bind(t.workers, "threads", t.kind, "concurrency")
  t.c = t.kind:open("concurrency")
  t.w = t.workers:open("workers")
  function t.spawn(name, argument, stack)
    return t.w.spawn(KIND[name], argument or 0, stack or STACK)
  end
  function t.trace()
    local list, at = {}, 0
    while t.w.trace(at) ~= 0 do
      list[#list + 1] = string.char(t.w.trace(at))
      at = at + 1
    end
    return table.concat(list)
  end
  return t
end

function M.close(t)
  deimos.close(t.w)
  deimos.close(t.c)
  t.workers:unload()
  t.kind:unload()
  t.policy:unload()
end

local function new(t, ...)
  local handle = t.spawn(...)
  assert(handle > 1, handle)
  return handle
end

local function ping_pong(t)
  local a, b = new(t, "ping", 20), new(t, "pong", 20)
  assert(t.c.count() == 3)
  assert(t.c.join(a) == 20 and t.c.join(b) == 20)
  assert(t.c.join(a) == E_HANDLE and t.c.count() == 1)
  assert(t.trace():find(("ab"):rep(20), 1, true), t.trace())
end

-- Cooperative threads yield in the middle; of others, the timer takes some
-- ticks' worth of instructions apart.
local function floating(t)
  local cooperative = t.kind.name ~= "preempt"
  t.w.yielding(cooperative and 1 or 0, cooperative and 400 or 4000)
  local alone, handles = {}, {}
  for seed = 1, 8 do alone[seed] = t.w.alone(seed) end
  for seed = 1, 8 do handles[seed] = new(t, "compute", seed) end
  local mine = 1.0
  for i = 1, 2000 do mine = mine / 3.0 + i / 7.0 end
  for seed = 1, 8 do
    assert(t.c.join(handles[seed]) == alone[seed], "thread " .. seed)
  end
  local again = 1.0
  for i = 1, 2000 do again = again / 3.0 + i / 7.0 end
  assert(mine == again, "the script's own arithmetic")
end

local function many(t)
  local handles = {}
  for i = 1, 63 do handles[i] = new(t, "count", i, 4096) end
  assert(t.spawn("count", 1) == E_FULL and t.c.count() == 64)
  local before = t.w.counter()
  local sum = 0
  for i = 1, 63 do
    assert(t.c.join(handles[i]) == i)
    sum = sum + i
  end
  assert(t.w.counter() - before <= sum and t.c.count() == 1)
  return t.w.counter()
end

local function reuse(t)
  local before = deimos.digest()
  local first, second = t.c.join(new(t, "where")), t.c.join(new(t, "where"))
  for _ = 1, 100 do                     -- a HARD build moves each region
    assert(t.c.join(new(t, "where")) == first or first ~= second)
  end
  assert(deimos.digest() == before, "a stack is left")
  local old = new(t, "where")
  t.c.join(old)
  local young = new(t, "where")
  assert(young ~= old and t.c.join(old) == E_HANDLE, "a stale handle")
  assert(t.c.join(young) > 0)
end

-- One thread's module dies; the others do not notice.
local function death(t)
  local evil = deimos.load("evil")
  local b = deimos.bind(t.workers, "evil", evil, "evil")
  local waiting = new(t, "wait", 7)
  local dying, counting = new(t, "die_elsewhere"), new(t, "count", 5)
  assert(t.c.join(dying) == E_DIED)
  assert(deimos.report():find("module 'evil' died: #UD", 1, true))
  assert(t.c.join(counting) == 5)
  t.w.open(1)
  assert(t.c.join(waiting) == 7)
  t.w.open(0)
  b:unbind()
  evil:unload()
end

-- A module dies in one thread while others are inside it, one of them at
-- its start, one in a call from elsewhere.
local function death_inside(t)
  local victim = deimos.load("workers")
  deimos.bind(victim, "threads", t.kind, "concurrency")
  local b = deimos.bind(t.workers, "inner", victim, "workers")
  local v = victim:open("workers")
  local caller = new(t, "wait_inside", 9)
  local resident = v.spawn(KIND.wait, 3, STACK)
  for _ = 1, 3 do assert(t.c.yield() == 0) end
  local dying = v.spawn(KIND.die, 0, STACK)
  local unborn = v.spawn(KIND.count, 1, STACK)
  assert(t.c.join(dying) == E_DIED)
  assert(t.c.join(resident) == E_DIED and t.c.join(unborn) == E_DIED)
  assert(t.c.join(caller) == E_DIED, "not set back to its start")
  deimos.close(v)
  b:unbind()
  victim:unload()
end

-- The same for the script's own thread: it is inside the module that dies. What the
-- script has got. A tick in front of its call lets the other die before.
local function die_under_script(t)
  local victim = deimos.load("workers")
  deimos.bind(victim, "threads", t.kind, "concurrency")
  local v = victim:open("workers")
  local dying = v.spawn(KIND.die, 0, STACK)
  local ok, message = pcall(v.wait)
  assert(not ok)
  assert(t.c.join(dying) == E_DIED)
  deimos.close(v)
  victim:unload()
  return message
end

local function death_under_script(t)
  local message
  for _ = 1, 10 do
    message = die_under_script(t)
    if not message:find("the module is dead", 1, true) then break end
  end
  assert(message:find("died", 1, true), message)
end

local function policy_change(t)
  local other = deimos.load("priority")
  local p = other:open("priority")
  local handles = {}
  for i = 1, 6 do handles[i] = new(t, "count", 10 + i) end
  t.c.yield()
  p.set(handles[6], 5)
  p.set(handles[1], 3)
  t.binding:rebind(other, "scheduler")
  t.w.clear()
  t.c.yield()                           -- the script is of level 0
  assert(t.trace():find("^" .. ("q"):rep(14) .. "q*" .. ("l"):rep(9)
         .. "l*m"), t.trace())
  t.binding:rebind(t.policy, "scheduler")
  for i = 1, 6 do assert(t.c.join(handles[i]) == 10 + i) end
  -- a policy that dies or goes loses none of them
  for i = 1, 6 do handles[i] = new(t, "count", i) end
  t.binding:unbind()
  for i = 1, 6 do assert(t.c.join(handles[i]) == i) end
  t.binding = deimos.bind(t.kind, "scheduler", t.policy, "scheduler")
  deimos.close(p)
  other:unload()
end

local function refusals(t)
  assert(t.w.foreign() == E_ADDRESS)
  assert(t.c.join(1) == E_HANDLE and t.c.join(99) == E_HANDLE)
  assert(t.c.current() == 1 and t.c.wake(4096) == 0)
  assert(t.c.join(new(t, "leave", 77)) == 77)
  assert(t.c.join(new(t, "control_word")) == 0x37f)
  assert(t.spawn("count", 1, 0x7fffffff) == -5, "memory that is not there")
  -- nobody is left to wake us: an error, and no end of the world
  assert(t.w.wait() == E_ACTIVE)
  local waiting = new(t, "wait", 1)
  assert(t.c.join(waiting) == E_ACTIVE)
  t.w.open(1)
  assert(t.c.join(waiting) == 1)
  t.w.open(0)
end

local function stack_overflow(t)
  deimos.nmm.paging(true)
  local workers = deimos.load("workers")
  deimos.bind(workers, "threads", t.kind, "concurrency")
  local w = workers:open("workers")
  local thread = w.spawn(KIND.overflow, 0, STACK)
  assert(t.c.join(thread) == E_DIED)
  assert(deimos.report():find("#PF", 1, true), deimos.report())
  deimos.close(w)
  workers:unload()
  deimos.nmm.paging(false)
end

-- This module's own death costs all threads but the first.
local function own_death(kind)
  local t = M.open(kind, "fifo")
  new(t, "wait", 1)
  local ok, message = pcall(t.w.spawn, KIND.wait, 0, STACK)
  assert(ok, message)
  local poison = deimos.load("poison")
  local p = poison:open("poison")
  p.strike(points.method(p, t.kind, "concurrency", "yield"))
  expect.refused("died", t.c.yield)
  deimos.close(p)
  poison:unload()
  assert(deimos.report():find(("module '%s' died"):format(kind), 1, true))
  M.close(t)
end

function M.unbound(kind)
  local before = deimos.digest()
  local k, w = deimos.load(kind), deimos.load("workers")
  local b = deimos.bind(w, "threads", k, "concurrency")
  local o = w:open("workers")
  local ok, message = pcall(o.spawn, 0, 1, STACK)
  assert(not ok and message:find("unbound", 1, true), message)
  deimos.close(o)
  b:unbind()
  w:unload()
  k:unload()
  assert(deimos.digest() == before)
end

function M.check(kind)
  M.unbound(kind)
  local before = deimos.digest()
  local t = M.open(kind, "fifo")
  ping_pong(t)
  floating(t)
  local sum = many(t)
  reuse(t)
  death(t)
  death_inside(t)
  death_under_script(t)
  policy_change(t)
  refusals(t)
  stack_overflow(t)
  print(("%s: %s, counted %d"):format(kind, t.trace():sub(1, 400), sum))
  new(t, "count", 1)                    -- nobody joins it
  for _ = 1, 3 do assert(t.c.yield() == 0) end
  assert(t.c.count() == 1)
  M.close(t)
  assert(deimos.digest() == before, "something is left")
  own_death(kind)
  assert(deimos.digest() == before, "something is left of the dead")
end

M.KIND, M.STACK = KIND, STACK
return M
