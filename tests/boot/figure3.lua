-- SPDX-License-Identifier: MIT
-- The paper's Figure 3: three memory modules on one interface; segmented goes
-- with nothing else, flat and paged with each other, in both orders. The same
-- with before(), with bindcount(), and from a receptacle's point of view.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: figure3 figure3_flat figure3_paged figure3_segmented

local before = deimos.digest()
local service = deimos.load("figure3")
local flat = deimos.load("figure3_flat")
local paged = deimos.load("figure3_paged")
local segmented = deimos.load("figure3_segmented")
require("figure3")(service, flat, paged, segmented, function() end)
for _, module in ipairs { flat, paged, segmented, service } do
  module:unload()
end
assert(deimos.digest() == before, "something is left")
print("figure 3: as in the paper")
