-- SPDX-License-Identifier: MIT
-- The rooms of results/ for `make lint`: who may require whom, and that no
-- script but a machine's own asks for its name.

local machines = require "results.boot.machines"

local M = {}

-- From the ground up: a file may require those of its own room and of the
-- floors below, and none beside it. `results` itself are the commands. What is
-- in machine/ is loaded by boot/, by its name.
local FLOORS <const> = {
  "results/host", "results/data results/emulator", "results/machine",
  "results/boot results/show", "results",
}
-- What lies elsewhere, and is of use here: patterns of names.
local ELSEWHERE <const> = { "^luv$", "^lua%.script%." }

local floor_of = {}
for floor, rooms in ipairs(FLOORS) do
  for room in rooms:gmatch("%S+") do floor_of[room] = floor end
end

-- results/host.lua stands for its room, and belongs to it.
local function room_of(path)
  local stem = path:gsub("%.lua$", "")
  return floor_of[stem] and stem or path:match("^(.*)/")
end

local function is_allowed(from, name)
  for _, pattern in ipairs(ELSEWHERE) do
    if name:find(pattern) then return true end
  end
  local to = room_of(name:gsub("%.", "/") .. ".lua")
  return to == from or floor_of[to] and floor_of[to] < floor_of[from]
end

local function check_require(path, line)
  local name = line:match("require%s*%(?%s*[\"']([%w_.-]+)[\"']")
  if not name then return end
  local from = room_of(path)
  if not floor_of[from] then
    return ("%s stands on no floor of tests/results_rooms.lua"):format(from)
  elseif not is_allowed(from, name) then
    return ("%s must not require %s: it is no floor below"):format(from, name)
  end
end

-- A comparison with a machine's name, or a table by their names.
local function check_name(path, line)
  for _, name in ipairs(machines.names) do
    local text = name:gsub("%p", "%%%0")
    local asks = line:find("[=~]=%s*[\"']" .. text .. "[\"']")
      or line:find("[\"']" .. text .. "[\"']%s*[=~]=")
      or line:find("%f[%w_]ifn?eq.*%f[%w]" .. text .. "%f[%W]")
    local tells = path:find("^results/") and not path:find("^results/emulator/")
      and not path:find("^results/machine/")
      and (line:find("[\"']" .. text .. "[\"']")
        or line:find("%f[%w_]" .. text .. "%s*=[^=]"))
    if asks or tells then
      return ("asks for the machine %s: that is a matter of results/machine/")
        :format(name)
    end
  end
end

-- check: what is wrong with a line of results/, tests/ or the Makefile, or nil.
function M.check(path, line)
  return path:find("^results/") and check_require(path, line)
    or not line:find("^%s*%-%-") and check_name(path, line) or nil
end

return M
