-- SPDX-License-Identifier: MIT
-- Memory with holes, as GRUB tells of it: the system lives in the largest
-- range, and what the core has low down stays there.

local host = require "results.host"
local job = require "results.boot.job"
local machine = require "results.boot.machine"

local dir = host.fresh(host.build() .. "/run/hole")

host.write(dir .. "/hole.lua", [[
local MIB <const> = 1 << 20
local system, nmm = deimos.machine(), deimos.nmm
print(("hole: UPS at %d MiB, memory ends at %d MiB"):format(
  system.ups_base // MIB, system.memory // MIB))
local before = deimos.digest()
local m = deimos.load("null")
assert(m:open("null").null() == 1)
for _, on in ipairs{ true, false } do
  nmm.paging(on)
  local region = nmm.create_region{ size = 4 * MIB, flags = nmm.FRAMES }
  local space = nmm.create_page_table(nmm.WINDOW_BASE, 4 * MIB)
  local _, info = nmm.create_region{ space = space, base = nmm.WINDOW_BASE,
                                     size = MIB }
  assert(nmm.phys_to_virt(space, info.frame) == nmm.WINDOW_BASE)
  nmm.destroy_page_table(space)
  nmm.destroy_region(region)
end
nmm.paging(false)
]])

-- cut: what GRUB takes away; where the UPS then lies and the memory ends.
local function check(cut, ups, ends)
  local verdict, detail = job.start { machine = "qemu-icount", boot = "iso",
    name = "hole", workload = dir .. "/hole.lua", dir = dir .. "/guest",
    limit = 60, memory = 128, grub = "insmod mmap\n    cutmem " .. cut }
  local console = machine.plain(host.read(dir .. "/guest/console.log"))
  assert(verdict == "pass", console .. machine.describe(verdict, detail))
  local at, last = console:match("UPS at (%d+) MiB, memory ends at (%d+) MiB")
  assert(at, console)
  at, last = tonumber(at), tonumber(last)
  print(("%s: UPS at %d MiB, end at %d MiB"):format(cut, at, last))
  assert(at >= ups and at < ups + 4 and last == ends, console)
end

check("0xf00000 0x1000000", 16, 127)            -- the old hole at 15 MiB
check("0x1000800 0x1000801", 16, 127)           -- one byte: a page is gone
check("0x6000000 0x6100000", 3, 96)             -- the first is the largest
