-- SPDX-License-Identifier: MIT
-- Whoever waits for the CM is inside a call, too, while the CM calls a module: it
-- is not unloaded by what is called, and if it dies meanwhile nothing returns into
-- it. The thread goes on at the recovery point in front of it.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: waiter wakes wakes_deep init_unload_asker asker counter1

local images = require "images"

local DEATHS <const> = function() return deimos.machine().deaths end
-- ORDER tests/modules/waiter.h
local INIT <const>, EXIT <const>, EXPORT <const>, IMPORT <const>,
  DROP <const>, SIZE <const>, READ <const> = 1, 2, 3, 4, 5, 6, 7
local ACTIVE <const> = deimos.errors.E_ACTIVE

local archive = deimos.find "archive"
local asker = deimos.load "asker"
local ask = asker:open "asker"
local start = deimos.digest()

local function unload(name)
  local m <const> = deimos.find(name)
  if m then m:unload() end
end

-- Asks for something, and dies at that place while it waits for it. `ask` gets
-- the waiter and, unless it is to be loaded, "wakes".
local function dies(what, place, loaded, ask_for)
  local module = deimos.load "waiter"
  local waiter = module:open "waiter"
  local wakes = loaded and deimos.load "wakes"
  local deaths = DEATHS()
  assert(waiter.arm(place) == 0)
  local ok, why = pcall(ask_for, waiter, wakes)
  assert(not ok and tostring(why):find("module 'waiter' died: #UD", 1, true),
    ("%s: %s %s"):format(what, ok, why))
  assert(DEATHS() == deaths + 1, what .. ": somebody else died, too")
  images.bind(ask, archive, "archive")
  deimos.close(waiter)
  unload "wakes"
  unload "wakes"
  unload "wakes_deep"
  module:unload()
  assert(deimos.digest() == start, what .. ": something is left")
end

dies("load", INIT, false, function(w) return w.load "wakes" end)
dies("load, two wait", INIT, false, function(w) return w.load "wakes_deep" end)
dies("unload", EXIT, true, function(w, m) return w.unload(m.handle) end)
dies("digest", DROP, true, function(w) return w.digest() end)
for _, place in ipairs { EXPORT, IMPORT, INIT, EXIT } do
  dies("replace " .. place, place, true, function(w, m)
    return w.replace(m.handle, "wakes")
  end)
end
for _, place in ipairs { SIZE, READ } do
  dies("source " .. place, place, true, function(w, m)
    images.bind(ask, m, "images")
    return w.load "counter1"
  end)
end

-- Who asked has its own GS again, by which it finds its recovery points.
do
  local module = deimos.load "waiter"
  local waiter = module:open "waiter"
  local wakes = deimos.load "wakes"
  assert(waiter.unload(wakes.handle) == 0 and waiter.arm(EXIT) == 0)
  local ok, why = pcall(waiter.at, EXIT)
  assert(not ok and why:find("module 'waiter' died: #UD", 1, true), why)
  deimos.close(waiter)
  module:unload()
end

-- Nobody who waits is unloaded: neither this script's interpreter, nor one whom
-- no binding holds any more.
local m = deimos.load "init_unload_asker"
local asking = m:open "asking"
assert(asking.result() == ACTIVE, asking.result())
deimos.close(asking)
m:unload()

local module = deimos.load "waiter"
local waiter = module:open "waiter"
local binding
for _, b in ipairs(deimos.graph().bindings) do
  if b.provider == module.handle then binding = b.handle end
end
local result = waiter.alone(binding, "init_unload_asker")
assert(result > 0, result)
m = deimos.find "init_unload_asker"
assert(m.handle == result)
asking = m:open "asking"
assert(asking.result() == ACTIVE, asking.result())
deimos.close(asking)
m:unload()
pcall(deimos.close, waiter)
unload "counter1"
module:unload()                         -- it drains
assert(deimos.digest() == start, "something is left")
print("askers: nobody who waits is unloaded, nothing returns to the dead")
