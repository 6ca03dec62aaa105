-- SPDX-License-Identifier: MIT
-- exits: one case of each way to end.
-- modules: exits

local exits = require "exits"

local UPS_DS <const>, KEEP <const>, FIXED <const> = 0x21, 0xffff, 2

local function nobody() end
local function owner(user)
  for _, n in ipairs { 1, 10, 11, 12, 13, 14 } do assert(user.own(n) == 0) end
end

for flag, bits in exits.sorted(exits.flags) do
  print(flag, exits.always("stub " .. flag, nobody, "stub", bits | FIXED, KEEP, KEEP, 0))
  print(flag, exits.always("go " .. flag, owner, "go", 4, bits | FIXED, KEEP, KEEP, 0))
  exits.case("a part " .. flag, nil, "go", 8, bits | FIXED, KEEP, KEEP, 0)
end
print(exits.always("gone", owner, "gone", 0, FIXED))
print(exits.always("stack", nobody, "on_stack", FIXED, 0x93010))
print(exits.always("segment", nobody, "on_segment", FIXED, UPS_DS))
exits.report()
