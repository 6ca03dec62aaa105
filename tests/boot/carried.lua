-- SPDX-License-Identifier: MIT
-- Carried modules: porter enters programs whose images are blocks of its own
-- memory. For the CM they are modules like any other, until they leave.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: porter

local expect = require "expect"
local sound = require "sound"

local E <const>, is <const> = expect.E, expect.is
local ECHO <const>, PASS_ON <const>, COUNT <const> = 1, 2, 5

local start = deimos.digest()
local porter = deimos.load("porter")
local p = porter:open("porter")
local cm = deimos.find("cm"):open("cm")
local before = deimos.digest()

local function load_by(name)
  local handle = cm.load_by(porter.handle, name)
  assert(handle > 0, deimos.error_text(handle))
  return deimos.find(name), handle
end

local function node(handle)
  local graph = deimos.graph()
  sound(graph)
  for _, n in ipairs(graph.nodes) do
    if n.handle == handle then return n end
  end
end

-- what it is in the graph
local echo, handle = load_by "echo"
is(echo.handle, handle)
local n = node(handle)
is(n.carrier, porter.handle)
is(n.space, 1)
is(n.type, "application")
is(n.state, "live")
is(n.size, 4096)
is(node(porter.handle).carries, 1)
is(node(porter.handle).carrier, 0)

-- called, and calls: both ways
local twin = load_by "twin"
local to_twin = twin:open "service"
local out = deimos.buffer(8)
is(to_twin.call(ECHO, "hello", 5, out, 8), 5)
is(out:string(0, 5), "hello")
expect.refused("receptacle is unbound", to_twin.call, PASS_ON, "hello", 5, out, 8)
local b = deimos.bind(twin, "server", echo, "service")
is(to_twin.call(PASS_ON, "again", 5, out, 8), 5)
is(out:string(0, 5), "again")
local to_echo = echo:open "service"
is(to_echo.call(COUNT), 2)

-- it dies
is(p.died(handle), 0)
is(node(handle).state, "dead")
expect.refused("the module is dead", to_twin.call, PASS_ON, "dead", 4, out, 8)
is(deimos.find "echo", nil)
expect.refused("the module is dead", p.died, handle)

-- and leaves
b:unbind()
deimos.close(to_echo)
deimos.close(to_twin)
twin:unload()
is(p.leave(handle), 0)
is(p.leave(handle), E.HANDLE)
is(p.tidy(), 1)
is(deimos.digest(), before)
deimos.close(p)
deimos.close(cm)
porter:unload()
is(deimos.digest(), start)
