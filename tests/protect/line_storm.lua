-- SPDX-License-Identifier: MIT
-- The timer at rates that leave hardly any time: every owner of its line is heard,
-- what is interrupted keeps all registers, and an owner that dies harms nobody.
-- machines: qemu-icount bochs
-- expect: pass
-- options: limit=0
-- modules: bell late

local bells = require "bells"

local DIVISORS <const>, NORMAL <const> = { 300, 100, 40, 20 }, 0x2e9b
local TICKS <const> = 40

local before <const> = deimos.digest()
local idle <const> = bells.load()
local late <const> = deimos.load "late"
local timer <const> = late:open "late"
bells.heed(idle)

local function storm(divisor, dying)
  local where <const> = ("divisor %d, %d dies"):format(divisor, dying)
  bells.ring_all()
  if dying > 0 then bells.of(dying).face.mode(bells.DIE) end
  timer.rate(divisor)
  local ok, bits = pcall(idle.face.keep, TICKS)
  timer.rate(NORMAL)
  assert(ok and bits == 0, ("%s: %s"):format(where, bits))
  for i = 1, bells.COUNT_OF_OWNERS do
    local lives, count = pcall(bells.of(i).face.count)
    assert(lives == (i ~= dying), where .. ": " .. i)
    assert(not lives or count > 0, where .. ": not heard")
    bells.silence(i, i == dying)
  end
end

for _, divisor in ipairs(DIVISORS) do
  for dying = 0, bells.COUNT_OF_OWNERS do storm(divisor, dying) end
end
deimos.close(timer)
late:unload()
deimos.close(idle.face)
idle.module:unload()
assert(deimos.digest() == before, "something is left")
print "storms: all owners are heard"
