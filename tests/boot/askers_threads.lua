-- SPDX-License-Identifier: MIT
-- The concurrency module dies in an upcall, while who asked for that waits on a
-- stack of the first thread or of another one, which is no more then. The first
-- thread goes on at its own recovery point, and the CM waits for nobody, which is
-- tried more often than its calls could nest.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 120
-- modules: waiter wakes poison workers evil asker

local points = require "points"
local threads = require "threads"

-- ORDER tests/modules/waiter.h
local PLACES <const> = { init = 1, size = 6, read = 7 }
local CAME_BACK <const> = 777           -- ORDER tests/modules/waiter.c
local ROUNDS <const> = 10               -- more than calls of the CM nest
local cm <const>, archive <const> = deimos.find "cm", deimos.find "archive"

local function images(provider, interface)
  for _, r in ipairs(deimos.graph().receptacles) do
    if r.node == cm.handle and r.name == "images" then
      for _, b in ipairs(deimos.graph().bindings) do
        if b.receptacle == r.handle then
          threads.asker.rebind(b.handle, provider.handle,
            threads.asker.string(interface))
        end
      end
    end
  end
end

local function try(kind, place, how)
  local t = threads.open(kind, "fifo")
  local module, poison = deimos.load "waiter", deimos.load "poison"
  deimos.bind(module, "threads", t.kind, "concurrency")
  local waiter, p = module:open "waiter", poison:open "poison"
  local wakes = place ~= "init" and deimos.load "wakes"
  if wakes then images(wakes, "images") end
  local thread = t.spawn("wait", 1)     -- one more, which is lost, too
  p.strike(points.method(p, t.kind, "concurrency", "count"))
  local deaths = deimos.machine().deaths
  assert(waiter.arm_threads(PLACES[place]) == 0)
  local ok, why = pcall(waiter[how], wakes and "null" or "wakes")
  local where = ("%s, %s, %s"):format(kind, place, how)
  assert(thread > 0 and deimos.machine().deaths == deaths + 1, where)
  -- the first thread gets its answer, or goes on in front of what is no more
  if how == "load" then
    assert(ok and why == CAME_BACK, ("%s: %s %s"):format(where, ok, why))
  else
    assert(not ok and why:find("died", 1, true), ("%s: %s"):format(where, why))
  end
  assert(deimos.report():find(("module '%s' died: #UD"):format(kind), 1, true))
  if wakes then images(archive, "archive") end
  deimos.close(p)
  poison:unload()
  deimos.close(waiter)
  for _, name in ipairs { "wakes", "null" } do
    local left = deimos.find(name)
    if left then left:unload() end
  end
  module:unload()
  threads.close(t)
end

local asker = deimos.load "asker"
threads.asker = asker:open "asker"
local before = deimos.digest()
for _, kind in ipairs { "coop", "preempt", "tasks" } do
  for place in pairs(PLACES) do
    for _, how in ipairs { "load", "load_in_thread" } do
      try(kind, place, how)
      assert(deimos.digest() == before, kind .. place .. how .. ": left")
    end
  end
end
for _ = 1, ROUNDS do try("coop", "init", "load_in_thread") end
assert(deimos.digest() == before, "something is left")
deimos.close(threads.asker)
asker:unload()
print("askers: threads that are lost in an upcall")
