-- SPDX-License-Identifier: MIT
-- A whole report, a whole graph, table and CSV files of a small run, character
-- for character as golden/report.html and the others beside it have them. After
-- a change that is meant, look at what
--
--   lua5.4 tests/host/show.lua write
--
-- makes of them (git diff), and commit it.

local host = require "results.host"
local dot = require "results.show.dot"
local report = require "results.show.report"
local store = require "results.data.store"
local table_text = require("results.show.table").text
local uv = require "luv"

local TOP <const> = host.output("pwd -P")
local TREE <const> = host.scratch()

local function row(case, change)
  local one = { experiment = "call", case = case, model = "", x = "",
    machine = "m", clock = "insn", unit = "insn", n = 3, warmup = 1, cold = 31,
    min = 19, p25 = 20, p50 = 21, p75 = 22, p99 = 23, max = 24, mean = 25,
    stddev = 2, overhead = 6, verified = "yes", samples = { 31, 30, 19, 21, 24 } }
  for key, value in pairs(change or {}) do one[key] = value end
  return one
end

local NONE <const> = { n = 0, cold = "", min = "", p25 = "", p50 = "", p75 = "",
  p99 = "", max = "", mean = "", stddev = "", overhead = "", verified = "",
  samples = {} }
local ROWS <const> = { row("near"), row("<gate> \"q\" & more", { verified = "no" }),
  row("none", NONE), row("deep", { x = "10", model = "flat", p50 = 1234567,
    samples = { 9 }, n = 1, warmup = 0 }),
  row("prot1", { experiment = "appel", model = "paged", x = "0" }),
  row("trap", { experiment = "appel", model = "paged", x = "0", p50 = 3006 }) }

-- A snapshot with a node of each type, a dead one, and several of one name.
local function graph()
  local found = { label = "end", nodes = {}, interfaces = {}, receptacles = {},
    bindings = {}, node = {}, interface = {}, receptacle = {} }
  local function add(list, kind, entry)
    entry.handle = tostring(#found[list] + 1)
    table.insert(found[list], entry)
    if found[kind] then found[kind][entry.handle] = entry end
  end
  for i, type in ipairs { "application", "system", "binding", "wrapper", "odd" } do
    add("nodes", "node", { name = i < 3 and "two" or "n" .. i, type = type,
      state = i == 3 and "dead" or "live", serial = tostring(i),
      base = i == 4 and "0" or tostring(4096 * i), size = tostring(10 * i),
      carrier = i == 1 and "2" or "0", space = i == 1 and "7" or "0" })
  end
  add("interfaces", "interface", { node = "2", name = "i<1>", type = "t",
    bound = "1", methods = "a b", pairs = "x y", predicate = "<p, 1>" })
  add("interfaces", "interface", { node = "3", name = "free", type = "t",
    bound = "0", predicate = ("p"):rep(35) })
  add("receptacles", "receptacle", { node = "1", name = "r", type = "t",
    count = "2", bound = "1", predicate = ("q"):rep(34) })
  add("receptacles", "receptacle", { node = "2", name = "one", type = "t",
    count = "1", bound = "1" })
  add("bindings", "binding", { caller = "1", provider = "2", receptacle = "1",
    interface = "1", kind = "gate", selector = "264" })
  add("bindings", "binding", { caller = "2", provider = "3", receptacle = "2",
    interface = "2", kind = "near", selector = "0" })
  return found
end

host.must(("mkdir -p %s/results && cp -r plots modules %s && printf '%%s\\n' "
  .. "'system,cpu,metric,value,unit,source' 'Mach,R3000,prot1,2,us,<Appel & Li>' "
  .. "'Mach,R3000,trap,250,us,p. 1' 'other,cpu,call,1,us,p. 2' "
  .. ">%s/results/published.csv"):format(TREE, TREE, TREE))
assert(uv.chdir(TREE))

local function made(good, facts)
  local environment = { machine = "m <1>", commit = "c0ffee", clock = "insn",
    date = "2026-01-01T00:00:00Z", workload = "w, x", verdict = "pass" }
  for key, value in pairs(facts or {}) do environment[key] = value end
  local dir = store.write("results/m", { rows = ROWS, environment = environment })
  host.write(dir .. "/call.svg", "<?xml?>\n<!-- x --><svg>CALL</svg>")
  if good then host.write(dir .. "/graph.svg", "<?xml?><svg>GRAPH</svg>") end
  report.write(dir)
  return dir
end

local dir = made(true)
local bad = host.read(made(false, { verdict = "fail", clock = "tsc" })
  .. "/report.html")
local FILES <const> = { ["report.html"] = host.read(dir .. "/report.html"),
  ["report.samples.csv"] = host.read(dir .. "/samples.csv"),
  ["report.summary.csv"] = host.read(dir .. "/summary.csv"),
  ["report.environment.csv"] = host.read(dir .. "/environment.csv"),
  ["report.table.txt"] = table_text(ROWS) .. "\n",
  ["report.dot"] = dot.text(graph(), "a <caption>") }
assert(uv.chdir(TOP))

for name, text in pairs(FILES) do
  local path = "tests/golden/" .. name
  if ... == "write" then host.write(path, text) end
  local expected = host.read(path) or ""
  local at = 1
  while at <= #text and text:byte(at) == expected:byte(at) do at = at + 1 end
  assert(text == expected, ("%s: character %d on: '%s', not '%s'"):format(path,
    at, text:sub(at, at + 60), expected:sub(at, at + 60)))
end
assert(bad:find('<p class="bad">This run failed: do not use its numbers.</p>', 1,
  true) and bad:find("time stamp counter", 1, true)
  and not bad:find("System graph", 1, true))
assert(not FILES["report.html"]:find("This run failed", 1, true))
print("show: character for character")
