-- SPDX-License-Identifier: MIT
-- Ring 3 neither reads nor writes beyond a local segment, writes to none that
-- is read-only or code, and does not push beyond its stack.
-- machines: bochs
-- expect: pass
-- modules: two_tasks

local ring3 = require "two_tasks"
local faults, SS, GP = ring3.faults, 12, 13
local SIZE, PAGE = 0x800, 0x1000

local function attack(t, r)
  assert(r.write(0, SIZE - 4, 5) == 5 and r.read(0, SIZE - 4) == 5)
  for _, at in ipairs{ SIZE - 3, SIZE, PAGE, 0xfffffffc, 0x80000000 } do
    faults(r.read(0, at), GP, 0)
    faults(r.write(0, at, 1), GP, 0)
  end
  faults(r.write_read_only(0), GP, 0)
  assert(r.push(0, PAGE) == 7 and r.push(0, 4) == 7)
  faults(r.push(0, 0), SS, 0)
  faults(r.push(0, PAGE + 8), SS, 0)
  -- a smaller one in its place
  assert(t.limit(0, 16) == 0x17)
  assert(r.read(0, 12))
  faults(r.read(0, 13), GP, 0)
  assert(t.limit(0, SIZE) == 0x17 and r.read(0, SIZE - 4) == 5)
end

ring3.both(attack)
print("local segments end where they end")
