-- SPDX-License-Identifier: MIT
-- report.html of a results folder: self-contained, plots inline.

local compare = require "results.show.compare"
local csv = require "results.data.csv"
local host = require "results.host"
local plot = require "results.show.plot"
local statistics = require "results.data.statistics"
local store = require "results.data.store"
local shown = require("results.show.table").shown

local M = {}

local STYLE = [[
body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 62rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { margin-top: 2.5rem; }
p.sub, figcaption, td.source { color: #666; font-size: .9em; }
figure { margin: 2rem 0; } figure svg { width: 100%; height: auto; }
figure.graph svg { width: auto; max-width: 100%; }
div.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .6rem; border-bottom: 1px solid #ddd;
  text-align: left; white-space: nowrap; }
td.source { white-space: normal; } td.number { text-align: right; }
tr.bad td { background: #fde8e4; }
p.bad { background: #fde8e4; padding: .6rem; }
]]

-- All numbers of a row, and the median less the overhead behind it.
local SHOWN = { "experiment", "case", "model", "x", "n" }
for _, name in ipairs(statistics.values) do
  SHOWN[#SHOWN + 1] = name
  if name == "p50" then SHOWN[#SHOWN + 1] = "net" end
end
table.move({ "unit", "verified" }, 1, 2, #SHOWN + 1, SHOWN)

local function escape(text)
  return (tostring(text or ""):gsub("[&<>\"]", { ["&"] = "&amp;",
    ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

local function cell(value, class)
  class = class or tonumber(value) and "number"
  return ("<td%s>%s</td>"):format(
    class and (' class="%s"'):format(class) or "", escape(value))
end

local function html_table(header, rows)
  local out = { "<div class=\"wide\"><table>\n<tr>" }
  for _, name in ipairs(header) do
    out[#out + 1] = ("<th>%s</th>"):format(escape(name))
  end
  out[#out + 1] = "</tr>\n" .. table.concat(rows, "\n") .. "\n</table></div>\n"
  return table.concat(out)
end

local function summary(rows)
  local lines = {}
  for i, row in ipairs(rows) do
    local cells = {}
    for column, name in ipairs(SHOWN) do
      cells[column] = cell(shown(row, name))
    end
    lines[i] = ("<tr%s>%s</tr>"):format(
      row.verified == "no" and ' class="bad"' or "", table.concat(cells))
  end
  return html_table(SHOWN, lines)
end

local function environment(facts)
  local keys, lines = {}, {}
  for key in pairs(facts) do keys[#keys + 1] = key end
  table.sort(keys)
  for i, key in ipairs(keys) do
    lines[i] = ("<tr>%s%s</tr>"):format(cell(key), cell(facts[key], "source"))
  end
  return html_table({ "key", "value" }, lines)
end

local function published()
  local text = host.read("results/published.csv")
  if not text then return "" end
  local records, header = csv.records(text)
  local lines = {}
  for i, record in ipairs(records) do
    local cells = {}
    for column, name in ipairs(header) do
      cells[column] = cell(record[name], name == "source" and "source" or nil)
    end
    lines[i] = "<tr>" .. table.concat(cells) .. "</tr>"
  end
  return [[
<h2>Published figures, for orientation</h2>
<p class="bad">Other machines, other clocks, other units: measured by others
on real processors. They tell what was found to matter; no number here can be
divided by one of ours.</p>
<details><summary>]] .. #lines .. " figures</summary>\n"
    .. html_table(header, lines) .. "</details>\n"
end

-- Appel and Li, each system by its own prot1.
local function appel(rows)
  local text = host.read("results/published.csv")
  local header, lines = compare.appel(rows, text or "")
  if not (text and header) then return "" end
  for i, line in ipairs(lines) do
    for column, value in ipairs(line) do line[column] = cell(value) end
    lines[i] = "<tr>" .. table.concat(line) .. "</tr>"
  end
  return "<h2>Appel and Li, beside published systems</h2>\n<p>How much dearer "
    .. "than protecting one page is the rest? Each system by its own "
    .. "<i>prot1</i>, as counts here and microseconds there have no common "
    .. "unit. Per page where the primitive is of one page; ours in order, "
    .. "less the overhead.</p>\n" .. html_table(header, lines)
end

local function figure(dir, file, name, text)
  local svg = host.read(("%s/%s.svg"):format(dir, file))
  if not svg then return "" end
  return ("<figure>\n%s\n<figcaption><b>%s.</b> %s</figcaption>\n</figure>\n")
    :format(svg:gsub("^.-<svg", "<svg", 1), escape(name), escape(text))
end

-- The system graph of the run's last snapshot, if it took one.
local function system_graph(dir)
  local svg = host.read(dir .. "/graph.svg")
  if not svg then return "" end
  return "<h2>System graph</h2>\n<figure class=\"graph\">\n"
    .. svg:gsub("^.-<svg", "<svg", 1) .. "\n<figcaption>The modules and their "
    .. "bindings when the run's last snapshot was taken. Boxes and edges have "
    .. "tooltips: methods, constraints, gates.</figcaption>\n</figure>\n"
end

-- The experiments that have plots in this folder, in the rows' order.
local function figures(dir, rows)
  local out = {}
  for i, group in ipairs(plot.groups(rows)) do
    out[i] = figure(dir, group.file, group.name, plot.question(group.name))
  end
  return table.concat(out)
end

local function clock_note(facts)
  if facts.clock == "insn" then
    return "The clock counts guest instructions: exact and repeatable, but "
      .. "blind to caches, the TLB and the cost of an exception."
  end
  if facts.clock == "model" then
    return "The clock counts cycles of a processor that a model computes "
      .. "(bench/model/): exact and repeatable; how far from the processor, its "
      .. "validation says."
  end
  return "The clock is the time stamp counter of this machine. Under an "
    .. "emulator it orders costs unlike any processor."
end

-- write: dir/report.html from dir's CSV files and plots.
function M.write(dir)
  local rows, facts = store.load(dir)
  host.write(dir .. "/report.html", table.concat {
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
    "<meta name=\"viewport\" content=\"width=device-width\">\n",
    "<title>DEIMOS on ", escape(facts.machine), "</title>\n<style>\n", STYLE,
    "</style>\n</head>\n<body>\n<h1>DEIMOS on ", escape(facts.machine),
    "</h1>\n<p class=\"sub\">commit ", escape(facts.commit), ", ",
    escape(facts.date), "</p>\n",
    facts.verdict == "pass" and "" or "<p class=\"bad\">This run failed: do "
      .. "not use its numbers.</p>\n",
    "<p>", clock_note(facts), " All values are raw; <i>net</i> is p50 less "
      .. "the overhead of an empty body.</p>\n",
    figures(dir, rows), "<h2>Summary</h2>\n", summary(rows),
    system_graph(dir),
    "<h2>Environment</h2>\n", environment(facts), appel(rows),
    published(),
    "</body>\n</html>\n" })
end

return M
