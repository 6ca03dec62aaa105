-- SPDX-License-Identifier: MIT
-- Each method of each memory model with sizes and addresses around each edge
-- of 32 bits, and pairs whose sum wraps: an error, or a success that gives
-- what was asked for and is undone. Afterwards nothing is left, and nobody
-- has died.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 180

local edges = require "edges"
local models = require "models"

local PAGE <const>, RW <const>, HERE <const> = edges.PAGE, 3, 4 * edges.PAGE
local MOST <const> = 1 << 28            -- of memory that can be there
local word = deimos.buffer(4)
local room = deimos.buffer((1 << 20) + PAGE)
local counted = 0

local function deaths() return deimos.graph().system.deaths end

-- E_HANDLE or E_DIED would be a wrong reason; so is a success as a value.
local WRONG <const> = { [models.E.HANDLE] = true, [models.E.DIED] = true,
  [models.E.EXISTS] = true, [models.E.NOTFOUND] = true }

local function ask(t, method, ...)
  counted = counted + 1
  local got = t.m[method](...)
  if got > 0 or WRONG[got] then
    error(("%s.%s(%s): %d"):format(t.name, method,
      table.concat({ ... }, ", ", 1, 3), got))
  end
  return got == 0, got
end

-- What was granted is all of it there, and can be touched at both ends.
local function granted(t, space, size)
  local at, one = word:u32(0), deimos.buffer(1)
  assert(size <= MOST, ("%s: %x bytes that are not there"):format(t.name,
         size))
  -- A far address of `segmented` has an offset of 16 bits.
  local far = t.name == "segmented" and at >> 31 == 1
  local last = far and math.min(size, 1 << 16) or size
  assert(size == 0 or t.m.read(space, at, one, 1) == 0 and
         t.m.read(space, at + last - 1, one, 1) == 0, t.name)
  return at
end

local function map(t, space)
  edges.each(edges.EDGES, edges.EDGES, function (address, size)
    local done, why = ask(t, "map", space, address, size, RW, word)
    assert(size <= MOST or t.name == "segmented" or why ~= models.E.BUSY,
           "more than there can be is not busy")
    if done then
      local at = granted(t, space, size)
      assert(size > 0 and (address == 0 or at == address))
      assert(t.m.unmap(space, at, size) == 0, "what was mapped")
    end
  end)
end

-- What is there is whole afterwards, so all of these left it alone.
local function change(t, space, at)
  edges.each(edges.around(at), edges.wraps(at), function (address, size)
    local own = address <= at + HERE and address + size > at
    if own and address + size <= at + HERE then return end
    assert(size == 0 or not ask(t, "unmap", space, address, size) or
           size < MOST, "more than there is")
    ask(t, "protect", space, address, size, RW)
  end)
end

-- `flat` keeps nobody from what is beside: it is written to as it stands.
local function copy(t, space, at)
  edges.each(edges.around(at), edges.wraps(at), function (address, size)
    local done = ask(t, "read", space, address, room, size)
    assert(not done or size <= 1 << 20, "more than there is")
    if t.name ~= "flat" or size > 1 << 20 or
       address >= at and address + size <= at + HERE then
      done = ask(t, "write", space, address, room, size)
      assert(not done or size <= 1 << 20, "more than there is")
    end
  end)
end

local function share(t, space, other, at)
  edges.each(edges.around(at), edges.wraps(at), function (address, size)
    if ask(t, "share", space, address, size, other, RW, word) then
      local there = granted(t, other, size)
      assert(address + size <= at + HERE, ("%s: shared %x of %x"):format(
             t.name, size, address))
      assert(t.m.unmap(other, there, size) == 0, "what was shared")
    end
  end)
end

local function more(t, other)
  for i, size in ipairs(edges.EDGES) do
    if ask(t, "grow", other, size, word) then granted(t, other, size) end
    local got = t.m.attach(other, "sizes" .. i, size, RW, word)
    assert(got <= 0 and (got < 0 or size > 0), got)
    if got == 0 then
      local at = granted(t, other, size)
      assert(t.m.unmap(other, at, size) == 0, "what was attached")
    end
  end
end

local function round(t)
  local space, other = t.m.create(), t.m.create()
  assert(t.m.load(space, "hello") == 0 and t.m.load(other, "hello") == 0)
  assert(t.m.map(space, 0, HERE, RW, word) == 0)
  local at = word:u32(0)
  map(t, space)
  assert(t.m.write(space, at, "kept", 4) == 0)
  change(t, space, at)
  assert(t.m.read(space, at, room, 4) == 0 and room:string(0, 4) == "kept")
  copy(t, space, at)
  share(t, space, other, at)
  more(t, other)
  assert(t.m.destroy(space) == 0 and t.m.destroy(other) == 0)
end

local function model(t)
  round(t)                      -- names and page tables stay
  local before = deimos.digest()
  round(t)
  assert(deimos.digest() == before, t.name .. ": something is left")
  assert(t.x.wait(t.x.exec("hello", 7)) == 7)
end

local died = deaths()
for _, name in ipairs(models.ALL) do
  local s = models.open("coop", { name })
  local ok, why = xpcall(model, debug.traceback, s[name])
  assert(ok, why)
  models.close(s)
  assert(deaths() == died, name .. ": somebody died")
  print(("%s: %d calls"):format(name, counted))
end
