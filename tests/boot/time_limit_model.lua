-- SPDX-License-Identifier: MIT
-- The time limit hits ring 3 and the module that made the task has
-- no handler: that module dies of it.
-- machines: qemu-icount bochs
-- expect: fail
-- options: limit=1
-- second: 20000000
-- modules: ring3
-- output: module 'ring3' died: time limit at client 000f:
-- output: time limit of 1 s exceeded

local model = require "ring3"

local r = model.start(false)
print(pcall(r.run, "loop"))
