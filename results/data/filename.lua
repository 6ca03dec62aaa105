-- SPDX-License-Identifier: MIT
-- File names for what people name as they like: any text becomes a safe name
-- without a folder, and two texts never the same one. Pure.

local records = require "results.data.records"

local M = {}

local LENGTH_MAX <const> = 60
local STEM_MAX <const> = 40             -- what is left of a name that changed
-- Names of the results folder's own files, without their endings.
local RESERVED <const> = { graph = true, report = true, summary = true,
  samples = true, environment = true, latest = true }

-- A name that stays as it is. One that ends like those that are made below
-- does not, or it could be another's.
local function is_plain(name)
  return name:find("^[%w_][%w_.-]*$") and #name <= LENGTH_MAX
    and not RESERVED[name:lower()] and not name:find("%-%x%x%x%x%x%x%x%x$")
end

-- of: the file name of `name`; two different names may have the same with a
-- probability of 2^-32, which `distinct` rules out.
function M.of(name)
  if is_plain(name) then return name end
  local stem = name:gsub("[^%w_-]", "_"):gsub("^%-", "_"):sub(1, STEM_MAX)
  return ("%s-%08x"):format(stem == "" and "unnamed" or stem,
    records.crc32(name))
end

-- distinct: a function like `of` that never answers the same twice.
function M.distinct()
  local used = {}
  return function(name)
    local first = M.of(name)
    local file, count = first, 1
    while used[file:lower()] do
      count = count + 1
      file = ("%s-%d"):format(first, count)
    end
    used[file:lower()] = true
    return file
  end
end

return M
