-- SPDX-License-Identifier: MIT
-- What tests expect: an error with a certain text, a system that is as it was,
-- numbers of errors by name.

-- E: the numbers of errors, by their names without E_.
local M = { E = {} }

for name, number in pairs(deimos.errors) do
  M.E[name:match("^E_(.*)")] = number
end

local function raises(level, text, f, ...)
  local ok, message = pcall(f, ...)
  if ok or not tostring(message):find(text, 1, true) then
    error(("expected '%s', got: %s"):format(text, ok and "no error"
      or tostring(message)), level + 1)
  end
  return message
end

-- refused: f(...) raises an error with that text in it; the whole of it.
function M.refused(text, f, ...)
  local message = raises(2, text, f, ...)
  return message
end

-- unchanged: likewise, and the system is as it was before.
function M.unchanged(text, f, ...)
  local before = deimos.digest()
  local message = raises(2, text, f, ...)
  if deimos.digest() ~= before then
    error(text .. ": something changed", 2)
  end
  return message
end

-- is: that value, and no other.
function M.is(value, expected, why)
  if value ~= expected then
    error(("%s, not %s%s"):format(value, expected,
      why and ": " .. why or ""), 2)
  end
end

-- errors: the numbers of these, "E_BUSY E_FULL".
function M.errors(names)
  local numbers = {}
  for name in names:gmatch("%S+") do
    numbers[#numbers + 1] = deimos.errors[name]
  end
  return table.unpack(numbers)
end

-- methods: the numbers of an interface's methods, from 0 on, by their names.
function M.methods(module, interface)
  local numbers = {}
  for _, i in ipairs(module:interfaces()) do
    for n, name in ipairs(i.name == interface and i.methods or {}) do
      numbers[name] = n - 1
    end
  end
  return numbers
end

return M
