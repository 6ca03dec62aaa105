-- SPDX-License-Identifier: MIT
-- How long a function may be: for lint.lua. Of C by the brace at the left
-- edge, of Lua by the indentation of `function` and `end`.

local host = require "results.host"

local M = {}

local LINES <const> = 45

-- Of C: f(line, length, head) of each.
local function each_of_c(text, f)
  local number, head, at = 0, "", 0
  for line in text:gmatch("([^\n]*)\n") do
    number = number + 1
    if line:find("^[%a_].*%(") then head, at = line, number end
    if line:find("^}%s*$") and at > 0 then
      f(at, number - at + 1, head)
      at = 0
    elseif line:find("^}") then         -- of a struct or a table
      at = 0
    end
  end
end

-- Of Lua, functions in functions, too; a table's `end }` and `end)` end one.
local function each_of_lua(text, f)
  local number, open = 0, {}
  for line in text:gmatch("([^\n]*)\n") do
    number = number + 1
    local indent = #line:match("^ *")
    local top = open[#open]
    if top and indent == top.indent and line:find("^ *end%f[^%w_]") then
      f(top.at, number - top.at + 1, top.head)
      open[#open] = nil
    elseif line:find("%f[%w_]function%f[^%w_][^(]*%b()%s*$") then
      open[#open + 1] = { indent = indent, at = number, head = line }
    end
  end
end

local function name_of(head)
  return head:match("([%w_.:]+)%s*%(") or "function"
end

-- check_text: of one file.
function M.check_text(finding, path, text)
  local each = path:find("%.lua$") and each_of_lua or each_of_c
  each(text, function(line, length, head)
    if length > LINES then
      finding(path, line, "%s: %d lines: at most %d", name_of(head), length,
        LINES)
    end
  end)
end

-- check: of all, but for tests, which are long lists of cases.
function M.check(finding, files)
  for _, path in ipairs(files) do
    if path:find("%.[ch]$") or path:find("%.lua$") then
      if not path:find("^tests/host/") and not path:find("^tests/boot/")
          and not path:find("^tests/protect/")
          and not path:find("^tests/whole/") then
        M.check_text(finding, path, host.read(path))
      end
    end
  end
end

return M
