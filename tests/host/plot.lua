-- SPDX-License-Identifier: MIT
-- Plots and report from made-up rows: every script draws both formats, an
-- unknown experiment gets the generic plot, odd names do no harm.

local csv = require "results.data.csv"
local filename = require "results.data.filename"
local host = require "results.host"
local plot = require "results.show.plot"
local report = require "results.show.report"
local store = require "results.data.store"

local DIR = host.fresh(host.build() .. "/run/test-plot")
local rows = {}

local function add(experiment, case, x, p50)
  rows[#rows + 1] = { experiment = experiment, case = case, model = "", x = x,
    machine = "qemu-icount", clock = "insn", unit = "insn", n = 9, cold = 2
    * p50, min = p50 - 1, p25 = p50, p50 = p50, p75 = p50, p99 = p50 + 3,
    max = p50 + 4, mean = p50, stddev = 1, overhead = 6, verified = "yes" }
end

for i, case in ipairs { "load", "bind", "first", "warm", "rebind", "unbind",
    "unload" } do
  add("bind", case, "", 10 ^ (i % 5) // 1 + 7)
end
for i, case in ipairs { "bare", "near", "gate" } do
  add("call", case, "", 8 * i)
end
for _, x in ipairs { 10, 100, 1000 } do
  add("bind", "graph", x, 1278)
  add("bind", "load-graph", x, 20000 + x // 2)
  add("bind", "constraints", x, 900 + 40 * x)
  add("bind", "steep", x, 4620 * x)
end
add("fault", "ring1", "", 90)
for _, x in ipairs { 0, 16, 4096 } do add("ladder", "near", x, 20 + x) end
add("ladder", "far", 0, 9)
for x = 0, 1 do add("appel", "prot1", x, 320) end
for _, x in ipairs { 0, 1, 16, 1024 } do
  add("paging", "on", x, 74)
  add("paging", "off", x, 73)
end
for _, x in ipairs { 1, 256, 65536 } do
  add("rlookup", "scan", x, 200 + 3 * x)
  add("rlookup", "miss", x, 4000 + 2 * x)
end
add("mine", "it's \"odd\" <b>, %s", "", 12)
add("mine", "back\\nslash \\", "", 14)
add("its & own", "by x", 1, 12)
add("its & own", "by x", 2, 14)
for _, name in ipairs { "'", "''", "'a''b'", "a'b", "`id`", "\xff" } do
  add(name, name, "", 12)
end
add(("x"):rep(99) .. "\u{e9}", "long", "", 12)
add(("y"):rep(100), "as long as can be", "", 12)
add(("z"):rep(101), "longer", "", 12)

local lines = { csv.line(store.columns) }
for i, row in ipairs(rows) do
  local list = {}
  for column, name in ipairs(store.columns) do list[column] = row[name] end
  lines[i + 1] = csv.line(list, #store.columns)
end
host.write(DIR .. "/summary.csv", table.concat(lines))
host.write(DIR .. "/environment.csv", "key,value\nmachine,<m>\nclock,insn\n")

local drawn = plot.all(DIR, "qemu-icount")
assert(table.concat(drawn, " ")
  == "bind call bind-x fault ladder-x ladder appel paging rlookup mine its & own "
  .. "' '' 'a''b' a'b `id` \xff " .. ("x"):rep(99) .. "\u{e9} " .. ("y"):rep(100) .. " "
  .. ("z"):rep(101))
local steep = host.read(DIR .. "/bind-x.svg")
assert(steep:find("constraints: +40 each x", 1, true), "no slope")
assert(steep:find("steep: +4620 each x", 1, true), "a slope in powers of ten")
-- Two points are no line to be fitted; zero is no name's part.
local two = host.read(DIR .. "/" .. filename.of("its & own") .. ".svg")
assert(two:find("<text>by x</text>", 1, true) and not two:find("each x", 1, true))
local bars = host.read(DIR .. "/appel.svg")
assert(bars:find("<text>prot1</text>", 1, true)
  and bars:find("<text>prot1 1</text>", 1, true))
assert(not host.read(DIR .. "/bind.svg"):find("graph", 1, true))
assert(not host.read(DIR .. "/ladder-x.svg"):find("far", 1, true))
assert(host.read(DIR .. "/appel.svg"):find("prot1 1", 1, true), "no bars")
-- Quotes stand as they are; a title is text, whatever a name is.
local titles = { ["'"] = "'", ["''"] = "''", ["'a''b'"] = "'a''b'",
  ["a'b"] = "a'b", ["`id`"] = "`id`", ["\xff"] = "?",
  [("x"):rep(99) .. "\u{e9}"] = ("x"):rep(99) .. "...",
  [("y"):rep(100)] = ("y"):rep(100),
  [("z"):rep(101)] = ("z"):rep(100) .. "..." }
for name, title in pairs(titles) do
  local text = host.read(DIR .. "/" .. filename.of(name) .. ".svg")
  assert(text:gsub("&#39;", "'"):find("<text>" .. title .. " on ", 1, true),
    name)
end
assert(host.read(DIR .. "/mine.svg"):gsub("&#39;", "'"):find(
  "<text>back'nslash '</text>", 1, true), "a name is more than text")
for _, name in ipairs(drawn) do
  local base = DIR .. "/" .. filename.of(name)
  assert(host.read(base .. ".svg"):find("</svg>", 1, true), name)
  assert(host.read(base .. ".png"):find("^\137PNG"), name)
end

report.write(DIR)
local html = host.read(DIR .. "/report.html")
local _, figures = html:gsub("<figure>", "")
assert(figures == #drawn)
assert(not html:find("<b>, %%s") and html:find("&lt;m&gt;", 1, true))
assert(not html:find('src="', 1, true), "nothing from outside")
print("plot: every script draws")
