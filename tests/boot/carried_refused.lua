-- SPDX-License-Identifier: MIT
-- Whatever a carrier says of a block: each pair of odd fields is refused with an
-- error of the contract, and changes nothing, or it is as good and goes again.
-- died() and leave() believe no handle.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: porter
-- limit: 180
-- options: arg.slow=16

local expect = require "expect"
local porter = require "porter"
local share = require "share"

local E <const>, is <const> = expect.E, expect.is
local w = porter.open()
local p, nmm = w.face, deimos.nmm

-- Bytes, in struct carried (core/api/carrier.h).
local BASE <const>, SIZE <const>, TEXT <const>, FIXED <const>, AT <const>,
  BYTES <const>, SPACE <const> = 0, 4, 8, 12, 16, 20, 24

local echo = w:load "echo"
local other = w:node(echo.handle)
local carrier, lua = w:node(w.module.handle), w:node(deimos.find("lua").handle)
local block = deimos.buffer(28)
assert(p.build("twin", block) == 0)
local good = {}
for at = BASE, SPACE, 4 do good[at] = block:u32(at) end
local frames, info = nmm.create_region { size = 4096, flags = nmm.FRAMES }
local mine, own = nmm.create_region { size = 8192 }
local ups = deimos.machine().ups_size

local NUMBERS <const> = { 0, 1, 3, 4, 63, 64, 4095, 4097, 8192, ups,
  0x7fffffff, 0x80000000, 0xfffff000, 0xffffffff }
local odd = { [BASE] = { good[BASE] - 4, good[BASE] + 1, good[BASE] + 4095,
  other.base, other.base - 4, carrier.base, lua.base, info.base, own.base,
  deimos.graph().system.ups_base }, [SIZE] = { 2048, 2047, 2056 },
  [TEXT] = { 256, 31, 32, 96, 2048, 2049 }, [FIXED] = { 255, 2056, 2049 },
  [AT] = { good[BASE], good[BASE] - 64, good[BASE] + 4096 - 64,
    good[AT] + 64, good[AT] + 2, other.base + 256 },
  [BYTES] = { 128, 192, 320 }, [SPACE] = { 2 } }
for _, list in pairs(odd) do
  for _, n in ipairs(NUMBERS) do list[#list + 1] = n end
end

local KNOWN <const> = {}
for name in ("ADDRESS RANGE BUSY INVALID MANIFEST"):gmatch "%S+" do
  KNOWN[E[name]] = true
end

local before, cases, entered = deimos.digest(), 0, 0

local function try(...)
  local changes = { ... }
  for at = BASE, SPACE, 4 do block:u32(at, good[at]) end
  for i = 1, #changes, 2 do block:u32(changes[i], changes[i + 1] & 0xffffffff) end
  local result = p.enter(block)
  local text = table.concat(changes, " ")
  cases = cases + 1
  if result > 0 then
    entered = entered + 1
    is(p.leave(result), 0, text)
  else
    assert(KNOWN[result], ("%s: %d"):format(text, result))
    assert(w:reason() ~= "", text)
  end
  return result
end

local function unchanged() is(deimos.digest(), before) end

-- each alone, with the error that it has to be
for at, list in pairs(odd) do
  for _, value in ipairs(list) do
    try(at, value)
  end
  unchanged()
end
for _, case in ipairs {
    { BASE, good[BASE] - 4096, "ADDRESS" }, { BASE, lua.base, "ADDRESS" },
    { BASE, info.base, "ADDRESS" }, { BASE, own.base, "ADDRESS" },
    { BASE, 0xfffff000, "ADDRESS" }, { SIZE, 4097, "ADDRESS" },
    { SIZE, 0xffffffff, "ADDRESS" }, { SIZE, 0, "RANGE" },
    { TEXT, 0, "RANGE" }, { TEXT, 2049, "RANGE" }, { FIXED, 255, "RANGE" },
    { FIXED, 4097, "RANGE" }, { TEXT, 31, "MANIFEST" },
    { FIXED, 2049, "MANIFEST" }, { AT, good[BASE] - 64, "ADDRESS" },
    { AT, good[BASE] + 4096, "ADDRESS" }, { AT, good[AT] + 2, "MANIFEST" },
    { AT, good[BASE], "MANIFEST" }, { BYTES, 4096, "ADDRESS" },
    { BYTES, 0xffffffff, "ADDRESS" }, { BYTES, 63, "MANIFEST" },
    { BYTES, 0, "MANIFEST" }, { SPACE, 0, "INVALID" },
    { SPACE, -1, "INVALID" } } do
  is(try(case[1], case[2]), E[case[3]], case[1] .. " " .. case[2])
end
assert(try() > 0 and try(SPACE, 0x7fffffff) > 0 and try(SIZE, 2056) > 0)

-- of another's image, whole or in part; also of the carrier's own
local base = other.base
is(try(BASE, base, AT, base + 256), E.BUSY)
is(try(BASE, carrier.base, SIZE, 64, TEXT, 64, FIXED, 64, AT, carrier.base,
  BYTES, 64), E.BUSY)

-- pairs
for a, first in pairs(odd) do
  for b, second in pairs(odd) do
    for i = 1, a < b and #first or 0 do
      for k = 1, #second do
        if share.has() then try(a, first[i], b, second[k]) end
      end
    end
    unchanged()
  end
end

-- no struct; no handle
for _, at in ipairs { 0, 1, ups - 27, ups, 0x80000000, 0xffffffff } do
  is(p.enter(at), E.ADDRESS, at)
end
for _, handle in ipairs { 0, -1, 1, w.module.handle, deimos.find("cm").handle,
    deimos.find("lua").handle, echo.handle + (1 << 20), 0x7fffffff } do
  is(p.leave(handle), E.HANDLE, handle)
  is(p.died(handle), E.HANDLE, handle)
end
unchanged()

-- another carrier's
local second = deimos.load "porter"
local q = second:open "porter"
local there = deimos.digest()
is(q.leave(echo.handle), E.HANDLE)
is(q.died(echo.handle), E.HANDLE)
for at = BASE, SPACE, 4 do block:u32(at, good[at]) end
is(q.enter(block), E.ADDRESS)
is(deimos.digest(), there)
deimos.close(q)
second:unload()

nmm.destroy_region(frames)
nmm.destroy_region(mine)
echo:unload()
is(p.tidy(), 1)
w:is_clean()
w:close()
print(("%d cases, %d entered%s"):format(cases, entered, share.name()))
