-- SPDX-License-Identifier: MIT
-- The concurrency module dies while clients run, in whichever thread: the
-- first thread goes on at its own recovery point, the others are no more. The
-- models live: what ran in the lost threads can be destroyed, and the next
-- client runs under a new concurrency module.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 180
-- modules: poison client_spin

local expect = require "expect"
local models = require "models"
local points = require "points"

local MANY <const>, LONG <const> = 60000, 1 << 20
-- push %ebp; mov %esp, %ebp; pusha; push %ds
local TIMER <const> = "\x55\x89\xe5\x60\x1e"
local COUNTS <const> = { 0, 1, 2, 3, 8 }

-- What dies next: yield(), or what the timer leads to.
local function victim(p, module, what)
  if what == "yield" then
    return points.method(p, module, "concurrency", "yield")
  end
  local n = points.node(module)
  local at = p.find(n.base, n.size, TIMER, #TIMER)
  assert(at ~= 0, "timer.S begins in another way")
  return at
end

local function dies(f, ...)
  expect.refused("died", f, ...)
end

-- That call has a client run in the first thread.
local function own_client(t, call, ...)
  local space = t.m.create()
  local arguments = { ... }
  assert(t.m.load(space, "client_spin") >= 0)
  table.insert(arguments, space)
  table.insert(arguments, MANY)
  local ok, status = pcall(call, table.unpack(arguments))
  assert(t.m.destroy(space) == 0, "its space is still taken")
  return ok, status
end

-- In which thread it happens; each returns what is to be called.
local places = {
  first = function(s, t, at)                    -- ring 1, the first thread
    s.p.strike(at)
    dies(s.c.yield)
  end,
  client = function(s, t, at)                   -- a client's, in its gate
    dies(s.p.strike_later, at, 0, t.x.thread(s.handles[1]))
  end,
  module = function(s, t, at)                   -- one without a client
    dies(s.p.strike_later, at, 1, 0)
  end,
  timer = function(s, t, at)                    -- from ring 3, of any
    dies(s.p.strike_later, at, 0, t.x.thread(s.handles[1]))
  end,
  running = function(s, t, at)                  -- from ring 3, of the first
    local ok, status = own_client(t, s.p.strike_and_run, at)
    assert(not ok or status == models.E.DIED or status == MANY, status)
  end,
  -- Another one's client, while the timer has interrupted the first thread, or
  -- its client: it goes on there.
  idle = function(s, t, at)
    local ldt = s.p.strike_idle(at, t.x.thread(s.handles[1]))
    assert(ldt == 0, "the first thread has a client's LDT")
  end,
  under = function(s, t, at)
    local _, status = own_client(t, s.p.strike_under, at,
      t.x.thread(s.handles[1]))
    assert(status == MANY, status)
  end,
}

-- What is dead goes, and the model gets another of its kind.
local function renew(s, t)
  local dead, policy = s.threads, s.policy
  s.threads, s.policy = deimos.load(dead.name), deimos.load "fifo"
  deimos.bind(s.threads, "scheduler", s.policy, "scheduler")
  t.of_module:rebind(s.threads, "concurrency")
  t.of_exec:rebind(s.threads, "concurrency")
  dead:unload()
  policy:unload()
  for _, handle in ipairs(s.handles) do t.x.wait(handle) end
  assert(t.x.count() == 0, "a client of a lost thread is still there")
  assert(t.x.wait(t.x.exec("counter", 3 << 8 | 1)) == 3)
end

local function try(s, t, place, what, count)
  local poison = deimos.load "poison"
  local link = deimos.bind(poison, "threads", s.threads, "concurrency")
  deimos.bind(poison, "memory", t.module, "memory")
  s.p, s.c, s.handles = poison:open "poison", s.threads:open "concurrency", {}
  local client, argument = "counter", MANY << 8 | 1
  if what == "timer" then client, argument = "client_spin", LONG end
  for i = 1, count do s.handles[i] = t.x.exec(client, argument) end
  places[place](s, t, victim(s.p, s.threads, what))
  assert(deimos.report():find(("module '%s' died"):format(s.threads.name), 1,
    true))
  link:unbind()
  deimos.close(s.p)
  deimos.close(s.c)
  poison:unload()
  renew(s, t)
end

-- What a kind of threads can die of, and the fewest clients that it takes.
local PLACES <const> = {
  { "first", "yield", 0 }, { "module", "yield", 0 }, { "client", "yield", 1 },
  { "timer", "timer", 1 }, { "running", "timer", 1 },
  { "idle", "timer", 1 }, { "under", "timer", 1 },
}

-- Every number of clients where they do it, the numbers in turn elsewhere.
local function counts(kind, name, i, k)
  if kind ~= "preempt" and name == "segmented" and k == 3 then
    return COUNTS
  end
  return { k <= #COUNTS and COUNTS[(i + k) % #COUNTS + 1] or 1 }
end

-- The timer's turns are long where an emulator is slow.
local KINDS <const> = { coop = models.ALL, tasks = models.ALL,
  preempt = { "segmented", "paged" } }

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  local places_of = kind == "preempt" and #PLACES or 3
  for i, name in ipairs(KINDS[kind]) do
    local s = models.open(kind, { name })
    for k = 1, places_of do
      local place, what, least = table.unpack(PLACES[k])
      for _, count in ipairs(counts(kind, name, i, k)) do
        if count >= least then try(s, s[name], place, what, count) end
      end
    end
    models.close(s)
    print(("%s dies under clients of %s: the rest lives"):format(kind, name))
  end
end
