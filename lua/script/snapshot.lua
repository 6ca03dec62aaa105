-- SPDX-License-Identifier: MIT
-- deimos.snapshot(label): the system graph, as records of kind `graph`: one
-- of part `graph` that counts the others, then one each. results/show/graph.lua
-- draws them.

local FIELDS = {
  node = { "handle", "name", "type", "state", "serial", "base", "size",
    "carrier", "space" },
  interface = { "handle", "node", "name", "type", "bound" },
  receptacle = { "handle", "node", "name", "type", "count", "bound" },
  binding = { "handle", "caller", "provider", "receptacle", "interface",
    "kind", "selector" },
}
local LISTS = { "node", "interface", "receptacle", "binding" }

local taken = 0

local record                            -- the function that sends one

local function send(id, part, ...)
  record("graph", "id", id, "part", part, ...)
end

local function send_entry(id, part, entry)
  local words = {}
  for _, key in ipairs(FIELDS[part]) do
    words[#words + 1] = key
    words[#words + 1] = entry[key]
  end
  if entry.methods then
    words[#words + 1] = "methods"
    words[#words + 1] = table.concat(entry.methods, " ")
  end
  send(id, part, table.unpack(words))
  for _, key in ipairs { "pairs", "predicate" } do
    if entry[key] and entry[key] ~= "" then
      send(id, "constraint", "of", part, "handle", entry.handle,
        "what", key, "text", entry[key])
    end
  end
end

return function(label, sender)
  record = sender
  local graph = deimos.graph()          -- before the harness joins it
  taken = taken + 1
  send(taken, "graph", "label", label, "generation", graph.generation,
    "nodes", #graph.nodes, "interfaces", #graph.interfaces,
    "receptacles", #graph.receptacles, "bindings", #graph.bindings)
  for _, part in ipairs(LISTS) do
    for _, entry in ipairs(graph[part .. "s"]) do
      send_entry(taken, part, entry)
    end
  end
end
