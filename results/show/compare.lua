-- SPDX-License-Identifier: MIT
-- Appel and Li's primitives beside published ones. Microseconds of a processor
-- of 1992 and instructions of an emulator have no common unit, so each system
-- is measured by its own prot1: how much dearer is the rest? Pure.

local csv = require "results.data.csv"
local net = require("results.show.table").net

local M = {}

local METRICS = { "prot1", "dirty", "prot100", "unprot100", "trap", "fault",
  "appel1", "appel2" }
local UNIT <const> = "prot1"
-- Operations in one of our samples; the published ones are per page.
local PER_SAMPLE <const> = { appel2 = 100 }

-- A column for each name, in the order of their first value.
local function add(columns, name, metric, value)
  local column = columns[name]
  if not column then
    column = { name = name }
    columns[name] = column
    columns[#columns + 1] = column
  end
  column[metric] = value
end

local function is_metric(name)
  for _, metric in ipairs(METRICS) do
    if metric == name then return true end
  end
end

local function ours(columns, rows)
  for _, row in ipairs(rows) do
    local value = row.experiment == "appel" and row.x == "0"
      and row.verified == "yes" and tonumber(net(row))
    if value and is_metric(row.case) then
      add(columns, "DEIMOS " .. row.model, row.case,
        value / (PER_SAMPLE[row.case] or 1))
    end
  end
end

local function theirs(columns, text)
  for _, record in ipairs((csv.records(text))) do
    if is_metric(record.metric) then
      add(columns, record.system .. ", " .. record.cpu, record.metric,
        tonumber(record.value))
    end
  end
end

-- Two digits; the data has no more. What %.2g rounds to three, it writes as 1e+02.
local function ratio(value)
  return (value < 99.5 and "%.2g" or "%.0f"):format(value)
end

-- appel: a header and lines of texts; nil if no row of ours is one of these.
function M.appel(rows, text)
  local columns, header, lines = {}, { "system" }, {}
  ours(columns, rows)
  if #columns == 0 then return nil end
  theirs(columns, text)
  for i, metric in ipairs(METRICS) do header[i + 1] = metric end
  for _, column in ipairs(columns) do
    local line = { column.name }
    for i, metric in ipairs(METRICS) do
      local value = column[metric]
      line[i + 1] = value and column[UNIT]
        and ratio(value / column[UNIT]) or ""
    end
    lines[#lines + 1] = line
  end
  return header, lines
end

return M
