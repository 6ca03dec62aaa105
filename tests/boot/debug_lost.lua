-- SPDX-License-Identifier: MIT
-- A thread is lost, or set back, while who watches its client is asked and waits:
-- nobody can hold interrupts off but who is being asked, neither meanwhile nor
-- afterwards; and the next client is watched as ever.
-- machines: qemu-icount bochs
-- modules: client_debugged watcher runner poison
-- expect: pass
-- limit: 120

local memory = require "memory"
local act = require "debugged"
local models = require "models"
local strike <const> = require("points").strike
local E <const>, IF <const>, DIED <const> = require("expect").E, 0x200, deimos.errors.E_DIED
local KINDS <const> = { "coop", "preempt", "tasks" }

-- Another watcher, or the same one: of a system's model.
local function put_under(system, t)
  local w = { module = deimos.load "watcher" }
  deimos.bind(w.module, "threads", system.threads, "concurrency")
  deimos.bind(w.module, "steps", t.module, "steps")
  w.at = deimos.bind(t.module, "watch", w.module, "watch")
  w.control = w.module:open "watcher"
  return w
end

local function take_off(w)
  w.at:unbind()
  deimos.close(w.control)
  w.module:unload()
end

-- A client in a thread of its own, where the watcher waits: the runner, the thread.
local function begin(system, t, w, space)
  local module = deimos.load "runner"
  deimos.bind(module, "memory", t.module, "memory")
  deimos.bind(module, "threads", system.threads, "concurrency")
  local r = { module = module, raw = module:open "runner" }
  assert(w.control.hold() == E.ACTIVE, "before")
  assert(w.control.shut(space) == 0)
  r.thread = r.raw.start(space, act.series)
  local threads = system.threads:open "concurrency"
  while w.control.count() == 0 do threads.yield() end
  deimos.close(threads)
  assert(w.control.answer() == 0, "who is asked holds them off")
  assert(w.control.hold() == E.ACTIVE, "while another thread is asked")
  return r
end

-- It steps on; then the client is as ever.
local function goes_on(m, w, space)
  w.control.let_go(space)
  assert(w.control.hold() == E.ACTIVE, "afterwards")
  assert(w.control.shut(space) == 0 and w.control.let_go(space) == 0)
  assert(m.run(space, act.series) >= 0)
  assert(w.control.flags() & IF == IF, "interrupts are off")
  assert(w.control.hold() == E.ACTIVE)
end

-- Nothing happens to it.
local function returns(system, t, m, space)
  local w = put_under(system, t)
  local r = begin(system, t, w, space)
  w.control.let_go(space)
  assert(r.raw.join(r.thread) >= 0)
  goes_on(m, w, space)
  deimos.close(r.raw)
  r.module:unload()
  take_off(w)
end

-- The module dies that has run it: the thread is set back behind that, over the
-- model's recovery point.
local function set_back(system, t, m, space)
  local w = put_under(system, t)
  local r = begin(system, t, w, space)
  strike(r.module, "runner", "join")
  assert(not pcall(r.raw.join, r.thread))
  local threads = system.threads:open "concurrency"
  assert(threads.join(r.thread) == DIED, "it is set back")
  deimos.close(threads)
  goes_on(m, w, space)
  pcall(deimos.close, r.raw)
  r.module:unload()
  take_off(w)
end

-- The concurrency module dies, and all threads with it.
local function lost(system, t, m, space)
  local w = put_under(system, t)
  local r = begin(system, t, w, space)
  local threads = system.threads:open "concurrency"
  strike(system.threads, "concurrency", "count")
  assert(not pcall(threads.count))
  pcall(deimos.close, threads)
  goes_on(m, w, space)
  deimos.close(r.raw)
  take_off(w)
  r.module:unload()
end

for _, kind in ipairs(KINDS) do
  for _, name in ipairs { "segmented", "segpaged", "paged" } do
    local system = models.open(kind, { name })
    local t = system[name]
    local m = memory.open(t.module)
    local space = m.create()
    m.load(space, "debugged")
    m.run(space, act.AREA)
    returns(system, t, m, space)
    set_back(system, t, m, space)
    lost(system, t, m, space)
    m.destroy(space)
    m.close()
    models.close(system)
    print(kind, name, "nobody holds them off")
  end
end
