-- SPDX-License-Identifier: MIT
-- A segment ends with the last byte that was asked for. Limits above 1 MiB
-- count in pages (manual 5.1.3): what is not whole pages is refused, or
-- rounded up to bytes of its own that hold nothing.
-- machines: qemu-icount bochs
-- modules: client_grantee
-- limit: 120

local grantee = require "grantee"

local E, PAGE, R, RW, is = grantee.E, grantee.PAGE, grantee.R, grantee.RW,
  grantee.is
local MIB <const> = 1 << 20
local SIZES <const> = { 1, 4, 4095, 4096, 4097, MIB - 4096, MIB - 1, MIB,
  MIB + 1, MIB + 4, MIB + 4095, MIB + 4096, MIB + 4097, 2 * MIB - 1, 2 * MIB,
  2 * MIB + 1 }
local CLIENT_DATA <const> = 0x17
local enforced = deimos.machine().segment_limits

local function last_of(client, at)
  local error, last = client.limit(at)
  is(error, 0)
  return last
end

-- LSL tells it on every machine; where limits are enforced, a load does.
local function ends(client, at, size)
  is(last_of(client, at), size - 1)
  if not enforced then return end
  if size >= 4 then client.read(at, size - 4) end
  for _, behind in ipairs { size - 3, size, size + 4095, size + MIB } do
    if behind >= 0 then is(client.read(at, behind), E.DIED) end
  end
end

local function whole(size) return size <= MIB or size % PAGE == 0 end

-- What the model has in all.
local function used(world)
  local usage = deimos.buffer(36)
  is(world.raw.usage(0, usage), 0)
  return usage:string(0, 36)
end

local function test_share(world)
  local owner, guest = world:client(), world:client()
  local first = world.m.map(owner.space, 0, 3 * MIB, RW)
  for _, access in ipairs { R, RW } do
    for _, offset in ipairs { 0, 1, 4095, 3 * MIB - 8 } do
      for _, size in ipairs(SIZES) do
        local digest, usage = deimos.digest(), used(world)
        local error, at = world:placing("share", owner.space, first + offset,
          size, guest.space, access)
        if offset + size > 3 * MIB then
          is(error, E.RANGE)
        elseif not whole(size) then
          is(error, E.NOT_APPLICABLE, size)
        else
          is(error, 0, size)
          if offset < 8 then ends(guest, at, size) end
          is(world.raw.read(guest.space, at, world.at, size + 1), E.ADDRESS)
          world.m.unmap(guest.space, at, size)
        end
        -- a client that dies begins again as another module, with what it had
        if not enforced then is(deimos.digest(), digest) end
        assert(used(world) == usage)
      end
    end
  end
  -- what follows when its owner's data moves has its end still
  local _, at = world:placing("share", owner.space, first, MIB, guest.space, R)
  owner.grow(8 * MIB)
  ends(guest, at, MIB)
  world:destroy(owner, guest)
end

-- Rounded up, it ends with a page of its own.
local function rounded(size)
  return whole(size) and size or (size + PAGE - 1) // PAGE * PAGE
end

local function test_attach(world)
  local one, other = world:client(), world:client()
  for i, size in ipairs(SIZES) do
    if i % 2 == 0 then one = world:client() end     -- SPACE_NAMES
    local name = "object" .. size
    local at = world.m.attach(one.space, name, size, RW)
    ends(one, at, rounded(size))
    if size < 65536 then
      is(world.raw.read(one.space, at, world.at, rounded(size) + 1), E.ADDRESS)
    end
    if i < 12 then                      -- less of it
      local few = world.m.attach(other.space, name, size // 2 + 1, R)
      ends(other, few, rounded(size // 2 + 1))
    end
  end
end

-- There is no memory for it, or no address.
local function test_too_large(world)
  local owner, guest = world:client(), world:client()
  local first = world.m.map(owner.space, 0, PAGE, RW)
  local digest = deimos.digest()
  for _, size in ipairs { 0x80000000 - PAGE, 0x80000000, 0x80000001,
      0xffffefff, 0xffffffff } do
    is(world:placing("share", owner.space, first, size, guest.space, R),
      E.RANGE)
    assert(world:placing("attach", guest.space, "large", size, R) < 0)
    assert(owner.grow(size) < 0)
    is(deimos.digest(), digest)
  end
  world:destroy(owner, guest)
end

-- The rest of the last page is the client's own, and empty.
local function test_data(world)
  local client = world:client()
  local size = last_of(client, CLIENT_DATA) + 1
  for _, bytes in ipairs { 1, 4096, MIB - 1, MIB - 1, 3, 5000, 4093 } do
    local error, at = client.grow(bytes)
    is(error, 0)
    is(at, size)
    size = size + bytes
    is(last_of(client, CLIENT_DATA), rounded(size) - 1)
    is(world.raw.read(client.space, size, world.at, 1), E.ADDRESS)
    if rounded(size) - size >= 4 then
      is(client.read(size), 0)
      is(client.write(size, 77), 0)
    end
  end
  world:destroy(client)
end

for _, turn in ipairs { test_share, test_attach, test_too_large,
    test_data } do
  local world = grantee.open("segmented")
  turn(world)
  world:close()
end

-- The mechanism: CreateLocalSegment has not a byte more to give.
local nmm = deimos.nmm
local before = deimos.digest()
local region, info = nmm.create_region{ size = 4 * MIB }
local ldt = nmm.create_ldt(8)
local window = nmm.create_page_table(nmm.WINDOW_BASE, 16 * MIB)
for _, place in ipairs { { nmm.UPS, info.base }, { window, nmm.WINDOW_BASE } } do
  local own = place[1] == window and nmm.create_ldt(8) or ldt
  for _, size in ipairs(SIZES) do
    for _, offset in ipairs { 0, 1, PAGE } do
      local ok, why = pcall(nmm.create_local_segment, { ldt = own, type = "data",
        space = place[1], base = place[2] + offset, size = size, index = 2 })
      is(ok, whole(size), tostring(why))
    end
  end
  nmm.destroy_ldt(own)
end
nmm.destroy_page_table(window)
nmm.destroy_region(region)
assert(deimos.digest() == before)
print("segments end where they were asked to")
