-- SPDX-License-Identifier: MIT
-- The end of a run whose records are damaged: the first twenty errors are shown,
-- how many more there are, and nothing is kept.

local finish = require "results.finish"
local usual, said = print, {}

-- What it prints of so many errors.
local function shown(count)
  local errors, status = {}, nil
  for i = 1, count do errors[i] = "error " .. i end
  said = {}
  function print(text) said[#said + 1] = text end
  local ok, problem = pcall(function()
    status = finish.results({ errors = errors, unverified = {}, rows = {} },
      { machine = "none" })
  end)
  print = usual
  assert(ok, problem)
  assert(status == 1, status)
  return said
end

for _, count in ipairs { 1, 2, 19, 20, 21, 22, 1000 } do
  local lines, expected = shown(count), {}
  for i = 1, math.min(count, 20) do expected[i] = "results: error " .. i end
  if count > 20 then
    expected[21] = ("results: ... and %d more"):format(count - 20)
  end
  expected[#expected + 1] =
    "results: the records are damaged or incomplete; nothing is kept"
  assert(table.concat(lines, "\n") == table.concat(expected, "\n"),
    table.concat(lines, "\n"))
end
print("finish: the first errors, and how many more")
