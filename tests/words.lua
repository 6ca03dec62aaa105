-- SPDX-License-Identifier: MIT
-- For lint: one way to write a thing in C.

local M = {}

-- Pointers are tested by themselves; `!= NULL` only makes a number of one.
local NULL_TESTS <const> = {
  "== NULL", "!= NULL%s*&&", "!= NULL%s*||", "!= NULL%s*%?",
  "^%s*[%l ]*%f[%l]if %(.*!= NULL%)%s*{?$",
  "^%s*while %(.*!= NULL%)%s*[{;]?$", "^%s*for %(.*; [^;]*!= NULL;",
}
-- Where yes or no is a `bool`: in the NMM, whose measured paths are counted
-- with it, and in what its unit tests keep of an answer. Else it is an `int`.
local BOOL <const> = { "^nmm/", "^tests/host/nmm_" }
-- The top folders that C lies in.
local OWN <const> = { core = true, nmm = true, modules = true, bench = true,
  lua = true, tests = true }

local function any(path, patterns)
  for _, pattern in ipairs(patterns) do
    if path:find(pattern) then return true end
  end
  return false
end

-- is_, are_, has_, can_, needs_: alone, or after the noun they ask about.
function M.asks(name)
  name = "_" .. name
  for _, word in ipairs { "is", "are", "has", "can", "needs" } do
    if name:find("_" .. word .. "_", 1, true) then return true end
  end
  return false
end

local function check_null(_, line)
  return any(line, NULL_TESTS) and "a test against NULL: write `p` or `!p`"
end

local function check_bool(path, line)
  local code = line:gsub('"[^"]*"', '""'):gsub("/%*.*", ""):gsub("^ %*.*", "")
  if any(path, BOOL) then
    local name = path:find("^nmm/") and code:match("^[%l ]*int ([%w_]+)%(")
    return name and M.asks(name)
      and ("%s() asks: in nmm/ its answer is a bool"):format(name)
  end
  return (code:find("%f[%w_]bool%f[^%w_]") or code:find("<stdbool%.h>"))
    and "a bool outside nmm/: yes and no are an int there"
end

-- An include that lint does not read is a way round its floors.
local function check_include(_, line)
  local mark, name = line:match('^%s*#%s*include%s*(["<])([^">]+)[">]')
  if not mark then
    return line:find("^%s*#%s*include") and "an include of a macro"
  elseif not line:find('^#include ["<]') then
    return "write `#include`, a blank, and the name, in column 1"
  elseif mark == "<" and name:find("^[%l%d]+/") and OWN[name:match("^%l+")] then
    return ("<%s> is a file of the tree: in quotes"):format(name)
  end
end

-- What is wrong with a line of a file, or nil.
function M.problem(path, line)
  if not path:find("%.[chS]$") then return nil end
  local problem = check_include(path, line)
  if problem or path:find("%.S$") then return problem end
  return check_null(path, line) or check_bool(path, line) or nil
end

function M.check(path, number, line, finding)
  local problem = M.problem(path, line)
  if problem then finding(path, number, "%s", problem) end
end

return M
