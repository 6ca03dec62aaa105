-- SPDX-License-Identifier: MIT
-- Which tests there are, and the command that runs each: an exit status of 0
-- is a pass, 77 a skip with its reason on the last line, anything else a
-- failure. See README.md for the kinds.

local guest = require "tests.guest_header"
local host = require "results.host"

local M = {}

local function name_of(path)
  return (path:gsub("^tests/", ""):gsub("%.%w+$", ""))
end

local function add(list, name, ...)
  list[#list + 1] = { name = name, command = host.command { ... } }
end

-- The long ones first, so that two slots end at about the same time.
local function all()
  local list = {}
  for _, path in ipairs(host.list("tests/whole/*.lua")) do
    add(list, name_of(path), "lua5.4", path)
  end
  for _, path in ipairs(host.list("tests/boot/*.lua tests/protect/*.lua")) do
    local header = guest.read(path)
    for machine in (header.wrong and "wrong" or header.machines)
        :gmatch("%S+") do
      add(list, name_of(path) .. " " .. machine, "lua5.4", "tests/guest.lua",
        path, machine)
    end
  end
  for _, path in ipairs(host.list("tests/host/*.c")) do
    add(list, name_of(path) .. " (C)", "lua5.4", "tests/unit.lua", path)
  end
  for _, path in ipairs(host.list("tests/host/*.lua")) do
    add(list, name_of(path), "lua5.4", path)
  end
  return list
end

-- tests: a list of { name, command }, of those that the Lua pattern finds.
function M.tests(pattern)
  local found = {}
  for _, test in ipairs(all()) do
    if test.name:find(pattern) then found[#found + 1] = test end
  end
  return found
end

return M
