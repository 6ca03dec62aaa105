-- SPDX-License-Identifier: MIT
-- For lint: runs of six and more equal lines, which are one piece of logic
-- written twice. White space is folded. What says nothing by itself does not
-- count, and does not interrupt a run: blank lines, comments, lone punctuation,
-- includes, and lines that only name a library.

local host = require "results.host"

local FOLDERS <const> = "core nmm modules bench lua workloads results plots tests"
local RUN <const> = 6           -- lines

-- { one, other, reason }: patterns of the two paths, in either order.
local JUDGED <const> = {
  { "^modules/models/.*/model%.h$", "^modules/models/.*/model%.h$",
    "what each model's files offer: a list of prototypes, the same by intent" },
  { "^modules/lib/call/recover%.S$", "^modules/lib/client/frame%.h$",
    "how a function begins that keeps all registers and the x87 control word" },
  { "^modules/models/segpaged/model%.c$", "^tests/modules/own_model/",
    "a stranger's model, which stands alone" },
}

local M = {}

local function is_thin(line)
  return not line:find("%w") or line:find("^#include") or line:find("^#pragma")
    or line:find("^%-%-") or line:find("^local [%w_]+ <?.-= require")
    or line:find("^end[%s)},]*$") or line == "else" or line == "return M"
end

-- The lines that count: { text, number } each.
function M.lines(path, text)
  local found, number = {}, 0
  if not path:find("%.lua$") then
    text = text:gsub("/%*.-%*/", function(comment)
      return comment:gsub("[^\n]", "")
    end)
  end
  for line in text:gmatch("([^\n]*)\n") do
    number = number + 1
    line = line:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")
    if not is_thin(line) then found[#found + 1] = { line, number } end
  end
  return found
end

-- windows[text of RUN lines]: the places where it stands.
local function collect(files)
  local windows = {}
  for index, file in ipairs(files) do
    for at = 1, #file.lines - RUN + 1 do
      local key = {}
      for i = 0, RUN - 1 do key[i + 1] = file.lines[at + i][1] end
      key = table.concat(key, "\n")
      local places = windows[key] or {}
      windows[key] = places
      places[#places + 1] = { index, at }
    end
  end
  return windows
end

local function line(files, place, by)
  local found = files[place[1]].lines[place[2] + by]
  return found and found[1]
end

-- How many lines are equal from here on; nothing if the run began before.
local function length(files, a, b)
  local before = line(files, a, -1)
  if before and before == line(files, b, -1) then return end
  local count = 0
  while line(files, a, count) and line(files, a, count) == line(files, b, count)
  do
    count = count + 1
  end
  if a[1] == b[1] then count = math.min(count, b[2] - a[2]) end
  return count
end

-- f(a, b, count) for the runs of a list of files { path, lines }; a, b: { index
-- of the file, index of its first line }.
function M.each_run(files, f)
  for _, places in pairs(collect(files)) do
    for i = 1, #places - 1 do
      for k = i + 1, #places do
        local count = length(files, places[i], places[k])
        if count and count >= RUN then f(places[i], places[k], count) end
      end
    end
  end
end

local function is_judged(one, other)
  for _, pair in ipairs(JUDGED) do
    if one:find(pair[1]) and other:find(pair[2])
        or one:find(pair[2]) and other:find(pair[1]) then
      return true
    end
  end
end

-- check: finding(path, line, text, ...) of each.
function M.check(finding)
  local files = {}
  for path in host.output(("find %s -name '*.[chS]' -o -name '*.lua' | sort")
      :format(FOLDERS)):gmatch("%S+") do
    files[#files + 1] = { path = path, lines = M.lines(path, host.read(path)) }
  end
  M.each_run(files, function(a, b, count)
    local one, other = files[a[1]], files[b[1]]
    if is_judged(one.path, other.path) then return end
    finding(one.path, one.lines[a[2]][2], "%d lines that stand at %s:%d, too",
      count, other.path, other.lines[b[2]][2])
  end)
end

return M
