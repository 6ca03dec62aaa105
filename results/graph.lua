-- SPDX-License-Identifier: MIT
-- Drawing snapshots of the system graph. As a command, `make graph`: boots a
-- workload and leaves results/<machine>/graph-<workload>[-<label>].dot, .svg:
-- one for each deimos.snapshot(label), or else one of the script's end.

local collect = require "results.collect"
local dot = require "results.dot"
local host = require "results.host"
local process = require "results.process"

local M = {}

local LIMIT = 120                       -- seconds

-- draw: BASE.dot and BASE.svg of one snapshot; each appears in one step.
function M.draw(graph, base, caption)
  local part = ("%s.part-%d"):format(base, process.pid())
  process.remove_at_end(host.quote(part))
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

local function free(base, used)
  local name, count = base, 1
  while used[name] do
    count = count + 1
    name = base .. "-" .. count
  end
  used[name] = true
  return name
end

local function draw_all(run, this)
  local root, used = "results/" .. this.machine, {}
  host.mkdir(root)
  for _, graph in ipairs(run.graphs) do
    local base = ("%s/graph-%s"):format(root, this.name)
    if graph.label ~= "end" then
      base = base .. "-" .. graph.label:gsub("[^%w_.-]", "_")
    end
    base = free(base, used)
    M.draw(graph, base, M.caption(graph, this.name, this.machine))
    print(("graph: %s.svg (%d modules, %d bindings)"):format(base,
      #graph.nodes, #graph.bindings))
  end
end

local function main()
  local job = require "results.job"
  local verdicts = require "results.verdict"
  local this = job.settings { limit = LIMIT,
    dir = host.build() .. "/run/graph" }
  this.options = "snapshot=1 " .. (this.options or "")
  function this.console(line) print(line) end
  function this.results() end
  local verdict, detail = job.start(this)
  local run = collect.parse(host.read(this.dir .. "/results.log") or "")
  for _, problem in ipairs(run.errors) do print("graph: " .. problem) end
  if #run.errors > 0 then
    verdict, detail = "unsound", nil
  else
    draw_all(run, this)
  end
  print("graph: " .. verdicts.describe(verdict, detail))
  os.exit(verdicts.status[verdict])
end

if (...) ~= "results.graph" then main() end

return M
