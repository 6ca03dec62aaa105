-- SPDX-License-Identifier: MIT
-- What the segments forbid: beyond the UPS's limit, by type, by a null
-- selector. QEMU's TCG checks none of it.
-- machines: bochs
-- expect: pass
-- modules: evil

local attack = require "attack"

local GRAPH = 0x2b

local machine = deimos.machine()
assert(machine.segment_limits, "the probe says: not enforced")
assert(machine.parameters_checked, "the probe says: a gate copies anything")
assert(machine.iret_checked, "the probe says: ring 3 enters virtual 8086 mode")
local size = machine.ups_size

attack.dies("read", "#GP(0x0)", size)
attack.dies("read", "#GP(0x0)", size - 1)
attack.dies("write", "#GP(0x0)", size)
attack.dies("write", "#GP(0x0)", 0xfffffff0)
attack.dies("jump", "#GP(0x0)", size)
attack.dies("stack", "#SS(0x0)", size + 0x1000)
attack.dies("write_code", "#GP(0x0)")
attack.dies("write_through", "#GP(0x0)", GRAPH, 0)
attack.dies("read_through", "#GP(0x0)", GRAPH, 0x1000000)
attack.dies("read_through", "#GP(0x0)", 0, 0)
attack.dies("read_through", "#GP(0x0)", 3, 0)

-- and what they allow
local m = deimos.load("evil")
local e = m:open("evil")
assert(e.read_through(GRAPH, 0) == 0x31524744)
deimos.close(e)
m:unload()
print("limits: enforced")
