-- SPDX-License-Identifier: MIT
-- Carriers and what they carry, at random: loads, binds, calls, rebinds, unbinds,
-- replacements, deaths, goodbyes, in any order. The graph is sound all the time, each
-- refusal changes nothing, and in the end nothing is left.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: porter server
-- limit: 240

local porter = require "porter"
local sound = require "sound"

local ROUNDS <const> = math.tointeger(tonumber(deimos.options["arg.rounds"]
  or deimos.machine().segment_limits and 600 or 3000))
local NAMES <const> = { "echo", "twin", "friend", "picky", "single", "chooser",
  "leaver", "stateful", "twin_state", "first", "second", "ordered" }

local seed = math.tointeger(tonumber(deimos.options["arg.seed"] or 1))
local function random(n)
  seed = (seed * 1103515245 + 12345) & 0x7fffffff
  return (seed >> 8) % n + 1
end

local start = deimos.digest()
local cm = deimos.find("cm"):open "cm"
local carriers, modules, bindings = {}, {}, {}
local done, refused = {}, {}

-- The i-th of a list, at random; it goes out of it.
local function one(list) return list[random(math.max(#list, 1))] end
local function drop(list, value)
  for i, v in ipairs(list) do
    if v == value then return table.remove(list, i) end
  end
end

-- What is gone from the graph is forgotten here.
local function forget()
  local live, links = {}, {}
  local graph = deimos.graph()
  sound(graph)
  for _, n in ipairs(graph.nodes) do live[n.handle] = true end
  for _, b in ipairs(graph.bindings) do links[b.handle] = true end
  for i = #modules, 1, -1 do
    if not live[modules[i]] then table.remove(modules, i) end
  end
  for i = #bindings, 1, -1 do
    if not links[bindings[i]] then table.remove(bindings, i) end
  end
  return live
end

local function add(list, handle)
  if handle > 0 then list[#list + 1] = handle end
  return handle
end

local function renew()
  local module = deimos.load "porter"
  carriers[#carriers + 1] = { module = module, face = module:open "porter" }
end

local function end_carrier(c)
  deimos.close(c.face)
  local result = cm.unload(c.module.handle)
  if result == 0 then
    drop(carriers, c)
  else
    c.face = c.module:open "porter"
  end
  return result
end

local acts = {
  load = function()
    return add(modules, cm.load_by(one(carriers).module.handle, one(NAMES)))
  end,
  bind = function()
    return add(bindings, cm.bind(one(modules) or 0, "server",
      one(modules) or 0, "service"))
  end,
  rebind = function()
    return cm.rebind(one(bindings) or 0, one(modules) or 0, "service")
  end,
  unbind = function() return cm.unbind(one(bindings) or 0) end,
  unload = function() return cm.unload(one(modules) or 0) end,
  replace = function()
    return add(modules, cm.replace(one(modules) or 0, one(NAMES)))
  end,
  died = function()
    return one(carriers).face.died(one(modules) or 0)
  end,
  leave = function() return one(carriers).face.leave(one(modules) or 0) end,
  run = function()
    return one(carriers).face.run(one(modules) or 0, random(3))
  end,
  crash = function()                    -- a carrier dies with all that it has
    if random(10) > 1 then return 0 end
    local c = one(carriers)
    pcall(c.face.run, one(modules) or 0, porter.PORTER_DIES)
    return 0
  end,
  end_carrier = function()
    return random(4) == 1 and end_carrier(one(carriers)) or 0
  end,
}
local names = {}
for name in pairs(acts) do names[#names + 1] = name end
table.sort(names)

local function is_dead(c)
  for _, n in ipairs(deimos.graph().nodes) do
    if n.handle == c.module.handle then return n.state == "dead" end
  end
end

local function bury()
  for i = #carriers, 1, -1 do
    if is_dead(carriers[i]) then
      assert(end_carrier(carriers[i]) == 0)
    else
      carriers[i].face.tidy()           -- memory of those that left or died
    end
  end
  while #carriers < 2 do renew() end
end

renew() renew()
for round = 1, ROUNDS do
  local name = one(names)
  local before = deimos.digest()
  local _, result = pcall(acts[name])   -- a carrier may be dead
  if type(result) == "number" and result < 0 then
    refused[name] = (refused[name] or 0) + 1
    -- (a face that is closed and opened may get another slot of this module)
    local same = name == "end_carrier" or deimos.digest() == before
    assert(same, ("%d: %s: %d changes something"):format(round, name, result))
  else
    done[name] = (done[name] or 0) + 1
  end
  if round % 16 == 0 then forget() end
  if round % 50 == 0 then bury() forget() end
end

for _, handle in ipairs(bindings) do cm.unbind(handle) end
bury()
while #carriers > 0 do
  carriers[1].face.tidy()
  assert(end_carrier(carriers[1]) == 0)
end
deimos.close(cm)
assert(deimos.digest() == start, "something is left")
for _, name in ipairs(names) do
  print(("%-12s %5d done %5d refused"):format(name, done[name] or 0,
    refused[name] or 0))
  assert((done[name] or 0) > 0, name)
end
