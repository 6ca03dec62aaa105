-- SPDX-License-Identifier: MIT
-- #NM behind a task switch is nobody's mistake: where its owner declines, the
-- code goes on, with one owner and with two.
-- machines: qemu-icount bochs
-- modules: outlaw exits
-- expect: pass

local m, other = deimos.load("outlaw"), deimos.load("exits")
local user, exits = m:open("outlaw"), other:open("exits")

assert(user.use_fpu() == 0)
assert(user.own(7) == 0)
assert(user.use_fpu() == 1)
assert(exits.own(7) == 0)
assert(user.use_fpu() == 1)
deimos.close(exits)
deimos.close(user)
