-- SPDX-License-Identifier: MIT
-- Snapshots of made-up graphs: what lua/script/snapshot.lua sends of each entry
-- is what the host reads.

local random = math.random
math.randomseed(5)

deimos = {}

local function is(found, wanted, what)
  if found ~= wanted then
    error(("%s: '%s', not '%s'"):format(what, found, wanted), 2)
  end
end

local collect = require "results.data.collect"
local records = require "results.data.records"
local snapshot = dofile("lua/script/snapshot.lua")
local KEYS <const> = {
  nodes = "name type state serial base size carrier space",
  interfaces = "node name type bound",
  receptacles = "node name type count bound",
  bindings = "caller provider receptacle interface kind selector",
}
local function random_graph()
  local graph = { generation = random(99) }
  for list, keys in pairs(KEYS) do
    graph[list] = {}
    for i = 1, random(1, 5) do
      local entry = { handle = i }
      for key in keys:gmatch("%w+") do entry[key] = key .. random(99) end
      entry.node = entry.node and random(9)
      for _, key in ipairs { "caller", "provider", "receptacle", "interface",
          "carrier" } do
        entry[key] = entry[key] and 1
      end
      if list == "interfaces" or list == "receptacles" then
        entry.pairs = random(2) == 1 and "<a, " .. i .. ">" or ""
        entry.predicate = random(2) == 1 and "<p> and " .. i or nil
        entry.methods = list == "interfaces" and { "m1", "m" .. i } or nil
      end
      graph[list][i] = entry
    end
  end
  return graph
end
local frames = {}
local function send(kind, ...)
  local words = { kind }
  for i = 1, select("#", ...), 2 do
    local key, value = select(i, ...)
    words[#words + 1] = ("%s=%s"):format(key, (tostring(value):gsub("[ %%]",
      function(c) return ("%%%02x"):format(c:byte()) end)))
  end
  local payload = table.concat(words, " ")
  frames[#frames + 1] = ("@ %d %08x %s"):format(#frames + 1,
    records.crc32(payload), payload)
end
local graphs = {}
for i = 1, 20 do
  graphs[i] = random_graph()
  deimos.graph = function() return graphs[i] end
  snapshot("label " .. i, send)
end
local run = collect.parse(("DEIMOS-BEGIN 1\n%s\nDEIMOS-END 1 records=%d "
  .. "status=16\n"):format(table.concat(frames, "\n"), #frames))
is(table.concat(run.errors, "\n"), "", "snapshots")
is(#run.graphs, #graphs, "snapshots")
for i, graph in ipairs(graphs) do
  local again = run.graphs[i]
  is(again.label, "label " .. i, "label")
  is(again.record.fields.generation, tostring(graph.generation), "generation")
  for list in pairs(KEYS) do
    is(#again[list], #graph[list], list)
    for k, entry in ipairs(graph[list]) do
      for key, value in pairs(entry) do
        local text = type(value) == "table" and table.concat(value, " ")
          or value ~= "" and tostring(value) or nil
        is(again[list][k][key], text, key)
      end
    end
  end
end
print("snapshot: read again, it is the same")
