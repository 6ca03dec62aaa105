-- SPDX-License-Identifier: MIT
-- Mutants made by machine: an operator flipped, a constant off by one, a
-- condition negated, a statement left out, in a line chosen at random.

local host = require "results.host"
local list = require "tests.mutants.list"

local M = {}

local SOURCES <const> = "find %s -name '*.c' -o -name '*.S' -o -name '*.lua' "
  .. "-o -name '*.gp' | sort"

-- Replaces one of the matches of a pattern in the line, or gives nil.
local function one(line, pattern, put)
  local places = {}
  for at, found, after in line:gmatch("()(" .. pattern .. ")()") do
    local new = type(put) == "function" and put(found) or put
    if new then
      places[#places + 1] = line:sub(1, at - 1) .. new .. line:sub(after)
    end
  end
  if #places > 0 then return places[math.random(#places)] end
end

local function swap(pairs_of)
  return function(line)
    local which = pairs_of[math.random(#pairs_of)]
    return one(line, which[1], which[2])
  end
end

local function more(number)
  return tostring((math.tointeger(tonumber(number)) or 0) + 1)
end

local COMMON <const> = {
  swap { { " < ", " <= " }, { " <= ", " < " }, { " > ", " >= " },
    { " >= ", " > " }, { " == ", " ~= " } },
  swap { { " %+ ", " - " }, { " %- ", " + " }, { " %* ", " + " } },
  function(line) return one(line, "%f[%w_]%d+%f[^%w_.]", more) end,
}
local C <const> = {
  swap { { " < ", " <= " }, { " <= ", " < " }, { " > ", " >= " },
    { " >= ", " > " }, { " == ", " != " }, { " != ", " == " } },
  swap { { " %+ ", " - " }, { " %- ", " + " }, { " && ", " || " },
    { " || ", " && " }, { " & ", " | " }, { " | ", " & " } },
  COMMON[3],
  function(line) return one(line, "%f[%w]if %b()", function(found)
    return "if (!" .. found:sub(4) .. ")" end) end,
  function(line)                        -- a call, or an assignment
    return (line:find("^%s+[%w_>.%-%[%]]+%(.*%);$")
      or line:find("^%s+[%w_>.%-%[%]*]+ [|&+-]?= .*;$"))
      and line:match("^%s+") .. "(void)0;" or nil
  end,
}
local ASSEMBLY <const> = {
  swap { { "je ", "jne " }, { "jne ", "je " }, { "jz ", "jnz " },
    { "jnz ", "jz " }, { "jb ", "jbe " }, { "jae ", "ja " }, { "ja ", "jae " },
    { "jbe ", "jb " } },
  COMMON[3],
  function(line) return line:find("^%s+%l+%s?") and "" or nil end,
}
local LUA <const> = {
  COMMON[1], COMMON[2], COMMON[3],
  swap { { " ~= ", " == " }, { " and ", " or " }, { " or ", " and " } },
  function(line) return one(line, "%f[%w]if .- then", function(found)
    return "if not (" .. found:sub(4, -6) .. ") then" end) end,
  function(line) return line:find("^%s+[%w_.:]+%(.*%)$") and "" or nil end,
}
local KINDS <const> = { c = C, S = ASSEMBLY, lua = LUA, gp = COMMON }

-- No comments, no directives, no declarations that only the compiler sees.
local function is_code(line)
  return line:find("%S") and not line:find("^%s*/?%*") and not line:find("^#")
    and not line:find("^%s*%-%-") and not line:find("assert", 1, true)
    and not line:find("^%s*%.%l")
end

local function lines_of(source)
  local found = {}
  for at, line in source:gmatch("()([^\n]*)\n") do
    found[#found + 1] = { at = at, text = line }
  end
  return found
end

local function attempt(folder, paths)
  local path = paths[math.random(#paths)]
  local lines = lines_of(host.read(path))
  local number = math.random(#lines)
  local line, kinds = lines[number], KINDS[path:match("%.(%w+)$")]
  local new = is_code(line.text) and kinds[math.random(#kinds)](line.text)
  if not new or new == line.text then return nil end
  local breaks = ("line %d: %s"):format(number, new:match("^%s*(.*)$"))
  return { folder = folder, file = path, text = line.text, put = new,
    at = line.at, breaks = breaks, name = path .. ": " .. breaks, tests = {},
    made = true }
end

local function paths_of(folder)
  local found = {}
  for path in host.output(SOURCES:format(folder)):gmatch("[^\n]+") do
    if path:find(host.env("MUTANTS", "")) then found[#found + 1] = path end
  end
  return found
end

-- entries: `count` mutants of each folder; MUTANTS= selects files.
function M.entries(count, seed)
  local entries = {}
  math.randomseed(seed)
  for _, folder in ipairs(list.folders) do
    local paths, found = paths_of(folder), 0
    while #paths > 0 and found < count do
      local entry = attempt(folder, paths)
      if entry then
        entries[#entries + 1], found = entry, found + 1
      end
    end
  end
  return entries
end

return M
