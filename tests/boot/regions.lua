-- SPDX-License-Identifier: MIT
-- Regions: create, query, identify, destroy; whose they are; valid in both
-- states of paging.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: caller

local nmm = deimos.nmm

local refused <const> = require("expect").unchanged

local function node(handle)
  for _, n in ipairs(deimos.graph().nodes) do
    if n.handle == handle then return n end
  end
end

local before = deimos.digest()
local region, info = nmm.create_region{ space = nmm.UPS, size = 10000 }
assert(info.size == 12288 and info.base % 4096 == 0)
assert(nmm.query_region(nmm.UPS, info.base + 8192).region == region)
refused("in use", nmm.create_region,
        { space = nmm.UPS, size = 4096, base = info.base })
refused("", nmm.create_region, { space = nmm.UPS, size = 0 })
refused("out of memory", nmm.create_region,
        { space = nmm.UPS, size = 0xf0000000 })
refused("handle", nmm.create_region, { space = 77, size = 4096 })
refused("range", nmm.query_region, nmm.UPS, 0xfffff000)

-- whose: another module can look, not destroy
local caller = deimos.load("caller")
local ask = caller:open("caller")
assert(ask.region_of(info.base) == region)
assert(ask.destroy(region) == -9, "E_OWNER")
assert(ask.identify() == node(caller.handle).region)
assert(nmm.identify_region() == node(deimos.find("lua").handle).region)
deimos.close(ask)
caller:unload()

-- page tables
local space = nmm.create_page_table(0xc0000000, 1 << 24)
local backing, frames = nmm.create_region{ space = nmm.UPS, size = 16384,
                                        flags = nmm.FRAMES }
local frame = frames.frame
nmm.create_page_mapping(space, 0xc0005000, frame | 3)
assert(nmm.phys_to_virt(space, frame) == 0xc0005000)
assert(not nmm.phys_to_virt(space, frame + 4096))
refused("", nmm.create_page_mapping, space, 0xd0000000, frame | 3)
refused("", nmm.create_page_mapping, space, 0xc0000000, 0x100000 | 3)
refused("in use", nmm.destroy_region, backing)
nmm.invalidate_page_mapping(space, 0xc0005000)
refused("no such", nmm.invalidate_page_mapping, space, 0xc0005000)
nmm.destroy_page_table(space)
nmm.destroy_region(backing)

-- paging: the state before is what it returns
assert(nmm.paging(true) == false and nmm.paging(true) == true)
local more = nmm.create_region{ space = nmm.UPS, size = 4096 }
assert(nmm.paging(false) == true and nmm.paging(false) == false)
nmm.destroy_region(more)
nmm.destroy_region(region)
refused("handle", nmm.destroy_region, region)
assert(deimos.digest() == before)
print("regions: as they should be")
