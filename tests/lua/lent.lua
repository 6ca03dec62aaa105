-- SPDX-License-Identifier: MIT
-- "client_lender", which grants memory to "client_borrower", and the binding
-- module between the two.

local p = require "protected"
local E <const> = require("expect").E

local M = { WRONG = -1000, PAGE = 4096, MOST = 1 << 16 }

-- ORDER tests/modules/lent.h
local ACTS <const> = { "CHANGE", "LOOK", "BEFORE", "BEHIND", "STORE", "KEEP",
  "OLD", "OLD_LAST", "OPEN", "DROP", "REPLACE", "DIE", "EXIT", "STUCK",
  "YIELD", "SUM", "COUNT", "AGAIN", "BUSY" }
local WHAT <const> = { "OWN", "NONE", "READ", "NOTHING", "HALF", "ROUND",
  "WRAP", "MORE", "BEYOND", "FAR", "HIGH", "NULL", "ODD", "TEXT", "NO_ACCESS",
  "WRITE_ONLY", "ANY_ACCESS", "SHORT", "LONG", "VALUES", "LESS",
  "PART" }

local acts, whats = {}, {}
for i, name in ipairs(ACTS) do acts[name] = i - 1 end
for i, name in ipairs(WHAT) do whats[name] = i - 1 end

local Pair = {}
Pair.__index = Pair

--- Each in a space of its own, bound, and started if that can be; self.error.
--- name: another client's than "lender", which does the same.
function M.open(of, to, name)
  local self = setmetatable({ of = of, to = to }, Pair)
  self.lender = p.load(of, name or "lender")
  self.borrower = p.load(to, "borrower")
  self.between = p.connect(self.lender, self.borrower, "grant")
  self.memory = deimos.bind(self.between.module, "memory", of.module, "memory")
  self.control = self.between.module:open("binding")
  self.error = self.control.start(M.MOST)
  return self
end

--- The argument of client_lender.
function M.order(act, what, pages)
  return acts[act] | whats[what or "OWN"] << 8 | (pages or 1) << 16
end

--- What the lender's client_main returns; an error that Lua raises, too.
function Pair:run(act, what, pages)
  local ok, result = pcall(self.lender.m.run, self.lender.space,
    M.order(act, what, pages))
  if ok then return result end
  return result:find("died in this call", 1, true) and E.DIED
    or result:find("unbound", 1, true) and E.UNBOUND
    or result:find("dead", 1, true) and E.DEAD or error(result, 0)
end

--- The same is expected of it; and what was given was taken back.
function Pair:is(expected, act, what, pages)
  local got = self:run(act, what, pages)
  assert(got == expected, ("%s %s of %s: %d, not %d"):format(act,
    what or "OWN", self.of.name, got, expected))
  assert(self.control.count(0) == self.control.count(1), "is it granted still?")
end

--- Another server, after this one has died.
function Pair:reload()
  p.destroy(self.borrower)
  self.borrower = p.load(self.to, "borrower")
  self.between.second = deimos.bind(self.between.module, "server",
    self.borrower.module, "service")
end

--- It dies of that; and only it.
function Pair:dies(act, what, pages)
  self:is(E.DIED, act, what, pages)
  self:is(E.DEAD, "COUNT", "NONE")
  self:reload()
  self:is(M.PAGE, "CHANGE")
end

function Pair:close()
  self.control.stop()
  deimos.close(self.control)
  self.memory:unbind()
  p.disconnect(self.between)
  p.destroy(self.lender)
  p.destroy(self.borrower)
end

return M
