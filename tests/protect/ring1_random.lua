-- SPDX-License-Identifier: MIT
-- A module of ring 1 calls methods of the core at random, with odd arguments and
-- with what earlier calls have returned, and gives nothing back; then it dies.
-- All that it had is free again, the core lives, and no bystander has noticed.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 200
-- modules: foe bystander

local foe = require "foe"
local points = require "points"
local values = require "foe_values"

local ROUNDS <const> = tonumber(deimos.options["arg.rounds"]) or
  (deimos.machine().segment_limits and 3 or 20)
local BATCHES <const>, EACH <const> = 8, 24
-- Vectors that nobody raises.
local QUIET <const> = { [3] = 1, [4] = 1, [5] = 1, [17] = 1, [19] = 1 }
-- What stays when the module has gone, or is everybody's.
local LASTING <const> = {
  ["cm.load"] = 1, ["cm.unload"] = 1, ["cm.bind"] = 1, ["cm.rebind"] = 1,
  ["cm.unbind"] = 1, ["cm.replace"] = 1, ["cm.drain"] = 1,
  ["console.write"] = 1, ["vector.decline"] = 1, ["cpu.hlt"] = 1,
}

local random = points.random(tonumber(deimos.options["arg.seed"]) or 1)
local w = foe.open()
local calls, made = 0, 0

local function fits(o)
  return not LASTING[o.name] and
    (o.name ~= "vector.attach" or QUIET[o.args[1]] or o.args[1] > 31)
end

local function known(o)
  for name in values.errors[o.name]:gmatch("%S+") do
    if deimos.errors["E_" .. name] == o.result then return true end
  end
end

local function batch(list, pool)
  local orders = {}
  while #orders < EACH do
    local o = values.any_of(list[1 + random(#list)], random, pool)
    if fits(o) then orders[#orders + 1] = o end
  end
  w:batch(orders, true)
  for _, o in ipairs(orders) do
    calls = calls + 1
    if o.result > 0 then
      made = made + 1
      pool[#pool + 1] = o.result
    elseif o.result < 0 and o.name ~= "nmm.phys_to_virt" then
      assert(known(o), "not in the contract: " .. foe.describe(o))
    end
  end
  w:look(foe.describe(orders[#orders]))
end

local function round()
  local pool, list = {}, values.of(w)
  for _, name in ipairs { "region", "self_backed", "frames", "space", "ldt",
      "task", "window_region", "segment_space" } do
    pool[#pool + 1] = w.foe.own_list[name]
  end
  for _ = 1, BATCHES do batch(list, pool) end
  w:kill()
  deimos.nmm.paging(false)
  deimos.nmm.reverse_structure("scan")
end

round()
collectgarbage()
local idle = deimos.digest()
for i = 1, ROUNDS do
  w:renew()
  round()
  collectgarbage()
  assert(deimos.digest() == idle, "something is left of round " .. i)
end
w:renew()
w:close()
print(("ring 1: %d calls at random, %d made something"):format(calls, made))
