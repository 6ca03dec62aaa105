-- SPDX-License-Identifier: MIT
-- One instruction after the other kills the module behind a model's receptacle
-- `trap` while clients touch what it lets them touch, by each kind of threads:
-- a client that was inside it dies, or gets what it wanted; others go on; the
-- model asks nobody from then on, and the next module there serves as the
-- first did. In the end nothing is left.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 240
-- modules: poison trapper client_writer

local models = require "models"
local point = require "points"

local E <const> = models.E
local LOAD <const> = models.counter(3, 1)
local WRITERS <const> = 3

-- A trap module in the model's receptacle, told to unprotect.
local function new_trap(t)
  local trap = { module = deimos.load "trapper" }
  deimos.bind(trap.module, "memory", t.module, "memory")
  trap.bound = deimos.bind(t.module, "trap", trap.module, "trap")
  trap.control = trap.module:open "control"
  trap.control.mode(1)
  return trap
end

local function end_trap(trap)
  deimos.close(trap.control)
  pcall(trap.bound.unbind, trap.bound)  -- it went with the module
  pcall(trap.module.unload, trap.module)
end

-- between: called when one is there, which preempt may have run already.
local function exec_all(t, between)
  local handles = {}
  for i = 1, WRITERS do
    handles[i] = t.x.exec("client_writer", 100 + i)
    assert(handles[i] > 0, handles[i])
    if i == 1 and between then between() end
  end
  return handles
end

-- How many writers got what they wanted; the others have died.
local function count_written(t, handles)
  local written = 0
  for i, handle in ipairs(handles) do
    local got = t.x.wait(handle)
    assert(got == 100 + i or got == E.DIED, ("writer %d: %d"):format(i, got))
    if got ~= E.DIED then written = written + 1 end
  end
  return written
end

local function life(kind, name, other, offset)
  local before, poison = deimos.digest(), deimos.load "poison"
  local p = poison:open "poison"
  local s = models.open(kind, { name, other })
  local t, trap = s[name], new_trap(s[name])
  local list = not offset and point.list(p, trap.module)
  local dead = deimos.graph().system.deaths
  local beside = s[other].x.exec("client_counter", LOAD)
  local mine = t.x.exec("client_counter", LOAD)
  local handles = exec_all(t, offset and function()
    p.strike(point.node(trap.module).base + offset)
  end)
  local written = count_written(t, handles)
  dead = deimos.graph().system.deaths - dead
  assert(written == WRITERS or dead > 0, "a writer died, and nobody else")
  assert(t.x.wait(mine) == LOAD >> 8, "a client that asks for nothing")
  assert(s[other].x.wait(beside) == LOAD >> 8, "a client of another model")
  end_trap(trap)
  assert(count_written(t, exec_all(t)) == 0, "nobody was asked")
  trap = new_trap(t)
  assert(count_written(t, exec_all(t)) == WRITERS, "the next trap module")
  end_trap(trap)
  models.close(s)
  deimos.close(p)
  poison:unload()
  assert(deimos.digest() == before, "something is left")
  return list or dead
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  for name, other in pairs { segpaged = "flat", paged = "segmented" } do
    local points, died = life(kind, name, other), 0
    for _, offset in ipairs(points) do
      local ok, why = xpcall(life, debug.traceback, kind, name, other, offset)
      assert(ok, ("trap of %s at %#x, %s: %s"):format(name, offset, kind, why))
      died = died + why
    end
    print(("%s, %s: %d points, it died %d times"):format(name, kind, #points,
      died))
    assert(died > 0)
  end
end
