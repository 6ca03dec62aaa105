-- SPDX-License-Identifier: MIT
-- The golden counts: what each row of `make bench` reads on qemu-icount, in
-- golden/bench.csv, and how a run differs from that. Pure, beside read().
-- The numbers are those of one compiler, which the file names.

local collect = require "results.data.collect"
local csv = require "results.data.csv"
local host = require "results.host"
local machines = require "results.boot.machines"
local records = require "results.data.records"

local M = {}

M.path = "tests/golden/bench.csv"

-- `count` is how many samples there are, cold and warm-up ones, too; `crc` is
-- over all of them, in order.
local COLUMNS <const> = { "experiment", "case", "model", "x", "clock", "n",
  "overhead", "verified", "count", "cold", "min", "p50", "p99", "max", "crc" }
local FROM_VALUES <const> = 9           -- columns from here on are readings
-- Rows whose readings are left out, since every change of anything moves them: of
-- this model, the timer ticks inside their samples. What a few samples of a
-- client's load and unload take depends on where regions and entries of the graph
-- are free: of those the least and the median are held.
M.live = "load"
local HELD <const> = { min = true, p50 = true }

function M.is_live(row)
  return row.model == M.live or row.experiment == "client"
    and (row.case == "load" or row.case == "unload")
end

M.machine, M.workload = machines.default, "bench"

local function crc(samples)
  return ("%08x"):format(records.crc32(table.concat(samples, ",")))
end

-- entry: what is kept of a row of collect.parse, all of it as text.
local function entry(row)
  local known = { count = #row.samples, crc = crc(row.samples) }
  local one = { name = collect.name(row) }
  for i, key in ipairs(COLUMNS) do
    local left_out = M.is_live(row) and i >= FROM_VALUES
      and (row.model == M.live or not HELD[key])
    one[key] = left_out and "" or tostring(known[key] or row[key])
  end
  return one
end

function M.entries(rows)
  local list = {}
  for i, row in ipairs(rows) do list[i] = entry(row) end
  return list
end

-- text: of the golden file.
function M.text(entries, compiler)
  local lines = { "# Made by `make golden`; read by tests/whole/golden.lua.\n",
    ("# compiler: %s\n"):format(compiler), csv.line(COLUMNS) }
  for _, one in ipairs(entries) do
    local list = {}
    for i, key in ipairs(COLUMNS) do list[i] = one[key] end
    lines[#lines + 1] = csv.line(list)
  end
  return table.concat(lines)
end

-- parse: entries and the compiler's name.
function M.parse(text)
  local compiler = text:match("# compiler: ([^\n]*)\n")
  local entries = csv.records((text:gsub("#[^\n]*\n", "")))
  for _, one in ipairs(entries) do one.name = collect.name(one) end
  return entries, compiler
end

function M.read()
  return M.parse(assert(host.read(M.path), M.path .. ": cannot be read"))
end

-- compiler: of this build, as version.h has it.
function M.compiler()
  local header = host.read(host.build() .. "/version.h") or ""
  return header:match('DEIMOS_COMPILER "([^"]*)"')
end

local function by_name(entries)
  local found = {}
  for _, one in ipairs(entries) do found[one.name] = one end
  return found
end

local function moved(before, after)
  local changes = {}
  for _, key in ipairs(COLUMNS) do
    if before[key] ~= after[key] then
      changes[#changes + 1] = ("%s %s -> %s"):format(key, before[key],
        after[key])
    end
  end
  return changes
end

-- compare: a line for each row that is not as it was: moved, gone or new.
-- With `part`, `after` is of some rows only.
function M.compare(before, after, part)
  local old, new, lines = by_name(before), by_name(after), {}
  for _, one in ipairs(after) do
    local changes = old[one.name] and moved(old[one.name], one)
    if not changes then
      lines[#lines + 1] = one.name .. ": a new row"
    elseif #changes > 0 then
      lines[#lines + 1] = one.name .. ": " .. table.concat(changes, ", ")
    end
  end
  for _, one in ipairs(part and {} or before) do
    if not new[one.name] then lines[#lines + 1] = one.name .. ": is gone" end
  end
  return lines
end

return M
