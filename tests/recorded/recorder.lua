-- SPDX-License-Identifier: MIT
-- In a guest: all that a test asks of the table `deimos`, and what it is answered, a line
-- each, on the console (replay.lua reads them):
--
--     @ o3.run(1, 7) = 42              -- or: ! "text", if it raised
--     @ print("...")
--     @ field o3 handle 17             -- once; and constants
--     @ table t2 {...}                 -- at the end: what of it was read

local values = require "recorded_values"

local RESERVED <const> = 60000          -- tables: what lines take is there before

local real <const>, say <const>, type <const> = deimos, print, type
local count, tables = 0, {}
-- By what the system gave, and back; tracked tables have no other.
local proxies = setmetatable({}, { __mode = "k" })
local reals, names = setmetatable({}, { __mode = "k" }), setmetatable({}, { __mode = "k" })

local function is_object(value) return type(reals[value]) == "userdata" end

local function emit(...) say("@ " .. string.format(...)) end
local function name_of(value) return names[value] end

local function plain(value)
  if type(value) ~= "table" then return value end
  if reals[value] then return reals[value] end
  local copy = {}
  for key, item in next, value do copy[key] = plain(item) end
  return copy
end

local wrap

-- What of it is read is noted.
local function tracked(from, into)
  return setmetatable({}, { __index = function(self, key)
    local value = from[key]
    if type(value) == "table" then
      into[key] = into[key] or {}
      value = tracked(value, into[key])
      rawset(self, key, value)
    else
      into[key] = value
    end
    return value
  end, __len = function()
    for i = 1, #from do
      if into[i] == nil then into[i] = type(from[i]) == "table" and {} or from[i] end
    end
    return #from
  end, __pairs = function(self)
    local keys, at = values.keys(from), 0
    return function()
      at = at + 1
      if keys[at] ~= nil then return keys[at], self[keys[at]] end
    end
  end })
end

local function call(name, f)
  return function(...)
    local args <const> = table.pack(...)
    local given = { n = args.n }
    for i = 1, args.n do given[i] = plain(args[i]) end
    local got = table.pack(pcall(f, table.unpack(given, 1, given.n)))
    local text = values.list(args, name_of, true)
    if not got[1] then
      local message = tostring(got[2]):gsub("^[%w_/.%-]+%.lua:%d+: ", "")
      emit("%s(%s) ! %s", name, text, values.text(message))
      error(message, 0)
    end
    local results = { n = got.n - 1 }
    for i = 1, results.n do results[i] = wrap(got[i + 1]) end
    emit("%s(%s) = %s", name, text, values.list(results, name_of, name == "deimos.archive"))
    return table.unpack(results, 1, results.n)
  end
end

local function field(proxy, key)
  local value = reals[proxy][key]
  if type(value) == "function" then
    value = call(("%s.%s"):format(names[proxy], key), value)
  else
    emit("field %s %s %s", names[proxy], key, values.text(value))
  end
  rawset(proxy, key, value)
  return value
end

local OBJECT <const> = {
  __index = field,
  __eq = function(a, b)
    return reals[a] and reals[b] and a.handle and b.handle and reals[a] == reals[b]
  end,
  __len = function(self) return call(names[self] .. ".#", function()
    return #reals[self]
  end)() end,
  __tostring = function(self) return names[self] end,
  __close = function(self) call(names[self] .. ".close", function()
    getmetatable(reals[self]).__close(reals[self])
  end)() end,
}

-- One for each kind of objects, with its name.
local metatables = {}
local function metatable_of(value)
  local kind = getmetatable(value).__name
  if not metatables[kind] then
    metatables[kind] = { __name = kind }
    for key, f in next, OBJECT do metatables[kind][key] = f end
  end
  return metatables[kind]
end

function wrap(value)
  if type(value) == "userdata" then
    if not proxies[value] then
      local proxy = setmetatable({}, metatable_of(value))
      count = count + 1
      proxies[value], reals[proxy], names[proxy] = proxy, value, "o" .. count
    end
    return proxies[value]
  elseif type(value) == "table" then
    tables[#tables + 1] = {}
    local proxy = tracked(value, tables[#tables])
    names[proxy], reals[proxy] = "t" .. #tables, value
    return proxy
  end
  return value
end

-- A table of functions, and of what does not change.
local function space(name, from)
  local to = {}
  for _, key in ipairs(values.keys(from)) do
    local value, path = from[key], name .. "." .. key
    if type(value) == "function" then
      to[key] = call(path, value)
    elseif type(value) == "table" and type(select(2, next(value))) == "function" then
      to[key] = space(path, value)
    else
      emit("constant %s %s", path, values.text(value, name_of))
      to[key] = value
    end
  end
  return to
end

local function reserve()
  local taken = {}
  for i = 1, RESERVED do taken[i] = { i } end
  taken = nil
  collectgarbage()
end

return function(test)
  reserve()
  deimos, pairs = space("deimos", real), values.pairs
  math.randomseed(0)
  _G.type = values.type(is_object)
  function print(...)
    emit("print(%s)", values.list(table.pack(...), name_of, true))
  end
  local ok, message = xpcall(require, debug.traceback, test)
  print = say
  for i, t in ipairs(tables) do emit("table t%d %s", i, values.text(t, name_of)) end
  if not ok then error(message, 0) end
  emit("ended")
end
