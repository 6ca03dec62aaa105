-- SPDX-License-Identifier: MIT
-- Constraints hold for carried modules as for all others: pairs, bindcount, before,
-- compatible, those of receptacles and of interfaces, at bind, rebind, replace.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: porter server

local expect = require "expect"
local porter = require "porter"

local is <const> = expect.is
local w = porter.open()
local module = {}
for name in ("echo twin friend picky single chooser first second third "
    .. "ordered pairing"):gmatch "%S+" do
  -- eight at a time: porter has no more room
  module[name] = function() return w:load(name) end
end

local function bind(from, to)
  return deimos.bind(from, "server", to, "service")
end

local function refused(why, from, to)
  w:refused("CONSTRAINT", why, bind, from, to)
end

local function unload(...)
  for _, m in ipairs { ... } do m:unload() end
end

-- pairs, of either side; and a rebind that would break what holds
local echo, friend, picky, chooser = module.echo(), module.friend(),
  module.picky(), module.chooser()
refused("predicate of interface 'service' of 'picky'", echo, picky)
local b = bind(friend, picky)
refused("predicate of receptacle 'server' of 'chooser'", chooser, echo)
local c = bind(chooser, friend)
w:refused("CONSTRAINT", "of receptacle 'server' of 'chooser'", c.rebind, c, echo,
  "service")
is(w:node(picky.handle).bound_in, 1)
b:unbind()
c:unbind()

-- who is at ring 1 is no exception
local server = deimos.load "server"
w:refused("CONSTRAINT", "of interface 'service' of 'picky'", deimos.bind, server,
  "back", picky, "service")
b = deimos.bind(server, "back", friend, "service")
b:unbind()
unload(server, picky, chooser)

-- bindcount
local single = module.single()
b = bind(echo, single)
refused("bindcount()", friend, single)
b:unbind()
b = bind(friend, single)
b:unbind()
unload(single, echo, friend)

-- before
local first, second, third, ordered = module.first(), module.second(),
  module.third(), module.ordered()
refused("before(", second, ordered)
b = bind(third, ordered)
refused("before(", second, ordered)
c = bind(first, ordered)
local d = bind(second, ordered)
for _, binding in ipairs { b, c, d } do binding:unbind() end
ordered:unload()

-- compatible
local pairing = module.pairing()
b = bind(third, pairing)
c = bind(first, pairing)
refused("compatible(", third, pairing)
d = bind(second, pairing)
for _, binding in ipairs { b, c, d } do binding:unbind() end
unload(pairing, first, second, third)

-- a successor under whose constraints a binding would not be
local twin
echo, twin, picky = module.echo(), module.twin(), nil
b = bind(twin, echo)
w:refused("CONSTRAINT", "of interface 'service' of 'picky'", echo.replace, echo,
  "picky")
is(w:node(echo.handle).state, "live")
is(deimos.find "picky", nil)
b:unbind()
unload(echo, twin)
w:is_clean()
w:close()
