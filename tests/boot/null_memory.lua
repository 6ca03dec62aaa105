-- SPDX-License-Identifier: MIT
-- The memory model with nothing in it: spaces come and go, and everything
-- else is not applicable.

local models = require "models"

local NA <const> = models.E.NOT_APPLICABLE

local before = deimos.digest()
local module = deimos.load("null_memory")
local m = module:open("memory")
local at, usage = deimos.buffer(4), deimos.buffer(36)

local a, b = m.create(), m.create()
assert(a > 0 and b > 0 and a ~= b)
assert(m.usage(0, usage) == 0 and usage:u32(0) == 2)
assert(m.usage(a, usage) == 0 and usage:u32(0) == 1)
for name, arguments in pairs {
  load = { "hello" }, run = { 0 }, map = { 0, 4096, 3, at },
  unmap = { 0, 4096 }, protect = { 0, 4096, 1 }, grow = { 1, at },
  share = { 0, 4096, b, 1, at }, attach = { "x", 4096, 1, at }, copy = {},
  read = { 0, at, 4 }, write = { 0, at, 4 }, release_frame = {},
} do
  assert(m[name](a, table.unpack(arguments)) == NA, name)
end
assert(m.destroy(a) == 0 and m.destroy(a) == models.E.HANDLE)
assert(m.usage(a, usage) == models.E.HANDLE)

-- a table of them fills, and empties
local spaces = {}
repeat
  local space = m.create()
  spaces[#spaces + 1] = space
until space < 0
assert(spaces[#spaces] == models.E.FULL)
spaces[#spaces] = b
for _, space in ipairs(spaces) do assert(m.destroy(space) == 0) end
assert(m.usage(0, usage) == 0 and usage:u32(0) == 0)
deimos.close(m)
module:unload()
assert(deimos.digest() == before)
