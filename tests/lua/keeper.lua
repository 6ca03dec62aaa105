-- SPDX-License-Identifier: MIT
-- Bytes that a binding copies (tests/modules/keeper.c), which the timer stops after n
-- instructions (tests/modules/stepper.c); and who gives their memory back meanwhile.
--
--     local k = keeper.open(threads)
--     k:try("queue", operation, answers)       -- at each so many instructions

local expect = require "expect"

local nmm, is, E <const> = deimos.nmm, expect.is, expect.E
local PAGE <const> = nmm.PAGE_SIZE
local STRIDE <const>, LEAP <const>, CLOCK <const> = 11, 100, 1000    -- instructions

local ECHO <const> = 1                  -- ORDER tests/modules/keeper.c
local DATA <const> = 0                  -- ORDER modules/api/binding.h
local M = { DATA = DATA, ECHO = ECHO, SIZE = 600 }

local Keeper = {}
Keeper.__index = Keeper

local function load_one(self)
  local one = { module = deimos.load "keeper" }
  one.face = one.module:open "keeper"
  for _, to in ipairs(self.to) do
    deimos.bind(one.module, to[1], to[2], to[3])
  end
  return one
end

local function unload_one(one)
  pcall(deimos.close, one.face)
  one.module:unload()
end

--- What the keeper's receptacles are bound to: list of { receptacle, module,
--- interface }.
function M.open(threads, to)
  local self = setmetatable({ to = to, stepper = deimos.load "stepper" }, Keeper)
  deimos.bind(self.stepper, "threads", threads, "concurrency")
  self.face = self.stepper:open "stepper"
  is(self.face.reap(), 0)       -- threads that are new would run while it measures
  is(self.face.open(), 0)
  self.owner, self.other = load_one(self), load_one(self)
  self.at = deimos.bind(self.stepper, "server", self.owner.module, "service")
  self.hits = 0
  return self
end

function Keeper:close()
  is(self.face.close(), 0)
  deimos.close(self.face)
  self.at:unbind()
  self.stepper:unload()
  unload_one(self.owner)
  unload_one(self.other)
end

-- Again, if the one before has died.
local function renew(self)
  self.at:unbind()
  unload_one(self.owner)
  self.owner = load_one(self)
  self.at = deimos.bind(self.stepper, "server", self.owner.module, "service")
end

local function take(self)
  local base = self.owner.face.take(0, PAGE)
  assert(base > 0, base)
  is(self.owner.face.have(M.SIZE), 0)
  return base
end

-- A call that nobody stops.
local function whole(self, operation, answers)
  take(self)
  local thread = self.face.start(0, operation, 0)
  local got = self.face.join(thread)
  assert(answers[got], got)
  is(self.owner.face.give(), 0)
  return self.face.length()
end

-- The first step that comes too late. A clock of the timer is what a step is exact to,
-- and Bochs looks at its timer each microsecond.
local function first_late(self, operation, length)
  for step = length, length + 2 * CLOCK, LEAP do
    take(self)
    local thread = self.face.start(0, operation, step)
    local is_late = self.face.ended() ~= 0
    self.face.join(thread)
    is(self.owner.face.give(), 0)
    if is_late then return step end
  end
  error "no step is behind the call"
end

local WAYS <const> = {}

function WAYS.given(self) is(self.owner.face.give(), 0) end

-- Its place is another's from then on, who finds it as it was.
function WAYS.taken(self, base)
  is(self.owner.face.give(), 0)
  is(self.other.face.take(base, PAGE), base)
end

function WAYS.died(self) expect.refused("died", self.owner.face.die) end

local function join(self, thread)
  local ok, got = pcall(self.face.join, thread)
  if not ok then
    got = got:find("died", 1, true) and E.DIED or got:find("dead", 1, true) and
      E.DEAD or error(got, 0)
  end
  if got == E.ADDRESS then self.refused = self.refused + 1 end
  return got
end

local function at(self, operation, answers, way, step)
  local base = take(self)
  local thread = self.face.start(0, operation, step)
  if self.face.ended() ~= 0 then
    assert(answers[join(self, thread)])
    is(self.owner.face.give(), 0)
    return
  end
  self.hits = self.hits + 1
  local reached = self.face.reached()
  WAYS[way](self, base)
  local got = join(self, thread)
  assert(answers[got] or got == E.ADDRESS or way == "died" and (got == E.DIED or
    got == E.DEAD), got)
  if way == "taken" then
    -- Until the binding has seen where, that place is what the caller names.
    if self.other.face.is_whole() == 0 then
      self.written = math.max(self.written, reached)
    elseif got == E.ADDRESS then
      self.known = math.min(self.known, reached)
    end
    assert(self.written < self.known, "another's memory was written")
    is(self.other.face.give(), 0)
  elseif way == "died" then
    self.killed = self.killed + 1
    renew(self)
  end
end

--- The call, stopped at each so many instructions, and the memory given back then.
function Keeper:try(what, operation, answers)
  local deaths = deimos.machine().deaths
  self.killed, self.refused = 0, 0
  self.written, self.known = -1, math.maxinteger
  whole(self, operation, answers)
  local length = whole(self, operation, answers)
  local last = first_late(self, operation, length)
  for _, way in ipairs { "given", "taken", "died" } do
    for step = 1, last, way == "died" and 40 * STRIDE or STRIDE do
      local ok, why = xpcall(at, debug.traceback, self, operation, answers, way, step)
      assert(ok, ("%s, %s at %d of %d: %s"):format(what, way, step, last, why))
      is(deimos.machine().deaths - deaths, self.killed,
        ("%s, %s at %d: somebody has died"):format(what, way, step))
    end
  end
  assert(self.refused > 0 and (operation ~= M.ECHO or
    self.written > 0 and self.known < math.maxinteger), what)
  whole(self, operation, answers)
  print(what, length, last, self.refused .. " refused")
end

return M
