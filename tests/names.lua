-- SPDX-License-Identifier: MIT
-- For lint: names in Lua that nobody uses. A local one stands in its file once
-- more than where it is made, and what a module's table has stands in some file
-- once more: a check that nobody makes any longer looks like one that holds.

local host = require "results.host"

local M = {}

-- Where what begins at `at` ends, if it is a comment or a string.
local function skipped(text, at)
  local long = text:match("^%-%-()%[=*%[", at) or text:match("^()%[=*%[", at)
  if long then
    local level = text:match("^%[(=*)%[", long)
    return (select(2, text:find("]" .. level .. "]", long, true)))
  elseif text:find("^%-%-", at) then
    return (text:find("\n", at, true)) - 1
  end
  local quote = text:match("^[\"']", at)
  local stop = quote and at
  while quote do
    stop = text:find("[\\" .. quote .. "]", stop + 1)
    if text:sub(stop, stop) == quote then return stop end
    stop = stop + 1
  end
end

-- The text without comments and strings; lines stay where they are.
function M.bare(text)
  local parts, from, at = {}, 1, 1
  text = text .. "\n"
  while true do
    at = text:find("[%-%[\"']", at)
    if not at then break end
    local stop = skipped(text, at)
    if stop then
      parts[#parts + 1] = text:sub(from, at - 1)
      parts[#parts + 1] = '""' .. text:sub(at, stop):gsub("[^\n]", "")
      from = stop + 1
    end
    at = stop and from or at + 1
  end
  return table.concat(parts) .. text:sub(from)
end

local function count_words(text, counts)
  for word in text:gmatch("[%a_][%w_]*") do
    counts[word] = (counts[word] or 0) + 1
  end
  return counts
end

-- f(name, is it local) of each that a line makes; fuzz/run.lua calls the seeds of
-- a target by its name.
local function each_made(line, f)
  local names = line:match("^%s*local function ([%w_]+)")
    or line:match("^%s*local ([%w_,<> ]+)")
  for name in (names or ""):gsub("<%w+>", ""):gmatch("[%w_]+") do
    f(name, true)
  end
  local field = line:match("^function %u%w*[.:]([%w_]+)")
  if field and not host.exists(("tests/fuzz/%s.c"):format(field)) then
    f(field, false)
  end
end

-- check: of these files, as paths.
function M.check(finding, paths)
  local texts, all = {}, {}
  for _, path in ipairs(paths) do
    if path:find("%.lua$") then
      texts[path] = M.bare(host.read(path))
      count_words(texts[path], all)
    end
  end
  for _, path in ipairs(paths) do
    local own, number = count_words(texts[path] or "", {}), 0
    for line in (texts[path] or ""):gmatch("([^\n]*)\n") do
      number = number + 1
      each_made(line, function(name, is_local)
        if (is_local and own or all)[name] == 1 and name ~= "_" then
          finding(path, number, "nobody uses '%s'", name)
        end
      end)
    end
  end
end

return M
