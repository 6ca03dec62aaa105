-- SPDX-License-Identifier: MIT
-- TF, DF and NT pass through a call gate: none of them harms the core.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: evil

local attack = require "attack"

local m = deimos.load("evil")
deimos.bind(m, "console", deimos.find("console"), "console")
local user = m:open("user")
assert(user.with_flags(0x400) == 0, "DF")
assert(user.with_flags(0x4000) == 0, "NT")
assert(user.with_flags(0x100) == 0, "TF")
assert(user.with_flags(0x500) == 0, "TF and DF")
deimos.close(user)
m:unload()

attack.dies("step", "#DB(0x0)")
attack.dies("nested_task", "#TS(0x0)")
print("flags: harmless")
