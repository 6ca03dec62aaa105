-- SPDX-License-Identifier: MIT
-- Carried modules: porter enters programs whose images are blocks of its own
-- memory. For the CM they are modules like any other, until they leave.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: porter

local expect = require "expect"
local porter = require "porter"

local E <const>, is <const> = expect.E, expect.is
local ECHO <const>, PASS_ON <const>, COUNT <const> = porter.ECHO,
  porter.PASS_ON, porter.COUNT

local w = porter.open()
local p = w.face

-- what it is in the graph
local echo = w:load "echo"
local n = w:node(echo.handle)
is(n.carrier, w.module.handle)
is(n.space, 1)
is(n.type, "application")
is(n.state, "live")
is(n.size, 4096)
is(w:node(w.module.handle).carries, 1)
is(w:node(w.module.handle).carrier, 0)

-- called, and calls
local twin = w:load "twin"
local to_twin, to_echo = twin:open "service", echo:open "service"
is(w:call(to_twin, ECHO), 5)
is(w.out:string(0, 5), "hello")
expect.refused("receptacle is unbound", w.call, w, to_twin, PASS_ON)
local b = deimos.bind(twin, "server", echo, "service")
is(w:call(to_twin, PASS_ON), 5)
is(w:call(to_echo, COUNT), 2)

-- bound to another, and back; unbound; to a module at ring 1, by `from`
local friend = w:load "friend"
local to_friend = friend:open "service"
b:rebind(friend, "service")
is(w:call(to_twin, PASS_ON), 5)
is(w:call(to_friend, COUNT), 2)
b:rebind(echo, "service")
is(w:call(to_twin, PASS_ON), 5)
is(w:call(to_echo, COUNT), 4)
b:unbind()
expect.refused("receptacle is unbound", w.call, w, to_twin, PASS_ON)
local null = deimos.load "null"
local served = w:load "from_null"
is(w:node(served.handle).bound_out, 1)
is(w:node(null.handle).bound_in, 1)
w:refused("BUSY", "are bound 1 times", null.unload, null)
served:unload()
null:unload()
w:refused("TYPE", "is of type 'crash'", deimos.bind, twin, "server", echo,
  "crash")

-- a call is inside it; its exit is called
local leaver = w:load "leaver"
deimos.close(to_friend)
is(p.run(friend.handle, porter.UNLOAD_ME), E.ACTIVE)
assert(w:reason():find("a call is still inside module 'friend'", 1, true))
is(p.exits(), 0)
leaver:unload()
is(p.exits(), 1)
friend:unload()

-- bound to itself it holds nobody
local own = deimos.bind(twin, "server", twin, "service")
deimos.close(to_twin)
twin:unload()
w:refused("HANDLE", nil, function() own:unbind() end)

-- its memory stays as long as it is there
is(p.destroy(echo.handle), E.BUSY)
w:refused("BUSY", "'porter' carries 1 modules, 'echo' among them", function()
  local face = p
  deimos.close(face)
  local _, why = pcall(w.module.unload, w.module)
  p = w.module:open "porter"
  w.face = p
  error(why, 0)
end)
w:refused("BUSY", "are bound 1 times", echo.unload, echo)
deimos.close(to_echo)
echo:unload()
w:is_clean()
w:close()
