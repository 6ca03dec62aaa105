-- SPDX-License-Identifier: MIT
-- The loader and the CM can be unloaded while paging is on, too: the CM's
-- last request runs in the very pages that it gives back.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: evil

local nmm = deimos.nmm

local evil = deimos.load("evil"):open("evil")
local null = deimos.load("null"):open("null")
local size = deimos.machine().ups_size
nmm.paging(true)
deimos.find("loader"):unload()
deimos.find("cm"):unload()
local all = deimos.machine().ups_size
assert(all > size and null.null() == 1)
local ok, message = pcall(deimos.load, "null")
assert(not ok and message:find("unloaded", 1, true), message)

local region, info = nmm.create_region{ base = size, size = all - size }
evil.write(info.base)
evil.write(info.base + info.size - 4)
assert(evil.read(all - 4) == 0x5a5a5a5a)
nmm.destroy_region(region)
ok, message = pcall(evil.read, all - 4)
assert(not ok and message:find("#PF", 1, true), message)
nmm.paging(false)
assert(null.null() == 2)
print("cm: gone while paging was on")
