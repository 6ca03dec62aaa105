-- SPDX-License-Identifier: MIT
-- Snapshots of the system graph, from their records (lua/script/snapshot.lua). Pure.

local fields = require "results.data.fields"

local M = {}

local add_error, field = fields.add_error, fields.field
local number = fields.number

-- The parts of a snapshot. Each names its snapshot; the first counts the others.
local LISTS = { node = "nodes", interface = "interfaces",
  receptacle = "receptacles", binding = "bindings" }

local function start_graph(run, record, id)
  local graph = { record = record, expected = {} }
  graph.label = field(run, record, "label")
  for part, list in pairs(LISTS) do
    graph[list], graph[part] = {}, {}
    graph.expected[list] = number(run, record, list)
  end
  if run.graphs[id] or id ~= #run.graphs + 1 then
    return add_error(run, record, "snapshot %d begins out of order", id)
  end
  run.graphs[id] = graph
end

local function add_constraint(run, record, graph)
  local of, what = field(run, record, "of"), field(run, record, "what")
  local entry = LISTS[of] and graph[of][field(run, record, "handle")]
  if not entry or what ~= "pairs" and what ~= "predicate" then
    return add_error(run, record, "a constraint of nothing")
  end
  entry[what] = field(run, record, "text")
end

function M.read(run, record)
  local id, part = number(run, record, "id"), field(run, record, "part")
  if not id or not part then return end
  if part == "graph" then return start_graph(run, record, id) end
  local graph, list = run.graphs[id], LISTS[part]
  if not graph then
    return add_error(run, record, "part of snapshot %d, which did not begin",
      id)
  elseif part == "constraint" then
    return add_constraint(run, record, graph)
  elseif not list then
    return add_error(run, record, "unknown part '%s'", part)
  end
  local handle = field(run, record, "handle")
  if not handle then return end
  graph[part][handle] = record.fields
  table.insert(graph[list], record.fields)
end

-- check: a snapshot that is complete, and leads nowhere outside itself.
function M.check(run, graph)
  for list, expected in pairs(graph.expected) do
    if #graph[list] ~= expected then
      add_error(run, graph.record, "snapshot '%s' has %d %s, expected %d",
        graph.label, #graph[list], list, expected)
    end
  end
  for _, n in ipairs(graph.nodes) do
    if n.carrier and n.carrier ~= "0" and not graph.node[n.carrier] then
      add_error(run, graph.record, "snapshot '%s': module %s is carried by "
        .. "none", graph.label, n.handle)
    end
  end
  for _, b in ipairs(graph.bindings) do
    if not (graph.node[b.caller] and graph.node[b.provider]
        and graph.receptacle[b.receptacle] and graph.interface[b.interface])
    then
      add_error(run, graph.record, "snapshot '%s': binding %s leads nowhere",
        graph.label, b.handle)
    end
  end
end

return M
