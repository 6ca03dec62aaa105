-- SPDX-License-Identifier: MIT
-- Who was given memory to read never writes to it: by no method and by no
-- service, in none of the models that protect, by no way round.
-- machines: qemu-icount bochs
-- modules: client_grantee trapper
-- limit: 120

local grantee = require "grantee"

local E, PAGE, R, RW, is = grantee.E, grantee.PAGE, grantee.R, grantee.RW,
  grantee.is
local WORD <const> = 0x11223344

-- No way to write there, be it as a service or for one.
local function cannot_write(world, owner, guest, at)
  is(world.raw.write(guest.space, at, "x", 1), E.ADDRESS)
  if world.enforced then is(guest.write(at, 7), E.DIED) end
  is(guest.read(at), WORD, "it can still read")
  is(string.unpack("<I4", world.m.read(owner.space, owner.at, 4)), WORD)
end

local function protects(world, client, at, pages, expected)
  for access = 2, 7 do
    local raw = world.raw.protect(client.space, at, pages * PAGE, access)
    local own = client.protect(at, pages * PAGE, access)
    is(own, raw, "as a service")
    assert(raw < 0 or access == 5 and world.name == "flat", access)
    if access == 3 then is(raw, expected) end
  end
end

-- Other rights for what it was given.
local function by_protect(world, owner, guest, at)
  local expected = world.name == "segmented" and E.NOT_APPLICABLE or E.RIGHTS
  for pages = 1, 3 do protects(world, guest, at, pages, expected) end
  if expected == E.NOT_APPLICABLE then return end
  protects(world, guest, at + PAGE, 1, expected)
  is(guest.protect(at, 3 * PAGE, 0), 0, "less is allowed")
  is(guest.protect(at, 3 * PAGE, RW), E.RIGHTS)
  is(guest.protect(at, 3 * PAGE, R), 0)
  cannot_write(world, owner, guest, at)
end

-- Given on, and given back.
local function by_share(world, owner, guest, at)
  local third = world:client()
  for _, to in ipairs { third, guest, owner } do
    for _, access in ipairs { RW, 7 } do
      local error = world:placing("share", guest.space, at, 3 * PAGE, to.space,
        access)
      assert(error < 0, error)
      if access == RW and world.name ~= "segmented" then
        is(error, E.RIGHTS)
      end
    end
  end
  local error, there = world:placing("share", guest.space, at, 3 * PAGE,
    third.space, R)
  if world.name == "segmented" then
    is(error, E.RANGE, "a far address is not shared on")
  else
    is(error, 0)
    by_protect(world, owner, third, there)
    is(world:placing("share", third.space, there, 3 * PAGE, owner.space, RW),
      E.RIGHTS)
  end
  world:destroy(third)
end

local function by_mapping(world, owner, guest, at)
  if world.name == "segmented" then return end
  is(guest.map(at, PAGE, RW), E.BUSY)
  is(guest.unmap(at, 3 * PAGE), 0)
  local error, new = guest.map(at, 3 * PAGE, RW)
  is(error, 0)
  is(guest.read(new), 0, "other memory")
  is(guest.write(new, 5), 0)
  is(string.unpack("<I4", world.m.read(owner.space, owner.at, 4)), WORD)
  is(guest.unmap(new, 3 * PAGE), 0)
end

local function by_copy(world, owner, guest, at)
  local copies = { guest }
  if world.name ~= "paged" then
    return is(world.raw.copy(guest.space), E.NOT_APPLICABLE)
  end
  for i = 2, 3 do
    copies[i] = world:client(world.m.copy(copies[i - 1].space), guest.block)
    by_protect(world, owner, copies[i], at)
    is(world:placing("share", copies[i].space, at, 3 * PAGE, guest.space, RW),
      E.RIGHTS)
    cannot_write(world, owner, copies[i], at)
  end
  world:destroy(copies[2], copies[3])
end

-- A module that is asked, and does what it can.
local function by_trap(world, owner, guest, at)
  if world.name == "segmented" then return end
  local trapper = deimos.load("trapper")
  local control = trapper:open("control")
  local bound = deimos.bind(world.module, "trap", trapper, "trap")
  deimos.bind(trapper, "memory", world.module, "memory")
  control.mode(1)
  is(guest.write(at, 7), E.DIED)
  is(control.count(), 1)
  cannot_write(world, owner, guest, at)
  bound:unbind()
  deimos.close(control)
  trapper:unload()
end

local function by_paging(world, owner, guest, at)
  if world.name == "segmented" then return end
  deimos.nmm.paging(false)
  is(world.raw.protect(guest.space, at, PAGE, RW), E.RIGHTS)
  deimos.nmm.paging(true)
  cannot_write(world, owner, guest, at)
end

local function by_eviction(world, owner, guest, at)
  if world.name ~= "paged" then return end
  local control = world.module:open("paged")
  is(control.limit(1), 0)       -- out of memory with them
  is(control.limit(0), 0)
  by_protect(world, owner, guest, at)
  cannot_write(world, owner, guest, at)
  deimos.close(control)
end

local ALL_WAYS <const> = { by_protect, by_share, by_copy, by_trap, by_paging,
  by_eviction, by_mapping }

local function owns(world, client, at)
  client.at = at
  world.m.write(client.space, at, string.pack("<I4", WORD))
end

local function test_share(world)
  local owner, guest = world:client(), world:client()
  owns(world, owner, world.m.map(owner.space, 0, 3 * PAGE, RW))
  for _, way in ipairs(ALL_WAYS) do
    local at = world.m.share(owner.space, owner.at, 3 * PAGE, guest.space, R)
    cannot_write(world, owner, guest, at)
    way(world, owner, guest, at)
    if way ~= by_mapping then world.raw.unmap(guest.space, at, 3 * PAGE) end
  end
  -- with all rights it has them, gives them up, and has them again
  local all = world.m.share(owner.space, owner.at, 3 * PAGE, guest.space, RW)
  is(guest.write(all, WORD), 0)
  if world.name ~= "segmented" then
    is(guest.protect(all, 3 * PAGE, R), 0)
    is(guest.write(all, 1), E.DIED)
    is(guest.protect(all, 3 * PAGE, RW), 0)
    is(guest.write(all, WORD), 0)
    -- what an owner protects is the owner's
    is(owner.protect(owner.at, 3 * PAGE, R), 0)
    is(owner.protect(owner.at, 3 * PAGE, RW), 0)
  end
  -- alone with it, it has no more than it was given
  local at = world.m.share(owner.space, owner.at, 3 * PAGE, guest.space, R)
  if world.name ~= "segmented" then
    world.m.unmap(owner.space, owner.at, 3 * PAGE)
    is(guest.protect(at, PAGE, RW), E.RIGHTS)
  end
  world:destroy(owner)
  if world.name ~= "segmented" then
    is(guest.protect(at, PAGE, RW), E.RIGHTS)
    is(guest.protect(all, PAGE, RW), 0)
  end
  world:destroy(guest)
end

-- A name is no way round what was attached, or shared, for reading.
local function cannot_attach(guest, name)
  for _, size in ipairs { 0, 1, PAGE, 3 * PAGE } do
    is(guest.attach(name, size, RW), E.RIGHTS)
  end
end

local function test_object(world)
  local owner, guest, third = world:client(), world:client(), world:client()
  for i, way in ipairs(ALL_WAYS) do
    local name = "object" .. i
    owns(world, owner, world.m.attach(owner.space, name, 3 * PAGE, RW))
    local at = world.m.attach(guest.space, name, 0, R)
    cannot_write(world, owner, guest, at)
    cannot_attach(guest, name)
    way(world, owner, guest, at)
    if way ~= by_mapping then world.m.unmap(guest.space, at, 3 * PAGE) end
    cannot_attach(guest, name)
    is(guest.attach(name, 0, R), 0)
    if world.name ~= "segmented" then
      local there = world.m.share(owner.space, owner.at, 3 * PAGE, third.space,
        R)
      cannot_attach(third, name)
      world.m.unmap(third.space, there, 3 * PAGE)
      cannot_attach(third, name)
    end
  end
  if world.name == "paged" then
    local copy = world:client(world.m.copy(guest.space), guest.block)
    cannot_attach(copy, "object1")
    world:destroy(copy)
  end
  world:destroy(guest, third)
  -- another client is another client
  local new = world:client()
  is(new.attach("object1", 0, RW), 0)
  is(new.attach("object1", 0, R), 0)
  is(new.attach("object1", 0, RW), 0, "it had that before")
  world:destroy(owner, new)
end

for _, name in ipairs { "segmented", "segpaged", "paged" } do
  local world = grantee.open(name)
  test_share(world)
  test_object(world)
  world:close()
  print(name, "rights shrink")
end
