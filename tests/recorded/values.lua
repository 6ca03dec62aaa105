-- SPDX-License-Identifier: MIT
-- What crosses the border between a script and the system, as text that Lua reads again.
-- In a guest and on the host.

local type <const> = type              -- Lua's own
local M = {}

local LONG <const> = 160                -- bytes; of a longer argument there is a sum

local function quoted(text)
  return '"' .. text:gsub('[%c\\"\x7f-\xff]', function(c)
    return ("\\%03d"):format(c:byte())
  end) .. '"'
end

local function sum(text)
  local value = 0
  for i = 1, #text do value = value * 31 + text:byte(i) & 0xffffffff end
  return ('"<%d bytes, %08x>"'):format(#text, value)
end

--- keys: of a table, in an order that does not hang on the hash.
function M.keys(t)
  local keys = {}
  for key in next, t do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    local is_number = math.type(a) == "integer"
    if is_number ~= (math.type(b) == "integer") then return is_number end
    if is_number then return a < b end
    return tostring(a) < tostring(b)
  end)
  return keys
end

--- pairs: as Lua's, in that order.
function M.pairs(t)
  local meta = getmetatable(t)
  if meta and meta.__pairs then return meta.__pairs(t) end
  local keys, at = M.keys(t), 0
  return function()
    at = at + 1
    if keys[at] ~= nil then return keys[at], t[keys[at]] end
  end
end

--- type: as Lua's; what stands for an object of the system is userdata.
function M.type(is_object)
  return function(value) return is_object(value) and "userdata" or type(value) end
end

local function is_name(text)
  return text:find "^[%a_][%w_]*$" and load(text .. " = 0") ~= nil
end

--- text: name_of: of an object, or nil if a table is none. is_short: of a long string
--- its sum is enough.
function M.text(value, name_of, is_short)
  local kind = math.type(value) or type(value)
  if kind == "integer" then return ("%d"):format(value) end
  if kind == "float" then return ("%a"):format(value) end
  if kind == "string" then
    return is_short and #value > LONG and sum(value) or quoted(value)
  end
  if kind ~= "table" then return kind == "function" and kind or tostring(value) end
  local name = name_of(value)
  if name then return name end
  local words = {}
  for i, key in ipairs(M.keys(value)) do
    local text = M.text(value[key], name_of, is_short)
    local is_word = type(key) == "string" and is_name(key)
    words[i] = key == i and text or (is_word and "%s=%s" or "[%s]=%s"):format(
      is_word and key or M.text(key, name_of), text)
  end
  return "{" .. table.concat(words, ",") .. "}"
end

--- list: of what table.pack() has.
function M.list(packed, name_of, is_short)
  local words = {}
  for i = 1, packed.n do words[i] = M.text(packed[i], name_of, is_short) end
  return table.concat(words, ", ")
end

return M
