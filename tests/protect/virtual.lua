-- SPDX-License-Identifier: MIT
-- Ring 3 asks IRET for virtual-8086 mode and IOPL 3: it gets neither, and an
-- emulator that obeys is found by the probe, and costs the client alone.
-- machines: qemu-icount bochs
-- modules: ring3
-- expect: pass

local model = require "ring3"

local DB <const>, GP <const>, IOPL_VM <const> = 1, 13, 0x23000
local checked = deimos.machine().iret_checked
local before = deimos.digest()

for clients = 1, 3 do
  local r = model.start(false)
  assert(r.clients(1) == 0)
  for _ = 1, clients do
    local status = r.run("virtual")
    assert(status == model.DEAD + (checked and DB or GP), status)
    assert(r.word(4) & IOPL_VM == 0 or not checked, "eflags")
    assert(r.run("give", 9) == 9, "the next one")
  end
  assert(r.clients(0) == 0)
  r.stop()
end
assert(deimos.digest() == before, "something is left")
print(checked and "virtual: refused" or "virtual: entered, and ended")
