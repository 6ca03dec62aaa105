-- SPDX-License-Identifier: MIT
-- A paged model with its store and its policy, and clients that take orders.

local expect = require "expect"

local PAGE <const> = 4096

local M = { PAGE = PAGE, READ = 1, WRITE = 2, EXECUTE = 4, E = expect.E,
  is = expect.is }

local OPERATION = { fill = 0, check = 1, read = 2, write = 3, sum = 4,
  deep = 5, map = 6, unmap = 7, protect = 8, grow = 9, attach = 10,
  jump = 11, touch = 12, spin = 13, time = 14 }
local ORDER = 64                        -- bytes of a struct order
local USAGE = { "spaces", "mapped", "resident", "shared", "free", "faults",
  "evictions", "writes", "lost" }

local Model = {}
Model.__index = Model

-- new: options: store (a module), policy ("clock").
function M.new(options)
  options = options or {}
  local self = setmetatable({ bindings = {}, opened = {} }, Model)
  self.own_store = not options.store
  self.store = options.store or deimos.load("store_ram")
  self.module = deimos.load("paged")
  self.policy = deimos.load(options.policy or "clock")
  self.store_binding = deimos.bind(self.module, "store", self.store, "store")
  self.policy_binding = deimos.bind(self.module, "replacement", self.policy,
    "replacement")
  deimos.bind(self.policy, "frames", self.module,
    "frames")
  self.memory = self.module:open("memory")
  self.control = self.module:open("paged")
  self.buffer_module = deimos.load("buffer")
  self.buffer = self.buffer_module:open("buffer")
  self.at = self.buffer.address()
  return self
end

function Model:unload()
  deimos.close(self.memory)
  deimos.close(self.control)
  self.policy_binding:unbind()
  self.policy:unload()
  self.module:unload()
  if self.own_store then self.store:unload() end
  deimos.close(self.buffer)
  self.buffer_module:unload()
end

-- The digest, with the frames in their order.
function Model:digest()
  assert(self.control.limit(0) == 0)
  return deimos.digest()
end

-- A table of what usage() says.
function Model:usage(space)
  assert(self.memory.usage(space or 0, self.at) == 0)
  local found = {}
  for i, name in ipairs(USAGE) do found[name] = self.buffer.get(4 * i - 4) end
  return found
end

-- A result that is an address: method(..., at) -> error or address.
function Model:out(method, ...)
  local args = { ... }
  args[#args + 1] = self.at
  local error = self.memory[method](table.unpack(args))
  if error < 0 then return nil, error end
  return self.buffer.get(0)
end

function Model:map(space, address, size, access)
  return self:out("map", space, address, size, access or 3)
end

local Client = {}
Client.__index = Client

-- A space with a prober in it, or what `space` already is.
function Model:client(space)
  if not space then
    space = self.memory.create()
    assert(space > 0, space)
    local error = self.memory.load(space, "prober")
    assert(error == 0, error)
  end
  local client = setmetatable({ model = self, space = space }, Client)
  client.block = assert(self:map(space, 0, ORDER))
  return client
end

-- Write an order to its memory, and run it.
function Client:order(operation, address, count, value, name)
  local model = self.model
  local text = string.pack("<I4I4I4I4I4I4", OPERATION[operation], address or 0,
    count or 0, value or 0, 0, 0) .. (name or "") .. "\0"
  M.is(model.memory.write(self.space, self.block, text, #text), 0)
end

function Client:run(...)
  self:order(...)
  return self.model.memory.run(self.space, self.block)
end

-- The address that a service gave back.
function Client:result()
  local model = self.model
  assert(model.memory.read(self.space, self.block + 16, model.at, 4) == 0)
  return model.buffer.get(0)
end

-- The first common region of a module's: its base (physical) and pages.
function M.common(owner)
  local nmm = deimos.nmm
  local at = PAGE
  while true do
    local info = nmm.query_region(nmm.UPS, at)
    if info.owner == owner and info.flags & 8 ~= 0 then
      return info.frame, info.size // PAGE
    end
    at = info.base + info.size
  end
end

function Client:destroy()
  assert(self.model.memory.destroy(self.space) == 0)
end

return M
