-- SPDX-License-Identifier: MIT
-- A page that was shared, and that nobody shares any more, is an ordinary
-- page. It is copied on write, protected, evicted, shared again.
-- machines: qemu-icount bochs
-- modules: client_grantee
-- limit: 120

local grantee = require "grantee"

local E, PAGE, R, RW, is = grantee.E, grantee.PAGE, grantee.R, grantee.RW,
  grantee.is
local SIZE <const> = 2 * PAGE

local function word(n) return string.pack("<I4", n) end

local function has(world, client, at, n)
  is(string.unpack("<I4", world.m.read(client.space, at, 4)), n)
  is(client.read(at), n)
end

-- Each leaves one space with the pages; it, and where.
local ENDS <const> = {
  destroy = function(world, a, b)
    world:destroy(b)
    return a, a.at
  end,
  unmap = function(world, a, b, there)
    world.m.unmap(b.space, there, SIZE)
    world:destroy(b)
    return a, a.at
  end,
  services_unmap = function(world, a, b, there)
    is(b.unmap(there, SIZE), 0)
    world:destroy(b)
    return a, a.at
  end,
  owner_unmaps = function(world, a, b, there)
    world.m.unmap(a.space, a.at, SIZE)
    world:destroy(a)
    return b, there
  end,
  owner_ends = function(world, a, b, there)
    world:destroy(a)
    return b, there
  end,
  several = function(world, a, b, there)
    local c = world:client()
    world.m.share(b.space, there, SIZE, c.space, RW)
    world.m.share(a.space, a.at, SIZE, c.space, R)
    local self = world.m.share(a.space, a.at, SIZE, a.space, RW)
    world:destroy(b, c)
    world.m.unmap(a.space, self, SIZE)
    return a, a.at
  end,
  copies = function(world, a, b)        -- which share it, too
    local c = world:client(world.m.copy(a.space), a.block)
    world:destroy(b)
    world.m.write(c.space, a.at, word(1))
    has(world, a, a.at, 1)
    world:destroy(c)
    return a, a.at
  end,
  refused = function(world, a, b)
    is(world:placing("share", a.space, a.at, SIZE + 2 * PAGE, b.space, RW),
      E.RANGE)
    world:destroy(b)
    return a, a.at
  end,
}

-- Each of two copies has its own words.
local function copied_on_write(world, one, at)
  world.m.write(one.space, at, word(1))
  world.m.write(one.space, at + PAGE, word(2))
  local copy = world:client(world.m.copy(one.space), one.block)
  world.m.write(copy.space, at, word(3))
  is(copy.write(at + PAGE, 4), 0)
  has(world, one, at, 1)
  has(world, one, at + PAGE, 2)
  is(one.write(at, 5), 0)
  has(world, copy, at, 3)
  has(world, copy, at + PAGE, 4)
  has(world, one, at, 5)
  world:destroy(copy)
end

local function protected(world, one, at)
  is(one.protect(at, SIZE, R), 0)
  is(one.write(at, 6), E.DIED)
  is(one.protect(at, PAGE, RW), 0)
  is(one.write(at, 6), 0)
  is(one.protect(at, SIZE, RW), 0)
end

local function evicted(world, one, at)
  local control = world.module:open("paged")
  is(one.write(at, 8), 0)
  is(control.limit(1), 0)
  is(control.limit(0), 0)
  has(world, one, at, 8)
  deimos.close(control)
end

local world = grantee.open("paged")
for name, finish in pairs(ENDS) do
  for _, first in ipairs { copied_on_write, protected, evicted } do
    local a, b = world:client(), world:client()
    a.at = world.m.map(a.space, 0, SIZE, RW)
    world.m.write(a.space, a.at, word(9))
    local there = world.m.share(a.space, a.at, SIZE, b.space, RW)
    is(b.read(there), 9)
    local one, at = finish(world, a, b, there)
    is(world.m.usage(one.space).shared, 0, name)
    first(world, one, at)
    copied_on_write(world, one, at)
    local c = world:client()
    there = world.m.share(one.space, at, SIZE, c.space, RW)
    is(c.write(there, 7), 0)
    has(world, one, at, 7)
    world:destroy(c)
    copied_on_write(world, one, at)
    world:destroy(one)
  end
end
world:close()

-- A backing that only its name and one space have.
world = grantee.open("segpaged")
local a, b = world:client(), world:client()
local at = world.m.attach(a.space, "object", SIZE, RW)
is(world.m.usage(a.space).shared, 0)
local there = world.m.attach(b.space, "object", 0, RW)
is(world.m.usage(a.space).shared, SIZE)
is(b.unmap(there, SIZE), 0)
is(world.m.usage(a.space).shared, 0)
is(a.write(at, 1), 0)
world:destroy(a, b)
world:close()
print("once shared, ordinary again")
