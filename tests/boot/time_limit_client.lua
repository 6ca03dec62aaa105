-- SPDX-License-Identifier: MIT
-- The time limit hits ring 3: the module that made the task is told, and the
-- script has its time to end.
-- machines: qemu-icount bochs
-- expect: fail
-- options: limit=1
-- second: 20000000
-- modules: ring3
-- output: told 256 of 000f
-- output: time limit of 1 s exceeded

local model = require "ring3"

deimos.nmm.paging(true)
local r = model.start(true)
assert(r.clients(1) == 0)
local status = r.run("loop")
print(("told %d of %04x"):format(status - model.DEAD, r.word(3)))
