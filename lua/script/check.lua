-- SPDX-License-Identifier: MIT
-- Arguments of libraries in Lua, checked as the functions of `deimos` check
-- theirs: an error names the function, the argument, and what was got. `what`
-- is "FUNCTION ARGUMENT".

local M = {}

local LONG <const> = 255                -- bytes of a text

-- An error of the script that called the libraries, at the line where it did
-- (../args/fail.h says the same for functions in C).
function M.raise(format, ...)
  local level = 2
  local at = debug.getinfo(level, "S")
  while at and at.source:find("^@lua/") do
    level = level + 1
    at = debug.getinfo(level, "S")
  end
  error(format:format(...), level)
end

function M.fail(what, format, ...)
  local name, argument = what:match("^(%S+) (.*)$")
  M.raise("%s: bad argument '%s' (%s)", name, argument, format:format(...))
end

-- result: what a method answered, unless that is an error.
function M.result(interface, method, value)
  if value < 0 then
    M.raise("%s '%s': %s", interface, method, deimos.error_text(value))
  end
  return value
end

local function wrong(what, expected, value)
  M.fail(what, "%s expected, got %s", expected, type(value))
end

function M.integer(what, value, min, max)
  if math.type(value) == nil then wrong(what, "number", value) end
  local integer = math.tointeger(value)
  if not integer then
    M.fail(what, "integer expected, got %s", value)
  elseif integer < min or integer > max then
    M.fail(what, "expected %d to %d, got %d", min, max, integer)
  end
  return integer
end

-- string: any bytes.
function M.string(what, value)
  if type(value) ~= "string" then wrong(what, "string", value) end
  return value
end

function M.text(what, value)
  M.string(what, value)
  if value == "" then
    M.fail(what, "an empty string")
  elseif value:find("\0", 1, true) then
    M.fail(what, "a string with a NUL byte")
  elseif #value > LONG then
    M.fail(what, "a string of %d bytes, at most %d", #value, LONG)
  end
  return value
end

function M.table(what, value)
  if type(value) ~= "table" then wrong(what, "table", value) end
  return value
end

local function userdata(what, name, value)
  if type(value) ~= "userdata"
    or (getmetatable(value) or {}).__name ~= name then
    wrong(what, name, value)
  end
  return value
end

function M.module(what, value) return userdata(what, "deimos.module", value) end

function M.buffer(what, value) return userdata(what, "deimos.buffer", value) end

-- fields: the table has none but those of the list.
function M.fields(name, value, list)
  M.table(name .. " fields", value)
  for key in pairs(value) do
    local known = false
    for _, field in ipairs(list) do known = known or field == key end
    if not known then
      local word = tostring(key):gsub("%z.*", ""):sub(1, 40)
      M.raise("%s: unknown field '%s'; the nearest is '%s'", name, word,
        deimos.nearest(word, list))
    end
  end
  return value
end

-- choice: one of the names.
function M.choice(what, value, list)
  M.text(what, value)
  for _, name in ipairs(list) do
    if name == value then return value end
  end
  M.fail(what, "'%s' is unknown; the nearest is '%s'; there are: %s",
    value, deimos.nearest(value, list), table.concat(list, " "))
end

return M
