-- SPDX-License-Identifier: MIT
-- What a workload makes of words from outside, and what it prints: with each
-- argument it measures those of its rows that are asked for, and no others; the
-- numbers on the console are those of the rows.

local slope = dofile("lua/script/slope.lua")
local world = require "tests.workload_world"

local function is(found, wanted, what)
  if found ~= wanted then
    error(("%s: '%s', not '%s'"):format(what, found, wanted), 2)
  end
end

-- Of rows, or of those that a function keeps or names.
local function names(rows, keep)
  local list = {}
  keep = type(keep) == "function" and keep or nil
  for _, row in ipairs(rows) do
    local name = ("%s|%s|%s|%s"):format(row.experiment, row.case, row.model,
      row.x)
    local kept = not keep and name or keep and keep(row, name)
    if kept then list[#list + 1] = kept == true and name or kept end
  end
  return table.concat(list, "\n")
end

local function run(workload, options, retries)
  world.retries = retries
  local rows, lines, problem = world.run(workload, options)
  assert(not problem, ("%s: %s\n%s"):format(workload, problem,
    table.concat(lines, "\n")))
  for module in pairs(world.live) do
    is(module.name, "bench_cm", workload .. " leaves")
  end
  return rows, lines
end

-- Of the world that they find: a row's module has what is bound, and no more.
do
  world.rows = {}
  local client, server = deimos.load "flat", deimos.load "paged"
  local function slot_of(name)
    deimos.experiment { module = client }
    local slot = world.rows[#world.rows].slots[name]
    return slot and ("%s %s"):format(slot.name, slot.interface)
  end
  local one, two = deimos.bind(client, "one", server, "memory"),
    deimos.bind(client, "two", server, "pages")
  is(slot_of "one", "paged memory", "bound")
  is(slot_of "two", "paged pages", "bound")
  one:rebind(client, "self")
  is(slot_of "one", "flat self", "bound again")
  local function refused(what, f, ...)
    local sound, message = pcall(f, ...)
    assert(not sound and message:find(what, 1, true), tostring(message))
  end
  local interface = client:open("memory")
  refused("while it is open", client.unload, client)
  deimos.close(interface)
  refused("is not open", deimos.close, interface)
  local gone = deimos.load "fifo"
  gone:unload()
  refused("unloaded twice", gone.unload, gone)
  refused("what is not there", deimos.bind, client, "one", gone, "scheduler")
  refused("what is not there", deimos.bind, gone, "one", client, "memory")
  refused("is not there", deimos.experiment, { module = gone })
  one:unbind()
  is(slot_of "one", nil, "unbound")
  is(slot_of "two", "paged pages", "the other stays")
  two:unbind()
  client:unload()
  server:unload()
  is(next(world.live), nil, "nothing stays")
end

-- Each workload by itself; the sizes and cases that it has.
local WORKLOADS <const> = { "appel", "bind", "call", "change", "client",
  "constraints", "debug", "fault", "flush", "graph", "ipc", "ladder", "load", "paging",
  "rlookup", "rungs", "service", "smallspace", "switch", "upcall" }
local default = {}
for _, name in ipairs(WORKLOADS) do
  local rows, lines = run(name, {}, 5)
  default[name] = rows
  -- A line for each row, with its number; a slope behind curves that have one.
  local points, at = {}, 0
  for _, row in ipairs(rows) do
    at = at + 1
    local line = lines[at]
    local kind, case, number = line:match("^(%w+) +([%w_-]+) .- p50 +(%S+)")
    is(kind, row.experiment, name .. " line " .. at)
    is(case, row.case, name .. " line " .. at)
    is(number, row.is_measured and tostring(row.p50) or "n/a", line)
    is(line:match(" p50 +%d+ (%l+)"), row.is_measured and "insn" or nil, line)
    is(line:match("%((.*)%)"), name == "load" and "5 tried again" or nil, line)
    points[#points + 1] = { tonumber(row.x) or 0, row.p50 }
    local next_line = lines[at + 1]
    if next_line and next_line:find(" slope ", 1, true) then
      at = at + 1
      is(next_line, ("bind       %-14s slope %.3f %s for each x"):format(row.case,
        slope(points), "insn"), name)
      points = {}
    elseif row.x == "" then
      points = {}
    end
  end
  is(#lines, at, name .. " prints")
  local slopes = name == "constraints" and 2 or name == "graph" and 3 or 0
  is(at - #rows, slopes, name .. " slopes")
end

-- Samples and warm-up: of each row.
for _, name in ipairs(WORKLOADS) do
  local rows = run(name, { ["arg.samples"] = "7", ["arg.warmup"] = "2" })
  is(names(rows), names(default[name]), name)
  for _, row in ipairs(rows) do
    assert(not row.is_measured or row.samples == 7 and row.warmup == 2, name)
  end
end

-- Cases: those that are named, in the workload's own order or the user's.
local CASES <const> = {
  appel = "dirty prot1 prot100 prot100_invlpg prot100_cr3 unprot100 trap fault "
    .. "appel1 appel2", bind = "load bind first warm rebind unbind unload",
  call = "bare near gate", client = "load bind unbind unload",
  debug = "off watch beside guard step",
  ipc = "call send grant", change = "latency gap quiesce drain",
  constraints = "figure3 constraints pairs", load = "latency gap rebind "
    .. "gap_rebind", fault = "ring1 direct demux pool zero store cow evict lost",
  flush = "none invlpg cr3 pge pg best", graph = "graph load-graph bindings",
  paging = "first on off roundtrip", rlookup = "scan miss inverted "
    .. "inverted_miss chain chain_miss shared update", rungs = "far tss ldt cr3 "
    .. "gate trap sysenter", smallspace = "segment cr3 pg",
}
for name, cases in pairs(CASES) do
  local count = 0
  for case in cases:gmatch("%S+") do
    local wanted = names(default[name], function(row) return row.case == case end)
    assert(wanted ~= "", name .. " has no " .. case)
    is(names(run(name, { ["arg.cases"] = case })), wanted, name .. " " .. case)
    count = count + select(2, wanted:gsub("[^\n]+", ""))
  end
  is(count, #default[name], name .. "'s cases")
end
local function ladder(is_kind)
  return function(row)
    return (row.model ~= "1-0-1") == is_kind
  end
end
for _, one in ipairs { { "ladder", "kinds", ladder(true) },
    { "ladder", "wrapper", ladder(false) },
    { "switch", "models", function(row) return row.case ~= "tasks" end },
    { "switch", "tasks", function(row) return row.case == "tasks" end } } do
  is(names(run(one[1], { ["arg.cases"] = one[2] })), names(default[one[1]],
    one[3]), one[1] .. " " .. one[2])
end

-- Sizes, and the largest.
for _, name in ipairs { "appel", "change", "constraints", "flush", "graph",
    "ipc", "ladder", "load", "paging", "rlookup", "smallspace", "upcall" } do
  local list = name == "graph" and "10" or name == "ladder" and "4"
    or (name == "ipc" or name == "upcall") and "64" or "1"
  local rows = run(name, { ["arg.sizes"] = list })
  is(names(rows), names(default[name], function(row)
    return not tonumber(row.x) or row.x == list
      or row.model == "1-0-1"
  end), name .. " sizes")
end
for _, most in ipairs { 0, 1, 63, 64, 16384, 65536 } do
  is(names(run("rlookup", { ["arg.most"] = tostring(most) })),
    names(default.rlookup, function(row) return tonumber(row.x) <= most end),
    "most " .. most)
end

-- Models, kinds, policies, schedulers.
is(names(run("appel", { ["arg.models"] = "paged,flat" })), names(default.appel,
  function(row) return row.model == "paged" end) .. "\n"
  .. names(default.appel, function(row) return row.model == "flat" end), "appel")
is(names(run("switch", { ["arg.models"] = "paged" })), names(default.switch,
  function(row) return row.case == "paged" end), "switch models")
for _, name in ipairs { "upcall", "client", "service", "debug" } do
  is(names(run(name, { ["arg.models"] = "paged,flat" })), names(default[name],
    function(row) return row.model == "paged" end) .. "\n"
    .. names(default[name], function(row) return row.model == "flat" end), name)
end
is(names(run("ipc", { ["arg.models"] = "paged,segpaged" })), names(default.ipc,
  function(row)
    return not row.model:find("flat") and not row.model:find("segmented")
  end), "ipc models")
is(names(run("ipc", { ["arg.models"] = "flat" })), names(default.ipc,
  function(row) return row.model == "flat-flat" end), "ipc of one model")
is(names(run("fault", { ["arg.models"] = "segpaged" })), names(default.fault,
  function(_, name) return (name:gsub("|paged|", "|segpaged|")) end), "fault")
is(names(run("fault", { ["arg.policies"] = "own" })), names(default.fault,
  function(_, name) return (name:gsub("|paged|", "|paged/own|")) end), "policy")
is(names(run("fault", { ["arg.policies"] = "clock,own" })), names(default.fault)
  .. "\n" .. names(default.fault, function(row, name)
    return row.case == "evict" and name:gsub("|paged|", "|paged/own|") or nil
  end), "policies")
is(names(run("ladder", { ["arg.kinds"] = "queue,near" })), names(default.ladder,
  function(row) return row.case == "queue" end) .. "\n"
  .. names(default.ladder, function(row) return row.case == "near" end), "kinds")
local SCHEDULED <const> = { ladder = function(_, name)
    return (name:gsub("|(1[-01]*)|", "|%1/priority|"))
  end, load = function(_, name) return (name:gsub("|load|", "|load/priority|")) end,
  switch = function(_, name) return (name:gsub("||", "|priority|")) end,
  ipc = function(_, name)
    return (name:gsub("(%l+%-%l+)|", "%1/priority|"))
  end }
for name, changed in pairs(SCHEDULED) do
  is(names(run(name, { ["arg.schedulers"] = "priority" })),
    names(default[name], changed), name)
  is(names(run(name, { ["arg.schedulers"] = "fifo,priority" })),
    names(default[name]) .. "\n" .. names(default[name], changed), name)
end

-- A smaller machine: the shorter part of each curve.
local machine = deimos.machine
for name, sizes in pairs { flush = { 10 << 20, 8192, 1024 },
    smallspace = { 6 << 20, 8192, 1024 }, graph = { 0, 16384, 1000 } } do
  for _, x in ipairs { 0, 1, 10, 64, 300 } do
    deimos.machine = function()
      return { ups_size = sizes[1] + x * sizes[2], features = { pge = true } }
    end
    is(names(run(name)), names(default[name], function(row)
      return tonumber(row.x) <= x
    end), name .. " with room for " .. x)
  end
end
for _, x in ipairs { 1, 63, 64, 5000 } do
  deimos.machine = function() return { ups_size = (8 << 20) + (x + 1) * 4096 } end
  is(names(run("rlookup")), names(default.rlookup, function(row)
    return tonumber(row.x) <= x
  end), "rlookup with room for " .. x)
end
deimos.machine = function() return { ups_size = 509 << 20, features = {} } end
for _, row in ipairs((run "flush")) do
  is(row.is_measured, row.case ~= "pge", "flush " .. row.case)
end
deimos.machine = machine

-- bench: all of them, then what they leave, then cm; or some, and no cm.
local all = run "bench"
is(all[#all].experiment, "cm", "bench")
is(table.concat(world.snapshots, " "), "end", "snapshots")
for _, list in ipairs { "call", "switch,bind" } do
  local wanted = {}
  for name in list:gmatch("%w+") do wanted[#wanted + 1] = names(default[name]) end
  is(names(run("bench", { ["arg.workloads"] = list })),
    table.concat(wanted, "\n"), "bench")
  is(table.concat(world.snapshots, " "), "end", "snapshots")
end
is(#run("bench", { ["arg.samples"] = "7" }), #all, "bench of few samples")

-- Those without a sweep.
local function small(name, wanted, text, unmeasured)
  local experiment = deimos.experiment
  if unmeasured then deimos.experiment = function() return nil, "no TSC" end end
  local rows, lines = run(name)
  deimos.experiment = experiment
  if not unmeasured then is(names(rows), wanted, name) end
  for i, row in ipairs(rows) do
    lines[i] = lines[i]:gsub("%f[%d]" .. row.p50 .. "%f[%D]", "P50"):gsub(
      "%f[%d]" .. row.cold .. "%f[%D]", "COLD")
    row.module = row.subject.name
    is(row.interface or row.case, row.case, name)
  end
  is(table.concat(lines, "\n"):gsub(" +", " "), text, name)
  return rows
end
local rows = small("smoke", "selftest|block10||\nselftest|block1000||\n"
  .. "call|bare||\ncall|near||\ncall|gate||", "selftest block10 p50 P50 insn\n"
  .. "selftest block1000 p50 P50 insn\ncall bare p50 P50 insn\ncall near p50 P50 insn\n"
  .. "call gate p50 P50 insn")
is(rows[1].samples .. rows[1].warmup .. rows[5].samples, "515", "smoke")
small("smoke", nil, "", true)
rows = small("probe", "call|gate||\npaging|roundtrip||\nfault|ring1||",
  "probe call gate\nprobe paging roundtrip\nprobe fault ring1\nprobe passed")
is(rows[3].samples .. rows[3].warmup .. rows[1].samples, "202", "probe")
rows = small("cm", "cm|unload||", "cm unload once COLD")
is(rows[1].samples, 0, "cm")
small("cm", nil, "", true)
print("words: those rows that are asked for")
