-- SPDX-License-Identifier: MIT
-- A line with several owners: whichever of them dies in its handler, stays in
-- it, stays busy, or is unloaded by another one, on the first thread's stack, on
-- a thread's, and on that of a client of each kind of threads, the others hear
-- each tick, and what was interrupted goes on. Nobody unloads what a handler has interrupted.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 120
-- second: 10000000
-- modules: bell client_ticks

local bells = require "bells"
local models = require "models"

local E <const> = models.E
local OWNERS <const> = bells.COUNT_OF_OWNERS

-- The owners in `which` die, one behind the other.
local function die(which, where, spin)
  local deaths <const> = deimos.machine().deaths
  for _, i in ipairs(which) do bells.of(i).face.mode(bells.DIE) end
  spin(3)
  assert(deimos.machine().deaths == deaths + #which, where)
  for _, i in ipairs(which) do bells.silence(i, true) end
  bells.all_hear(where, spin)
  for _, i in ipairs(which) do bells.ring(i) end
  bells.all_hear(where .. ", again", spin)
end

-- One unloads another, or the one that has been interrupted.
local function unload(by, whom, where, spin)
  local b <const>, other <const> = bells.of(by), bells.of(whom)
  deimos.close(other.face)
  b.face.aim(other.module.handle, other.line.handle)
  b.face.mode(bells.UNLOAD)
  spin(3)
  assert(b.face.outcome() == 0, where .. ": " .. b.face.outcome())
  bells.forget(whom)
  bells.all_hear(where, spin)
  bells.ring(whom)
end

local function binding_to(module)
  for _, b in ipairs(deimos.graph().bindings) do
    if b.provider == module.handle then return b.handle end
  end
end

local function unload_interrupted(by, where)
  local b <const>, idle <const> = bells.of(by), bells.load()
  b.face.heed(idle.face.flag())
  b.face.aim(idle.module.handle, binding_to(idle.module))
  b.face.mode(bells.UNLOAD)
  idle.face.spin(3)
  assert(b.face.outcome() == E.ACTIVE, where .. ": " .. b.face.outcome())
  pcall(deimos.close, idle.face)
  idle.module:unload()
  bells.silence(by)
  bells.ring(by)
end

local function stay(i, where, spin)
  local b <const> = bells.of(i)
  b.face.mode(bells.STAY_BUSY)
  spin(2)
  local count <const> = b.face.count()
  spin(6)
  assert(b.face.count() == count, where .. ": it was busy")
  b.face.mode(bells.STAY)
  b.face.ready()
  local others = {}
  for k = 1, OWNERS do others[k] = bells.of(k).face.count() end
  spin(2)
  for k = 1, OWNERS do
    local heard <const> = bells.of(k).face.count() - others[k]
    assert(k == i or heard >= 4, ("%s: %d: %d"):format(where, k, heard))
  end
  b.face.mode(bells.COUNT)
  spin(8)
  bells.all_hear(where, spin)
end

local function all_places(where, spin)
  bells.all_hear(where, spin)
  for i = 1, OWNERS do
    die({ i }, ("%s: %d dies"):format(where, i), spin)
    stay(i, ("%s: %d stays"):format(where, i), spin)
    local whom <const> = i % OWNERS + 1
    unload(i, whom, ("%s: %d unloads %d"):format(where, i, whom), spin)
    unload(whom, i, ("%s: %d unloads %d"):format(where, whom, i), spin)
  end
  die({ 1, 2 }, where .. ": two die", spin)
  die({ 1, 2, 3 }, where .. ": all die", spin)
end

local before <const> = deimos.digest()
local idle <const> = bells.load()
bells.heed(idle)
bells.ring_all()
all_places("ring 1", idle.face.spin)
for i = 1, OWNERS do
  die({ i }, "registers", function(n)
    local bits <const> = idle.face.keep(n)
    assert(bits == 0, ("%d dies: bits %x are wrong"):format(i, bits))
  end)
end
for i = 1, OWNERS do unload_interrupted(i, "by " .. i) end
bells.silence_all()

local function threads(kind, first)
  local where <const> = kind .. (first and ", first" or ", last")
  local s <const> = models.open(kind, { "segmented" })
  local c <const> = deimos.bind(idle.module, "threads", s.threads,
    "concurrency")
  bells.heed(idle)
  if not first then bells.ring_all() end
  local long <const> = s.segmented.x.exec("ticks", 40)
  if first then bells.ring_all() end
  all_places(where .. ", a thread", idle.face.thread)
  bells.silence_all()
  bells.heed(nil, s.threads)
  bells.ring_all()
  all_places(where .. ", a client", function(n)
    assert(s.segmented.x.wait(s.segmented.x.exec("ticks", n)) == n)
  end)
  assert(s.segmented.x.wait(long) == 40)
  bells.silence_all()
  assert(s.segmented.x.wait(s.segmented.x.exec("ticks", 7)) == 7)
  c:unbind()
  models.close(s)
end

for _, kind in ipairs { "coop", "tasks", "preempt" } do
  threads(kind, true)
  threads(kind, false)
end

deimos.close(idle.face)
idle.module:unload()
assert(deimos.digest() == before, "something is left")
print("a line's owners live on")
