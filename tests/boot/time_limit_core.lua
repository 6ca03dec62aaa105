-- SPDX-License-Identifier: MIT
-- A script that is in long calls of the core nearly all the time ends with a
-- traceback, soon: the watchdog waits until ring 1 is reached.
-- machines: qemu-icount bochs
-- expect: fail
-- options: limit=1
-- second: 20000000
-- output: time limit exceeded in a C function
-- output: in main chunk
-- not: not reached

local nmm <const> = deimos.nmm
local SECONDS <const> = 12              -- with the grace period, 3 are due
local BASE <const>, SIZE <const> = nmm.WINDOW_BASE, 64 << 20

local space = nmm.create_page_table(BASE, SIZE)
nmm.create_region { space = space, base = BASE, size = SIZE }
local began = deimos.clock()
while deimos.clock() - began < SECONDS do       -- 5,500,000 instructions each
  for _, kind in ipairs{ "chain", "inverted" } do
    pcall(nmm.reverse_structure, kind)
  end
end
print("not reached")
