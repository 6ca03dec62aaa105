-- SPDX-License-Identifier: MIT
-- Models with page tables turn paging on, and the last of them turns it off,
-- unless it was on before the first came.

local model = require "model"

local MODELS <const> = { "paged", "segpaged" }

local function is_on()
  local was = deimos.nmm.paging(true)
  deimos.nmm.paging(was)
  return was
end

local function expect(on, what)
  assert(is_on() == on, ("%s: paging is %s"):format(what, on and "off" or "on"))
end

for _, before in ipairs { false, true } do
  for _, first in ipairs(MODELS) do
    for _, second in ipairs(MODELS) do
      for _, order in ipairs { 1, 2 } do
        local what = ("%s, %s, before %s"):format(first, second, before)
        deimos.nmm.paging(before)
        local one = model.load(first)
        expect(true, what)
        local two = model.load(second)
        local gone, left = one, two
        if order == 2 then gone, left = two, one end
        gone:unload()
        expect(true, what .. ": one is left")
        left:unload()
        expect(before, what .. ": none is left")
      end
    end
  end
end
-- Turned off by hand while a model is there, it stays off.
deimos.nmm.paging(false)
local it = model.load("segpaged")
deimos.nmm.paging(false)
it:unload()
expect(false, "by hand")
print("paging: as it was before the models came")
