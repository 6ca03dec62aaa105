-- SPDX-License-Identifier: MIT
-- What ring 1 must not do, whatever the segments' limits: privileged
-- instructions, ports and gates without a binding, the core's selectors.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: evil
-- output: backtrace: evil

local attack = require "attack"

-- privileged instructions
attack.dies("hlt", "#GP(0x0)")
attack.dies("cli", "#GP(0x0)")
attack.dies("mov_cr0", "#GP(0x0)")
attack.dies("mov_cr3", "#GP(0x0)")
attack.dies("lgdt", "#GP(0x0)")
attack.dies("ltr", "#GP(0x0)")
attack.dies("invlpg", "#GP(0x0)")

-- a port without a binding; the harness's own, and the core's
attack.dies("in", "#GP(0x0)", 0x60)
attack.dies("out", "#GP(0x0)", 0x21)
attack.dies("out", "#GP(0x0)", 0xf4)

-- the core's segments, tasks and interrupt gates
attack.dies("load_ds", "#GP(0x10)", 0x10)
attack.dies("load_ds", "#GP(0x10)", 0x13)
attack.dies("gate", "#GP(0x8)", 0x08)
attack.dies("gate", "#GP(0x38)", 0x38)
attack.dies("gate", "#GP(0x40)", 0x40)
attack.dies("interrupt", "#GP(0x72)")

-- ordinary bugs
attack.dies("divide", "#DE(0x0)")
attack.dies("undefined", "#UD(0x0)")

print("privilege: every attack died, and the rest lives")
