-- SPDX-License-Identifier: MIT
-- The results on disk: results/<machine>/<date>-<commit>/ and the link
-- `latest`. A folder appears in one step, complete; see README.md.

local csv = require "results.data.csv"
local ending = require "results.host.ending"
local host = require "results.host"
local process = require "results.host.process"
local statistics = require "results.data.statistics"

local M = {}

-- Of one workload on a machine: so many good runs, and so many that failed.
local KEEP = 10

M.keep = KEEP
local STAMP_FORMAT <const> = "!%Y%m%dT%H%M%SZ-"
local STAMP <const> = #"20200101T000000Z-"

M.columns = { "experiment", "case", "model", "x", "machine", "clock", "unit",
  "n" }
table.move(statistics.values, 1, #statistics.values, #M.columns + 1, M.columns)
M.columns[#M.columns + 1] = "verified"
local SAMPLE_COLUMNS = { "experiment", "case", "model", "x", "machine",
  "clock", "unit", "index", "phase", "value" }

local function values(row, columns)
  local list = {}
  for i, name in ipairs(columns) do list[i] = row[name] end
  return list
end

local function summary(rows)
  local lines = { csv.line(M.columns) }
  for _, row in ipairs(rows) do
    lines[#lines + 1] = csv.line(values(row, M.columns), #M.columns)
  end
  return table.concat(lines)
end

local function phase(row, index)
  if index == 0 then return "cold" end
  return index <= row.warmup and "warmup" or "sample"
end

local function samples(rows)
  local lines = { csv.line(SAMPLE_COLUMNS) }
  for _, row in ipairs(rows) do
    local prefix = csv.line(values(row, SAMPLE_COLUMNS), 7):gsub("\n$", "")
    for i, value in ipairs(row.samples) do
      lines[#lines + 1] = ("%s,%d,%s,%d\n"):format(prefix, i - 1,
        phase(row, i - 1), value)
    end
  end
  return table.concat(lines)
end

local function environment(facts)
  local keys = {}
  for key in pairs(facts) do keys[#keys + 1] = key end
  table.sort(keys)
  local lines = { csv.line { "key", "value" } }
  for _, key in ipairs(keys) do
    lines[#lines + 1] = csv.line { key, facts[key] }
  end
  return table.concat(lines)
end

-- check: can results be kept there? Before they are measured.
function M.check(root)
  host.mkdir(root)
  host.write(root .. "/.new-check", "")
  os.remove(root .. "/.new-check")
end

-- write: the three CSV files into a new folder, which no reader sees before
-- `publish`; `root` is results/<machine>.
function M.write(root, run)
  for _, old in ipairs(host.list(host.quote(root) .. "/.new-*")) do
    local pid = tonumber(old:match("%-(%d+)%-%d+$"))
    if pid and not process.lives(pid) then host.must("rm -rf "
      .. host.quote(old)) end
  end
  local dir = host.fresh(("%s/.new-%d-%s"):format(root, process.pid(),
    host.output("date +%s%N")))
  ending.remove_at_end(host.quote(dir))
  host.write(dir .. "/summary.csv", summary(run.rows))
  host.write(dir .. "/samples.csv", samples(run.rows))
  host.write(dir .. "/environment.csv", environment(run.environment))
  return dir
end

local function facts_of(dir)
  local facts = {}
  for _, record in ipairs((csv.records(host.read(dir
      .. "/environment.csv") or ""))) do
    facts[record.key] = record.value
  end
  return facts
end

local function same_series(a, b)
  return (a.workload or "") == (b.workload or "") and a.verdict == b.verdict
end

-- The dated folders of that series, the oldest first. Those of one second
-- and commit are told apart by a number, which has no leading zeros.
local function series(root, facts)
  local list, order = {}, {}
  for _, path in ipairs(host.list(host.quote(root) .. "/[0-9]*")) do
    if same_series(facts_of(path), facts) then
      local name = path:match("[^/]+$")
      list[#list + 1] = path
      order[path] = ("%s %09d"):format(name:sub(1, STAMP),
        tonumber(name:sub(STAMP + 1):match("%-(%d+)$")) or 1)
    end
  end
  table.sort(list, function(a, b)
    return order[a] < order[b] or order[a] == order[b] and a < b
  end)
  return list
end

-- A number that is given back is not taken again: it would be the oldest.
local function free_name(root, name)
  local base = root .. "/" .. name
  local last = 0
  for _, path in ipairs(host.list(host.quote(base) .. "*")) do
    local number = path == base and 1
      or tonumber(path:sub(#base + 1):match("^%-(%d+)$"))
    last = math.max(last, number or 0)
  end
  return last == 0 and base or ("%s-%d"):format(base, last + 1)
end

-- Each workload has a series of good runs and one of failed ones: a small run
-- evicts no full one, and a bad one no good one.
local function evict(root, facts)
  local latest = host.output("readlink " .. host.quote(root .. "/latest"))
  local all, removed = series(root, facts), {}
  for i = 1, #all - KEEP do
    if all[i]:match("[^/]+$") ~= latest then
      host.must("rm -rf " .. host.quote(all[i]))
      removed[#removed + 1] = all[i]
    end
  end
  return removed
end

-- publish: the folder under its dated name; `latest` moves to it if `good`.
-- Returns its path, and those of the folders that had to go: the oldest of
-- the same series.
function M.publish(root, dir, commit, good)
  local path = free_name(root, os.date(STAMP_FORMAT) .. commit)
  host.must(("mv -T %s %s"):format(host.quote(dir), host.quote(path)))
  if good then
    host.must(("cd %s && ln -sfn %s .latest && mv -T .latest latest"):format(
      host.quote(root), host.quote(path:match("[^/]+$"))))
  end
  return path, evict(root, facts_of(path))
end

-- load: rows (values as text) and facts of a results folder.
function M.load(dir)
  local text = host.read(dir .. "/summary.csv")
  if not text then return nil end
  return csv.records(text), facts_of(dir)
end

return M
