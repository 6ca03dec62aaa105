-- SPDX-License-Identifier: MIT
-- The system graph as clients see it (core/api/graph.h): under every model, by
-- its address and by the service, while paging is on and off, the same entries
-- that Lua sees, before and after binds; and while it changes, no half of one.
-- machines: qemu-icount bochs
-- modules: client_grapher constrained
-- limit: 120

local models = require "models"

-- ORDER tests/modules/client_grapher.c
local NUMBER <const>, WATCH <const>, WHOLE <const>, ODD <const> = 0, 1, 2, 3
local BY <const> = { address = 0, service = 4 }
local WALK <const> = 16
local FACTS <const> = {
  nodes = { "handle", "name", "interfaces", "receptacles", "bound_in",
    "bound_out", "serial", "base", "size", "carrier", "carries", "space" },
  interfaces = { "handle", "node", "name", "type", "bound", "table", "pairs",
    "predicate" },
  receptacles = { "handle", "node", "name", "type", "count", "bound", "slots",
    "pairs", "predicate" },
  bindings = { "handle", "caller", "provider", "receptacle", "interface",
    "slot", "selector" },
}

-- The number that the client makes of the graph.
local function number()
  local graph, n = deimos.graph(), 0
  local function mix(value) n = n * 31 + value & 0xffffffff end
  for _, part in ipairs { "nodes", "interfaces", "receptacles", "bindings" } do
    for _, entry in ipairs(graph[part]) do
      for _, fact in ipairs(FACTS[part]) do
        local value = entry[fact]
        if type(value) == "string" then
          for i = 1, #value do mix(value:byte(i)) end
        else
          mix(value)
        end
      end
    end
  end
  return n & 0x7fffffff
end

local function ask(t, what)
  local space = t.m.create()
  assert(space > 0 and t.m.load(space, "grapher") == 0)
  local result, expected = t.m.run(space, what), number()
  assert(t.m.destroy(space) == 0)
  return result, expected
end

local seen = {}

local function same(t, state)
  for by, way in pairs(BY) do
    local got, expected = ask(t, NUMBER + way)
    assert(got == expected, ("%s by %s, %s: %d, not %d"):format(t.name, by,
      state, got, expected))
    seen[got] = true
  end
  assert(ask(t, WHOLE) == 0, t.name)
  local odd = ask(t, ODD)
  assert(odd == 0, ("%s: odd request %d"):format(t.name, odd))
end

local function states(t)
  same(t, "at first")
  local c, null = deimos.load("constrained"), deimos.load("null")
  same(t, "two modules more")
  local binding = deimos.bind(c, "null", null, "null")
  same(t, "bound")
  binding:unbind()
  c:unload()
  null:unload()
  same(t, "unloaded")
end

-- A client walks, by a thread of its own, while the graph changes.
local function watched(system, t)
  local again, null = 0, deimos.load("null")
  for _, way in pairs(BY) do
    local walks = way == 0 and 30 or 6
    local client = t.x.exec("grapher", WATCH + way + walks * WALK)
    assert(client > 0, client)
    for _ = 1, 4 do
      for _ = 1, 20 do deimos.load("null"):unload() end
      system.threads_open.yield()
    end
    local result = t.x.wait(client)
    assert(result >= 0, ("%s: %d"):format(t.name, result))
    again = again + result
  end
  null:unload()
  return again
end

local again = 0
for _, name in ipairs(models.ALL) do
  local system = models.open("preempt", { name })
  local t = system[name]
  system.threads_open = system.threads:open("concurrency")
  states(t)
  local paging = name == "segpaged" or name == "paged"
  if not paging then
    deimos.nmm.paging(true)
    states(t)
    deimos.nmm.paging(false)
    same(t, "paging is off again")
  end
  again = again + watched(system, t)
  deimos.close(system.threads_open)
  models.close(system)
  print(name, paging and "paging is on" or "paging on and off")
end
local count = 0
for _ in pairs(seen) do count = count + 1 end
print(("client_graph: %d states, %d walks again"):format(count, again))
assert(count > 8, "the graph was hardly ever another one")
assert(again > 0, "the graph never changed under a walk")
