-- SPDX-License-Identifier: MIT
-- From a serial log to checked rows. Pure.

local fields = require "results.data.fields"
local records = require "results.data.records"
local snapshots = require "results.data.snapshots"
local statistics = require "results.data.statistics"

local M = {}

local add_error, field = fields.add_error, fields.field
local integer, number = fields.integer, fields.number

local TEXTS = { "experiment", "case", "model", "x", "clock", "unit" }
local NUMBERS = { "id", "n", "warmup" }
local VALUES = statistics.values
-- Each clock with its unit; none where nothing can be measured.
local UNITS = { insn = "insn", tsc = "cycle", model = "cycle", [""] = "" }
local VERIFIED = { yes = true, no = true, [""] = true }

-- The keys of a record, by its kind; other kinds have what they like.
local KEYS = { env = { key = true, value = true },
  s = { id = true, at = true, v = true }, row = { verified = true } }
for _, list in ipairs { TEXTS, NUMBERS, VALUES } do
  for _, key in ipairs(list) do KEYS.row[key] = true end
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
      if record.fields[key] ~= "" then
        add_error(run, record, "%s='%s' with n=0", key, record.fields[key])
      end
    end
  end
end

-- A clock counts in its own unit, and n samples are of some clock.
local function check_clock(run, record, row)
  local unit = UNITS[row.clock]
  if not unit or row.n > 0 and row.clock == "" then
    add_error(run, record, "clock '%s'", row.clock)
  elseif row.unit ~= unit then
    add_error(run, record, "clock '%s' with unit '%s'", row.clock, row.unit)
  end
end

-- No guest sends control characters in them, and they are shown on terminals.
local function check_names(run, record, row)
  for _, key in ipairs(TEXTS) do
    if row[key]:find("%c") then
      add_error(run, record, "%s has a control character", key)
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
  check_names(run, record, row)
  check_clock(run, record, row)
  if not VERIFIED[row.verified] or row.n > 0 and row.verified == ""
      or row.n == 0 and row.verified == "yes" then
    add_error(run, record, "verified='%s' with n=%d", row.verified, row.n)
  end
  row_values(run, record, row)
  if #run.errors == errors then run.rows[#run.rows + 1] = row end
end

function readers.graph(run, record) snapshots.read(run, record) end

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
    if statistics.kind[key] == "DEVIATION" then
      if not statistics.is_deviation(samples, row[key]) then
        add_error(run, row.record, "row '%s': %d is not the samples' %s",
          M.name(row), row[key], key)
      end
    elseif row[key] ~= ours[key] then
      add_error(run, row.record, "row '%s': %s is %d, its samples say %d",
        M.name(row), key, row[key], ours[key])
    end
  end
  if row.cold ~= row.samples[1] then
    add_error(run, row.record, "row '%s': cold is %d, its first sample %d",
      M.name(row), row.cold, row.samples[1])
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

-- One instrument measures a run: what the environment says of it and what
-- each row says is the same.
local function check_instrument(run)
  local env, first = run.environment, nil
  for _, row in ipairs(run.rows) do
    local told = { clock = env.clock == "none" and "" or env.clock,
      unit = env.unit, overhead = row.n > 0 and tonumber(env.overhead) or nil }
    for _, key in ipairs { "clock", "unit", "overhead" } do
      if told[key] and row[key] ~= told[key] then
        add_error(run, row.record, "row '%s': %s %s, the environment says %s",
          M.name(row), key, row[key], told[key])
      end
    end
    first = first or row.n > 0 and row or nil
    for _, key in ipairs { "clock", "overhead" } do
      if row.n > 0 and row[key] ~= first[key] then
        add_error(run, row.record, "row '%s': %s %s, that of row '%s' is %s",
          M.name(row), key, row[key], M.name(first), first[key])
      end
    end
  end
end

local function check_keys(run, record)
  for key in pairs(KEYS[record.kind] and record.fields or {}) do
    if not KEYS[record.kind][key] then
      add_error(run, record, "a %s with the unknown key '%s'", record.kind,
        key)
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
      check_keys(run, record)
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
  check_instrument(run)
  for _, graph in ipairs(run.graphs) do snapshots.check(run, graph) end
  if #log.errors == 0 then check_orphans(run, seen) end
  return run
end

return M
