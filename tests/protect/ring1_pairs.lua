-- SPDX-License-Identifier: MIT
-- A module of ring 1 calls each method of the core with every pair of odd
-- arguments, and with odd fields of what it points at: a refusal is one that the
-- contract knows, and changes nothing; what is made is given back; the core
-- lives, and no bystander notices.
-- machines: qemu-icount bochs
-- expect: pass
-- options: arg.slow=64
-- limit: 200
-- modules: foe bystander

local foe = require "foe"
local share = require "share"
local values = require "foe_values"

local w = foe.open()
local list = values.of(w)
local base = deimos.digest()
local cases, refused = 0, 0

local function known(o)
  local errors = values.errors[o.name]
  for name in errors:gmatch("%S+") do
    if deimos.errors["E_" .. name] == o.result then return true end
  end
end

local function judge(orders)
  w:look(foe.describe(orders[#orders]))
  if deimos.digest() ~= base then return false end
  for _, o in ipairs(orders) do
    cases = cases + 1
    assert(not values.is_nowhere(o), "it is nowhere: " .. foe.describe(o))
    if o.result < 0 and o.name ~= "nmm.phys_to_virt" then
      refused = refused + 1
      assert(known(o), "not in the contract: " .. foe.describe(o))
    end
  end
  return true
end

local grown = 0                 -- the script's own memory

-- What is not the same after it must be the same after it is done again, or
-- something is left each time: by which one?
local function try(orders)
  w:batch(orders)
  if judge(orders) then return end
  base, grown = deimos.digest(), grown + 1
  for _, o in ipairs(orders) do
    w:batch { o }
    assert(deimos.digest() == base, "it changes something: " .. foe.describe(o))
  end
  assert(grown < 8, "something changes, again and again")
  assert(judge(orders))
end

local batch = {}
for _, method in ipairs(list) do
  local first = cases + #batch
  values.pairs_of(method, share.has, function(order)
    batch[#batch + 1] = order
    if #batch == foe.BATCH then
      try(batch)
      batch = {}
    end
  end)
  print(("%-30s %6d cases"):format(method.name, cases + #batch - first))
end
try(batch)
w:close()
print(("ring 1: %d cases, %d refused%s"):format(cases, refused, share.name()))
