-- SPDX-License-Identifier: MIT
-- Runs of equal lines, as `make lint` finds them: what counts as a line, how
-- many make a run, and where it begins.

local equal = require "tests.equal"

local function word(n)
  return ("    call_%d();\n"):format(n)
end

local function words(from, to)
  local text = ""
  for n = from, to do text = text .. word(n) end
  return text
end

-- "index:line index:line count" of each run, in order.
local function runs(...)
  local files, found = {}, {}
  for i, text in ipairs { ... } do
    local path = i .. (text:find("^%-%-") and ".lua" or ".c")
    files[i] = { path = path, lines = equal.lines(path, text) }
  end
  equal.each_run(files, function(a, b, count)
    found[#found + 1] = ("%d:%d %d:%d %d"):format(a[1],
      files[a[1]].lines[a[2]][2], b[1], files[b[1]].lines[b[2]][2], count)
  end)
  table.sort(found)
  return table.concat(found, ", ")
end

local function is(got, expected)
  assert(got == expected, ("'%s', not '%s'"):format(got, expected))
end

local six <const> = words(1, 6)
is(runs(six, six), "1:1 2:1 6")
is(runs(words(1, 5), words(1, 5)), "")
is(runs(six, words(2, 7)), "")
is(runs(words(7, 9) .. six, words(1, 20)), "1:4 2:1 6")
is(runs(words(1, 9), word(0) .. words(1, 9)), "1:1 2:2 9")
is(runs(six, six, six), "1:1 2:1 6, 1:1 3:1 6, 2:1 3:1 6")
-- in one file, and not with itself
is(runs(six .. word(0) .. six), "1:1 1:8 6")
is(runs(six .. six), "1:1 1:7 6")
is(runs(word(1):rep(11)), "")
-- what does not count, and what does not matter
is(runs(words(1, 3) .. "}\n\n/* a\n * remark */\n{\n" .. words(4, 6),
  "\t" .. six:gsub("%(", " ("):gsub(" %(", "("):gsub("\n", " \n")), "1:1 2:1 6")
is(runs(words(1, 5) .. "}\n", words(1, 5) .. "}\n"), "")
is(runs('#include "a.h"\n' .. words(1, 5), '#include "a.h"\n' .. words(1, 5)),
  "")
-- but lines are counted, whatever is in them
for _, thin in ipairs { "\n\n", "/* one\n * two\n */\n", "/* one */\n/*\n\n*/\n",
    "#include \"a.h\"\n", "}\n{\n", "#pragma once\n" } do
  local _, count = thin:gsub("\n", "")
  is(runs(thin .. six, six), ("1:%d 2:1 6"):format(count + 1))
  is(runs(six, words(1, 3) .. thin .. words(4, 9)), "1:1 2:1 6")
  is(runs(word(0) .. thin .. six, thin .. six),
    ("1:%d 2:%d 6"):format(count + 2, count + 1))
end
for _, thin in ipairs { "-- /*\n", "--\n\n-- */\n", "--\nlocal a = require 'a'\n" } do
  local _, count = thin:gsub("\n", "")
  is(runs(thin .. six, six), ("1:%d 2:1 6"):format(count + 1))
end
local lua <const> = "--\nlocal a = require 'a'\nf(1)\nf(2)\nf(3)\nf(4)\nend\nf(5)\n"
is(runs(lua, lua), "")
is(runs(lua .. "f(6)\n", lua .. "-- six\n  f(6)\n"), "1:3 2:3 6")
print("equal: runs of six and more")
