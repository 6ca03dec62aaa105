-- SPDX-License-Identifier: MIT
-- Bind, call, rebind, unbind, unload; and every request that is refused
-- leaves the graph as it was.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: caller constrained

local refused <const> = require("expect").unchanged

local before = deimos.digest()

-- two instances of one module
local a, b = deimos.load("null"), deimos.load("null")
assert(a.handle ~= b.handle and deimos.find("null").handle == b.handle)
local one, two = a:open("null"), b:open("null")
assert(one.null() == 1 and one.null() == 2 and two.null() == 1)
refused("bound", a.unload, a)
deimos.close(two)
refused("unbound", function() return two.null() end)

-- rebinding swaps the provider under the client
local c = deimos.load("constrained")
local binding = deimos.bind(c, "null", a, "null")
refused("every slot", deimos.bind, c, "null", b, "null")
binding:rebind(b, "null")
deimos.close(one)
a:unload()
refused("handle", binding.rebind, binding, a, "null")
refused("handle", deimos.bind, c, "null", a, "null")
refused("handle", a.unload, a)
binding:unbind()
refused("handle", binding.unbind, binding)
b:unload()

-- names and types
refused("no interface", deimos.bind, c, "friendly", c, "nothing")
refused("no receptacle", deimos.bind, c, "nothing", c, "open")
refused("type", deimos.bind, c, "null", c, "open")
refused("part of the core", deimos.find("nmm").unload, deimos.find("nmm"))
assert(deimos.find("nobody") == nil)

-- constraints: both sides, by equality of pairs
deimos.bind(c, "friendly", c, "picky"):unbind()
deimos.bind(c, "stranger", c, "open"):unbind()
deimos.bind(c, "demanding", c, "open"):unbind()
refused("friend", deimos.bind, c, "stranger", c, "picky")
refused("level", deimos.bind, c, "text_level", c, "picky")
refused("demanding", deimos.bind, c, "demanding", c, "picky")
c:unload()

-- whatever a script can ask of the CM, a module can
local caller = deimos.load("caller")
local d = deimos.load("null")
local ask = caller:open("caller")
assert(ask.load_into(d.handle) == -2, "null has no receptacle 'console'")
assert(ask.unload(caller.handle) == -7, "it is bound")
assert(ask.unload(d.handle) == 0)
deimos.close(ask)
caller:unload()

assert(deimos.digest() == before, "something is left")
print("binding: as it should be")
