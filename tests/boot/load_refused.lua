-- SPDX-License-Identifier: MIT
-- A program that does not fit into its space, or finds something in its place,
-- is refused, and what was there before is there still.
-- machines: qemu-icount bochs
-- modules: client_grantee client_roomy

local grantee = require "grantee"

local E, PAGE, RW, is = grantee.E, grantee.PAGE, grantee.RW, grantee.is

local function page_at(world, at)
  local space = world.m.create()
  is(world.m.map(space, at, PAGE, RW), at)
  world.m.write(space, at, "mine")
  return space
end

local function refused(world, space, name, error)
  local before = deimos.digest()
  is(world.raw.load(space, name), error)
  is(deimos.digest(), before)
end

-- Of a window of 64 MiB: text, data, the guard page, the stack's first, last.
local function test_paged(pages)
  local world = grantee.open("paged")
  local control = world.module:open("paged")
  is(control.configure(0, 0, pages), 0)
  for _, at in ipairs { 1, 2, pages - 17, pages - 16, pages - 1 } do
    local space = page_at(world, at * PAGE)
    is(control.limit(0), 0)
    is(world.raw.load(space, "client_grantee"), E.BUSY, at)
    is(world.m.read(space, at * PAGE, 4), "mine")
    world.m.unmap(space, at * PAGE, PAGE)
    world.m.load(space, "client_grantee")
    is(world:client(space, world.m.map(space, 0, PAGE, RW)).grow(1), 0)
    world.m.destroy(space)
    world.spaces[space] = nil
  end
  local space = world.m.create()
  if pages == 64 then refused(world, space, "client_roomy", E.NOMEM) end
  world.m.load(space, "client_grantee")
  world.m.destroy(space)
  deimos.close(control)
  world:close()
end

local function test_segpaged()
  local world = grantee.open("segpaged")
  local space = page_at(world, PAGE)
  refused(world, space, "client_grantee", E.BUSY)
  is(world.m.read(space, PAGE, 4), "mine")
  world.m.unmap(space, PAGE, PAGE)
  refused(world, space, "client_roomy", E.NOMEM)
  world.m.load(space, "client_grantee")
  world.m.destroy(space)
  world:close()
end

test_paged(16384)
test_paged(64)
test_segpaged()
print("refused, and nothing is lost")
