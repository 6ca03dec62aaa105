-- SPDX-License-Identifier: MIT
-- Spaces with the client `grantee` in them, which does what it is told:
--
--     local grantee = require "grantee"
--     local world = grantee.open("paged")
--     local a = world:client()
--     a.attach("name", 4096, 1)        -- error or 0, address: a service
--     world:close()                    -- the digest is as before

local memory = require "memory"
local models = require "models"

local M = { E = models.E, is = require("expect").is, PAGE = 4096, R = 1, RW = 3 }

-- Arguments by name.
-- ORDER tests/modules/client_grantee.c
local OPERATIONS = { read = { 0, "address", "size" },
  write = { 1, "address", "access" }, protect = { 2, "address", "size",
  "access" }, attach = { 3, "name", "size", "access" }, map = { 4, "address",
  "size", "access" }, unmap = { 5, "address", "size" },
  grow = { 6, "size" }, limit = { 7, "address" } }
local RESULT <const>, ORDER <const> = 16, 52

local World = {}
World.__index = World

local function order(world, client, spec, ...)
  local o = { operation = spec[1], address = 0, size = 0, access = 0,
    name = "" }
  for i = 2, #spec do o[spec[i]] = select(i - 1, ...) or o[spec[i]] end
  world.m.write(client.space, client.block, string.pack("<I4I4I4I4I4z",
    o.operation, o.address, o.size, o.access, 0, o.name))
  local error = world.m.run(client.space, client.block)
  local result = world.m.read(client.space, client.block + RESULT, 4)
  return error, (string.unpack("<I4", result))
end

-- One that lives in `space`, or in a new one.
function World:client(space, block)
  local m = self.m
  local client = { space = space or m.create() }
  if not space then m.load(client.space, "client_grantee") end
  self.spaces[client.space] = true
  client.block = block or m.map(client.space, 0, ORDER, M.RW)
  for name, spec in pairs(OPERATIONS) do
    client[name] = function(...) return order(self, client, spec, ...) end
  end
  return client
end

-- (read: its size is an offset behind its address.)

-- A method with `at`: its error or 0, and where.
function World:placing(method, ...)
  local arguments = table.pack(...)
  arguments[arguments.n + 1] = self.at
  return self.raw[method](table.unpack(arguments, 1, arguments.n + 1)),
    self.at:u32(0)
end

function World:destroy(...)
  for _, client in ipairs { ... } do
    self.m.destroy(client.space)
    self.spaces[client.space] = nil
  end
end

-- With all spaces that are left.
function World:close()
  for space in pairs(self.spaces) do self.m.destroy(space) end
  self.m.close()
  self.whole:unload()
  assert(deimos.digest() == self.before, "the digest differs")
end

function M.open(name)
  local world = setmetatable({ name = name, spaces = {}, before = deimos.digest(),
    at = deimos.buffer(4), whole = require("model").load(name) }, World)
  world.module = world.whole.module
  world.m = memory.open(world.module)
  world.raw = world.m.raw
  -- What of it is enforced for ring 3, here.
  world.enforced = name ~= "segmented" or deimos.machine().segment_limits
  return world
end

return M
