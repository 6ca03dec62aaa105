-- SPDX-License-Identifier: MIT
-- Far CALL, JMP, RET and IRET of a client, and loads of its segment registers,
-- with selectors by chance, the same ones for a commit: it comes back or dies,
-- and nobody else does.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: client_siege siege
-- limit: 120

local models = require "models"
local share = require "share"
local siege = require "siege"

local place, draw = siege.place, share.draw
local FIRST <const>, IRET <const>, LAST <const> = 23, 26, 31    -- acts
local LOCAL <const>, DIED <const> = 4, models.E.DIED
local FLAGS <const> = { 2, 0x102, 0x4002, 0x54502 }
local PLACES <const> = { place("back"), place("back", 1), place("text_page"),
  0, place("stub") }
local DRAWS <const> = share.drawing(deimos.machine().segment_limits and 2
  or 12)

-- Mostly where there are descriptors.
local function selector()
  local way = math.random(4)
  if way == 1 then return math.random(0, 0xffff) end
  return math.random(0, way == 2 and 0xff or 0x2fff)
end

-- Nothing in the GDT is for the code of ring 3.
local function judge(act, cs)
  return function(result)
    assert(act > IRET or cs & LOCAL ~= 0 or result == DIED,
      ("act %d, selector %#x: %d"):format(act, cs, result))
  end
end

local function order(s, act, cs)
  s:order { act = act, flags = draw(FLAGS), cs = cs, eip = draw(PLACES),
    judge = judge(act, cs), any = true }
end

-- Calls of the core's own descriptors, each where that is quick.
local function core(s)
  for index = 0, 63 do
    if DRAWS > 8 or index % 16 == math.random(0, 15) then
      order(s, FIRST, index << 3 | 3)
    end
  end
end

siege.each(function(kind, name)
  local s = siege.open(kind, name, { any = true })
  for act = FIRST, LAST do
    for _ = 1, DRAWS do
      order(s, act, selector())
    end
  end
  core(s)
  s:close()
end)
siege.report()
assert(siege.died > 0)
