-- SPDX-License-Identifier: MIT
-- Who is inside a module, after a death. When a concurrency module dies under
-- load its threads are inside nothing any more: every other module is
-- unloaded, replaced or drained at once, and another kind of threads is used.
-- While it lives and has threads it is not replaced. A thread inside a module
-- that drains goes on when another module dies; one inside a module that dies
-- does not, though another module is loaded at that place.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 120
-- modules: workers evil poison

local threads = require "threads"

local KIND <const>, STACK <const> = threads.KIND, threads.STACK
local E_DIED <const> = -19
local KINDS <const> = { "coop", "preempt", "tasks" }

local refused <const> = require("expect").refused
local points = require "points"
local strike <const> = points.strike
local successor = require "replaced"

local function worker(of)
  local module = deimos.load "workers"
  return { module = module, v = module:open "workers",
    link = deimos.bind(module, "threads", of, "concurrency") }
end

-- `count` threads: inside one module, or by it inside another as well.
local function load_it(t, count)
  local inner, outer = worker(t.kind), worker(t.kind)
  local link = deimos.bind(outer.module, "inner", inner.module, "workers")
  local handles = {}
  for i = 1, count do
    local kind = i % 2 == 1 and KIND.wait or KIND.wait_inside
    handles[i] = (i % 2 == 1 and inner or outer).v.spawn(kind, i, STACK)
    assert(handles[i] > 1)
  end
  for _ = 1, 3 do assert(t.c.yield() == 0) end
  return inner, outer, link, handles
end

local function close(...)
  for _, w in ipairs { ... } do deimos.close(w.v) end
end

-- Its new version has nothing in that slot, for nobody is bound to a dead one.
local function replaced_behind(w, other)
  local new = w.module:replace "workers"
  assert(not points.node(w.module), "the old one is still there")
  local v = new:open "workers"
  refused("unbound", v.spawn, KIND.count, 5, STACK)
  deimos.close(v)
  deimos.bind(new, "threads", other, "concurrency")
  return new
end

-- The right answers at once, behind the death.
local function dies(kind, count)
  local before = deimos.digest()
  local t = threads.open(kind, "fifo")
  local a, b, link = load_it(t, count)
  local c = worker(t.kind)
  strike(t.kind, "concurrency", "yield")
  refused("died", t.c.yield)
  close(a, b, c)
  c.module:drain(0)                             -- drained, and unloaded
  link:unbind()
  local other = deimos.load(kind)
  local policy = deimos.bind(other, "scheduler", t.policy, "scheduler")
  local new = replaced_behind(a, other)
  b.link:rebind(other, "concurrency")
  local moved = b.module:replace "workers"
  assert(not points.node(b.module), "the old one is still there")
  moved:unload()
  local v = new:open "workers"
  local thread, o = v.spawn(KIND.count, 5, STACK), other:open "concurrency"
  assert(o.join(thread) == 5 and o.count() == 1)
  deimos.close(v)
  deimos.close(o)
  new:unload()
  policy:unbind()
  other:unload()
  threads.close(t)
  assert(deimos.digest() == before, "something is left")
end

-- With threads inside, too: they go on, and their modules stay.
local function replaced(kind, count)
  local before = deimos.digest()
  local t = threads.open(kind, "fifo")
  local a, b, link, handles = load_it(t, count)
  for _, name in ipairs(KINDS) do
    local old, inside = t.kind, t.c.count()
    t.kind = old:replace(name)
    assert(t.c.count() == inside, "threads are lost")
    successor.note(old)
    assert(t.c.join(a.v.spawn(KIND.count, 3, STACK)) == 3)
  end
  link:unbind()
  close(a)
  if count > 0 then refused("still inside", a.module.unload, a.module) end
  a.v = a.module:open "workers"
  a.v.open(1)
  b.v.open(1)
  for i, thread in ipairs(handles) do assert(t.c.join(thread) == i) end
  close(a, b)
  a.module:unload()
  b.module:unload()
  successor.unload()
  threads.close(t)
  assert(deimos.digest() == before, "something is left")
end

-- Another module's death is nothing to a thread in one that drains.
local function draining(kind)
  local t = threads.open(kind, "fifo")
  local old = worker(t.kind)
  local thread = old.v.spawn(KIND.wait, 7, STACK)
  local unborn = old.v.spawn(KIND.count, 2, STACK)
  for _ = 1, kind == "coop" and 0 or 1 do t.c.yield() end
  close(old)
  local new = old.module:replace "workers"
  local evil = deimos.load "evil"
  local e = evil:open "evil"
  refused("died", e.undefined)
  for _ = 1, 3 do t.c.yield() end
  assert(t.c.join(unborn) == 2, "it had not begun")
  refused("inside", old.module.drain, old.module, 0)    -- is live again
  old.v = old.module:open "workers"
  old.v.open(1)
  assert(t.c.join(thread) == 7, "set back by the death of another")
  close(old)
  old.module:unload()
  deimos.close(e)
  evil:unload()
  new:unload()
  threads.close(t)
end

-- At the place of the dead another one, before anybody else has run.
local function place_taken(kind)
  local t = threads.open(kind, "fifo")
  local victim = worker(t.kind)
  local inside = victim.v.spawn(KIND.wait, 7, STACK)
  t.c.yield()
  local unborn = victim.v.spawn(KIND.count, 3, STACK)
  local at = points.node(victim.module).base
  strike(victim.module, "workers", "alone")
  refused("died", victim.v.alone, 1)
  close(victim)
  victim.module:unload()
  local young = worker(t.kind)
  local same = points.node(young.module).base == at
  young.v.open(1)
  assert(t.c.join(inside) == E_DIED, "it went on in the new one")
  assert(t.c.join(unborn) == E_DIED, "it began in the new one")
  close(young)
  young.module:unload()
  threads.close(t)
  return same
end

for _, kind in ipairs(KINDS) do
  for _, count in ipairs { 0, 1, 8 } do
    dies(kind, count)
    replaced(kind, count)
  end
  draining(kind)
  local same = place_taken(kind)
  print(("%s: nobody is inside who is no more%s"):format(kind,
    same and "" or "; the place was another"))
end
