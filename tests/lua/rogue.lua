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

--- The word for an act: what main takes, and a call.
function M.order(act, argument) return number[act] | (argument or 0) << 8 end

local Pair = {}
Pair.__index = Pair

--- kind: of the binding modules between the two.
function M.open(of, to)
  local self = setmetatable({ of = of, victim = p.load(to, "rogue") }, Pair)
  self:reload()
  return self
end

function Pair:reload()
  self.rogue = p.load(self.of, "rogue")
  self.out = p.connect(self.rogue, self.victim)
  self.inward = p.connect(self.victim, self.rogue)
end

function Pair:drop()
  p.disconnect(self.out)
  p.disconnect(self.inward)
  p.destroy(self.rogue)
end

local function is_dead(module)
  for _, node in ipairs(deimos.graph().nodes) do
    if node.handle == module.handle then return node.state == "dead" end
  end
end

local function run(client, word) return client.m.run(client.space, word) end

local function check(pair, what, got, wanted)
  M.cases = M.cases + 1
  assert(not is_dead(pair.victim.module), what .. ": the victim is dead")
  if is_dead(pair.rogue.module) then
    M.died = M.died + 1
    assert(got == E.DIED, ("%s: dead, and %d"):format(what, got))
    pair.out.first, pair.inward.second = nil, nil
    pair:drop()
    pair:reload()
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
    run(self.victim, M.order("ASK", M.order(act, argument))), wanted)
end

function Pair:close()
  assert(run(self.victim, M.order("ASK", M.order "NOTHING")) == M.OK)
  assert(run(self.rogue, M.order("ASK", M.order "NOTHING")) == M.OK)
  self:drop()
  p.destroy(self.victim)
end

return M
