-- SPDX-License-Identifier: MIT
-- Who holds interrupts off nearly all the time keeps nobody's from them: what has
-- come meanwhile is delivered as soon as they are on.
-- machines: qemu-icount bochs
-- modules: holds_off
-- expect: pass

local TICKS <const> = 20

local module = deimos.load "holds_off"
local holds_off = module:open "holds_off"
local told = holds_off.hold(TICKS)
assert(told >= TICKS - 1 and told <= TICKS, told)
deimos.close(holds_off)
module:unload()
print("told of", told, "ticks")
