-- SPDX-License-Identifier: MIT
-- Clients that ask their model for something all the time keep nobody from it: what
-- else is asked of it, at ring 1, at ring 3, and of a client of another model that
-- calls one of its, waits for a few turns of the processor and no longer.
-- machines: qemu-icount bochs
-- modules: client_flood client_asker client_echo drowsy_store runner
-- expect: pass
-- limit: 300

local models = require "models"
local p = require "protected"

-- ORDER tests/modules/client_flood.c
local STOP <const>, ASKS <const> = 0, 1
local MAPS <const>, PROTECTS <const>, FAULTS <const>, YIELDS <const> =
  4, 6, 7, 9
local MOST <const> = 400                -- ticks of a flood, if nobody ends it
local FLOODERS <const> = 3
local TURN <const> = FLOODERS + 2       -- each with a tick, and the asker
local PAGE <const>, RW <const>, R <const> = 4096, 3, 1
local FRAMES <const> = 14               -- less than one of them touches

local RUNS <const>, ENDS <const> = 1, 2

local threads                           -- a method table
local slowest, of, waits = 0, "", 0

-- f(...) as that: waits that are no longer than that of its locks, in ticks. The
-- flood has had its turn before, so that one of it is in the model.
local function in_time(what, locks, f, ...)
  threads.yield()
  local since <const> = deimos.ticks()
  local result <const> = f(...)
  local took <const> = deimos.ticks() - since
  if took > slowest then slowest, of = took, what end
  if took > 0 then waits = waits + 1 end
  assert(took <= 2 * locks * TURN, ("%s: %d ticks"):format(what, took))
  return result
end

local function client(t)
  local space <const> = t.m.create()
  assert(space > 0 and t.m.load(space, "flood") == 0)
  return space
end

local function begin(t, runner, kinds)
  local floods <const> = {}
  for i = 1, FLOODERS do
    local space <const> = client(t)
    local stop <const> = t.m.run(space, STOP)
    local kind <const> = kinds[(i - 1) % #kinds + 1]
    floods[i] = { space = space, stop = stop, thread = runner.start(space,
      kind | MOST << 8) }
  end
  local word <const> = deimos.buffer(4)
  for _, f in ipairs(floods) do
    repeat
      in_time("a look", 1, t.m.read, f.space, f.stop, word, 4)
    until word:u32(0) == RUNS
  end
  return floods
end

local function finish(t, runner, floods)
  local word <const> = deimos.buffer(4)
  word:u32(0, ENDS)
  for _, f in ipairs(floods) do
    assert(in_time("write", 1, t.m.write, f.space, f.stop, word, 4) >= 0)
  end
  for _, f in ipairs(floods) do
    assert(in_time("join", 2, runner.join, f.thread) > 0)
    assert(t.m.destroy(f.space) == 0)
  end
end

-- Each method that takes the lock, from ring 1.
local function ask_each(t, is_paged)
  local m <const> = setmetatable({}, { __index = function(_, name)
    return function(...) return in_time(name, 4, t.m[name], ...) end
  end })
  local at <const>, data <const> = deimos.buffer(4), deimos.buffer(64)
  local space <const>, other <const> = m.create(), m.create()
  assert(space > 0 and other > 0)
  assert(m.load(space, "flood") == 0)
  assert(m.map(space, 0, PAGE, RW, at) == 0)
  local mapped <const> = at:u32(0)
  assert(m.write(space, mapped, data, 64) == 0)
  assert(m.read(space, mapped, data, 64) == 0)
  m.share(space, mapped, PAGE, other, R, at)
  m.protect(space, mapped, PAGE, R)
  m.grow(space, 64, at)
  m.attach(space, "flooded", PAGE, RW, at)
  m.release_frame(PAGE)
  if is_paged then
    local copy <const> = m.copy(space)
    assert(copy > 0 and m.destroy(copy) == 0)
  end
  m.unmap(space, mapped, PAGE)
  assert(m.destroy(other) == 0)
  assert(m.destroy(space) == 0)
end

-- One at ring 3, on this thread.
local function ask_as_client(t)
  local space <const> = client(t)
  local took <const> = t.m.run(space, ASKS)
  if took > slowest then slowest, of = took, "a client" end
  assert(took >= 0 and took <= 2 * 2 * 17 * TURN, took)
  assert(t.m.destroy(space) == 0)
end

-- A client of another model calls one of it, with bytes there and back.
local function ask_from(other, t)
  local asker <const>, echo <const>, near <const> = p.pair(other, t)
  for _ = 1, 4 do
    assert(in_time("a call", 4, p.ask, asker, p.DATA, 1000) == 1000)
  end
  p.disconnect(near)
  p.destroy(asker)
  p.destroy(echo)
end

local function flood(system, t, other, kinds)
  local runner <const> = p.runner(system, t)
  threads = system.threads:open "concurrency"
  local floods <const> = begin(t, runner, kinds)
  ask_each(t, t.name == "paged")
  ask_as_client(t)
  if other then ask_from(other, t) end
  finish(t, runner, floods)
  deimos.close(threads)
  runner.close()
end

local function report(kind, name, must_wait)
  print(("%s, %s: %d waited, at most %d ticks: %s"):format(kind, name, waits,
    slowest, of))
  assert(not must_wait or waits > 0, "nothing had to be waited for")
  slowest, waits = 0, 0
end

local OTHER <const> = { segmented = "segpaged", segpaged = "paged",
  paged = "segmented", flat = "segmented" }

for _, name in ipairs(models.ALL) do
  local system <const> = models.open("preempt", { name, OTHER[name] })
  local t <const>, other <const> = system[name], system[OTHER[name]]
  flood(system, t, name ~= "flat" and other, { MAPS, PROTECTS, FAULTS })
  models.close(system)
  report("preempt", name, true)
end

-- Others have the processor when the client yields, or while the store is asked.
for _, kind in ipairs { "coop", "tasks", "preempt" } do
  local system <const> = models.open(kind, { "paged", "segmented" })
  local t <const> = system.paged
  local drowsy <const> = deimos.load "drowsy_store"
  local control <const> = drowsy:open "drowsy"
  deimos.bind(drowsy, "real", t.store, "store")
  deimos.bind(drowsy, "threads", system.threads, "concurrency")
  t.at_store:rebind(drowsy, "store")
  local paged <const> = t.module:open "paged"
  assert(paged.configure(FRAMES, 0, 0) == 0)
  flood(system, t, system.segmented, { FAULTS, FAULTS, YIELDS })
  assert(control.count() > 0, "the store was not asked")
  deimos.close(paged)
  deimos.close(control)
  t.at_store:rebind(t.store, "store")
  drowsy:unload()
  models.close(system)
  report(kind, "paged with a store that sleeps")
end
