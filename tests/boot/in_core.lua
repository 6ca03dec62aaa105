-- SPDX-License-Identifier: MIT
-- Who is nearly always in calls of the core keeps no owner of a line from it: a tick
-- that hits the core is told behind that call, whichever instruction it has hit.
-- machines: qemu-icount bochs
-- modules: in_core
-- expect: pass

local TICKS <const> = 20
local KINDS <const> = { "ports", "halt", "halt_off", "null", "off_and_on", "context",
  "fault", "nested" }                   -- as calls[] of tests/modules/in_core.c
local STEPS <const> = { null = 90, off_and_on = 220, context = 90, fault = 90 }
-- On a machine whose timer comes at any instruction: so many of the call's are hit.
local HIT <const> = { null = 28, off_and_on = 170, context = 20, fault = 8 }
local IS_EXACT <const> = not deimos.machine().segment_limits    -- Bochs' is not
local BEFORE <const>, WITHIN <const>, BEHIND <const>, UNTOLD <const> = 0, 1, 2, 3

local before = deimos.digest()
local module = deimos.load "in_core"
local core = module:open "in_core"
assert(core.open() == 0)

local wrong = 0
local function expect(good, ...)
  print(good and "ok" or "WRONG", ...)
  wrong = wrong + (good and 0 or 1)
end

for i, name in ipairs(KINDS) do
  local told = core.spend(i - 1, TICKS)
  expect(told >= TICKS - 1 and told <= TICKS + 1, name, "told of", told)
  if STEPS[name] then
    core.step(i - 1, STEPS[name])
    local untold, hit = core.count(UNTOLD), core.count(WITHIN)
    expect(untold == 0, name, "untold", untold)
    expect(not IS_EXACT or hit >= HIT[name], name, "hit", hit, "in front",
      core.count(BEFORE), "behind", core.count(BEHIND))
  end
end
assert(wrong == 0, wrong .. " are wrong")
core.close()
deimos.close(core)
module:unload()
assert(deimos.digest() == before)
