-- SPDX-License-Identifier: MIT
-- Calls between two `client_mortal`, or of one from ring 1, that the timer stops
-- after n instructions (tests/modules/stepper.c); and who can be killed meanwhile.

local expect = require "expect"
local models = require "models"
local p = require "protected"
local points = require "points"

local E <const>, is <const> = models.E, expect.is

local M = { OK = 42 }

-- ORDER tests/modules/client_mortal.c
local ACTS <const> = { "DATA", "PLAIN", "BOTH", "GRANT", "DIES", "KILLS",
  "LIVES", "WHERE", "TOUCHES" }
for i, name in ipairs(ACTS) do M[name] = i - 1 end

-- What a call over each kind is; `up`: from ring 1.
M.KINDS = { "near", "gate", "trap", "message", "queue", "event", "stream",
  "grant" }
M.WAYS = { near = M.PLAIN, gate = M.PLAIN, trap = M.PLAIN, message = M.BOTH,
  queue = M.DATA, event = M.DATA, stream = M.DATA, grant = M.GRANT }
local THREADED <const> = { message = true, queue = true, event = true,
  stream = true }
local MOST <const> = 4096               -- of a binding
local SIZE <const>, BACK <const> = 100, 0x8000    -- tests/modules/stepper.c
local KILL <const> = 0x4b494c           -- tests/modules/hop.c
local PAGE <const> = 4096

-- Those that live, by their handles.
local function living()
  local live = {}
  for _, n in ipairs(deimos.graph().nodes) do
    if n.state == "live" then live[n.handle] = true end
  end
  return live
end

-- A call that is refused may say so by an error of Lua's.
local function answer(f, ...)
  local ok, got = pcall(f, ...)
  if ok then return got end
  return got:find("died", 1, true) and E.DIED or got:find("unbound", 1, true)
    and E.UNBOUND or got:find("dead", 1, true) and E.DEAD or error(got, 0)
end

local Scene = {}
Scene.__index = Scene

local function bind_between(self, kind)
  local module = deimos.load("bind_" .. kind)
  self.between = module
  deimos.bind(module, "server", self.server.module, "service")
  if THREADED[kind] then
    deimos.bind(module, "threads", self.system.threads, "concurrency")
  end
  if kind == "grant" then
    deimos.bind(module, "memory", self.server.model.module, "memory")
  end
  self.control = module:open "binding"
end

-- The caller: a client, which another one can call; or a module at ring 1.
local function bind_caller(self, of)
  if self.is_up then
    self.caller = { module = deimos.load "hop" }
    deimos.bind(self.caller.module, "server", self.between, "service")
    self.first = deimos.bind(self.stepper, "server", self.caller.module,
      "service")
    return
  end
  self.caller = p.load(of, "mortal")
  deimos.bind(self.caller.module, "server", self.between, "service")
  self.killer = p.load(of, "mortal")
  self.near = p.connect(self.killer, self.caller)
end

--- What all scenes of a system need; by: the model of the witness.
function M.begin(system, by)
  system.stepper, system.poison = deimos.load "stepper", deimos.load "poison"
  deimos.bind(system.stepper, "threads", system.threads, "concurrency")
  system.face, system.k = system.stepper:open "stepper", system.poison:open "poison"
  is(system.face.open(), 0)
  system.witness, system.word = p.load(by, "mortal"), deimos.buffer(4)
end

function M.finish(system)
  pcall(system.witness.m.destroy, system.witness.space)
  is(system.face.close(), 0)
  deimos.close(system.face)
  deimos.close(system.k)
  system.stepper:unload()
  system.poison:unload()
end

--- In a system that is there: kind of binding, models of caller and server.
--- of: nil: the caller is a module at ring 1.
function M.open(system, kind, of, to)
  local self = setmetatable({ system = system, kind = kind, is_up = not of,
    of = of, to = to, stepper = system.stepper, face = system.face,
    k = system.k, witness = system.witness }, Scene)
  self.memory = deimos.bind(self.stepper, "memory", (of or to).module, "memory")
  self.server = p.load(to, "mortal")
  self.seen = deimos.bind(self.witness.module, "server", self.server.module,
    "service")
  bind_between(self, kind)
  bind_caller(self, of)
  is(self.control.start(MOST), 0)
  return self
end

-- What it asks for.
function Scene:act()
  local act = M.WAYS[self.kind]
  if not self.is_up or act == M.PLAIN then return act end
  return act | SIZE << 16 | (act == M.BOTH and BACK or 0)
end

--- The call, until `step`; it stands there, or has ended.
function Scene:start(step)
  self.thread = self.face.start(self.caller.space or 0, self:act(), step)
  assert(self.thread > 0, self.thread)
  return self.face.ended() == 0
end

--- What the call has answered; an error that Lua raises, too.
function Scene:finish() return answer(self.face.join, self.thread) end

--- It has been served.
function M.is_answer(got)
  return got == M.OK or got == 0 or got == SIZE
end

-- What the server does that a binding has granted memory, when that is over.
function Scene:server_does(act)
  return self.server.m.run(self.server.space, act)
end

--- How many instructions it takes, and where the server has what is granted.
function Scene:measure()
  self:start(0)
  local got = self:finish()
  assert(M.is_answer(got), got)
  local length = self.face.length()
  return length, self:server_does(M.WHERE) * PAGE
end

--- Whether the server has memory there.
function Scene:has(where)
  return self.server.m.read(self.server.space, where, self.system.word, 4) == 0
end

--- The server touches what it was granted: whether it has died of that.
function Scene:dies_of_touch()
  local was_granted = self:server_does(M.WHERE) ~= 0
  is(self:server_does(M.TOUCHES), was_granted and E.DIED or M.OK, "a touch")
  return was_granted
end

-- --- Who dies ---

-- Where a method of it begins there is UD2, and it is called.
local function strike(self, module, interface, method, f, ...)
  self.k.strike(points.method(self.k, module, interface, method))
  expect.refused("died", f, ...)
end

local kill = {}
M.kill = kill

function kill.caller(self)
  if self.is_up then
    expect.refused("died", self.face.tell, KILL)
  else
    is(self.killer.m.run(self.killer.space, M.KILLS), E.DIED)
  end
end

function kill.server(self)
  is(self.server.m.run(self.server.space, M.DIES), E.DIED)
end

function kill.between(self)
  strike(self, self.between, "binding", "count", self.control.count, 0)
end

function kill.of(self)
  strike(self, self.of.module, "memory", "create", self.of.m.create)
end

function kill.to(self)
  strike(self, self.to.module, "memory", "create", self.to.m.create)
end

function kill.threads(self)
  local c = self.system.threads:open "concurrency"
  strike(self, self.system.threads, "concurrency", "yield", c.yield)
  deimos.close(c)
end

--- Modules by their part, and whether each has died.
function Scene:dead()
  local live, dead = living(), {}
  for part, module in pairs { caller = self.caller.module,
      server = self.server.module, between = self.between,
      of = self.of and self.of.module, to = self.to.module,
      threads = self.system.threads, stepper = self.stepper,
      killer = self.killer and self.killer.module } do
    if not live[module.handle] then dead[part] = true end
  end
  return dead
end


--- One more call, from the caller.
function Scene:again()
  if self.is_up then return answer(self.face.ask, self:act()) end
  return answer(self.caller.m.run, self.caller.space, self:act())
end

--- The same of somebody else.
function Scene:look()
  return answer(self.witness.m.run, self.witness.space, M.PLAIN)
end

-- --- The end ---

-- What has no bindings any more, or has gone, is not there to be undone.
local function undo(f, ...) pcall(f, ...) end

function Scene:close()
  undo(self.control.stop)
  undo(deimos.close, self.control)
  undo(self.seen.unbind, self.seen)
  if self.near then
    undo(self.near.first.unbind, self.near.first)
    undo(self.near.second.unbind, self.near.second)
    self.near.module:unload()
  end
  if self.is_up then
    undo(self.first.unbind, self.first)
    self.caller.module:unload()
  end
  for _, client in ipairs { self.caller, self.killer or self.caller } do
    if client.space then undo(client.m.destroy, client.space) end
  end
  self.between:unload()
  undo(self.server.m.destroy, self.server.space)
  undo(self.memory.unbind, self.memory)
  undo(self.face.reap)
end

return M
