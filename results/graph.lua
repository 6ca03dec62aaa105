-- SPDX-License-Identifier: MIT
-- `make graph`: boots a workload and leaves
-- results/<machine>/graph-<workload>[-<label>].dot and .svg: one for each
-- deimos.snapshot(label), or else one of the script's end.

local collect = require "results.data.collect"
local graph = require "results.show.graph"
local host = require "results.host"
local job = require "results.boot.job"
local verdicts = require "results.boot.verdicts"

local LIMIT = 120                       -- seconds

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
  for _, snapshot in ipairs(run.graphs) do
    local base = ("%s/graph-%s"):format(root, this.name)
    if snapshot.label ~= "end" then
      base = base .. "-" .. snapshot.label:gsub("[^%w_.-]", "_")
    end
    base = free(base, used)
    graph.draw(snapshot, base, graph.caption(snapshot, this.name, this.machine))
    print(("graph: %s.svg (%d modules, %d bindings)"):format(base,
      #snapshot.nodes, #snapshot.bindings))
  end
end

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
