-- SPDX-License-Identifier: MIT
-- What a workload is told from outside: OPTIONS='arg.NAME=VALUE ...'.
--
--   local given = arguments.read("appel", {
--     models = { "flat", "paged" }, samples = 30 })
--
-- The table says which arguments the workload takes, and what holds for one
-- that is not there (false: nothing). Lists are words with commas between.
-- Anything else is told, and ends the run as a bad script.

local M = {}

local BAD <const> = 0x13                -- the exit code of a bad script
local NAME <const> = 32                 -- bytes of a name, with a NUL

-- Arguments that name modules: the prefix that their names may leave out, the
-- interface that such a module has, and what it is.
local MODULES <const> = {
  models = { "", "memory", "memory model" },
  kinds = { "bind_", "binding", "binding module" },
  policies = { "", "replacement", "replacement policy" },
  schedulers = { "", "scheduler", "scheduling policy" },
}

local NUMBERS <const> = { samples = true, warmup = true, most = true,
  frames = true, page = true, base = true }

local outermost                         -- the script that the user named

local function bad(name, ...)
  print(name .. ": " .. string.format(...))
  deimos.exit(BAD)
end

local function words_of(name, key, text)
  local words, seen = {}, {}
  for word in (text .. ","):gmatch("([^,]*),") do
    if word == "" then
      bad(name, "arg.%s=%s: an empty word", key, text)
    elseif seen[word] then
      bad(name, "arg.%s=%s: '%s' is there twice", key, text, word)
    end
    seen[word] = true
    words[#words + 1] = word
  end
  return words
end

local function number_of(name, key, text)
  local value = math.tointeger(tonumber(text))
  if not value or value < 0 then
    bad(name, "arg.%s=%s is not a number", key, text)
  end
  return value
end

-- The modules of the archive that have that prefix, without it.
local function modules_of(prefix)
  local names = {}
  for _, member in ipairs(deimos.members()) do
    names[#names + 1] = member:match("^modules/" .. prefix .. "(.*)%.o$")
  end
  return names
end

local function is_there(name)
  return #name < NAME and deimos.archive(("modules/%s.o"):format(name)) ~= nil
end

-- module_of: the module that a word of that argument names.
function M.module_of(key, word)
  local with_prefix = MODULES[key][1] .. word
  return is_there(with_prefix) and with_prefix or word
end

-- What is no such module is refused before a row is measured.
local function check_module(name, key, word)
  local prefix, interface, what = table.unpack(MODULES[key])
  if not is_there(M.module_of(key, word)) then
    bad(name, "arg.%s: there is no %s '%s'; the nearest module is '%s'", key,
      what, word, deimos.nearest(word, modules_of(prefix)))
  end
  local module = deimos.load(M.module_of(key, word))
  local found = false
  for _, it in ipairs(module:interfaces()) do
    found = found or it.type == interface
  end
  module:unload()
  if not found then
    bad(name, "arg.%s: '%s' is no %s: it has no interface of type %s", key,
      word, what, interface)
  end
end

local function check_choice(name, key, word, choices)
  for _, choice in ipairs(choices) do
    if choice == word then return end
  end
  bad(name, "arg.%s: '%s' is unknown; the nearest is '%s'; there are: %s", key,
    word, deimos.nearest(word, choices), table.concat(choices, " "))
end

local function list_of(name, key, text, otherwise)
  local words = words_of(name, key, text)
  for i, word in ipairs(words) do
    if key == "sizes" then
      words[i] = number_of(name, key, word)
      if i > 1 and words[i] <= words[i - 1] then
        bad(name, "arg.sizes=%s: %s is not larger than %s before it", text,
          words[i], words[i - 1])
      end
    elseif MODULES[key] then
      check_module(name, key, word)
    else
      check_choice(name, key, word, otherwise)
    end
  end
  return words
end

local function value_of(name, key, text, otherwise)
  if NUMBERS[key] then return number_of(name, key, text) end
  return type(otherwise) == "table" and list_of(name, key, text, otherwise)
    or text
end

local function check_keys(name, takes)
  local known = {}
  for key in pairs(takes) do known[#known + 1] = "arg." .. key end
  table.sort(known)
  for key in pairs(deimos.options) do
    if key:find("^arg%.") and takes[key:sub(5)] == nil then
      bad(name, "there is no %s here; the nearest is %s; there are: %s", key,
        deimos.nearest(key, known), table.concat(known, " "))
    end
  end
end

-- read: a table { argument = value }; `said` has those that were given. Of
-- scripts that run others, only the outermost refuses what it does not know.
function M.read(name, takes)
  local values = { said = {} }
  if not outermost then
    outermost = name
    check_keys(name, takes)
  end
  for key, otherwise in pairs(takes) do
    local text = deimos.options["arg." .. key]
    if text then
      values[key] = value_of(name, key, text, otherwise)
      values.said[key] = true
    else
      values[key] = otherwise or nil
    end
  end
  return values
end

M.bad = bad

return M
