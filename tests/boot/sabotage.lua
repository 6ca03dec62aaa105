-- SPDX-License-Identifier: MIT
-- Proofs can fail: no row is verified whose operation is not there. Each case
-- of each module in bench/experiments is tried, as the archive has them; and
-- each is in tests/lua/sabotages.lua, where the other tests of this name find
-- what else may go wrong with it.
-- expect: fail
-- limit: 120
-- modules: sabotage asker idle
-- output: sabotage: every one was found

local sabotage = require "sabotage_run"
local sabotages = require "sabotages"
local saboteur = require "saboteur"

-- The saboteur itself answers the same each time, or what it was asked for the
-- time before.
local nmm, paging = saboteur.module:open("nmm"), saboteur.NMM.paging
saboteur.set(paging, 5)
assert(nmm.paging(7) == 5 and nmm.paging(9) == 5)
saboteur.remember(paging, 5)
assert(nmm.paging(7) == 5 and nmm.paging(9) == 7 and nmm.paging(1) == 9)
saboteur.mend()
deimos.close(nmm)

-- Modules that hold experiments; what those bind to is none.
local count = 0
for _, member in ipairs(deimos.members()) do
  local name = member:match("^modules/(bench_%w+)%.o$")
  if name and next(sabotage.cases(name)) then
    count = count + 1
    assert(sabotages[name], name .. " is not in sabotages.lua")
    sabotage.skip(name)
  end
end
for _ in pairs(sabotages) do count = count - 1 end
assert(count == 0, "sabotages.lua has modules that are not there")
sabotage.done()
