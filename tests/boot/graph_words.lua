-- SPDX-License-Identifier: MIT
-- A word of the system graph is read as a whole: the ticks go on by one, although
-- the timer interrupts readers at every instruction.
-- machines: qemu-icount bochs
-- expect: pass
-- second: 1000000
-- modules: bell

local m <const> = deimos.load "bell"
local bell <const> = m:open "bell"
local most <const> = bell.steps(256 * 8)

assert(most == 1, ("a step of %d ticks"):format(most))
deimos.close(bell)
m:unload()
print("each word is whole")
