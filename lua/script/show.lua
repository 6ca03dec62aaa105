-- SPDX-License-Identifier: MIT
-- show(value): a value as the prompt prints it. A table shows its fields in
-- order, tables within it to DEPTH; a table that holds itself, and one that was
-- shown before, is named. What is longer than the bounds ends with "...".
-- No metamethod is called but __tostring.

-- As they were, whatever the user calls so later.
local debug, ipairs, next, pcall, rawget, tostring, type = debug, ipairs, next,
  pcall, rawget, tostring, type
local concat <const>, sort <const>, offset <const> = table.concat, table.sort,
  utf8.offset

local DEPTH <const>, FIELDS <const>, TEXT <const> = 4, 60, 120
local LINES <const>, WIDTH <const> = 200, 76

local function text_of(value)
  local ok, text = pcall(tostring, value)
  if not ok or type(text) ~= "string" then
    text = ("%s that does not convert to a string"):format(type(value))
  end
  return text
end

local function quoted(text)
  local cut = #text > TEXT
  if cut then text = text:sub(1, offset(text, 0, TEXT) - 1) end
  text = text:gsub('[%c"\\]', function(c)
    if c == "\n" then return "\\n" end
    return (c == '"' or c == "\\") and "\\" .. c or ("\\x%02x"):format(c:byte())
  end)
  return ('"%s"%s'):format(text, cut and "..." or "")
end

local ORDER <const> = { number = 1, string = 2, boolean = 3 }

local function before(a, b)
  local x, y = ORDER[type(a)] or 4, ORDER[type(b)] or 4
  if x ~= y then return x < y end
  if x <= 2 then return a < b end
  return text_of(a) < text_of(b)
end

local function keys_of(value)
  local keys = {}
  for key in next, value do keys[#keys + 1] = key end
  sort(keys, before)
  return keys
end

local function has_text(value)
  local meta = debug.getmetatable(value)
  return type(meta) == "table" and (rawget(meta, "__tostring")
    or rawget(meta, "__name"))
end

local show

local function key_text(key, state)
  if type(key) == "string" then
    return key:find("^[%a_][%w_]*$") and key or ("[%s]"):format(quoted(key))
  end
  return ("[%s]"):format(type(key) == "table" and text_of(key)
    or show(key, state, DEPTH))
end

-- The fields as texts; the list's own are without a key.
local function entries(value, state, depth)
  local list, expected = {}, 1
  for i, key in ipairs(keys_of(value)) do
    if i > FIELDS or state.lines > LINES then
      list[#list + 1] = "..."
      break
    end
    local text = show(rawget(value, key), state, depth + 1)
    if key == expected then
      expected = expected + 1
    else
      text = ("%s = %s"):format(key_text(key, state), text)
    end
    list[#list + 1] = text
    state.lines = state.lines + 1
  end
  return list
end

local function show_table(value, state, depth)
  if has_text(value) then return text_of(value) end
  if state.open[value] or state.shown[value] then
    return ("<%s: %s>"):format(text_of(value),
      state.open[value] and "a cycle" or "see above")
  end
  if next(value) == nil then return "{}" end
  if depth >= DEPTH then return "{...}" end
  state.open[value], state.shown[value] = true, true
  local list = entries(value, state, depth)
  state.open[value] = nil
  local line = ("{ %s }"):format(concat(list, ", "))
  local indent = ("  "):rep(depth)
  if #line + #indent <= WIDTH and not line:find("\n") then return line end
  return ("{\n%s  %s\n%s}"):format(indent,
    concat(list, ",\n" .. indent .. "  "), indent)
end

function show(value, state, depth)
  if type(value) == "table" then return show_table(value, state, depth) end
  if type(value) == "string" then return quoted(value) end
  return text_of(value)
end

-- A string by itself is printed as it is.
return function(value)
  if type(value) ~= "table" then return text_of(value) end
  return show(value, { open = {}, shown = {}, lines = 0 }, 0)
end
