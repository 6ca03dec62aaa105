-- SPDX-License-Identifier: MIT
-- Carried modules die: by their carrier's word, in code of their block, or with the
-- carrier, which dies by itself, in a call of theirs, in load() or in unload(). What
-- was bound answers that it is dead; nothing is left in the end.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: porter server

local expect = require "expect"
local porter = require "porter"

local E <const>, is <const> = expect.E, expect.is

local function dead(f, ...) expect.refused("the module is dead", f, ...) end

-- A carrier with programs that are bound to each other, to this module and to one at
-- ring 1; f(w, names) kills some of it.
local function scene(why, f)
  local start = deimos.digest()
  local w = porter.open()
  local s = { echo = w:load "echo", twin = w:load "twin",
    server = deimos.load "server" }
  s.to_echo, s.to_twin = s.echo:open "service", s.twin:open "service"
  deimos.bind(s.twin, "server", s.echo, "service")
  deimos.bind(s.echo, "server", s.server, "service")
  deimos.bind(s.server, "back", s.echo, "service")
  is(w:call(s.to_twin, porter.PASS_ON), 5)
  f(w, s)
  for _, face in ipairs { s.to_echo, s.to_twin, w.face, w.cm } do
    deimos.close(face)
  end
  s.server:unload()
  w.module:unload()
  is(deimos.digest(), start, why)
end

-- All is dead; it can be looked at, and goes with the carrier.
local function all_dead(w, s)
  for _, module in ipairs { s.echo, s.twin, w.module } do
    local n = w:node(module.handle)
    is(n.state, "dead")
    is(n.size, 0)
    is(n.bound_out, 0)
    assert(not deimos.find(module.name))
  end
  is(w:node(w.module.handle).carries, 2)
  is(w:node(s.server.handle).bound_in, 0)
  dead(w.call, w, s.to_echo, porter.ECHO)
  dead(w.call, w, s.to_twin, porter.ECHO)
  dead(w.face.exits)
  local back = s.server:open "service"
  deimos.close(back)
end

scene("by the carrier's word", function(w, s)
  is(w.face.died(s.echo.handle), 0)
  dead(w.call, w, s.to_echo, porter.ECHO)
  dead(w.call, w, s.to_twin, porter.PASS_ON)
  is(w:call(s.to_twin, porter.ECHO), 5)
  local n = w:node(s.echo.handle)
  is(n.state, "dead")
  is(n.size, 4096)
  is(n.bound_out, 0)
  w:refused("BUSY", "are bound 3 times", s.echo.unload, s.echo)
  is(w.face.destroy(s.echo.handle), E.BUSY)
  is(w.face.leave(s.echo.handle), 0)    -- and what is bound to it is not now
  expect.refused("unbound", w.call, w, s.to_echo, porter.ECHO)
  expect.refused("unbound", w.call, w, s.to_twin, porter.PASS_ON)
  deimos.close(s.to_twin)
  s.twin:unload()
  w.face.tidy()
end)

scene("in its block", function(w, s)
  local deaths = deimos.machine().deaths
  local crash = s.echo:open "crash"
  expect.refused("died", crash.crash)
  is(deimos.machine().deaths, deaths + 1)
  assert(deimos.report():find("module 'echo' died", 1, true))
  is(w:node(s.echo.handle).state, "dead")
  is(w:node(w.module.handle).state, "live")
  dead(w.call, w, s.to_twin, porter.PASS_ON)
  deimos.close(crash)
  deimos.close(s.to_echo)
  is(w.face.leave(s.echo.handle), 0)
  deimos.close(s.to_twin)
  s.twin:unload()
  w.face.tidy()
end)

scene("the carrier, in a call of a program", function(w, s)
  expect.refused("died", w.call, w, s.to_echo, porter.PORTER_DIES)
  assert(deimos.report():find("module 'porter' died", 1, true))
  all_dead(w, s)
end)

scene("the carrier, through two programs", function(w, s)
  deimos.bind(s.twin, "server", s.twin, "service")
  expect.refused("died", w.face.run, s.twin.handle, porter.PORTER_DIES)
  all_dead(w, s)
end)

scene("the carrier, in load()", function(w, s)
  w:arm("load", "dies")
  is(w:ask "friend", E.DIED)
  all_dead(w, s)
  dead(w.ask, w, "friend")
end)

scene("the carrier, in unload()", function(w, s)
  w:arm("unload", "dies")
  deimos.close(s.to_twin)
  expect.refused("the carrier died in unload() of 'twin'", s.twin.unload, s.twin)
  all_dead(w, { echo = s.echo, twin = s.twin, server = s.server,
    to_echo = s.to_echo, to_twin = s.to_echo })
  s.twin:unload()                       -- nobody is asked any more
  is(w:node(w.module.handle).carries, 1)
end)

-- a replacement dies with its carrier: the old one, too
scene("the carrier, while it replaces", function(w, s)
  w:arm("load", "dies")
  expect.refused("the carrier died in load()", s.echo.replace, s.echo, "friend")
  all_dead(w, s)
end)

-- The CM goes: the carrier is told so, and its programs go on.
local w = porter.open()
local echo = w:load "echo"
local service = echo:open "service"
deimos.find("cm"):unload()
is(w:call(service, porter.ECHO), 5)
for _, method in ipairs { "leave", "died" } do
  is(w.face[method](echo.handle), E.GONE)
end
