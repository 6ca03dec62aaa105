-- SPDX-License-Identifier: MIT
-- The guest's statistics (bench/stats.c), computed again from raw samples. Which
-- there are, the guest's list says. Quantile q is the sorted sample with index
-- ceil(q * n); the mean is rounded to the nearest integer, the standard
-- deviation down. Pure, beside the list.

local M = {}

local LIST <const> = "modules/api/statistics.def"
local KINDS <const> = { LEAST = true, QUANTILE = true, MEAN = true,
  DEVIATION = true }

-- names: all of them; values: the columns that have a number of the row; kind
-- and percent: by name.
M.names, M.values, M.kind, M.percent = {}, { "cold" }, {}, {}
for line in io.lines(LIST) do
  local name, kind, percent = line:match(
    "^STATISTIC%((%w+), *(%u+)%(?(%d*)%)+$")
  if name then
    assert(KINDS[kind], LIST .. ": " .. line)
    M.names[#M.names + 1], M.values[#M.values + 1] = name, name
    M.kind[name], M.percent[name] = kind, tonumber(percent)
  end
end
M.values[#M.values + 1] = "overhead"

-- compute: over at least one sample, all but the deviation, which
-- is_deviation checks.
function M.compute(samples)
  local sorted, sum = table.move(samples, 1, #samples, 1, {}), 0
  table.sort(sorted)
  for _, value in ipairs(sorted) do sum = sum + value end
  local n, result = #sorted, {}
  for name, kind in pairs(M.kind) do
    if kind == "LEAST" then
      result[name] = sorted[1]
    elseif kind == "QUANTILE" then
      result[name] = sorted[(n * M.percent[name] + 99) // 100]
    elseif kind == "MEAN" then
      result[name] = (2 * sum + n) // (2 * n)
    end
  end
  return result
end

-- Unsigned integers of 128 bits: { high, low }.
local function multiply(a, b)
  local mask = 0xffffffff
  local a0, a1, b0, b1 = a & mask, a >> 32, b & mask, b >> 32
  local low = a0 * b0
  local middle = a1 * b0 + (low >> 32)
  local carry = a0 * b1 + (middle & mask)
  return { a1 * b1 + (middle >> 32) + (carry >> 32),
    carry << 32 | low & mask }
end

local function add(a, b)
  local low = a[2] + b[2]
  return { a[1] + b[1] + (math.ult(low, a[2]) and 1 or 0), low }
end

local function less(a, b)
  if a[1] ~= b[1] then return math.ult(a[1], b[1]) end
  return math.ult(a[2], b[2])
end

-- is_deviation: is s = floor(sqrt((n * sum(d^2) - sum(d)^2) / n^2)), where d
-- is a sample's distance from the smallest? Checked without division:
-- (n * s)^2 + sum(d)^2 <= n * sum(d^2) < (n * (s + 1))^2 + sum(d)^2.
function M.is_deviation(samples, s)
  local n, least, sum = #samples, math.min(table.unpack(samples)), 0
  local squares = { 0, 0 }
  for _, value in ipairs(samples) do
    sum = sum + value - least
    squares = add(squares, multiply(value - least, n * (value - least)))
  end
  local square = multiply(sum, sum)
  local lower = add(multiply(n * s, n * s), square)
  local upper = add(multiply(n * (s + 1), n * (s + 1)), square)
  return not less(squares, lower) and less(squares, upper)
end

return M
