-- SPDX-License-Identifier: MIT
-- All that each workload asks for, in order: modules, bindings, rows with all
-- their fields; and what it prints. golden/workloads.txt has it. If it is meant
-- to change, read the difference, and write the file again:
--
--   lua5.4 tests/host/workload_calls.lua write

local host = require "results.host"
local world = require "tests.workload_world"

local GOLDEN <const> = "tests/golden/workloads.txt"
-- With these options, and on a machine like that. Of lists of modules one at most:
-- in which order several are looked at is nobody's.
local RUNS <const> = {
  { "appel" }, { "bind" }, { "call" }, { "change" }, { "client" }, { "cm" },
  { "constraints" }, { "debug" }, { "fault" }, { "flush" }, { "graph" }, { "ipc" },
  { "ladder" }, { "load" }, { "paging" }, { "rlookup" }, { "rungs" },
  { "smallspace" }, { "switch" }, { "upcall" },
  -- A machine with little memory and a processor without global pages.
  { "flush", {}, { ups_size = 12 << 20, pge = false } },
  { "graph", {}, { ups_size = 8 << 20 } },
  { "rlookup", {}, { ups_size = 12 << 20 } },
  { "paging", {}, { ups_size = 12 << 20 } },
  { "smallspace", {}, { ups_size = 12 << 20 } },
  -- What is of the user's own, and a part of the rows.
  { "fault", { ["arg.policies"] = "clock,own" } },
  { "ladder", { ["arg.kinds"] = "near,asks,tells", ["arg.sizes"] = "0,4" } },
  { "ladder", { ["arg.schedulers"] = "priority", ["arg.cases"] = "wrapper" } },
  { "ipc", { ["arg.schedulers"] = "priority", ["arg.sizes"] = "0" } },
  { "ipc", { ["arg.models"] = "flat,paged", ["arg.sizes"] = "64" } },
  { "upcall", { ["arg.schedulers"] = "priority", ["arg.sizes"] = "0" } },
  { "load", { ["arg.schedulers"] = "priority", ["arg.sizes"] = "1" } },
  { "switch", { ["arg.models"] = "paged" } },
  { "debug", { ["arg.models"] = "segpaged", ["arg.cases"] = "off,step" } },
  { "bench", { ["arg.workloads"] = "call,bind" } },
}
world.types.bind_asks, world.types.bind_tells = "binding", "binding"
world.own = {
  bind_asks = { interfaces = { { name = "service",
    pairs = '<reply, "yes">, <unit, "byte">' } }, receptacles = {} },
  bind_tells = { interfaces = { { name = "other", pairs = '<reply, "yes">' },
    { name = "service", pairs = '<unit, "message">' },
    { name = "last", pairs = '<reply, "yes">' } },
    receptacles = { { name = "threads" } } },
}

local function sorted(options)
  local words = {}
  for key, value in pairs(options or {}) do words[#words + 1] = key .. "=" .. value end
  table.sort(words)
  return table.concat(words, " ")
end

local parts = {}
for _, run in ipairs(RUNS) do
  local name, options, machine = run[1], run[2], run[3] or {}
  world.ups_size, world.pge = machine.ups_size, machine.pge
  for module in pairs(world.live) do world.live[module] = nil end
  local _, lines, problem = world.run(name, options)
  local title = ("# %s %s%s"):format(name, sorted(options), machine.ups_size
    and (" of %d MiB"):format(machine.ups_size >> 20) or ""):gsub(" +$", "")
  parts[#parts + 1] = table.concat({ title, table.concat(world.journal, "\n"),
    "  prints", table.concat(lines, "\n"), problem }, "\n")
end
local text = table.concat(parts, "\n\n") .. "\n"
if ... == "write" then host.write(GOLDEN, text) end

-- The first line that differs, by its run.
local golden = host.read(GOLDEN) or ""
if text ~= golden then
  local next_one, title = golden:gmatch("([^\n]*)\n"), ""
  for line in text:gmatch("([^\n]*)\n") do
    local before = next_one()
    title = line:match("^# .*") or title
    assert(line == before, ("%s\n  asks: %s\n  asked before: %s"):format(title,
      line, before))
  end
  error("it asks for less than before")
end
print(("workload_calls: %d runs ask for what they asked for"):format(#RUNS))
