-- SPDX-License-Identifier: MIT
-- 10,000 loads, binds, calls, unbinds and unloads in random order: nothing
-- leaks and nothing gets slower.
-- machines: qemu-icount
-- expect: pass

local STEPS_ALL <const> = 50000          -- 10,000 of each kind
local MOST <const> = 24                 -- modules at one time
local PART <const> = STEPS_ALL // 5        -- steps that are compared

local random = math.random
local before = deimos.digest()
local modules, objects = {}, {}

local function take(list)
  local i = random(#list)
  list[i], list[#list] = list[#list], list[i]
  return table.remove(list)
end

local function has_object(module)
  for _, o in ipairs(objects) do
    if o.module == module then return true end
  end
end

local STEPS = {
  load = function()
    if #modules < MOST then modules[#modules + 1] = deimos.load("null") end
  end,
  bind = function()
    if #modules == 0 or #objects >= 40 then return end
    local module = modules[random(#modules)]
    objects[#objects + 1] = { module = module, open = module:open("null") }
  end,
  call = function()
    if #objects > 0 then
      assert(objects[random(#objects)].open.null() >= 1)
    end
  end,
  unbind = function()
    if #objects > 0 then deimos.close(take(objects).open) end
  end,
  unload = function()
    if #modules == 0 then return end
    local module = take(modules)
    if has_object(module) then
      assert(not pcall(module.unload, module), "it is bound")
      modules[#modules + 1] = module
    else
      module:unload()
    end
  end,
}
local names = { "load", "bind", "call", "unbind", "unload" }

local function part(steps)
  local began = deimos.tsc()
  for _ = 1, steps do STEPS[names[random(#names)]]() end
  collectgarbage()
  return deimos.tsc() - began
end

local first = part(PART)
part(STEPS_ALL - 2 * PART)
local last = part(PART)
for _, o in ipairs(objects) do deimos.close(o.open) end
for _, m in ipairs(modules) do m:unload() end
assert(deimos.digest() == before, "something leaked")
assert(last < first * 5 // 4, ("slower: %d, then %d"):format(first, last))
print(("cycles: %d, then %d instructions a step"):format(first // PART,
                                                         last // PART))
