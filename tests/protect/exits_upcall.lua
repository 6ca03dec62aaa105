-- SPDX-License-Identifier: MIT
-- An upcall that returns to the core with odd flags.
-- machines: qemu-icount bochs
-- modules: exits
-- expect: pass

local exits = require "exits"
local before = deimos.digest()

for _, bits in exits.sorted(exits.flags) do
  for _, more in ipairs { 0, 0x4000, 0x4500 } do
    local m = deimos.load("exits")
    local user = m:open("exits")
    assert(user.set_last((bits | more) & ~0x100 | 2) == 0)
    deimos.close(user)
    m:unload()
    assert(deimos.digest() == before, "something is left")
  end
end
print("upcalls: they came back")
