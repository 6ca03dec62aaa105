-- SPDX-License-Identifier: MIT
-- A receptacle of 64 slots: each is bound once, by the first that is free,
-- and the next is refused; what is unbound is the next that is free.
-- expect: pass
-- modules: slots64

local SLOTS <const> = 64

local before = deimos.digest()
local null, many = deimos.load("null"), deimos.load("slots64")
local slots = many:open("slots")
local bound, first = {}, nil

local function slot_of(binding)
  for _, b in ipairs(deimos.graph().bindings) do
    if b.handle == binding.handle then return b.slot end
  end
end

for i = 1, SLOTS do
  assert(slots.sum() == i - 1)
  bound[i] = deimos.bind(many, "many", null, "null")
  first = first or slot_of(bound[1])
  assert(slot_of(bound[i]) == first + 4 * (i - 1), "slot " .. i)
end
local ok, message = pcall(deimos.bind, many, "many", null, "null")
assert(not ok and message:find("every slot of receptacle 'many'", 1, true),
       message)
assert(slots.sum() == SLOTS)
for _, i in ipairs{ 64, 33, 32, 1, 17 } do
  bound[i]:unbind()
  assert(slots.sum() == SLOTS - 1)
  bound[i] = deimos.bind(many, "many", null, "null")
  assert(slot_of(bound[i]) == first + 4 * (i - 1), "slot " .. i)
end
deimos.close(slots)
many:unload()
null:unload()
assert(deimos.digest() == before, "something is left")
