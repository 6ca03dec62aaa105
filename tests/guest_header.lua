-- SPDX-License-Identifier: MIT
-- The header of a guest test: what to boot, and what must come of it. Each
-- line is a comment `-- key: value` above the first line of code.

local host = require "results.host"
local machines = require "results.boot.machines"
local verdicts = require "results.boot.verdicts"

local M = {}

local KEYS = {                          -- with their defaults
  machines = machines.default, expect = "pass", modules = "", options = "",
  memory = "", cpu = "", boot = "kernel", limit = "60", second = "",
}
local LISTS = { output = true, ["not"] = true }

-- What no guest test can have, such as a word that is misspelt: it would be
-- run with a default, and pass.
local function wrong(header)
  if header.unknown then
    return ("no such key in a header: '%s'"):format(header.unknown)
  elseif not verdicts.status[header.expect] then
    return ("expect: no verdict '%s'"):format(header.expect)
  elseif not header.machines:find("%S") then
    return "machines: none"
  end
  for name in header.machines:gmatch("%S+") do
    if not machines.get(name) then
      return ("machines: no machine '%s'"):format(name)
    end
  end
  for _, key in ipairs { "memory", "limit", "second" } do
    if header[key] ~= "" and not tonumber(header[key]) then
      return ("%s: '%s' is no number"):format(key, header[key])
    end
  end
end

-- read: the header's fields; `output` and `not` are lists of patterns; `wrong`
-- says what is wrong with it.
function M.read(path)
  local header = { output = {}, ["not"] = {} }
  for line in assert(host.read(path), path):gmatch("([^\n]*)\n") do
    if not line:find("^%-%-") and line:find("%S") then break end
    local key, value = line:match("^%-%- (%l+): ?(.*)$")
    if LISTS[key] then
      table.insert(header[key], value)
    elseif key == "modules" then         -- repeatable
      header.modules = (header.modules or "") .. " " .. value
    elseif KEYS[key] then
      header[key] = value
    else
      header.unknown = header.unknown or key
    end
  end
  for key, default in pairs(KEYS) do header[key] = header[key] or default end
  header.wrong = wrong(header)
  return header
end

-- modules: the test modules that a header names, as job.start takes them.
function M.modules(header)
  local found = {}
  for name in header.modules:gmatch("%S+") do
    found[name] = ("%s/testmodules/%s.o"):format(host.build(), name)
  end
  return found
end

-- libraries: what guest tests can `require`, likewise.
function M.libraries()
  local found = {}
  for _, file in ipairs(host.list("tests/lua/*.lua")) do
    found[host.stem(file)] = file
  end
  return found
end

return M
