-- SPDX-License-Identifier: MIT
-- Plots: one gnuplot script per experiment, plots/<experiment>.gp, or
-- plots/generic.gp for an experiment that has none. Each is drawn twice, as
-- SVG and as PNG. plots/README.md tells what a script is handed.

local host = require "results.host"
local store = require "results.store"

local M = {}

local UNITS = { insn = "instructions", tsc = "TSC cycles" }
local TERMINALS = { "svg", "png" }

-- experiments: in the order of their rows, those with something to draw.
local function experiments(rows)
  local list, by_name = {}, {}
  for _, row in ipairs(rows) do
    if tonumber(row.n) > 0 then
      local group = by_name[row.experiment]
      if not group then
        group = { name = row.experiment, rows = {}, clock = row.clock }
        by_name[row.experiment] = group
        list[#list + 1] = group
      end
      group.rows[#group.rows + 1] = row
    end
  end
  return list
end

-- What a row's line is called; gnuplot reads it between double quotes.
local function label(row)
  local name = row.model == "" and row.case or row.case .. " " .. row.model
  return (name:gsub('["\\%c]', "'"))
end

-- One block per case: x p50 min p99.
local function curves(rows)
  local blocks, by_label = {}, {}
  for _, row in ipairs(rows) do
    local name = label(row)
    if not by_label[name] then
      by_label[name] = { ('"%s"'):format(name) }
      blocks[#blocks + 1] = by_label[name]
    end
    table.insert(by_label[name], table.concat(
      { row.x, row.p50, row.min, row.p99 }, " "))
  end
  local texts = {}
  for i, block in ipairs(blocks) do texts[i] = table.concat(block, "\n") end
  return table.concat(texts, "\n\n\n") .. "\n", #blocks
end

-- One line per case: position, label, p50 min p99 overhead cold.
local function bars(rows)
  local lines = {}
  for i, row in ipairs(rows) do
    local name = row.x == "" and label(row) or label(row) .. " " .. row.x
    lines[i] = ('%d "%s" %s %s %s %s %s'):format(i, name, row.p50, row.min,
      row.p99, row.overhead, row.cold)
  end
  return table.concat(lines, "\n") .. "\n", #lines
end

local function has_numeric_x(rows)
  for _, row in ipairs(rows) do
    if not tonumber(row.x) then return false end
  end
  return true
end

local function script(name)
  local path = ("plots/%s.gp"):format(name)
  return host.exists(path) and path or "plots/generic.gp"
end

-- question: what a plot answers, from the first lines of its script.
function M.question(name)
  local text = host.read(script(name)) or ""
  return text:match("\n# Question: ([^\n]+)") or name
end

local function literal(value)
  if type(value) == "number" then return tostring(value) end
  return "'" .. value:gsub("'", "''") .. "'"
end

local function gnuplot(path, settings)
  local words = {}
  for name, value in pairs(settings) do
    words[#words + 1] = name .. "=" .. literal(value)
  end
  host.must(("gnuplot -e %s %s"):format(host.quote(table.concat(words, ";")),
    path))
end

local function draw(dir, group, machine)
  local by_x = has_numeric_x(group.rows)
  local data, count = (by_x and curves or bars)(group.rows)
  local file = ("%s/run/%s.dat"):format(host.build(), host.stem(group.name))
  host.mkdir(host.build() .. "/run")
  host.write(file, data)
  for _, terminal in ipairs(TERMINALS) do
    gnuplot(script(group.name), {
      data = file, count = count, by_x = by_x and 1 or 0, format = terminal,
      out = ("%s/%s.%s"):format(dir, host.stem(group.name), terminal),
      name = group.name, question = M.question(group.name),
      machine = machine, clock = group.clock,
      unit = UNITS[group.clock] or group.clock,
    })
  end
end

-- all: every plot of a results folder, into it; the experiments' names.
function M.all(dir, machine)
  local names = {}
  for i, group in ipairs(experiments((store.load(dir)))) do
    draw(dir, group, machine)
    names[i] = group.name
  end
  return names
end

return M
