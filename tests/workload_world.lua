-- SPDX-License-Identifier: MIT
-- What workloads find around them on the host: modules that are loaded and
-- bound, and experiments that note what they were asked for.

local host = require "results.host"

package.path = package.path .. ";lua/script/?.lua"

local M = { live = {}, bound = {}, opened = {} }
local live, bound, opened = M.live, M.bound, M.opened

-- The types of the interfaces of modules that are not the experiments.
M.types = { flat = "memory", segmented = "memory", paged = "memory",
  segpaged = "memory", bind_near = "binding", bind_queue = "binding",
  clock = "replacement", own = "replacement", fifo = "scheduler",
  priority = "scheduler" }

function M.source_of(name)
  local stem = name:match("^bench_(.*)")
  return host.read(("bench/experiments/%s.c"):format(stem))
    or host.read(("bench/experiments/%s/%s.c"):format(stem, stem))
end

-- What was opened is closed once, and before its module goes.
local function close(interface)
  assert(opened[interface], "what is closed is not open")
  opened[interface] = nil
end

-- A module that is loaded, until it is unloaded; what it is bound to, by its
-- receptacles.
local function load(name)
  local module = { name = name, slots = {} }
  function module.unload(this)
    assert(live[this], name .. " is unloaded twice")
    for _, its in pairs(opened) do
      assert(its ~= this, name .. " is unloaded while it is open")
    end
    live[this] = nil
  end
  function module.open(this)
    local interface = setmetatable({
      retries = function() return M.retries or 0 end }, { __close = close })
    opened[interface] = this
    return interface
  end
  function module.interfaces()
    local list = { { name = name, type = M.types[name] } }
    for case in (M.source_of(name) or ""):gmatch("\nCASE%((%w+)") do
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
  M.rows[#M.rows + 1] = row
  row.p50 = 1000 + 7 * #M.rows * #M.rows
  row.cold = 3 * row.p50
  return is_measured and { p50 = row.p50, cold = row.cold, n = 5,
    overhead = 1, unit = "insn" } or nil
end

deimos = {
  begin = function() end, close = close,
  snapshot = function(label) M.snapshots[#M.snapshots + 1] = label end,
  exit = function(code) error(code, 0) end,
  archive = function(name)
    return M.types[name:match("^modules/(.*)%.o$")] and ""
  end,
  load = load, bind = bind, options = {}, nmm = { PAGE_SIZE = 4096 },
  machine = function()
    return { ups_size = 509 << 20, features = { pge = true } }
  end,
  experiment = function(row) return note(row, true) end,
  not_applicable = function(row) return note(row, false) end,
}

-- run: a workload with these options; its rows, what it printed, its error.
function M.run(name, options)
  M.rows, M.snapshots, deimos.options = {}, {}, options or {}
  package.loaded.arguments, package.loaded.sweep = nil, nil
  local say, lines = print, {}
  print = function(text) lines[#lines + 1] = tostring(text) end
  local ok, message = pcall(assert(loadfile(("workloads/%s.lua"):format(name))))
  print = say
  for interface, its in pairs(opened) do
    opened[interface] = nil
    ok, message = false, ok and its.name .. " is left open" or message
  end
  return M.rows, lines, not ok and message or nil
end

return M
