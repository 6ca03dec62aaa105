-- SPDX-License-Identifier: MIT
-- The tree's workloads. Which folder one lies in is for the reader: in the boot
-- archive they lie in one, so that no two have the same name.

local host = require "results.host"

local M = {}

local FILES <const> = "workloads/*.lua workloads/*/*.lua"

-- names: of all, sorted; and the file of each.
function M.names()
  local names, path_of = {}, {}
  for _, path in ipairs(host.list(FILES)) do
    local name = host.stem(path)
    names[#names + 1], path_of[name] = name, path
  end
  table.sort(names)
  return names, path_of
end

-- path: the file of the workload of that name, or nil.
function M.path(name)
  local _, path_of = M.names()
  return path_of[name]
end

return M
