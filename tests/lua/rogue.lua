-- SPDX-License-Identifier: MIT
-- "client_rogue" and who has to do with it: a rogue, and its victim, which is
-- bound to it both ways. Each act comes back, is refused, or ends the rogue;
-- the victim goes on, and so does everybody else.

local p = require "protected"
local E <const> = require("expect").E

local M = { OK = 42, cases = 0, died = 0 }

-- ORDER tests/modules/client_rogue/rogue.h
local ACTS <const> = { "PRODUCT", "SLOT", "STACK", "FAULT", "VISIT", "AREA",
  "ASK", "FPU", "EXIT", "OVERFLOW", "RESULT", "SECRET", "NOTHING",
  "YIELD" }

local number = {}
for i, name in ipairs(ACTS) do number[name] = i - 1 end

M.BYTES = 0x800000
M.CAPACITY = 32768                      -- for all that one call may have

--- The word for an act: what main takes, and a call.
function M.order(act, argument) return number[act] | (argument or 0) << 8 end

local Pair = {}
Pair.__index = Pair

--- kind: of the binding modules between the two, "near" if it is not said. The
--- threads are for those that have one of their own.
function M.open(of, to, kind, threads)
  local self = setmetatable({ of = of, kind = kind, threads = threads,
    is_silent = kind == "queue" or kind == "event",
    bytes = kind == "message" and M.BYTES or 0,
    refusal = kind == "message" and E.RANGE or nil,
    victim = p.load(to, "rogue") }, Pair)
  self:reload()
  return self
end

-- The kind `near` has nothing to start.
local function connect(pair, from, to)
  local on = p.connect(from, to, pair.kind)
  if not pair.kind then return on end
  if pair.threads then
    on.threads = deimos.bind(on.module, "threads", pair.threads, "concurrency")
  end
  on.control = on.module:open "binding"
  assert(on.control.start(M.CAPACITY) == 0, pair.kind)
  return on
end

local function disconnect(on)
  if on.control then
    pcall(on.control.stop)              -- it may tell of a delivery that failed
    deimos.close(on.control)
  end
  if on.threads then on.threads:unbind() end
  p.disconnect(on)
end

function Pair:reload()
  self.rogue = p.load(self.of, "rogue")
  self.out = connect(self, self.rogue, self.victim)
  self.inward = connect(self, self.victim, self.rogue)
end

function Pair:drop()
  disconnect(self.out)
  disconnect(self.inward)
  p.destroy(self.rogue)
end

local function is_dead(module)
  for _, node in ipairs(deimos.graph().nodes) do
    if node.handle == module.handle then return node.state == "dead" end
  end
end

local function run(client, word) return client.m.run(client.space, word) end

--- Its binding is gone with it, and it begins again.
function Pair:bury()
  self.out.first, self.inward.second = nil, nil
  self:drop()
  self:reload()
end

local function check(pair, what, got, wanted)
  M.cases = M.cases + 1
  assert(not is_dead(pair.victim.module), what .. ": the victim is dead")
  if is_dead(pair.rogue.module) then
    M.died = M.died + 1
    assert(got == E.DIED, ("%s: dead, and %d"):format(what, got))
    pair:bury()
  elseif got ~= M.OK and got ~= wanted then
    error(("%s: %d, 0x%x"):format(what, got, got & 0xffffffff), 3)
  end
end

--- The rogue does it by itself.
function Pair:act(act, argument, wanted)
  check(self, ("%s %d"):format(act, argument or 0),
    run(self.rogue, M.order(act, argument)), wanted)
end

--- The rogue does it when the victim calls it.
function Pair:serve(act, argument, wanted)
  check(self, ("called: %s %d"):format(act, argument or 0),
    self:ask(M.order(act, argument)), wanted)
end

--- What the victim is answered when it asks the rogue for that. (`message` takes no
--- reply for which there is no room: there it comes with bytes.)
function Pair:ask(word)
  return run(self.victim, M.order("ASK", word | self.bytes))
end

--- The same, and there is no room for a reply.
function Pair:plain(act) return run(self.victim, M.order("ASK", M.order(act))) end

--- It has died of that, alone; another one takes its place.
function Pair:is_over(what)
  M.cases, M.died = M.cases + 1, M.died + 1
  assert(is_dead(self.rogue.module), what .. ": it is alive")
  assert(not is_dead(self.victim.module), what .. ": the victim is dead")
  self:bury()
end

--- The rogue does it by itself, whatever it is told.
function Pair:try(act, argument)
  M.cases = M.cases + 1
  local got = run(self.rogue, M.order(act, argument))
  assert(not is_dead(self.victim.module), act .. ": the victim is dead")
  if is_dead(self.rogue.module) then
    M.died = M.died + 1
    assert(got == E.DIED, ("%s: dead, and %d"):format(act, got))
    self:bury()
  end
end

function Pair:close()
  local good = self.is_silent and 0 or M.OK
  local nothing = M.order("ASK", M.order "NOTHING" | self.bytes)
  assert(run(self.victim, nothing) == good)
  assert(run(self.rogue, nothing) == good)
  self:drop()
  p.destroy(self.victim)
end

return M
