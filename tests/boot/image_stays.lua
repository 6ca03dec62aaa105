-- SPDX-License-Identifier: MIT
-- A module cannot give back the memory of its own image, wherever the code lies
-- that asks: the next module would lie there, and the CM writes slots into it.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: vanisher

local expect = require "expect"

local is, E <const>, nmm = expect.is, expect.E, deimos.nmm
local IMAGE <const>, SLOTS <const> = 64, 8      -- REGION_IMAGE

local function node_of(module)
  for _, node in ipairs(deimos.graph().nodes) do
    if node.handle == module.handle then return node end
  end
end

local before = deimos.digest()
local module = deimos.load("vanisher")
local face = module:open("vanisher")
local null = deimos.load("null")
for _, on in ipairs { false, true } do
  nmm.paging(on)
  local node = node_of(module)
  is(face.run(), E.BUSY)
  local info = nmm.query_region(nmm.UPS, node.base)
  is(info.region, node.region)
  is(info.flags, IMAGE)
  for _, flags in ipairs { IMAGE, IMAGE | 1, IMAGE | 2, IMAGE | 4 } do
    is(face.create(flags), E.INVALID)
  end
  local other = deimos.load("null")
  assert(node_of(other).base >= node.base + node.size or
    node_of(other).base + node_of(other).size <= node.base)
  for _ = 1, SLOTS do deimos.bind(module, "slots", other, "null"):unbind() end
  local counted = other:open("null")
  is(counted.null(), 1, "its first call")
  deimos.close(counted)
  other:unload()
end
nmm.paging(false)
deimos.close(face)
module:unload()
null:unload()
is(deimos.digest(), before)
print("an image stays")
