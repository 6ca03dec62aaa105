-- SPDX-License-Identifier: MIT
-- TF, DF and NT pass through a call gate: none of them harms the core.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: evil

local attack = require "attack"

local m = deimos.load("evil")
deimos.bind(m, "console", deimos.find("console"), "console")
local user = m:open("user")
local CORE_CS <const> = 8                -- what the null method answers
assert(user.with_flags(0x400) == CORE_CS, "DF")
assert(user.with_flags(0x4000) == CORE_CS, "NT")
assert(user.with_flags(0x100) == CORE_CS, "TF")
assert(user.with_flags(0x500) == CORE_CS, "TF and DF")
deimos.close(user)
m:unload()

attack.dies("step", "#DB(0x0)")
attack.dies("nested_task", "#TS(0x0)")
print("flags: harmless")
