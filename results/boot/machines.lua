-- SPDX-License-Identifier: MIT
-- Which machines there are: each file results/machine/NAME.lua is one. It
-- returns a table with the same fields as any other (results/README.md).

local host = require "results.host"

local M = {}

local FILES <const> = "results/machine/*.lua"
local FIELDS <const> = { order = "number", host_seconds = "number",
  needs_iso = "boolean", has_prompt = "boolean", command = "function",
  agrees = "function", says = "function", again = "function",
  stopped = "function", unfit = "function", version = "function" }
-- second: missing where the guest's clock is the host's.
local OPTIONAL <const> = { second = "number", is_modelled = "boolean",
  facts = "function" }

-- check: what is wrong with a machine's table, or nil.
function M.check(machine)
  if type(machine) ~= "table" then return "it returns no table" end
  for field, kind in pairs(FIELDS) do
    if type(machine[field]) ~= kind then
      return ("'%s' is a %s, not a %s"):format(field, type(machine[field]),
        kind)
    end
  end
  for field, value in pairs(machine) do
    if not FIELDS[field] and type(value) ~= OPTIONAL[field] then
      return ("'%s' is a %s, and no field of a machine"):format(field,
        type(value))
    end
  end
end

-- A machine's name is a folder of results, too; a part of DEIMOS is none.
local function problem_of(name, machine)
  if not name:find("^%w[%w_.-]*$") or #host.list(("results/%s/*.lua"):format(
      name)) > 0 then
    return ("'%s' is no name for a machine"):format(name)
  end
  return M.check(machine)
end

local by_name = {}

local function load(path)
  local name = path:match("([^/]+)%.lua$")
  local sound, machine = pcall(dofile, path)
  local problem = not sound and machine or problem_of(name, machine)
  if problem then host.fail(1, "%s: %s", path, problem) end
  by_name[name] = machine
  return name
end

-- names: in the machines' order; the first is the default.
M.names = {}
for i, path in ipairs(host.list(FILES)) do M.names[i] = load(path) end
table.sort(M.names, function(a, b)
  local one, other = by_name[a].order, by_name[b].order
  return one < other or one == other and a < b
end)
M.default = M.names[1]

-- get: the table of a machine, or nil.
function M.get(name)
  return by_name[name]
end

return M
