-- SPDX-License-Identifier: MIT
-- A client is replaced whatever it is bound to: by an interface that takes one
-- caller alone, by a server that is dead. The new one takes the place of its
-- bindings, the old one's are not counted beside them.
-- machines: qemu-icount bochs
-- modules: client_lender client_borrower client_asker client_echo

local expect = require "expect"
local lent = require "lent"
local models = require "models"
local p = require "protected"

local is = expect.is

-- bind_grant takes one caller; memory is granted to the same server.
local function of_one_caller(system, name)
  local pair = lent.open(system[name], system[name])
  pair:is(lent.PAGE, "CHANGE")
  for _ = 1, 2 do
    pair.lender.module = pair.lender.module:replace("lender")
    pair.lender.space = pair.lender.module:space()
    pair:is(lent.PAGE, "CHANGE")
  end
  pair.control.stop()
  deimos.close(pair.control)
  pair.memory:unbind()
  p.destroy(pair.lender)                -- and with it a binding of that one
  pair.between.first = nil
  p.disconnect(pair.between)
  p.destroy(pair.borrower)
end

-- A dead server's slot is free for another one.
local function of_the_dead(system, name)
  local a, b, near = p.pair(system[name], system[name])
  is(p.ask(a, p.COUNT), 1)
  p.disconnect(near)
  deimos.bind(a.module, "server", b.module, "service")
  pcall(p.ask, a, p.DIE)
  assert(p.is_dead(a))
  a.module = a.module:replace("asker")
  a.space = a.module:space()
  assert(p.is_unbound(a))
  b.m.destroy(b.space)
  b = p.load(system[name], "echo")
  deimos.bind(a.module, "server", b.module, "service")
  is(p.ask(a, p.COUNT), 1)
  p.destroy(a)
  p.destroy(b)
end

for _, name in ipairs(models.ALL) do
  local system = models.open("coop", { name })
  of_one_caller(system, name)
  of_the_dead(system, name)
  models.close(system)
end
