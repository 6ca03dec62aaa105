-- SPDX-License-Identifier: MIT
-- What the CM asks of a carrier, and what it makes of the answers: load_by, unload
-- and replace. A carrier that lies or dies harms itself alone.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: porter

local expect = require "expect"
local porter = require "porter"

local E <const>, is <const> = expect.E, expect.is
local w = porter.open()

-- load_by: odd arguments
local function ask(handle, name)
  return function() return w.cm.load_by(handle, name) end
end
local null = deimos.load "null"
local far = deimos.machine().ups_size
for _, case in ipairs {
    { "HANDLE", 0, "echo" }, { "HANDLE", -1, "echo" },
    { "HANDLE", w.module.handle + (1 << 20), "echo" },
    { "TYPE", null.handle, "echo" },
    { "TYPE", deimos.find("cm").handle, "echo" },
    { "TYPE", deimos.find("lua").handle, "echo" },
    { "NOTFOUND", w.module.handle, "missing" },
    { "NOTFOUND", w.module.handle, "" },
    { "NOTFOUND", w.module.handle, ("a"):rep(31) },
    { "NOTFOUND", w.module.handle, ("a"):rep(32) },
    { "ADDRESS", w.module.handle, 0 }, { "ADDRESS", w.module.handle, far },
    { "ADDRESS", w.module.handle, -1 },
    { "MANIFEST", w.module.handle, "starter", "has an init" },
    { "NOTFOUND", w.module.handle, "nobody", "wants module 'missing'" } } do
  w:refused(case[1], case[4], ask(case[2], case[3]))
end
null:unload()

-- what load() may answer
local function load_as(act, number)
  return function()
    w:arm("load", act, number)
    return w:ask "echo"
  end
end
local old = w:load "twin"
for _, number in ipairs { 0, 7, old.handle, w.module.handle, 0x7fffffff } do
  w:refused("INVALID", "no new module of its own", load_as("answers", number))
end
w:refused("NOTFOUND", "load() of 'echo' returned -2", load_as("answers", -2))
w:refused("INVALID", "no new module", load_as "ends")
w:refused("FULL", "nested already", load_as "again")
w:arm("load", "unloads_itself")
is(w:ask "echo", E.BUSY)
w:arm("load", "kills")
is(w:ask "echo", E.INVALID)
is(w.face.tidy(), 2)                  -- and the old one
is(w:ask "missing", E.NOTFOUND)

-- what unload() may answer
old = w:load "twin"
local function unload_as(act, number)
  return function()
    w:arm("unload", act, number)
    old:unload()
  end
end
w:refused("BUSY", "unload() of 'twin' returned -7", unload_as("answers", -7))
w:refused("INVALID", "'twin' is there still", unload_as("answers", 5))
w:refused("INVALID", "'twin' is there still", unload_as "keeps")
w:refused("BUSY", nil, unload_as "unloads_itself")
unload_as("ends", -7)()                 -- it is gone, whatever is said
is(deimos.find "twin", nil)
w:is_clean()

-- replace: by a program of the same carrier, bindings on both sides and state
local friend, stateful = w:load "friend", w:load "stateful"
local face = stateful:open "service"
deimos.bind(stateful, "server", friend, "service")
for _ = 1, 41 do is(w:call(face, porter.PASS_ON), 5) end
w:refused("UNSUPPORTED", "no import_state", stateful.replace, stateful, "echo")
w:refused("NOTFOUND", nil, stateful.replace, stateful, "missing")
local new = stateful:replace "twin_state"
is(w:call(face, porter.COUNT), 42)
is(w:call(face, porter.PASS_ON), 5)
is(w:node(new.handle).bound_out, 1)
is(w:node(new.handle).carrier, w.module.handle)
is(deimos.find "stateful", nil)
deimos.close(face)
new:unload()

-- the carrier keeps the old one: it drains
local echo = w:load "echo"
face = echo:open "service"
local draining = echo.handle
w:arm("unload", "answers", E.BUSY)
new = echo:replace "twin"
is(w:node(draining).state, "draining")
is(w:call(face, porter.ECHO), 5)
is(w:node(new.handle).bound_in, 1)
deimos.close(face)
is(w.cm.unload(draining), 0)
new:unload()
friend:unload()
w:is_clean()
w:close()
