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
assert(not pcall(csv.rows, '"open'))
print("csv: round trips")
