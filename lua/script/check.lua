-- SPDX-License-Identifier: MIT
-- Arguments of libraries in Lua, checked as the functions of `deimos` check
-- theirs: an error names the function, the argument, and what was got. `what`
-- is "FUNCTION ARGUMENT"; `level` is that of the caller to blame (default: of
-- the function that checks).

local M = {}

local LONG <const> = 255                -- bytes of a text

function M.fail(what, level, ...)
  local name, argument = what:match("^(%S+) (.*)$")
  error(("%s: bad argument '%s' (%s)"):format(name, argument,
    string.format(...)), (level or 2) + 2)
end

local function is_module(value)
  return type(value) == "userdata" and (getmetatable(value) or {}).__name
    == "deimos.module"
end

local function wrong(what, level, expected, value)
  M.fail(what, level + 1, "%s expected, got %s", expected, type(value))
end

function M.integer(what, value, min, max, level)
  level = level or 2
  if math.type(value) == nil then wrong(what, level, "number", value) end
  local integer = math.tointeger(value)
  if not integer then
    M.fail(what, level, "integer expected, got %s", value)
  elseif integer < min or integer > max then
    M.fail(what, level, "expected %d to %d, got %d", min, max, integer)
  end
  return integer
end

function M.text(what, value, level)
  level = level or 2
  if type(value) ~= "string" then wrong(what, level, "string", value) end
  if value == "" then
    M.fail(what, level, "an empty string")
  elseif value:find("\0", 1, true) then
    M.fail(what, level, "a string with a NUL byte")
  elseif #value > LONG then
    M.fail(what, level, "a string of %d bytes, at most %d", #value, LONG)
  end
  return value
end

function M.table(what, value, level)
  if type(value) ~= "table" then wrong(what, level or 2, "table", value) end
  return value
end

function M.module(what, value, level)
  if not is_module(value) then
    wrong(what, level or 2, "deimos.module", value)
  end
  return value
end

-- fields: the table has none but those of the list.
function M.fields(name, value, list, level)
  level = level or 2
  M.table(name .. " fields", value, level + 1)
  for key in pairs(value) do
    local known = false
    for _, field in ipairs(list) do known = known or field == key end
    if not known then
      local word = tostring(key):gsub("%z.*", ""):sub(1, 40)
      error(("%s: unknown field '%s'; the nearest is '%s'"):format(name, word,
        deimos.nearest(word, list)), level + 1)
    end
  end
  return value
end

-- choice: one of the names.
function M.choice(what, value, list, level)
  level = level or 2
  M.text(what, value, level + 1)
  for _, name in ipairs(list) do
    if name == value then return value end
  end
  M.fail(what, level, "'%s' is unknown; the nearest is '%s'; there are: %s",
    value, deimos.nearest(value, list), table.concat(list, " "))
end

return M
