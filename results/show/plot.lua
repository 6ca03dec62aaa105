-- SPDX-License-Identifier: MIT
-- Plots: one gnuplot script per experiment, plots/<experiment>.gp, or
-- plots/generic.gp for an experiment that has none, or whose rows that script
-- cannot draw. An experiment that has cases with several numbers in x and cases
-- with one or none has a second plot for the former, <experiment>-x; it has
-- that one alone if all its cases are such and there is a script for it. Each
-- is drawn twice, as SVG and as PNG. plots/README.md tells what a script is
-- handed. Scripts load parts: plots/part/*.gp.

local slope = require "lua.script.slope"
local ending = require "results.host.ending"
local filename = require "results.data.filename"
local host = require "results.host"
local process = require "results.host.process"
local store = require "results.data.store"

local M = {}

local UNITS = { insn = "instructions", model = "modelled cycles", tsc = "TSC cycles" }
local TERMINALS = { "svg", "png" }
local SLOPE_POINTS = 3                  -- fewer are no line
local TITLE_MAX = 100                   -- characters
local THOUSAND = 999.5                  -- from there on a slope has whole numbers

local function key(row)
  return table.concat({ row.experiment, row.case, row.model }, "\0")
end

-- Of each experiment, case and model: has x several numbers, a curve?
local function find_curves(rows)
  local first, curve = {}, {}
  for _, row in ipairs(rows) do
    local name = key(row)
    curve[name] = curve[name] or tonumber(row.x) ~= nil and first[name]
      and first[name] ~= row.x
    first[name] = first[name] or row.x
  end
  return curve
end

-- Experiments that have both kinds of cases.
local function is_mixed(rows, curve)
  local mixed, found = {}, {}
  for _, row in ipairs(rows) do
    local name, kind = row.experiment, curve[key(row)] and "x" or "none"
    mixed[name] = mixed[name] or found[name] and found[name] ~= kind
    found[name] = kind
  end
  return mixed
end

-- The script of that name, if there is one with a question: the generic one has
-- none.
local function own_script(name)
  local path = ("plots/%s.gp"):format(name)
  local text = name:find("^[%w_-]+$") and host.read(path)
  return text and text:find("\n# Question: ", 1, true) and path
end

-- The plot that a row is in: is it of curves (x), or bars among curves?
local function kind_of(row, is_curve, is_split)
  if not is_curve then return is_split and "bars" end
  return (is_split or own_script(row.experiment .. "-x")) and "x"
end

-- groups: what is drawn together, in the order of the rows: a plot's name, its
-- file (without ending; no two plots share one), its rows.
function M.groups(rows)
  local list, by_key, drawn, file = {}, {}, {}, filename.distinct()
  for _, row in ipairs(rows) do
    if tonumber(row.n) > 0 then drawn[#drawn + 1] = row end
  end
  local curve = find_curves(drawn)
  local mixed = is_mixed(drawn, curve)
  for _, row in ipairs(drawn) do
    local kind = kind_of(row, curve[key(row)], mixed[row.experiment])
    local id = row.experiment .. "\0" .. (kind or "")
    local group = by_key[id]
    if not group then
      local name = row.experiment .. (kind == "x" and "-x" or "")
      group = { name = name, file = file(name), rows = {}, clock = row.clock,
                bars = kind == "bars" }
      by_key[id] = group
      list[#list + 1] = group
    end
    group.rows[#group.rows + 1] = row
  end
  return list
end

-- What a row's line is called; gnuplot reads it between double quotes.
local function label(row)
  local name = row.model == "" and row.case or row.case .. " " .. row.model
  return (name:gsub('["\\%c]', "'"))
end

-- A curve's name, with what p50 grows by for each x if a line can be fitted.
local function curve_label(block)
  if #block.points < SLOPE_POINTS then return ('"%s"'):format(block.name) end
  local each = slope(block.points)
  return ((math.abs(each) < THOUSAND and '"%s: %+.3g each x"'
    or '"%s: %+.0f each x"'):format(block.name, each))
end

-- One block per case: x p50 min p99.
local function curves(rows)
  local blocks, by_label, texts = {}, {}, {}
  for _, row in ipairs(rows) do
    local name = label(row)
    local block = by_label[name]
    if not block then
      block = { name = name, points = {} }
      by_label[name] = block
      blocks[#blocks + 1] = block
    end
    block[#block + 1] = table.concat({ row.x, row.p50, row.min, row.p99 }, " ")
    block.points[#block] = { tonumber(row.x), tonumber(row.p50) }
  end
  for i, block in ipairs(blocks) do
    texts[i] = curve_label(block) .. "\n" .. table.concat(block, "\n")
  end
  return table.concat(texts, "\n\n\n") .. "\n", #blocks
end

-- One line per row: position, label, p50 min p99 overhead cold.
local function bars(rows)
  local lines = {}
  for i, row in ipairs(rows) do
    local plain = row.x == "" or row.x == "0"
    local name = plain and label(row) or label(row) .. " " .. row.x
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

-- question: what a plot answers, from the first lines of its script.
function M.question(name)
  local path = own_script(name)
  return path and host.read(path):match("\n# Question: ([^\n]+)") or name
end

-- Has a curve's script a place for each x? On a logarithmic axis none is for 0,
-- unless at(x) says so.
local function has_room(text, rows)
  if text:find("at(x)", 1, true) or not text:find("logscale x", 1, true) then
    return true
  end
  for _, row in ipairs(rows) do
    if tonumber(row.x) <= 0 then return false end
  end
  return true
end

-- Which script draws a group, and does it get curves? One that loads cases.gp
-- draws bars, another one curves; one that asks by_x draws both.
local function script_for(group)
  local by_x = has_numeric_x(group.rows) and not group.bars
  local path = own_script(group.name)
  local text = path and host.read(path)
  if not path then return "plots/generic.gp", by_x end
  if text:find("%f[%w_]by_x%f[^%w_]") then return path, by_x end
  if text:find("plots/part/cases.gp", 1, true) then return path, false end
  if by_x and has_room(text, group.rows) then return path, true end
  return "plots/generic.gp", by_x
end

-- A name as a title: one line, whole characters, not longer than the plot.
local function shown(text)
  text = text:gsub("%c", " ")
  if #text > TITLE_MAX then
    text = text:sub(1, TITLE_MAX):gsub("[\xc0-\xff][\x80-\xbf]*$", "") .. "..."
  end
  return utf8.len(text) and text or (text:gsub("[\x80-\xff]", "?"))
end

-- A quote in a name goes between double quotes: two in a row, which stand for
-- one, do not where the text begins with them or has more of them.
local function literal(value)
  if type(value) == "number" then return tostring(value) end
  return "'" .. value:gsub("'", [['."'".']]) .. "'"
end

-- Is an SVG or a PNG there to its end? A full disk cuts them.
local function is_whole(path)
  local text = host.read(path) or ""
  return text:find("</svg>%s*$") or text:find("IEND....$")
end

-- A plot appears in one step: one that was there before stays until then.
local function gnuplot(path, settings)
  local out, words = settings.out, {}
  settings.out = ("%s.part-%d"):format(out, process.pid())
  ending.remove_at_end(host.quote(settings.out))
  for name, value in pairs(settings) do
    words[#words + 1] = name .. "=" .. literal(value)
  end
  local said = host.output(("gnuplot -e %s %s 2>&1 || echo FAILED"):format(
    host.quote(table.concat(words, ";")), path))
  local cause = said:match("line %d+:[^\n]*") or said:match("[^\n]+")
  local whole = is_whole(settings.out)
  if not whole and not cause then host.probe(settings.out) end
  if said:find("FAILED$") or not whole then
    host.fail(1, "%s does not draw %s%s", path, out,
      cause and ": " .. cause or "")
  end
  host.must(("mv %s %s"):format(host.quote(settings.out), host.quote(out)))
  said = said:gsub("Warning: empty %l range %b[], adjusting to %b[]%s*", "")
  if said ~= "" then io.stderr:write(said, "\n") end
end

-- The largest x, and the least median: at least 1, for logarithmic axes.
local function ends(rows)
  local x_max, y_min = 0, math.huge
  for _, row in ipairs(rows) do
    x_max = math.max(x_max, tonumber(row.x) or 0)
    y_min = math.min(y_min, tonumber(row.p50))
  end
  return x_max, math.max(y_min, 1)
end

local function draw(dir, group, machine)
  local script, by_x = script_for(group)
  local data, count = (by_x and curves or bars)(group.rows)
  local x_max, y_min = ends(group.rows)
  local file = ("%s/.%s.dat"):format(dir, group.file)
  host.write(file, data)
  for _, terminal in ipairs(TERMINALS) do
    gnuplot(script, {
      data = file, count = count, by_x = by_x and 1 or 0, format = terminal,
      out = ("%s/%s.%s"):format(dir, group.file, terminal),
      name = shown(group.name), question = shown(M.question(group.name)),
      machine = machine, clock = group.clock, x_max = x_max, y_min = y_min,
      unit = UNITS[group.clock] or group.clock,
    })
  end
  os.remove(file)
end

-- all: every plot of a results folder, into it; the experiments' names.
function M.all(dir, machine)
  local names = {}
  for i, group in ipairs(M.groups((store.load(dir)))) do
    draw(dir, group, machine)
    names[i] = group.name
  end
  return names
end

return M
