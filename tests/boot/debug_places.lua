-- SPDX-License-Identifier: MIT
-- Who asks `debug` for a guard or a watch, or gives one back, is lost after each so
-- many instructions of that, with all threads: all places can be had afterwards, and
-- no page is left of a guard that was to go. (One that is lost in the model's map()
-- has pages that the model has told nobody of.)
-- machines: qemu-icount bochs
-- modules: client_debugged guarder stepper poison
-- expect: pass
-- limit: 240

local act = require "debugged"
local expect = require "expect"
local memory = require "memory"
local models = require "models"
local points = require "points"
local under = require("debug_model").under

local is <const> = expect.is
-- ORDER tests/modules/guarder.c
local GUARD <const>, UNGUARD <const>, WATCH <const>, UNWATCH <const> = 1, 2, 3, 4
local BEFORE <const> = { [UNGUARD] = GUARD, [UNWATCH] = WATCH }
local NAMES <const> = { "guard", "unguard", "watch", "unwatch" }
local FULL <const> = "more than one client may have of it"
local PLACES <const> = 32               -- modules/models/debug/model.h
local SPACES <const> = 4                -- a space has less room than there are guards
local STEPS <const> = deimos.machine().segment_limits and 5 or 25
local NEAR <const> = 300                -- instructions

local Scene = {}
Scene.__index = Scene

function Scene:mapped()
  is(self.m.raw.usage(self.space, self.usage), 0)
  return self.usage:u32(4)
end

local function open(what)
  local s = setmetatable({ system = models.open("preempt", { "segpaged" }),
    usage = deimos.buffer(36), others = {} }, Scene)
  local model = s.system.segpaged.module
  s.m = memory.open(model)
  s.stepper, s.module = deimos.load "stepper", deimos.load "guarder"
  deimos.bind(s.stepper, "threads", s.system.threads, "concurrency")
  s.face, s.guarder = s.stepper:open "stepper", s.module:open "guarder"
  is(s.face.open(), 0)
  for i = 1, SPACES do s.others[i] = s.m.create() end
  s.space = s.m.create()
  s.m.load(s.space, "debugged")
  s.area = s.m.run(s.space, act.AREA)
  s.had = s:mapped()
  s.debugger = under(model)
  deimos.bind(s.module, "debug", s.debugger.module, "debug")
  deimos.bind(s.stepper, "server", s.module, "service")
  s.guarder.of(s.space, s.area)
  if BEFORE[what] then assert(s.face.tell(BEFORE[what]) >= 0) end
  return s
end

function Scene:close()
  is(self.face.close(), 0)
  deimos.close(self.face)
  deimos.close(self.guarder)
  self.stepper:unload()
  self.module:unload()
  self.debugger.unload()
  self.m.destroy(self.space)
  for _, other in ipairs(self.others) do self.m.destroy(other) end
  self.m.close()
  models.close(self.system)
end

-- All that can be had, and no more; then nothing of it is left.
function Scene:check(what)
  local d <const> = self.debugger
  d.off()
  assert(what == GUARD or self:mapped() == self.had, "pages are left")
  for i = 1, PLACES do d.guard(self.others[i % SPACES + 1], 4) end
  expect.refused(FULL, d.guard, self.space, 4)
  d.off()
  for _ = 1, PLACES do d.watch(self.space, self.area, 1, "w") end
  expect.refused(FULL, d.watch, self.space, self.area, 1, "w")
  d.off()
  assert(self.m.run(self.space, act.series) >= 0)
end

-- All threads are, but the first one.
function Scene:lose()
  local threads = self.system.threads:open "concurrency"
  points.strike(self.system.threads, "concurrency", "count")
  expect.refused("died", threads.count)
  pcall(deimos.close, threads)
end

local function length_of(what)
  local s = open(what)
  assert(s.face.join(s.face.start(0, what, 0)) >= 0)
  local length = s.face.length()
  s:close()
  return length
end

local lost = 0

local function try(what, step)
  local s = open(what)
  local thread = s.face.start(0, what, step)
  if s.face.ended() == 0 then
    s:lose()
    lost = lost + 1
  else
    s.face.join(thread)
  end
  s:check(what)
  s:close()
end

-- A place is busy where a guard is made, at the end, and at the beginning of others.
local function each(what, length)
  local from = what == GUARD and length - NEAR or 1
  for step = from, from + NEAR, NEAR // STEPS do try(what, step) end
  for step = 1, length, length // STEPS do try(what, step) end
end

for what, name in ipairs(NAMES) do
  local length, before = length_of(what), lost
  each(what, length)
  print(name, length, lost - before .. " in the middle")
end
