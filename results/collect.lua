-- SPDX-License-Identifier: MIT
-- From a serial log to checked rows. Pure, beside the command line:
--
--   lua5.4 results/collect.lua LOG [MACHINE]
--
-- checks a log, such as one from a real machine, and stores its results.

local records = require "results.records"
local statistics = require "results.statistics"

local M = {}

local TEXTS = { "experiment", "case", "model", "x", "clock", "unit" }
local NUMBERS = { "id", "n", "warmup" }
local VALUES = { "cold", "min", "p25", "p50", "p75", "p99", "max", "mean",
  "stddev", "overhead" }
local CLOCKS = { insn = true, tsc = true }
local VERIFIED = { yes = true, no = true, [""] = true }

local function add_error(run, record, ...)
  run.errors[#run.errors + 1] = ("line %d: record %d: "):format(record.line,
    record.sequence) .. string.format(...)
end

local function integer(text)
  return text:find("^%d+$") and math.tointeger(tonumber(text)) or nil
end

-- The field as text; nil and an error if it is not there.
local function field(run, record, key)
  local value = record.fields[key]
  if not value then
    add_error(run, record, "a %s without '%s'", record.kind, key)
  end
  return value
end

local function number(run, record, key)
  local text = field(run, record, key)
  local value = text and integer(text)
  if text and not value then
    add_error(run, record, "%s='%s' is not a number", key, text)
  end
  return value
end

local readers = {}

function readers.env(run, record)
  local key, value = field(run, record, "key"), field(run, record, "value")
  if not key or not value then return end
  if run.environment[key] then
    add_error(run, record, "environment '%s' again", key)
  end
  run.environment[key] = value
end

function readers.s(run, record)
  local id, at = number(run, record, "id"), number(run, record, "at")
  local list = field(run, record, "v")
  if not id or not at or not list then return end
  local samples = run.samples[id] or {}
  run.samples[id] = samples
  if at ~= #samples then
    add_error(run, record, "samples of row %d from %d on, expected %d", id,
      at, #samples)
  end
  for text in (list .. ","):gmatch("([^,]*),") do
    local value = integer(text)
    if not value then
      return add_error(run, record, "sample '%s' is not a number", text)
    end
    samples[#samples + 1] = value
  end
end

local function row_values(run, record, row)
  for _, key in ipairs(VALUES) do
    if row.n > 0 then
      row[key] = number(run, record, key)
    elseif field(run, record, key) then
      row[key] = ""
    end
  end
end

function readers.row(run, record)
  local row = { record = record }
  local errors = #run.errors
  for _, key in ipairs(TEXTS) do row[key] = field(run, record, key) end
  for _, key in ipairs(NUMBERS) do row[key] = number(run, record, key) end
  row.verified = field(run, record, "verified")
  if #run.errors > errors then return end
  if row.n > 0 and not CLOCKS[row.clock] then
    add_error(run, record, "clock '%s'", row.clock)
  elseif not VERIFIED[row.verified] or row.n > 0 and row.verified == "" then
    add_error(run, record, "verified='%s' with n=%d", row.verified, row.n)
  end
  row_values(run, record, row)
  if #run.errors == errors then run.rows[#run.rows + 1] = row end
end

-- The parts of a snapshot of the system graph (lua/snapshot.lua). Each names
-- its snapshot; the first counts the others.
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

function readers.graph(run, record)
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

local function check_graph(run, graph)
  for list, expected in pairs(graph.expected) do
    if #graph[list] ~= expected then
      add_error(run, graph.record, "snapshot '%s' has %d %s, expected %d",
        graph.label, #graph[list], list, expected)
    end
  end
  for _, b in ipairs(graph.bindings) do
    if not (graph.node[b.client] and graph.node[b.provider]
        and graph.receptacle[b.receptacle] and graph.interface[b.interface])
    then
      add_error(run, graph.record, "snapshot '%s': binding %s leads nowhere",
        graph.label, b.handle)
    end
  end
end

-- name: a row as people call it.
function M.name(row)
  local parts = {}
  for _, key in ipairs { "experiment", "case", "model", "x" } do
    if row[key] ~= "" then parts[#parts + 1] = row[key] end
  end
  return table.concat(parts, " ")
end

-- A one-shot row: one sample, the cold one, which is what n = 1 counts.
local function is_once(row)
  return row.n == 1 and row.warmup == 0 and #row.samples == 1
end

local function check_statistics(run, row)
  local first = is_once(row) and 1 or row.warmup + 2
  local samples = table.move(row.samples, first, #row.samples, 1, {})
  local ours = statistics.compute(samples)
  for _, key in ipairs(statistics.names) do
    if row[key] ~= ours[key] then
      add_error(run, row.record, "row '%s': %s is %d, its samples say %d",
        M.name(row), key, row[key], ours[key])
    end
  end
  if row.cold ~= row.samples[1] then
    add_error(run, row.record, "row '%s': cold is %d, its first sample %d",
      M.name(row), row.cold, row.samples[1])
  elseif not statistics.is_deviation(samples, row.stddev) then
    add_error(run, row.record, "row '%s': %d is not the samples' stddev",
      M.name(row), row.stddev)
  end
end

local function check_row(run, row, seen)
  local name = M.name(row)
  row.samples = run.samples[row.id] or {}
  if seen[row.id] then
    return add_error(run, row.record, "a second row with id %d", row.id)
  elseif seen[name] then
    return add_error(run, row.record, "row '%s' again", name)
  end
  seen[row.id], seen[name] = true, true
  local expected = row.n > 0 and 1 + row.warmup + row.n or 0
  if #row.samples ~= expected and not is_once(row) then
    add_error(run, row.record, "row '%s' has %d samples, expected %d", name,
      #row.samples, expected)
  elseif row.n > 0 then
    check_statistics(run, row)
  end
end

local function check_orphans(run, seen)
  for id in pairs(run.samples) do
    if not seen[id] then
      run.errors[#run.errors + 1] = ("samples of row %d, but no row"):format(id)
    end
  end
end

-- parse: { rows, graphs, environment, errors, unverified, status } of a log.
-- A row has summary.csv's columns and `samples`: the cold one, `warmup`
-- warm-up ones, then n; of a one-shot row the cold one alone. A graph has
-- `label` and the lists nodes, interfaces, receptacles and bindings, whose
-- entries have their records' fields (and
-- `pairs`, `predicate`); graph.node[handle] and so on finds one of them.
-- With any error, nothing of it may be used.
function M.parse(text)
  local log = records.parse(text)
  local run = { rows = {}, samples = {}, environment = {}, unverified = {},
    graphs = {}, errors = log.errors, status = log.status }
  for _, record in ipairs(log.records) do
    local reader = readers[record.kind]
    if reader then
      reader(run, record)
    else
      add_error(run, record, "unknown kind '%s'", record.kind)
    end
  end
  local seen = {}
  for _, row in ipairs(run.rows) do
    check_row(run, row, seen)
    if row.verified == "no" then
      run.unverified[#run.unverified + 1] = M.name(row)
    end
  end
  for _, graph in ipairs(run.graphs) do check_graph(run, graph) end
  if #log.errors == 0 then check_orphans(run, seen) end
  return run
end

local function main(path, machine)
  local host = require "results.host"
  local verdicts = require "results.verdict"
  local text = path and host.read(path)
  if not text then
    host.fail(verdicts.status.badscript, "usage: lua5.4 results/collect.lua LOG [MACHINE]")
  end
  local finish = require "results.finish"
  local sound = finish.results(M.parse(text),
    { machine = machine or "metal" }) == 0
  os.exit(verdicts.status[sound and "pass" or "unsound"])
end

if (...) ~= "results.collect" then main(...) end

return M
