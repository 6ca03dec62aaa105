-- SPDX-License-Identifier: MIT
-- Which files a Lua test uses: those that it requires, those that they
-- require, and so on; and what any of these names by its path. One that has a
-- folder's path and then `%s`, `*` or `?` in it uses all of the folder; one that
-- has `*/*` behind it, all of the folders in it.

local host = require "results.host"

local M = {}

local texts, graphs = {}, {}

local function text_of(path)
  texts[path] = texts[path] or host.read(path) or ""
  return texts[path]
end

local function required(text)
  local found = {}
  for name in text:gmatch("require%W+([%w_.-]+)") do
    found[#found + 1] = name:gsub("%.", "/") .. ".lua"
  end
  for path in text:gmatch("%f[%w]%l+/[%w_/-]+%.lua") do
    found[#found + 1] = path
  end
  return found
end

-- The texts of a file and of all that it comes to.
local function graph(path)
  if graphs[path] then return graphs[path] end
  local found, seen, queue = {}, { [path] = true }, { path }
  for _, one in ipairs(queue) do
    found[one] = text_of(one)
    for _, name in ipairs(required(found[one])) do
      if not seen[name] then
        seen[name] = true
        queue[#queue + 1] = name
      end
    end
  end
  graphs[path] = found
  return found
end

-- reaches: does the test at `path` use the file?
function M.reaches(path, file)
  local folder = (file:match("^(.*)/") or ".") .. "/"
  local outer = folder:match("^(.*/)[^/]+/$")
  for one, text in pairs(graph(path)) do
    if one == file or text:find(file, 1, true)
        or text:find(folder .. "%s", 1, true)
        or text:find(folder .. "*", 1, true)
        or text:find(folder .. "?", 1, true)
        or outer and text:find(outer .. "*/*", 1, true) then
      return true
    end
  end
  return false
end

return M
