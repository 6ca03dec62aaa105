-- SPDX-License-Identifier: MIT
-- What stands between two protected modules dies, or what carries the server
-- does, in a call: the caller gets an answer, goes on in its own space, and
-- nothing is left.
-- machines: qemu-icount bochs
-- modules: client_rogue hop poison

local expect = require "expect"
local models = require "models"
local p = require "protected"
local rogue = require "rogue"

local E <const>, is <const> = models.E, expect.is
local order <const> = rogue.order
local KILL <const> = 0x4b494c          -- tests/modules/hop.c

local function run(client, word) return client.m.run(client.space, word) end

-- a -> hop -> b, whose model dies where b asks it for something.
local function carrier_dies(system, of, to, bytes)
  local a, b = p.load(system[of], "rogue"), p.load(system[to], "rogue")
  local c = p.load(system[of], "rogue")
  local between = p.connect(a, b, "hop")
  p.while_deadly(system[to], "unmap", function()
    is(run(a, order("ASK", order("AREA", 0) | bytes)), E.DIED,
      of .. " to " .. to)
  end)
  local near = p.connect(c, a, "near")
  is(run(c, order("ASK", order "NOTHING")), rogue.OK, "and is there")
  p.disconnect(near)
  p.disconnect(between)
  p.destroy(a)
  p.destroy(c)
end

local function hop_dies(system, of, to)
  local a, b = p.load(system[of], "rogue"), p.load(system[to], "rogue")
  local between = p.connect(a, b, "hop")
  is(run(a, order("ASK", KILL)), E.DIED, of)
  between.second = nil
  p.disconnect(between)
  between = p.connect(a, b)
  is(run(a, order("ASK", order "NOTHING")), rogue.OK)
  p.disconnect(between)
  p.destroy(a)
  p.destroy(b)
end

for _, of in ipairs(models.ALL) do
  for i, to in ipairs(models.ALL) do
    local system = models.open("coop", of == to and { of } or { of, to })
    hop_dies(system, of, to)
    if of ~= to then
      carrier_dies(system, of, to, i % 2 * rogue.BYTES)
    end
    print(of, to)
    if of == to then models.close(system) else models.close_dead(system, to) end
  end
end
