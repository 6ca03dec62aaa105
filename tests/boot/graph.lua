-- SPDX-License-Identifier: MIT
-- What deimos.graph() tells; and that it never tells half of a change: here
-- the graph changes while it is read (finalizers bind, unbind, load and
-- unload), so that the reader finds another generation and reads again.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: constrained

local sound = require "sound"

local function named(list, name, node)
  for _, entry in ipairs(list) do
    if entry.name == name and (not node or entry.node == node) then
      return entry
    end
  end
end

local before = deimos.digest()
local c, null = deimos.load("constrained"), deimos.load("null")
local near = deimos.bind(c, "null", null, "null")
local g = deimos.graph()
sound(g)
assert(g.version == 4 and g.generation % 2 == 0)
assert(g.system.cpu_name == deimos.machine().cpu_name)

-- constraints, addresses, serial numbers, methods
local picky = named(g.interfaces, "picky", c.handle)
assert(picky.pairs == "<level, 2>")
assert(picky.predicate == '<moduleName, "friend"> and <level, 2>')
local demanding = named(g.receptacles, "demanding", c.handle)
assert(demanding.pairs == ""
  and demanding.predicate == '<moduleName, "constrained">')
local receptacle = named(g.receptacles, "null", c.handle)
assert(receptacle.pairs == "" and receptacle.predicate == "")
local mine, other = named(g.nodes, "constrained"), named(g.nodes, "null")
assert(mine.serial + 1 == other.serial and named(g.nodes, "nmm").serial == 0)
assert(receptacle.slots >= mine.base
  and receptacle.slots < mine.base + mine.size)
assert(picky.table >= mine.base and picky.table < mine.base + mine.size)
assert(table.concat(named(g.interfaces, "null").methods, " ") == "null")
assert(named(g.interfaces, "cm").methods[1] == "load")
assert(named(g.interfaces, "console").methods[1] == "write")

-- bindings: near, and by a gate
local kinds = {}
for _, b in ipairs(g.bindings) do
  kinds[b.kind] = true
  assert((b.kind == "gate") == (b.selector ~= 0))
  if b.handle == near.handle then
    assert(b.slot == receptacle.slots and b.kind == "near")
  end
end
assert(kinds.gate and kinds.near)

-- changes while it is read
local changes, binding = 0
local function change()
  changes = changes + 1
  if changes % 3 == 0 then deimos.load("null"):unload() end
  if binding then binding:unbind() end
  binding = not binding
    and deimos.bind(c, "stranger", c, "open") or nil
end

local function plant(count)
  for i = 1, count do setmetatable({}, { __gc = change }) end
end

collectgarbage("generational")
local again = 0
for round = 1, 60 do
  plant(round % 7)
  local generation = deimos.graph().generation
  local seen = deimos.graph()
  sound(seen)
  plant(5)
  local start = changes
  seen = deimos.graph()
  if changes > start then
    again = again + 1
    assert(seen.generation > generation, "an old generation")
  end
  sound(seen)
  if #seen.bindings ~= #deimos.graph().bindings then
    assert(seen.generation ~= deimos.graph().generation)
  end
end
assert(again > 10, "the graph hardly changed while it was read: " .. again)

collectgarbage()
if binding then binding:unbind() end
near:unbind()
null:unload()
c:unload()
assert(deimos.digest() == before, "something is left")
print(("graph: %d changes, %d while it was read"):format(changes, again))
