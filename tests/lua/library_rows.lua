-- SPDX-License-Identifier: MIT
-- The end of library.lua: rows, records, the graph, the machine, exit.

local answers, made, same, refused, fields = ...
local M <const> = 5 << 12 | 4

-- The machine and the graph, field by field.
fields(deimos.machine().features, {})
for i, name in ipairs { "fpu", "tsc", "pse", "pge", "sep", "sse2", "rdtscp",
    "cpuid", "hypervisor" } do
  world("features", 1 << i - 1)
  fields(deimos.machine().features, { [name] = true })
  same(deimos.tsc() ~= nil, name == "tsc")
end
for i, name in ipairs { "none", "insn", "tsc", "model", "none" } do
  world("clock", i - 1)
  same(deimos.machine().clock, name)
end
local machine = deimos.machine()
machine.features = nil
fields(machine, { version = "v", compiler = "c", loader = "l",
  cpu_vendor = "cv", cpu_name = "cn", hypervisor = "h", clock = "none",
  cpu_signature = 61, memory = 62, ups_base = 63, ups_size = 64,
  tick_hz = 100, deaths = 66, segment_limits = true, iret_checked = false,
  parameters_checked = true })
world("ticks", 250)
same(deimos.ticks(), 250)
same(deimos.clock(), 2.5)
world("hz", 0)
same(deimos.clock(), 0)
world("hz", 100)
world("report", "text")
same(deimos.report(), "text")
world("report", "")
same(deimos.report(), nil)
answers.digest = 4711
same(deimos.digest(), 4711)
world("generations", 3)
local graph = deimos.graph()
same(world "generations", 0)
same(graph.version .. " " .. graph.generation, "4 8")
fields(graph.nodes[1], { handle = M, name = "m", type = "binding",
  state = "live", interfaces = 2, receptacles = 72, bound_in = 73,
  bound_out = 74, serial = 75, base = 76, size = 77, region = 78, init = 79,
  exit = 80, carrier = 93, space = 94, carries = 95 })
local i, s = graph.interfaces[1], graph.interfaces[2]
same(table.concat(i.methods, ",") .. #s.methods, "one,two1")
i.methods, s.methods = nil, nil
fields(i, { handle = 7 << 12 | 6, node = M, name = "i", type = "t",
  bound = 83, table = 81, pairs = "p2", predicate = "q2" })
fields(s, { handle = 7 << 12 | 9, node = M, name = "second", type = "u",
  bound = 0, table = 0, pairs = "", predicate = "" })
fields(graph.receptacles[1], { handle = 9 << 12 | 3, node = M, name = "r",
  type = "rt", count = 92, bound = 93, slots = 91, pairs = "",
  predicate = "" })
graph.bindings[1].slot = nil
fields(graph.bindings[1], { handle = 3 << 12 | 2, caller = 101,
  provider = 102, receptacle = 103, interface = 7 << 12 | 6, kind = "near",
  selector = 0 })
fields(graph.bindings[2], { handle = 3 << 12 | 7, caller = 111,
  provider = 112, receptacle = 113, interface = 114, slot = 115,
  kind = "gate", selector = 116 })
same(#graph.nodes + #graph.interfaces + #graph.receptacles
  + #graph.bindings, 6)
for state, name in pairs { "live", "dead", "draining", "gone", "?", [0] = "?" }
do
  world("live", state)
  same(deimos.graph().nodes[1].state, name)
end
world("live", 1)
made()

-- Without a clock nothing is measured, and the harness stays where it is.
world("clock", 0)
local row = { experiment = "e", case = "c", module = "mod" }
same(select(2, deimos.experiment(row)), "no TSC")
same(select(2, deimos.not_applicable(row)), "no TSC")
deimos.begin()
same(made(), "")
same(experiment_end(0x10), 0x10)
same(made(), "")
world("clock", 1)
answers.find, answers.load, answers.bind = -2, 500, 600
deimos.begin()
same(made(), "find bench; load bench; bind 99 harness 500 harness; begin")
deimos.begin()
same(made(), "")

-- A row: each field by itself, and what it is if it is missing.
local number = 0
local function run(given)
  number = number + 1
  local r = { experiment = "e" .. number, case = "c", module = "m" }
  for key, value in pairs(given) do r[key] = value end
  answers.find = 700
  local ok, result, why = pcall(deimos.experiment, r)
  return ok, result, why
end
local function row_is(given, wanted)
  local ok, result = run(given)
  if not ok then error(result, 2) end
  same(made(), ("find m; bind 500 subject 700 %s; run %s; unbind 600")
    :format(given.interface or given.case or "c",
      (wanted:gsub("E", "e" .. number))))
  return result
end
local result = row_is({}, "E c   0 3 100 0 0")
fields(result, { n = 41, verified = true, error = 43, failed_at = 44,
  cold = 45, min = 46, p25 = 47, p50 = 48, p75 = 49, p99 = 50, max = 51,
  mean = 52, stddev = 53, overhead = 54, unit = "insn" })
row_is({ case = "x y" }, "E x y   0 3 100 0 0")
row_is({ interface = "j" }, "E c   0 3 100 0 0")
row_is({ model = "flat" }, "E c flat  0 3 100 0 0")
row_is({ x = 5 }, "E c  5 5 3 100 0 0")
row_is({ x = 2.5 }, "E c  2.5 0 3 100 0 0")
row_is({ x = 5.0 }, "E c  5 5 3 100 0 0")
row_is({ x = 2.0 ^ 20 }, "E c  1048576 1048576 3 100 0 0")
row_is({ x = -0.0 }, "E c  0 0 3 100 0 0")
row_is({ x = "5.0" }, "E c  5.0 5 3 100 0 0")
row_is({ x = "k" }, "E c  k 0 3 100 0 0")
row_is({ x = 5, parameter = 6 }, "E c  5 6 3 100 0 0")
row_is({ x = 0xffffffff }, "E c  4294967295 4294967295 3 100 0 0")
row_is({ parameter = 0xffffffff }, "E c   4294967295 3 100 0 0")
row_is({ samples = 0 }, "E c   0 0 0 0 0")
row_is({ samples = 1, warmup = 0 }, "E c   0 0 1 0 0")
row_is({ live = true }, "E c   0 3 100 1 0")
row_is({ live = false }, "E c   0 3 100 0 0")
row_is({ model = ("m"):rep(100) }, "E c " .. ("m"):rep(100) .. "  0 3 100 0 0")
for _, case in ipairs {
  { { x = -1 }, "got x = %-1" }, { { x = 1 << 32 }, "got x = 4294967296" },
  { { x = 0 / 0 }, "finite number expected" },
  { { x = 1 / 0 }, "finite number expected" }, { { x = {} }, "'x'" },
  { { model = ("m"):rep(101) }, "101 bytes, at most 100" },
  { { case = ("m"):rep(101) }, "101 bytes, at most 100" },
  { { case = "" }, "'case' %(an empty" }, { { case = 5 }, "'case' %(string" },
  { { experiment = "a\31b" }, "control" }, { { model = "\127" }, "control" },
  { { live = 1 }, "boolean" }, { { parameter = -1 }, "'parameter'" },
  { { samples = -1 }, "'samples'" }, { { warmup = -1 }, "'warmup'" },
  { { samples = 1 << 31 }, "'samples'" }, { { warmup = 1 << 31 }, "'warmup'" },
  { { samples = 0, warmup = 1 }, "it happens once" },
  { { sample = 1 }, "nearest is 'samples'" }, { { model = {} }, "'model'" },
  { { interface = "" }, "'interface'" }, { { module = 5 }, "'module'" },
} do
  local ok, message = run(case[1])
  same(ok, false)
  if not message:find(case[2]) then error(message .. " not " .. case[2]) end
  made()
end

-- Who refuses a field names the method and the field.
for field, bad in pairs { experiment = 5, case = 5, model = {}, interface = 5,
    parameter = "5", warmup = "5", samples = "5", live = 5, x = {},
    module = true } do
  local row = { experiment = "E", case = "c", module = "m" }
  row[field] = bad
  refused(("deimos%%.experiment: bad argument '%s'"):format(field),
    deimos.experiment, row)
  if field == "experiment" or field == "case" or field == "model"
      or field == "x" then
    refused(("deimos%%.not_applicable: bad argument '%s'"):format(field),
      deimos.not_applicable, { experiment = row.experiment, case = row.case,
        model = row.model, x = row.x })
  end
end
made()

local again = { experiment = "again", case = "c", module = "m" }
deimos.experiment(again)
refused("row 'again c' again: it was measured before", deimos.experiment, again)
for _, more in ipairs { { model = "m", is = " m" }, { x = 5, is = " 5" },
    { model = "n", x = 6, is = " n 6" } } do
  again.model, again.x = more.model, more.x
  deimos.experiment(again)
  refused("row 'again c" .. more.is .. "' again: ", deimos.experiment, again)
end
again.model, again.x = nil, nil
made()

-- One of another type is timed by itself; other refusals are errors.
answers.bind = function(_, receptacle)
  return receptacle == "subject" and -11 or 600
end
local ok = run {}
same(ok, true)
same(made(), ("find m; bind 500 subject 700 c; bind 500 timed 700 c; "
  .. "run e%d c   0 3 100 0 1; unbind 600"):format(number))
for _, code in pairs(deimos.errors) do
  answers.bind = function(_, receptacle)
    if receptacle == "subject" or code == -11 then return code end
    return 600
  end
  local good, message = run {}
  same(good, false)
  same(message:find("experiment 'c': " .. deimos.error_text(code), 1, true)
    ~= nil, true)
end
answers.bind = 600

-- The run's status, and what is said of rows that are not verified.
local function ends(with, status, rows)
  local is, said = experiment_end(with)
  same(is, status)
  same(said, rows and ("lua: %d rows are not verified\n"):format(rows) or "")
end

-- What a row returned; one that failed is the run's failure.
answers.run = -29
local good, value, why = run {}
same(good and value == nil and why, "not applicable")
same(made():match("unbind 600$"), "unbind 600")
ends(0x10, 0x10)
same(made(), "end 16")
local bad = 0
for code = -1, -31, -1 do
  answers.run = code
  good, value = run {}
  same(good, code == -29)
  same(code == -29 or value:find(deimos.error_text(code), 1, true) ~= nil,
    true)
  same(made():match("unbind 600$"), "unbind 600")
  bad = bad + (code == -29 and 0 or 1)
  ends(0x10, 0x11, bad)
  same(made(), "end 17")
end
ends(0x26, 0x26)
same(made(), "end 38")
