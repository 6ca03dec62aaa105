-- SPDX-License-Identifier: MIT
-- The files of a folder that have an order of their own, as the rooms of a
-- layer have theirs (lint.lua). For lint.lua.

local host = require "results.host"

local M = {}

-- From the ground up, without .c, .h or .S. A file includes, and calls, what
-- stands on the lines above its own, and nothing beside it or below. A header
-- that stands apart from the C file of its name is named with its ending.
local ORDER <const> = {
  ["modules/models/paged"] = {
    "frame/guard frame/frame page/shadow page/stuck", "frame/slot frame/peer",
    "frame/stock",
    "page/space", "page/page", "page/mapping page/quota",
    "store/stored", "store/swap store/object", "store/content",
    "resident/policy", "resident/reserve", "resident/evict",
    "resident/bring resident/drop", "resident/touch",
    "model.h", "map protect pages usage", "share access attach export", "load content",
    "fault", "space", "import", "lost", "init", "model", "control", "offsets",
  },
}

-- Without what is no code: comments, strings, lines of the preprocessor.
local function code_of(text)
  return (text:gsub("/%*.-%*/", " "):gsub('"[^"\n]*"', '""')
    :gsub("\n#[^\n]*\\\n", "\n"):gsub("\n#[^\n]*", "\n"))
end

local function files_of(folder)
  local files = {}
  for path in host.output(("find %s -name '*.[chS]' | sort"):format(folder))
      :gmatch("%S+") do
    local name = path:sub(#folder + 2)
    local text = host.read(path)
    files[#files + 1] = { path = path, name = name, text = text,
      stem = name:match("^(.*)%."), ending = name:match("%.(%a)$"),
      code = code_of("\n" .. text) }
  end
  return files
end

-- The floor of each file, by its name; findings for those that have none.
local function floors(folder, files, finding)
  local lines, floor, used = {}, {}, {}
  for number, line in ipairs(ORDER[folder]) do
    for name in line:gmatch("%S+") do lines[name] = number end
  end
  for _, file in ipairs(files) do
    local key = lines[file.name] and file.name or file.stem
    floor[file.name], used[key] = lines[key], true
    if not lines[key] then
      finding(file.path, 1, "is on no floor of %s (tests/order.lua)", folder)
    end
  end
  for name in pairs(lines) do
    if not used[name] then
      finding("tests/order.lua", 1, "there is no %s/%s", folder, name)
    end
  end
  return floor
end

-- Both stand on a floor, and `to` does not stand below.
local function is_upward(floor, from, to)
  return from.stem ~= to.stem and floor[from.name] and floor[to.name]
    and floor[to.name] >= floor[from.name]
end

-- What other files can call: the file that each name is defined in.
local function definitions(files)
  local found = {}
  local function define(before, name, file)
    if not (before .. " "):find("%f[%a]static%f[%A]")
        and not before:find("^extern") then
      found[name] = file
    end
  end
  for _, file in ipairs(files) do
    for name in file.code:gmatch("FUNCTION%(([%w_]+)%)") do
      define("", name, file)
    end
    for before, name in file.code:gmatch(
        "\n(%a[%w_ *]-)([%a_][%w_]*)%b()%s*{") do
      if file.ending == "h" then before = "" end    -- static inline
      define(before, name, file)
    end
    for before, name in file.code:gmatch(
        "\n(%a[%w_ *]- %**)([%a_][%w_]*)[%[%]%w_]*%s*[=;]") do
      define(before, name, file)
    end
  end
  return found
end

-- Declared in some header of the folder; what an outer one declares is known
-- to it, and no business of this order.
local function declared(files)
  local found = {}
  for _, file in ipairs(files) do
    if file.ending == "h" then
      for name in file.code:gmatch("[%a_][%w_]*") do found[name] = true end
    end
  end
  return found
end

-- Of a header, only what its inline functions do.
local function body_of(file)
  if file.ending ~= "h" then return file.code end
  local bodies = {}
  for body in file.code:gmatch("%b()%s*(%b{})") do
    bodies[#bodies + 1] = body
  end
  return table.concat(bodies, "\n")
end

local function check_names(files, floor, finding)
  local defined, known = definitions(files), declared(files)
  for _, file in ipairs(files) do
    local told = {}
    for name in body_of(file):gmatch("%f[%w_.>]([%a_][%w_]*)") do
      local home = defined[name]
      if home and known[name] and not told[name]
          and is_upward(floor, file, home) then
        told[name] = true
        finding(file.path, 1, "must not use %s of %s: it is no floor below",
          name, home.path)
      end
    end
    if file.ending == "c" and file.code:find("\nextern ") then
      finding(file.path, 1, "an extern: its header is the place")
    end
  end
end

local function by_path(files)
  local found = {}
  for _, file in ipairs(files) do found[file.path] = file end
  return found
end

local function check_includes(files, floor, finding, resolve)
  local known = by_path(files)
  for _, file in ipairs(files) do
    local number = 0
    for line in file.text:gmatch("([^\n]*)\n") do
      number = number + 1
      local name = line:match('^#include "(.-)"')
      local target = name and known[resolve(file.path, name)]
      if target and is_upward(floor, file, target) then
        finding(file.path, number, "must not include %s: it is no floor below",
          target.path)
      end
    end
  end
end

-- check: all folders that have an order; resolve(path, name) is the path of
-- what a file includes.
function M.check(finding, resolve)
  for folder in pairs(ORDER) do
    local files = files_of(folder)
    local floor = floors(folder, files, finding)
    check_includes(files, floor, finding, resolve)
    check_names(files, floor, finding)
  end
end

return M
