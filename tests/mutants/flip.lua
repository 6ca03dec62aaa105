-- SPDX-License-Identifier: MIT
-- Mutants made by machine: one of those that operators.lua makes of a line
-- chosen at random.

local host = require "results.host"
local list = require "tests.mutants.list"
local operators = require "tests.mutants.operators"

local M = {}

local SOURCES <const> = "find %s -name '*.c' -o -name '*.S' ! -name '*.ld.S' "
  .. "-o -name '*.lua' -o -name '*.gp' | sort"

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
  local line = lines[number]
  local made = operators.mutants(line.text, path:match("%.(%w+)$"))
  if #made == 0 then return nil end
  local new = made[math.random(#made)]
  local breaks = ("line %d: %s"):format(number,
    new:find("%S") and new:match("^%s*(.*)$") or "left out")
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
