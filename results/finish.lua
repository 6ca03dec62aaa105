-- SPDX-License-Identifier: MIT
-- The end of a run: check, store, plot, report, and the table.

local graph = require "results.show.graph"
local host = require "results.host"
local plot = require "results.show.plot"
local report = require "results.show.report"
local store = require "results.data.store"
local table_text = require("results.show.table").text

local M = {}

local PASSED = 0x10                     -- the guest's exit code
local SHOWN = 20                        -- errors

local function show(problems, text)
  for i = 1, math.min(#problems, SHOWN) do
    print(text .. problems[i])
  end
  if #problems > SHOWN then
    print(("%s... and %d more"):format(text, #problems - SHOWN))
  end
end

-- These are the host's to say; what a guest says of them is kept beside it.
local HOST_ONLY <const> = { machine = true, verdict = true, workload = true,
  date = true }

-- Which workload it was, where the host did not start it: the log of a PC.
local function booted(options)
  return (" " .. (options or "")):match("%sworkload=([^%s%c]+)") or ""
end

-- What the guest found out itself comes first; the host adds the rest.
local function complete(run, facts)
  local env = run.environment
  facts.commit = facts.commit or env.version or "unknown"
  facts.workload = facts.workload or booted(env.options)
  for key in pairs(HOST_ONLY) do
    env["guest." .. key], env[key] = env[key], facts[key]
  end
  for key, value in pairs(facts) do
    if env[key] == nil then env[key] = value end
  end
  for _, row in ipairs(run.rows) do row.machine = facts.machine end
end

local function draw(dir, run, facts)
  plot.all(dir, facts.machine)
  local last = run.graphs[#run.graphs]
  if last then
    graph.draw(last, dir .. "/graph",
      graph.caption(last, facts.workload or "?", facts.machine))
  end
  report.write(dir)
end

-- results: store what collect.parse returned. facts.machine is required,
-- the others go to environment.csv. Returns the exit status.
function M.results(run, facts)
  if #run.errors > 0 then
    show(run.errors, "results: ")
    print("results: the records are damaged or incomplete; nothing is kept")
    return 1
  end
  -- A script that ends before `publish` takes the folder with it.
  local good = run.status == PASSED and #run.unverified == 0
    and (facts.verdict or "pass") == "pass"
  facts.verdict = good and "pass" or "fail"
  complete(run, facts)
  local root = "results/" .. facts.machine
  host.mkdir(root)
  local dir = store.write(root, run)
  draw(dir, run, facts)
  local removed
  dir, removed = store.publish(root, dir, host.stem(facts.commit), good)
  print("\n" .. table_text(run.rows) .. "\n")
  show(run.unverified, "results: not verified: ")
  if not good then
    print("results: a failed run; 'latest' stays where it was")
  end
  for _, path in ipairs(removed) do
    print(("results: removed %s: the last %d %sruns of workload '%s' stay")
      :format(path, store.keep, good and "" or "failed ", facts.workload))
  end
  print("report: " .. dir .. "/report.html")
  return good and 0 or 1
end

return M
