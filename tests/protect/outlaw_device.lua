-- SPDX-License-Identifier: MIT
-- While paging is off, a window's linear addresses are physical ones, where
-- devices may be: the local APIC, by which a module could reset the machine.
-- No segment of a window is of use then.
-- machines: qemu-icount bochs
-- modules: outlaw
-- expect: pass

local APIC_VERSION <const> = 0xfee00030
local VERSIONS <const> = { [0x50014] = true, [0x50010] = true }

for how = 0, 2 do
  local before = deimos.digest()
  local m = deimos.load("outlaw")
  local user = m:open("outlaw")
  local ok, result = pcall(user.device, APIC_VERSION, how)
  print(how, ok, result)
  if deimos.machine().segment_limits then
    assert(not ok, result)
  end
  -- without limits a null selector is of use, too, but not as a window's
  assert(ok or tostring(result):find("module 'outlaw' died", 1, true), result)
  assert(not VERSIONS[result], "the device answers")
  deimos.close(user)
  m:unload()
  assert(deimos.digest() == before, "something is left")
end
