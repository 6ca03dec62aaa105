-- SPDX-License-Identifier: MIT
-- For lint: functions that nobody calls, and prototypes without a function.
-- By words: a function is in use if its name stands anywhere in what is built
-- but in its definition, its prototypes and comments. A test's call is none: who
-- is called by tests alone is said to be. The compiler finds static ones in C
-- files.

local host = require "results.host"

local SOURCES <const> = "core nmm modules bench lua"
local TESTS <const> = "tests/host tests/fuzz tests/modules"
-- Files whose functions the C library or Lua declares, and calls.
local FOREIGN <const> = { ["lua/libc/absent.c"] = true,
  ["lua/port/undump.c"] = true }

local M = {}

-- The text without comments and strings.
local function bare(text)
  return "\n" .. text:gsub("/%*.-%*/", " "):gsub('"[^"\n]*"', '""')
end

-- How often a function's own body names it.
local function calls_itself(name, text, from)
  local body = text:sub(from + 1, (text:find("\n}", from, true)))
  return select(2, body:gsub("%f[%w_]" .. name .. "%f[^%w_]", ""))
end

-- Names of what is defined or declared at the left edge of a line: f(name,
-- is_definition, calls of itself). Neither types nor what a compiler sees to.
local function each_function(path, text, f)
  local at = 1
  while true do
    local first, last, head, name = text:find(
      "\n([%a_][%w_ %*]-[%s%*])([%l][%w_]*)%(", at)
    if not first then return end
    local close = select(2, text:find("%b()", last))
    local after = close and text:match("^%s*([^\n]?)", close + 1)
    local plain = not head:find("=") and not head:find("^typedef")
      and (path:find("%.h$") or not head:find("^static"))
    if plain and (after == ";" or after == "{") then
      f(name, after == "{", after == "{" and calls_itself(name, text, close))
    end
    at = last
  end
end

-- What macros put together: `set_up_##case`, graph_##part##_at, block_\length.
local function pasted(text, patterns)
  for name in text:gmatch("[%w_]+##[%w_#]+") do
    local first, last = name:match("^([%w_]*_)##"), name:match("##(_[%w_]*)$")
    if first or last then
      patterns[#patterns + 1] = ("^%s[%%w_]+%s$"):format(first or "",
        last or "")
    end
  end
  for name in text:gmatch("([%w_]+_)\\%a") do
    patterns[#patterns + 1] = ("^%s[%%w_]+$"):format(name)
  end
end

local function is_pasted(name, patterns)
  for _, pattern in ipairs(patterns) do
    if name:find(pattern) then return true end
  end
  return false
end

local function files_in(folders)
  return host.output(("find %s -name '*.[chS]' -o -name '*.cc' "
    .. "-o -name '*.ld' -o -name '*.mk'"):format(folders)):gmatch("%S+")
end

-- Words that stand in the texts of some folders, and how often.
local function count_words(folders, words, patterns)
  for path in files_in(folders) do
    local text = bare(host.read(path))
    pasted(text, patterns)
    for word in text:gmatch("[%a_][%w_]*") do
      words[word] = (words[word] or 0) + 1
    end
  end
  return words, patterns
end

-- name: { path, line } of the definition, or else of the prototype.
local function find_functions(words)
  local defined, declared, places = {}, {}, {}
  for path in files_in(SOURCES) do
    local text = bare(host.read(path))
    if path:find("/offsets%.c$") then   -- compiled, never linked
      defined.offsets = true
    elseif path:find("%.S$") then
      for name in text:gmatch("[%a_][%w_]*") do defined[name] = true end
    elseif not FOREIGN[path] then
      each_function(path, text, function(name, is_definition, own)
        words[name] = words[name] - 1 - (own or 0)
        local list = is_definition and defined or declared
        list[name] = true
        if is_definition or not places[name] then places[name] = path end
      end)
    else
      each_function(path, text, function(name) defined[name] = true end)
    end
  end
  return defined, declared, places
end

local function line_of(path, name)
  local number = 0
  for line in host.read(path):gmatch("([^\n]*)\n") do
    number = number + 1
    if line:find("%f[%w_]" .. name .. "%(") and line:find("^%a") then break end
  end
  return number
end

-- check: finding(path, line, text, ...) of each.
function M.check(finding)
  local words, patterns = count_words(SOURCES, {}, {})
  local tested = count_words(TESTS, {}, {})
  local defined, declared, places = find_functions(words)
  for name, path in pairs(places) do
    if is_pasted(name, patterns) then
      words[name] = 1
    elseif declared[name] and not defined[name] then
      finding(path, line_of(path, name), "%s has a prototype and no function",
        name)
    elseif words[name] == 0 then
      finding(path, line_of(path, name), "%s calls %s", tested[name]
        and "nothing but a test" or "nobody", name)
    end
  end
end

return M
