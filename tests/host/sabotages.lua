-- SPDX-License-Identifier: MIT
-- What boot/sabotage* break, case by case: tests/lua/sabotages.lua as a list, compared
-- with golden/sabotages.txt (tests/story.lua). One that is left out would be missed by
-- nobody else.

package.path = "./tests/lua/?.lua;" .. package.path
local STORY <const> = require("tests.story").open("tests/golden/sabotages.txt", "/nowhere",
  ... == "write")

-- A method's number is its name here.
local function names_of(interface)
  return setmetatable({}, { __index = function(_, method)
    return interface .. "." .. method
  end })
end

local saboteur <const> = setmetatable({}, { __index = function(_, name)
  if name:find("^%u+$") then return names_of(name:lower()) end
  return function() return name end
end })
package.loaded.saboteur = saboteur
deimos = { errors = setmetatable({}, { __index = function(_, name) return name end }) }

local function text_of(value)
  if type(value) == "string" then return ("%q"):format(value) end
  if type(value) ~= "table" then
    return type(value) == "function" and "function" or tostring(value)
  end
  local keys, words = {}, {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for i, key in ipairs(keys) do
    words[i] = ("%s=%s"):format(key, text_of(value[key]))
  end
  return "{" .. table.concat(words, " ") .. "}"
end

local count = 0
for module, cases in pairs(require "sabotages") do
  if type(cases) == "table" then
    for case, list in pairs(cases) do
      local lines = {}
      for i, one in ipairs(list) do lines[i] = text_of(one) end
      lines[#lines + 1] = ("x=%s never=%s"):format(list.x, list.never)
      STORY.tell(("%s %s"):format(module, case), table.unpack(lines))
      count = count + #list
    end
  end
end
STORY.finish()
print(("sabotages: %d ways to break an operation"):format(count))
