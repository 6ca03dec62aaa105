-- SPDX-License-Identifier: MIT
-- What the workloads of `make bench` ask for, without a machine: the rows of
-- golden/bench.csv, in that order and with those numbers of samples, each of
-- an interface that its module has, and measured on what the row says.

local golden = require "tests.golden"
local world = require "tests.workload_world"

local live, source_of = world.live, world.source_of
local rows, _, problem = world.run "bench"
assert(not problem, problem)

-- The rows that there are, and no others.
local expected = golden.read()
for i = 1, math.max(#rows, #expected) do
  local row, one = rows[i] or {}, expected[i] or {}
  local name = ("row %d: %s %s %s %s"):format(i, row.experiment, row.case,
    row.model, row.x)
  assert(row.experiment == one.experiment and row.case == one.case
    and row.model == one.model and row.x == one.x, name .. ", golden is "
    .. tostring(one.name))
  if one.n ~= "0" then
    local n = row.samples > 0 and row.samples or 1
    assert(n == tonumber(one.n), name .. ": samples")
    assert(one.count == "" or tonumber(one.count) == (row.samples > 0
      and 1 + row.warmup + row.samples or 1), name .. ": warm-up")
  end
  assert((row.live == true) == (row.model == golden.live), name .. ": live")
end

-- Its module has that interface, and it is the case's.
local OTHERS <const> = { graph = "graph", ["load-graph"] = "load",
  gate = "wrapper", flat = "switch", segmented = "switch", paged = "switch",
  segpaged = "switch", tasks = "switch" }
for _, row in ipairs(rows) do
  local interface = row.interface or row.case
  local source = source_of(row.subject.name)
  assert(source:find(("%%f[%%w_]%s%%f[^%%w_]"):format(interface)),
    ("%s has no %s"):format(row.subject.name, interface))
  assert(interface == row.case or interface == OTHERS[row.case]
    or interface == row.case .. "_" .. row.model, ("%s is measured as %s")
    :format(interface, row.case))
  if row.experiment == "rlookup" and row.model ~= "" then
    assert(interface:find("_" .. row.model .. "$"), interface)
  end
end

-- Measured on what it says.
local HANDLERS <const> = { fault = "map", appel1 = "swap" }
for _, row in ipairs(rows) do
  local at = row.slots
  if row.experiment == "switch" then
    assert(at.memory.name == (row.case == "tasks" and "flat" or row.case))
    assert(at.concurrency.name == (row.case == "tasks" and "tasks" or "coop"),
      row.case .. " has threads of " .. at.concurrency.name)
  elseif row.experiment == "appel" then
    assert(at.memory.name == row.model)
    local pages = row.model:find("paged", 1, true) ~= nil
    assert((at.memory.trap ~= nil) == pages and (at.pages ~= nil) == pages,
      row.case .. " " .. row.model .. " lacks its handler")
    assert(not at.memory.trap or at.memory.trap == (HANDLERS[row.case]
      or "unprotect"), row.case .. " is handled by " .. tostring(at.memory.trap))
    assert(row.parameter == tonumber(row.x))
  elseif row.experiment == "debug" then
    local can = row.model ~= "flat"
    assert(at.memory.name == row.model and row.is_measured == can, row.model)
    assert((at.debug ~= nil) == (can and row.case ~= "off"), row.case)
    assert((at.memory.trap ~= nil) == (row.model:find("paged") ~= nil), row.model)
    assert(row.parameter == (tonumber(row.x) or 0), row.x)
  elseif row.case == "evict" then
    assert(row.parameter == (row.x == "dirty" and 1 or 0), "evict " .. row.x)
  elseif row.case == "lost" then
    assert(at.peer.name == "paged" and at.peer.slots ~= at.memory.slots
      and at.memory.slots.peers.server.slots == at.peer.slots, "whose frames?")
  elseif row.model == golden.live then
    assert(at.threads.name == "preempt")
  elseif row.x ~= "" then
    assert(row.parameter == tonumber(row.x), row.case .. " " .. row.x)
  end
  assert(row.is_measured or row.case == "stream" and row.x == "0"
    or row.experiment == "debug", row.case)
end
for module in pairs(live) do
  assert(module.name == "bench_cm", module.name .. " is left")
end
print(("workloads: %d rows"):format(#rows))
