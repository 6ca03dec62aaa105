-- SPDX-License-Identifier: MIT
-- What the workloads of `make bench` ask for, without a machine: the rows of
-- golden/bench.csv, in that order and with those numbers of samples, each of
-- an interface that its module has, and measured on what the row says.

local golden = require "tests.golden"
local host = require "results.host"

package.path = package.path .. ";lua/script/?.lua"

local rows, live, bound = {}, {}, {}

local function source_of(name)
  local stem = name:match("^bench_(.*)")
  return host.read(("bench/experiments/%s.c"):format(stem))
    or host.read(("bench/experiments/%s/%s.c"):format(stem, stem))
end

-- A module that is loaded, until it is unloaded; what it is bound to, by its
-- receptacles.
local function load(name)
  local module = { name = name, slots = {} }
  function module.unload(this)
    assert(live[this], name .. " is unloaded twice")
    live[this] = nil
  end
  function module.open() return { retries = function() return 0 end } end
  function module.interfaces()
    local list = {}
    for case in source_of(name):gmatch("\nCASE%((%w+)") do
      list[#list + 1] = { name = case, type = "experiment" }
    end
    return list
  end
  live[module] = true
  return module
end

local function bind(client, receptacle, server, interface)
  assert(live[client] and live[server], "bound to what is not there")
  client.slots[receptacle] = { server = server, interface = interface }
  local binding = {}
  function binding.unbind() client.slots[receptacle] = nil end
  function binding.rebind(_, other, its)
    client.slots[receptacle] = { server = other, interface = its }
  end
  bound[#bound + 1] = binding
  return binding
end

local Model = {}
Model.__index = Model
function Model:adopt(binding) return binding end
function Model:offers(interface)
  return interface ~= "pages" or self.module.name:find("paged") ~= nil
end
function Model:bind(receptacle, server, interface)
  return bind(self.module, receptacle, server, interface)
end
function Model:unbind() end
function Model:unload() self.module:unload() end

package.loaded.model = {
  exists = function() return true end,
  load = function(name) return setmetatable({ module = load(name) }, Model) end,
}

local function note(row, is_measured)
  local module = row.module
  module = type(module) == "string" and load(module) or module
  assert(live[module], "a row of a module that is not there")
  row.x, row.model = tostring(row.x or ""), row.model or ""
  row.parameter = row.parameter or tonumber(row.x) or 0
  row.subject, row.is_measured = module, is_measured
  row.slots = {}
  for receptacle, it in pairs(module.slots) do
    row.slots[receptacle] = { name = it.server.name, interface = it.interface,
      slots = it.server.slots, scheduler = it.server.slots.scheduler,
      trap = it.server.slots.trap and it.server.slots.trap.interface }
  end
  rows[#rows + 1] = row
  return { p50 = 1, cold = 1, overhead = 0 }
end

deimos = {
  begin = function() end, snapshot = function() end, close = function() end,
  load = load, bind = bind, options = {}, nmm = { PAGE_SIZE = 4096 },
  machine = function()
    return { ups_size = 509 << 20, features = { pge = true } }
  end,
  experiment = function(row) return note(row, true) end,
  not_applicable = function(row) return note(row, false) end,
}
local say = print
print = function() end
assert(loadfile("workloads/bench.lua"))()
print = say

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
    assert(not at.memory.trap or at.memory.trap == (HANDLERS[row.case]
      or "unprotect"), row.case .. " is handled by " .. tostring(at.memory.trap))
    assert(row.parameter == tonumber(row.x))
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
  assert(row.is_measured or row.case == "stream" and row.x == "0", row.case)
end
for module in pairs(live) do
  assert(module.name == "bench_cm", module.name .. " is left")
end
say(("workloads: %d rows"):format(#rows))
