-- SPDX-License-Identifier: MIT
-- What a client asks for and does not get leaves nothing; what one gets of
-- tables that all share is bounded, and the others have theirs.
-- machines: qemu-icount bochs
-- modules: client_grantee
-- output: a client attaches 16 objects .SPACE_NAMES.
-- limit: 120

local grantee = require "grantee"

local E, PAGE, R, RW, is = grantee.E, grantee.PAGE, grantee.R, grantee.RW,
  grantee.is
local NAMES <const>, PIECES <const>, FARS <const> = 16, 32, 16
local HUGE <const> = 0x10000000         -- no window, no memory has it

local function digest(world)
  if world.control then is(world.control.limit(0), 0) end
  return deimos.digest()
end

-- Each must fail, as a service or not, and leave nothing.
local function refused(world, client)
  client.attach("", 0, RW)      -- its pages are there, those of its stack, too
  client.map(0, 0, RW)
  local before = digest(world)
  local function fails(error, expected)
    assert(expected and error == expected or not expected and error < 0, error)
  end
  for i = 1, 70 do              -- more than a store has had names
    local name = ("name%d"):format(i)
    if i <= 3 or world.name == "paged" then
      fails((client.attach(name, HUGE * 7, RW)))
    end
    fails(client.attach(name, 0, RW), E.NOTFOUND)
    if i <= 3 then is(digest(world), before, name) end
  end
  fails(client.attach("", PAGE, RW), E.INVALID)
  fails((client.attach("name", 0xffffffff, RW)))
  if world.name ~= "flat" then fails((client.attach("name", PAGE, 2))) end
  fails(client.attach("name", PAGE, 0), E.INVALID)
  fails(client.attach("name", PAGE, 8), E.INVALID)
  fails((client.map(0, 0xfffff000, RW)))
  fails((client.grow(0xfffffff0)))
  is(digest(world), before)
end

-- All names that it gets; then the others go on.
local function names(world, clients, prefix)
  local client, other = world:client(), clients[2]
  for i = 1, NAMES do is(client.attach(prefix .. i, PAGE, RW), 0, i) end
  local before = digest(world)
  for i = 1, 20 do
    is(client.attach(prefix .. "more" .. i, PAGE, RW), E.QUOTA)
  end
  is(digest(world), before)
  for i = 1, 3 do is(other.attach(prefix .. i, 0, R), 0) end
  is(other.attach(prefix .. "own", PAGE, RW), 0)
  world:destroy(client)
  client = world:client()
  is(client.attach(prefix .. "again", PAGE, RW), 0, "its share is back")
  world:destroy(client)
end

-- A piece of memory each, until it has no more; one comes back for one.
local function pieces(world, client, limit)
  local count, last, error = 0, 0, 0
  repeat
    if world.name == "segmented" then
      error, last = client.attach("piece", PAGE, RW)
    else
      error, last = client.map(0, PAGE, RW)
    end
    count = count + (error == 0 and 1 or 0)
    last = error == 0 and last or nil
  until error < 0
  is(error, E.FULL)
  assert(count <= limit and count >= limit // 2, count)
  return count
end

-- Pages and their mappings, of which there are 600 and 300, and what a space
-- is sure of.
local function pages(world, other)
  local hogs, count, at, error = {}, 0
  is(other.attach("common", 4 * PAGE, RW), 0)
  for i = 1, 3 do
    hogs[i] = world:client()
    local times = 0
    repeat
      error, at = hogs[i].attach("common", 0, RW)
      times = times + (error == 0 and 1 or 0)
    until error < 0
    is(error, E.QUOTA)
    is(times, 18)
  end
  is((other.attach("common", 0, RW)), 0)
  for i = 1, 3 do
    at = world.m.map(hogs[i].space, 0, 900 * PAGE, RW)
    repeat
      error = world.raw.write(hogs[i].space, at + count % 900 * PAGE, "x", 1)
      count = count + 1
    until error < 0
    is(error, E.FULL)
  end
  at = world.m.map(other.space, 0, 8 * PAGE, RW)
  for i = 0, 3 do is(other.write(at + i * PAGE, 1), 0) end
  local new = world:client()
  at = world.m.map(new.space, 0, 8 * PAGE, RW)
  for i = 0, 7 do is(new.write(at + i * PAGE, 1), 0) end
  world:destroy(table.unpack(hogs))
  at = world.m.map(new.space, 0, 400 * PAGE, RW)
  for i = 0, 399 do world.m.write(new.space, at + i * PAGE, "x") end
end

local function open(name)
  local world = grantee.open(name)
  if name == "paged" then
    world.control = world.module:open("paged")
    is(world.control.configure(96, 600, 0), 0)
  end
  return world, { world:client(), world:client() }
end

for _, name in ipairs { "flat", "segmented", "segpaged", "paged" } do
  local world, clients = open(name)
  refused(world, clients[1])
  names(world, clients, "a")
  names(world, clients, "b")
  if name ~= "paged" then
    local limit = name == "segmented" and FARS or PIECES
    local one, two = world:client(), world:client()
    pieces(world, one, limit)
    pieces(world, two, limit)
    is(clients[1].map(0, PAGE, RW), 0)
    world:destroy(one)
    one = world:client()
    pieces(world, one, limit)
  else
    -- what is swapped has its place in the store
    local at = world.m.map(clients[2].space, 0, 200 * PAGE, RW)
    for i = 0, 199 do world.m.write(clients[2].space, at + i * PAGE, "x") end
    world:destroy(clients[1], clients[2])
    pages(world, world:client())
    deimos.close(world.control)
  end
  world:close()
  print(name, "nobody takes all")
end
