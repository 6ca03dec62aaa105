-- SPDX-License-Identifier: MIT
-- Lines are what a pattern finds, and a long one takes no time to speak of.

local lines = require "results.data.lines"

local checked = 0

local function check(what, found, expected)
  checked = checked + 1
  assert(found == expected, ("%s: %q, not %q"):format(what, found, expected))
end

local ENDS <const> = { "", "a", "\n", "a\n", "\n\n", "a\nb", "a\n\nb\n",
  "\n\na", "a\n\n\n", "\0\n\0" }
for _, text in ipairs(ENDS) do
  local found = {}
  for line, after in lines.each(text) do
    found[#found + 1] = line .. ":" .. after
  end
  local expected = {}
  for line, after in text:gmatch("([^\n]*)\n()") do
    expected[#expected + 1] = line .. ":" .. after
  end
  check("each", table.concat(found, "|"), table.concat(expected, "|"))
  check("last", lines.last(text), text:match("([^\n]*)\n*$"))
end
check("plain", lines.plain "\27[1;31mred\27[0m\r", "red")
for _, escape in ipairs { "\27[m", "\27[2K", "\27[?25l", "\27[?1049h", "\27[10;20H",
    "\r" } do
  check("plain", lines.plain("a" .. escape .. "b\n" .. escape), "ab\n")
end
for _, text in ipairs { "[1m", "\27", "?1", "a;b" } do
  check("plain of what is no escape", lines.plain(text), text)
end

-- By a pattern, a line of a million takes a million times longer than this.
local long <const> = ("y"):rep(1000000)
local function took(action)
  local began = os.clock()
  action()
  return os.clock() - began
end
local once = took(function() for i = 1, #long do assert(i) end end)
local here = took(function()
  for _ in lines.each(long) do error "a line without an end" end
  check("last of a long one", #lines.last(long .. "\n"), #long)
end)
assert(here < 100 * once, ("%.3f s, and %.3f s for a loop"):format(here, once))
print(checked .. " checks")
