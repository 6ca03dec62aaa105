-- SPDX-License-Identifier: MIT
-- Drawing a snapshot of the system graph, by Graphviz.

local dot = require "results.show.dot"
local ending = require "results.host.ending"
local host = require "results.host"
local process = require "results.host.process"

local M = {}

-- draw: BASE.dot and BASE.svg of one snapshot; each appears in one step.
function M.draw(graph, base, caption)
  local part = ("%s.part-%d"):format(base, process.pid())
  ending.remove_at_end(host.quote(part))
  host.write(base .. ".dot", dot.text(graph, caption))
  host.must(("dot -Tsvg -o %s %s && mv %s %s"):format(host.quote(part),
    host.quote(base .. ".dot"), host.quote(part),
    host.quote(base .. ".svg")))
end

-- caption: of a snapshot, for people.
function M.caption(graph, workload, machine)
  return ("System graph of workload %s on %s, %s: %d modules, %d bindings")
    :format(workload, machine, graph.label == "end" and "at its end"
    or "at \"" .. graph.label .. "\"", #graph.nodes, #graph.bindings)
end

return M
