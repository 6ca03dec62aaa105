-- SPDX-License-Identifier: MIT
-- CSV: whatever goes in comes out again.

local csv = require "results.data.csv"

local ROWS = {
  { "plain", "", "1" },
  { "a,b", 'say "no"', "two\nlines" },
  { "\r\n", '"', '""' },
  { "a\rb", "\r", "b\r" },
}

local text = ""
for _, row in ipairs(ROWS) do text = text .. csv.line(row) end
local back = csv.rows(text)
assert(#back == #ROWS)
for i, row in ipairs(ROWS) do
  for column, value in ipairs(row) do assert(back[i][column] == value) end
end
assert(csv.line({ nil, 2 }, 3) == ",2,\n")
assert(csv.line { "a,b" } == '"a,b"\n')
assert(csv.records("a,b\r\n1,2\r\n")[1].b == "2")
local sound, problem = pcall(csv.rows, '"open')
assert(not sound and problem == "unfinished quote in CSV")
for text, rows in pairs { ["a\n\nb\n"] = { "a", "", "b" }, ["a\r\nb"] = { "a", "b" },
    ["a\rb\n"] = { "a", "b" }, ["\n"] = { "" }, [""] = {}, ["a\nb"] = { "a", "b" },
    ['"x"\n"y"'] = { "x", "y" }, ['"a""b"\r\nc'] = { 'a"b', "c" } } do
  local found = csv.rows(text)
  assert(#found == #rows, text)
  for i, value in ipairs(rows) do
    assert(#found[i] == 1 and found[i][1] == value, text)
  end
end
local one, header = csv.records("b,a\n1,2\n3,4\n")
assert(#one == 2 and one[2].a == "4" and header[1] == "b" and #header == 2)
print("csv: round trips")
