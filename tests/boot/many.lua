-- SPDX-License-Identifier: MIT
-- Names are found among many: always the newest live module of that name,
-- whichever of them goes; and tables that are full refuse and lose nothing.
-- machines: qemu-icount
-- expect: pass

local before = deimos.digest()

local function newest(list)
  local top
  for _, module in pairs(list) do
    if not top or module.serial > top.serial then top = module end
  end
  return top and top.module
end

local live, serial = {}, 0
math.randomseed(7)
for round = 1, 600 do
  if #live == 0 or math.random(3) > 1 then
    serial = serial + 1
    live[#live + 1] = { module = deimos.load("null"), serial = serial }
  else
    table.remove(live, math.random(#live)).module:unload()
  end
  assert(deimos.find("null") == newest(live), "round " .. round)
end
while #live > 0 do table.remove(live).module:unload() end
assert(deimos.find("null") == nil)
assert(deimos.digest() == before, "something is left")

local ok, why
repeat
  ok, why = pcall(deimos.load, "null")
  live[#live + 1] = ok and why or nil
until not ok
assert(why:find("no room for another module: 1536 is the limit", 1, true), why)
assert(#live >= 1500, #live)
for _, module in ipairs(live) do module:unload() end
assert(deimos.digest() == before, "something is left")
print("many: " .. #live .. " modules fit")
