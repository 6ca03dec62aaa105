-- SPDX-License-Identifier: MIT
-- What workloads find around them on the host: modules that are loaded and
-- bound, and experiments that note what they were asked for. `journal` has all
-- that was asked, a line each: an instance of a module is NAME#N of the run.

local host = require "results.host"
local workloads = require "results.boot.workloads"

package.path = package.path .. ";lua/script/?.lua"

local M = { live = {}, opened = {}, journal = {} }
local live, opened = M.live, M.opened
local loaded = 0

local function journal(...)
  local words = table.pack(...)
  for i = 1, words.n do
    local word = words[i]
    words[i] = type(word) == "table" and (word.id or "{...}") or tostring(word)
  end
  M.journal[#M.journal + 1] = table.concat(words, " ")
end

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
  journal("close", interface)
  opened[interface] = nil
end

-- A module that is loaded, until it is unloaded; what it is bound to, by its
-- receptacles.
local function load(name)
  loaded = loaded + 1
  local module = { name = name, slots = {}, handle = loaded,
    id = ("%s#%d"):format(name, loaded) }
  journal("load", module)
  function module.unload(this)
    journal("unload", this)
    assert(live[this], name .. " is unloaded twice")
    for _, its in pairs(opened) do
      assert(its ~= this, name .. " is unloaded while it is open")
    end
    live[this] = nil
  end
  function module.open(this, its)
    journal("open", this, its)
    local interface = setmetatable({ id = name .. "." .. tostring(its),
      retries = function() return M.retries or 0 end }, { __close = close,
      __index = function(_, method)
        return function(...) journal(name .. "." .. method, ...) end
      end })
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
  journal("bind", client, receptacle, server, interface)
  local binding = { id = client.id .. "." .. receptacle }
  function binding.unbind()
    journal("unbind", binding)
    client.slots[receptacle] = nil
  end
  function binding.rebind(_, other, its)
    journal("rebind", binding, other, its)
    client.slots[receptacle] = { server = other, interface = its }
  end
  return binding
end

local Model = {}
Model.__index = Model
function Model:adopt(binding)
  journal("adopt", self.module, binding)
  return binding
end
function Model:offers(interface)
  return (interface ~= "pages" or self.module.name:find("paged") ~= nil)
    and (interface ~= "steps" or self.module.name ~= "flat")
end
function Model:bind(receptacle, server, interface)
  return bind(self.module, receptacle, server, interface)
end
function Model:unbind() journal("unbind all of", self.module) end
function Model:unload() self.module:unload() end

package.loaded.model = {
  exists = function() return true end,
  load = function(name, parts)
    for receptacle, part in pairs(parts or {}) do journal("with", receptacle, part) end
    return setmetatable({ name = name, module = load(name) }, Model)
  end,
}

package.loaded.debug_model = {
  under = function(model)
    journal("under", model)
    local module = load("debug")
    return { module = module, unload = function() module:unload() end }
  end,
}

-- A row as it is asked for: its fields in order.
local function note_row(row, is_measured)
  local keys, words = {}, {}
  for key in pairs(row) do keys[#keys + 1] = key end
  table.sort(keys)
  for i, key in ipairs(keys) do
    local value = row[key]
    words[i] = ("%s=%s"):format(key, type(value) == "table" and value.id or value)
  end
  journal(is_measured and "row" or "not applicable", table.unpack(words))
end

local function note(row, is_measured)
  note_row(row, is_measured)
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
  begin = function() journal("begin") end, close = close,
  snapshot = function(label)
    journal("snapshot", label)
    M.snapshots[#M.snapshots + 1] = label
  end,
  exit = function(code) error(code, 0) end,
  archive = function(name)
    return M.types[name:match("^modules/(.*)%.o$")] and ""
  end,
  load = load, bind = bind, options = {}, nmm = { PAGE_SIZE = 4096 },
  machine = function()
    return { ups_size = M.ups_size or 509 << 20,
      features = { pge = M.pge ~= false } }
  end,
  -- What modules from outside say of themselves: M.own has it by their names.
  graph = function()
    local graph = { interfaces = {}, receptacles = {} }
    for module in pairs(live) do
      local own = M.own and M.own[module.name]
      for _, list in ipairs { "interfaces", "receptacles" } do
        for _, one in ipairs(own and own[list] or {}) do
          one.node = module.handle
          table.insert(graph[list], one)
        end
      end
    end
    return graph
  end,
  experiment = function(row) return note(row, true) end,
  not_applicable = function(row) return note(row, false) end,
}

-- run: a workload with these options; its rows, what it printed, its error.
function M.run(name, options)
  M.rows, M.snapshots, deimos.options = {}, {}, options or {}
  M.journal, loaded = {}, 0
  package.loaded.arguments, package.loaded.sweep = nil, nil
  local say, lines = print, {}
  print = function(text) lines[#lines + 1] = tostring(text) end
  local ok, message = pcall(assert(loadfile(workloads.path(name))))
  print = say
  for interface, its in pairs(opened) do
    opened[interface] = nil
    ok, message = false, ok and its.name .. " is left open" or message
  end
  return M.rows, lines, not ok and message or nil
end

return M
