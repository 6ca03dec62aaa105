-- SPDX-License-Identifier: MIT
-- A task that was saved with another IF than ring 1 is to have now: entered
-- or returned to, it has the one that it is to have.
-- machines: qemu-icount bochs
-- modules: outlaw
-- expect: pass

local IF <const> = 0x200

local m = deimos.load("outlaw")
local user = m:open("outlaw")
for off = 0, 1 do
  for back = 0, 1 do
    local flags = user.stale_flags(off, back)
    print(("made %s, %s: %#x"):format(off == 1 and "off" or "on",
      back == 1 and "returned to" or "entered", flags))
    assert(flags & IF == off * IF)
  end
end
deimos.close(user)
m:unload()
