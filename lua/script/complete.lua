-- SPDX-License-Identifier: MIT
-- complete(before): what Tab adds to a line that ends with a name or a field,
-- and the list of choices if there are several. No code of the user's runs:
-- functions and metamethods are not called.

-- As they were, whatever the user calls so later.
local _G, debug, ipairs, next, rawget, type = _G, debug, ipairs, next, rawget,
  type
local string, sort <const> = string, table.sort

local KEYWORDS <const> = { "and", "break", "do", "else", "elseif", "end",
  "false", "for", "function", "goto", "if", "in", "local", "nil", "not", "or",
  "repeat", "return", "then", "true", "until", "while" }

-- The fields of our own userdata: of a module, a binding and a buffer the
-- methods, of an object what it holds.
local function fields_of_data(value)
  local index = (debug.getmetatable(value) or {}).__index
  if type(index) == "table" then return index end
  local own = debug.getuservalue(value, 1)
  if type(own) == "table" then return own end
  if type(index) ~= "function" then return nil end
  local _, methods = debug.getupvalue(index, 1)
  return type(methods) == "table" and methods or nil
end

-- Tables to look into for a field of the value, nearest first.
local function places(value)
  local list, seen = {}, {}
  if type(value) == "string" then
    return { string }
  elseif type(value) == "userdata" then
    return { fields_of_data(value) }
  end
  while type(value) == "table" and not seen[value] do
    seen[value] = true
    list[#list + 1] = value
    value = (debug.getmetatable(value) or {}).__index
  end
  return list
end

local function field(value, key)
  for _, place in ipairs(places(value)) do
    local found = rawget(place, key)
    if found ~= nil then return found end
  end
end

local function matches(value, prefix, only_functions)
  local found, seen = {}, {}
  for _, place in ipairs(places(value)) do
    for key, entry in next, place do
      if type(key) == "string" and key:find("^[%a_][%w_]*$")
          and key:sub(1, #prefix) == prefix and not seen[key]
          and (not only_functions or type(entry) == "function") then
        seen[key] = true
        found[#found + 1] = key
      end
    end
  end
  return found
end

local function common(words)
  local text = words[1]
  for _, word in ipairs(words) do
    while word:sub(1, #text) ~= text do text = text:sub(1, -2) end
  end
  return text
end

return function(before)
  local chain = before:match("[%a_][%w_.:]*$")
  if not chain then
    return before:find("[.:]$") and "" or " ", {}
  end
  local value, rest = _G, chain
  local separator
  while true do
    local name, mark, more = rest:match("^([%w_]+)([.:])(.*)$")
    if not name then break end
    value, rest, separator = field(value, name), more, mark
    if value == nil then return "", {} end
  end
  local found = matches(value, rest, separator == ":")
  if not separator then
    for _, word in ipairs(KEYWORDS) do
      if word:sub(1, #rest) == rest then found[#found + 1] = word end
    end
  end
  if #found == 0 then return "", {} end
  sort(found)
  return common(found):sub(#rest + 1), #found > 1 and found or {}
end
