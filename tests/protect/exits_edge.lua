-- SPDX-License-Identifier: MIT
-- A far call whose return address is beyond its segment, by every gate that
-- takes registers, and by those that refuse; stacks at every edge.
-- machines: bochs
-- modules: exits
-- limit: 300
-- expect: pass

local exits = require "exits"

local GATES = { context = 0x59, address = 0x61, result = 0x49,
  others = 0x101, missing = 0x40f9 }
local OWNERS = { none = {}, gp = { 13 }, all = { 1, 10, 11, 12, 13, 14 } }
local STACKS = { 0, 4, 8, 32, 0x1000, 0x93010, 0x93ffc, 0x7ffffffc,
  0x80000000, 0xfffff000, 0xfffffffc, 1, 0x94003 }
local FIXED <const> = 2

assert(deimos.machine().segment_limits)
for owner, list in exits.sorted(OWNERS) do
  local function prepare(user)
    for _, n in ipairs(list) do assert(user.own(n) == 0) end
  end
  for flag, bits in exits.sorted(exits.flags) do
    for gate, selector in exits.sorted(GATES) do
      exits.case(("end %s %s %s"):format(gate, flag, owner), prepare,
        "at_the_end", bits | FIXED, selector)
    end
    for _, esp in ipairs(STACKS) do
      exits.case(("stack %#x %s %s"):format(esp, flag, owner), prepare,
        "on_stack", bits | FIXED, esp)
    end
  end
end
exits.report()
