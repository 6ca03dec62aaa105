-- SPDX-License-Identifier: MIT
-- foe and foe_values: all values, some orders of each method, and who dies.
-- modules: foe bystander

local foe = require "foe"
local points = require "points"
local values = require "foe_values"

local TURN <const>, PAIRS <const>, BATCHES <const> = 499, 7, 3
local w = foe.open()
local list, random = values.of(w), points.random(3)

for _, method in ipairs(list) do
  print(method.name, method.arguments, values.errors[method.name])
  for i, kind in ipairs(method) do
    local nowhere = {}
    for value in pairs(kind.nowhere or {}) do nowhere[#nowhere + 1] = value end
    table.sort(nowhere)
    print(i, table.concat(kind, " "), table.concat(nowhere, " "))
  end
end

local orders, turn = {}, 0
local function has()
  turn = turn + 1
  return turn % TURN == 1
end
for i = 1, #list, PAIRS do values.pairs_of(list[i], has, function(o)
  if #orders < foe.BATCH then orders[#orders + 1] = o end
end) end
for _ = 1, BATCHES do
  w:batch(orders)
  w:look(foe.describe(orders[#orders]))
  for _, o in ipairs(orders) do print(foe.describe(o), o.nowhere, values.is_nowhere(o)) end
  orders = {}
  for i = 1, #list, PAIRS do orders[#orders + 1] = values.any_of(list[i], random, { 7 }) end
end
w:kill()
w:renew()
w:close()
