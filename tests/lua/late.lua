-- SPDX-License-Identifier: MIT
-- How long interrupts wait while something is called: the timer's ticks that
-- are lost. One is remembered, so each further period without interrupts
-- costs one.

local M = {}

local PERIOD <const> = 30               -- of the timer's 1,193,182 a second
local FULL <const> = 11931
local SAMPLE <const> = 20000000         -- cycles

local module = deimos.load("late")
local late = module:open("late")
local at, ticks = deimos.buffer(8), deimos.buffer(4)
local cycles_a_tick

local function clock()
  late.clock(at, ticks)
  return at:u32(0) | at:u32(4) << 32, ticks:u32(0)
end

function M.start()
  late.rate(PERIOD)
  local t, n = clock()
  late.spin(SAMPLE)
  local t2, n2 = clock()
  cycles_a_tick = (t2 - t) / (n2 - n)
  return cycles_a_tick
end

function M.stop()
  late.rate(FULL)
end

-- lost: ticks that f(...) cost, what f returned, cycles that it took. Without what
-- Lua's collector takes, which is anybody's turn.
function M.lost(f, ...)
  collectgarbage("stop")
  local t, n = clock()
  local results = table.pack(pcall(f, ...))
  local t2, n2 = clock()
  collectgarbage("restart")
  local lost = (t2 - t) / cycles_a_tick - (n2 - n)
  return lost, results, t2 - t
end

function M.hold(on)
  return late.hold(on)
end

M.close = function()
  M.stop()
  deimos.close(late)
  module:unload()
end

return M
