-- SPDX-License-Identifier: MIT
-- A line that is level triggered and stays up, because nobody acknowledges its
-- device, stops nobody: the code that it interrupts goes on, the timer is heard, and
-- so is the line; also while its owner is busy, dies, or has gone.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 60
-- second: 10000000
-- modules: bell

local bells = require "bells"

local LINE <const>, TICKS <const> = 3, 30
local LEVEL <const> = 0x4d0             -- which of lines 0 to 7 are
local INTERRUPTS <const>, CONTROL <const> = 0x2f9, 0x2fc    -- the second UART's
local WHEN_EMPTY <const>, TO_THE_LINE <const> = 2, 0x0b

local before <const> = deimos.digest()
local idle <const> = bells.load()
local ports <const> = deimos.bind(idle.module, "port", deimos.find "port",
  "port")
local function out(...) assert(idle.face.out(...) == 0) end

bells.ring(1)
local d = bells.ring(2)
assert(d.face.detach(bells.TIMER) == 0 and d.face.attach(LINE) == 0)

-- How often each is heard in so many ticks.
local function heard()
  local timer <const> = bells.of(1).face.count()
  local line <const> = d.face.count()
  idle.face.spin(TICKS)
  local ticks <const> = bells.of(1).face.count() - timer
  assert(ticks >= TICKS - 2, ("%d of %d ticks"):format(ticks, TICKS))
  return d.face.count() - line
end

assert(heard() == 0, "before it is told to")
out(LEVEL, 1 << LINE)
out(CONTROL, TO_THE_LINE)
out(INTERRUPTS, WHEN_EMPTY)
local often <const> = heard()
print("a line that stays up is heard", often)
assert(often >= TICKS // 3, "it is not heard")

d.face.mode(bells.STAY_BUSY)
assert(heard() <= 1, "it was busy")
d.face.mode(bells.COUNT)
d.face.ready()
assert(heard() >= TICKS // 3, "it is not heard again")

d.face.mode(bells.DIE)
idle.face.spin(TICKS)
assert(not pcall(d.face.count), "it lives")
bells.silence(2, true)
bells.all_hear("its owner died", idle.face.spin)

out(INTERRUPTS, 0)
out(LEVEL, 0)
bells.silence(1)
ports:unbind()
deimos.close(idle.face)
idle.module:unload()
assert(deimos.digest() == before, "something is left")
