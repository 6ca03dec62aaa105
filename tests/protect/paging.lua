-- SPDX-License-Identifier: MIT
-- With paging on: null pointers and free memory fault, regions do not.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: evil

local attack = require "attack"

local nmm = deimos.nmm
local region, info = nmm.create_region{ space = nmm.UPS, size = 0x10000 }
local m = deimos.load("evil")
local e = m:open("evil")
e.write(info.base)
assert(e.read(info.base) == 0x5a5a5a5a)
nmm.paging(true)
assert(e.read(info.base) == 0x5a5a5a5a, "a region is valid in both states")
deimos.close(e)
m:unload()

attack.dies("read", "#PF(0x0)", 0)
attack.dies("write", "#PF(0x2)", 16)
attack.dies("jump", "#PF(0x0)", 8)
nmm.destroy_region(region)
attack.dies("read", "#PF(0x0)", info.base + 0xf000)
attack.dies("stack", "#PF(0x2)", info.base + 0xf040)
assert(nmm.paging(false) == true)
print("paging: what is free is not mapped")
